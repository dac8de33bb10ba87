package dev.acord.sim.media;

import java.net.InetSocketAddress;
import java.util.random.RandomGenerator;

/** Sends a member's packets to the others of its room, each under the receiver's own key and nonce counter. */
final class Forwarder {
    private static final int ROOM_BYTES = PacketRelay.MAX_DATAGRAM_BYTES + 128;
    private static final int RTCP_HEADER_BYTES = 8;
    private static final int SILENCE_FRAMES = 5;
    private static final int SILENCE_SAMPLES = 960;
    private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    /** One padding packet for so many forwarded ones, on average. */
    private static final int PADDING_INTERVAL = 16;

    private final RelaySettings settings;
    private final RandomGenerator random;
    private final Decoration decoration;
    private final RelayCounters counters;
    private final DatagramOutbox outbox;
    private final byte[] clear = new byte[ROOM_BYTES];
    private final byte[] sealed = new byte[ROOM_BYTES];

    Forwarder(RelaySettings settings, RandomGenerator random, RelayCounters counters, DatagramOutbox outbox) {
        this.settings = settings;
        this.random = random;
        this.decoration = new Decoration(random);
        this.counters = counters;
        this.outbox = outbox;
    }

    void forward(MediaMember sender, byte[] packet, int headerBytes, byte[] plaintext, int plainBytes) {
        int length;
        if (settings.decorate()) {
            length = decoration.decorate(packet, headerBytes, plaintext, plainBytes, clear);
        } else {
            length = Decoration.copy(packet, headerBytes, plaintext, plainBytes, clear);
        }
        sender.lastSequence = RtpLayout.sequence(packet) + sender.inserted;
        sender.lastTimestamp = RtpLayout.timestamp(packet);
        Wire.putUint16(clear, 2, sender.lastSequence);
        toOthers(sender, length);
        if (settings.paddingPackets() && random.nextInt(PADDING_INTERVAL) == 0) {
            sender.inserted++;
            length = decoration.paddingPacket(packet, clear);
            Wire.putUint16(clear, 2, ++sender.lastSequence);
            toOthers(sender, length);
        }
    }

    /** Five silence frames with an SSRC that nobody has announced. */
    void welcome(MediaMember member) {
        if (!settings.silenceFrames()) {
            return;
        }
        int ssrc = random.nextInt();
        int timestamp = random.nextInt();
        for (int i = 0; i < SILENCE_FRAMES; i++) {
            send(member, silence(i, timestamp + i * SILENCE_SAMPLES, ssrc));
        }
    }

    /** Five silence frames in the name of a member that leaves. */
    void silenceAfter(MediaMember sender) {
        if (!settings.silenceFrames() || sender.received == 0) {
            return;
        }
        for (int i = 0; i < SILENCE_FRAMES; i++) {
            sender.lastTimestamp += SILENCE_SAMPLES;
            toOthers(sender, silence(++sender.lastSequence, sender.lastTimestamp, sender.ssrc));
        }
    }

    /** Tells a member how the server receives it. */
    void report(MediaMember member, long nowNs) {
        member.reception.report(clear, member.ssrc, nowNs);
        send(member, ReceptionMeter.REPORT_BYTES, RTCP_HEADER_BYTES);
    }

    void count(boolean sent) {
        if (!sent) {
            counters.notSent++;
        }
    }

    private int silence(int sequence, int timestamp, int ssrc) {
        clear[0] = (byte) 0x80;
        clear[1] = RtpLayout.OPUS_PAYLOAD_TYPE;
        Wire.putUint16(clear, 2, sequence);
        Wire.putInt32(clear, 4, timestamp);
        Wire.putInt32(clear, 8, ssrc);
        System.arraycopy(SILENCE, 0, clear, RtpLayout.FIXED_BYTES, SILENCE.length);
        return RtpLayout.FIXED_BYTES + SILENCE.length;
    }

    private void toOthers(MediaMember sender, int length) {
        for (MediaMember member : sender.room.members()) {
            if (member != sender) {
                send(member, length);
            }
        }
    }

    private void send(MediaMember member, int length) {
        if (send(member, length, RtpLayout.headerBytes(clear))) {
            counters.forwarded++;
            member.sentTo++;
        }
    }

    private boolean send(MediaMember member, int length, int headerBytes) {
        TransportCipher sealer = member.sealer;
        InetSocketAddress to = member.bound;
        if (sealer == null || to == null) {
            return false;
        }
        int bytes = sealer.seal(clear, length, headerBytes, ++member.sendNonce, sealed);
        boolean sent = outbox.send(sealed, bytes, to);
        count(sent);
        return sent;
    }
}
