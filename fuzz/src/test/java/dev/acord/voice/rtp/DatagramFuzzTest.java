package dev.acord.voice.rtp;

import static dev.acord.fuzz.Checks.check;
import static dev.acord.fuzz.Checks.same;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.fuzz.FuzzInput;
import dev.acord.fuzz.Guarded;
import dev.acord.voice.EncryptionMode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * RTP and RTCP as they come from the network: noise; authentic packets with any header, extension, padding and payload; and those, changed on
 * their way. Each datagram is delivered or counted, once; what is delivered unchanged is what was sent.
 */
class DatagramFuzzTest {
    private static final int MAX_STEPS = 64;
    private static final int OWN_SSRC = 1;

    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        Call call = new Call(in.flag() ? EncryptionMode.AES256_GCM : EncryptionMode.XCHACHA20_POLY1305);
        for (int step = 0; step < MAX_STEPS && in.hasMore(); step++) {
            call.step(in);
        }
        check(call.receiver.statistics().size() <= RtpReceiver.MAX_SOURCES, () -> "too many sources are kept");
        call.receiver.destroy();
    }

    private static final class Call implements RtpReceiver.Sink {
        private final EncryptionMode mode;
        private final DropCounters drops = new DropCounters();
        private final RtpReceiver receiver = new RtpReceiver(OWN_SSRC, drops);
        private final byte[] key = new byte[TransportCipher.KEY_BYTES];
        private TransportCipher sender;
        private int nonce;
        private long nowNs;
        private long delivered;
        private long rtcpDelivered;
        private @Nullable Guarded datagram;
        private byte @Nullable [] lastDelivered;

        Call(EncryptionMode mode) {
            this.mode = mode;
            sender = TransportCipher.create(mode, key);
            receiver.rekey(TransportCipher.create(mode, key), 0);
        }

        void step(FuzzInput in) {
            switch (in.below(8)) {
                case 0 -> receive(in.bytes());
                case 1 -> rekey();
                case 2 -> receiver.forget(in.u16());
                case 3 -> nowNs += in.u16() * 1_000_000L;
                case 4 -> receive(in.mutated(sealed(rtcp(in), TransportCipher.RTCP_HEADER_BYTES)));
                case 5 -> receiveRtcp(in);
                case 6 -> receive(in.mutated(rtp(in)));
                default -> receiveFrame(in);
            }
        }

        private void rekey() {
            key[0]++;
            sender = TransportCipher.create(mode, key);
            receiver.rekey(TransportCipher.create(mode, key), nowNs);
            nonce = 0;
        }

        private static byte[] rtcp(FuzzInput in) {
            byte[] packet = Arrays.copyOf(in.bytes(), Math.max(8, 8 + in.below(64)));
            packet[0] = (byte) (0x80 | (packet[0] & 0x3F));
            packet[1] = (byte) (200 + Math.floorMod(packet[1], 5));
            return packet;
        }

        /** Header flags, sources, extension words and the plaintext are the input's. */
        private byte[] rtp(FuzzInput in) {
            int flags = in.u8();
            int sequence = in.u16();
            int timestamp = in.i32();
            int ssrc = in.u16();
            int words = in.u16();
            byte[] plaintext = in.bytes();
            boolean extended = (flags & 0x10) != 0;
            int headerBytes = 12 + 4 * (flags & 15) + (extended ? 4 : 0);
            byte[] packet = new byte[headerBytes + plaintext.length];
            RtpHeader.write(packet, 0, sequence, timestamp & 0xFFFF_FFFFL, ssrc);
            packet[0] |= (byte) (flags & 0x3F);
            packet[1] |= (byte) (flags & 0x80);
            if (extended) {
                packet[headerBytes - 2] = (byte) (words >> 8);
                packet[headerBytes - 1] = (byte) words;
            }
            System.arraycopy(plaintext, 0, packet, headerBytes, plaintext.length);
            return sealed(packet, headerBytes);
        }

        private byte[] sealed(byte[] plain, int headerBytes) {
            byte[] packet = Arrays.copyOf(plain, plain.length + TransportCipher.OVERHEAD_BYTES);
            int length = sender.seal(packet, 0, headerBytes, plain.length - headerBytes, nonce++);
            return Arrays.copyOf(packet, length);
        }

        private void receiveRtcp(FuzzInput in) {
            byte[] plain = rtcp(in);
            byte[] packet = sealed(plain, TransportCipher.RTCP_HEADER_BYTES);
            if (packet.length == IpDiscoverySession.BYTES || packet.length > RtpReceiver.MAX_DATAGRAM_BYTES) {
                return;
            }
            receive(packet);
            same(plain, lastDelivered == null ? new byte[0] : lastDelivered, "an authentic RTCP packet");
        }

        /** A plain packet of a new source, which nothing may stop. */
        private void receiveFrame(FuzzInput in) {
            byte[] frame = in.bytes();
            if (frame.length == 0 || frame.length > 4_000) {
                return;
            }
            int ssrc = 0x10_0000 + in.u16();
            receiver.forget(ssrc);
            boolean full = receiver.statistics().size() == RtpReceiver.MAX_SOURCES;
            byte[] packet = new byte[RtpHeader.BYTES + frame.length];
            RtpHeader.write(packet, 0, in.u16(), in.i32() & 0xFFFF_FFFFL, ssrc);
            System.arraycopy(frame, 0, packet, RtpHeader.BYTES, frame.length);
            receive(sealed(packet, RtpHeader.BYTES));
            if (!full) {
                same(frame, lastDelivered == null ? new byte[0] : lastDelivered, "an authentic frame");
            }
        }

        private void receive(byte[] bytes) {
            Guarded guarded = new Guarded(bytes, 0);
            datagram = guarded;
            lastDelivered = null;
            long before = delivered + counted();
            long deliveredBefore = delivered;
            receiver.handleDatagram(guarded.array(), guarded.offset(), bytes.length, nowNs, this);
            guarded.verify();
            long after = delivered + counted();
            check(after == before + 1, () -> "one datagram was delivered or counted " + (after - before) + " times");
            check(delivered - deliveredBefore <= 1, () -> "one datagram was delivered twice");
            datagram = null;
        }

        private long counted() {
            // an RTCP packet that was delivered is counted too
            return drops.snapshot().values().stream().mapToLong(Long::longValue).sum() - rtcpDelivered;
        }

        @Override
        public void onFrame(int ssrc, int sequence, long timestamp, boolean marker, byte[] buf, int off, int len) {
            take(buf, off, len);
            check(ssrc != OWN_SSRC, () -> "our own packet was delivered");
            check(sequence >= 0 && sequence <= 0xFFFF, () -> "sequence number " + sequence);
            check(timestamp >= 0 && timestamp <= 0xFFFF_FFFFL, () -> "timestamp " + timestamp);
        }

        @Override
        public void onKeepaliveEcho(long value) {
            delivered++;
        }

        @Override
        public void onIpDiscovery(byte[] buf, int off, int len) {
            take(buf, off, len);
        }

        @Override
        public void onRtcp(byte[] buf, int off, int len) {
            take(buf, off, len);
            rtcpDelivered++;
        }

        private void take(byte[] buf, int off, int len) {
            Guarded from = datagram;
            check(from != null && buf == from.array(), () -> "another array was delivered");
            check(len >= 1 && off >= 32 && off + len <= buf.length - 32, () -> "bytes outside of the datagram");
            lastDelivered = Arrays.copyOfRange(buf, off, off + len);
            delivered++;
        }
    }
}
