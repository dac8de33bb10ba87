package dev.acord.bench;

import dev.acord.dave.media.FrameEncryption;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.io.DirectFeed;
import dev.acord.voice.io.FrameFeed;
import dev.acord.voice.io.PacerLoop;
import dev.acord.voice.io.SendStream;
import dev.acord.voice.io.UdpLoop;
import dev.acord.voice.io.UdpPort;
import dev.acord.voice.rtp.DropCounters;
import dev.acord.voice.rtp.FrameEncryptor;
import dev.acord.voice.rtp.NonceCounter;
import dev.acord.voice.rtp.RtpSender;
import dev.acord.voice.rtp.TransportCipher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The library's own send path, from the source to the socket: nothing here but what its connections do once a session is there. */
final class AcordLoad implements Load {
    private final LoadPlan plan;
    private final List<SendStream> streams = new ArrayList<>();
    private final List<PacerLoop> pacers = new ArrayList<>();
    private final List<AllocationProbe> probes = new ArrayList<>();
    private final UdpLoop receiving = new UdpLoop("bench-udp");
    private final DropCounters drops = new DropCounters();
    private final SendStream.Events events = new Quiet();

    AcordLoad(LoadPlan plan) throws IOException {
        this.plan = plan;
        for (int i = 1; i <= plan.connections(); i++) {
            streams.add(stream(i));
        }
    }

    private SendStream stream(int ssrc) throws IOException {
        UdpPort port =
                UdpPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.portOf(ssrc)), receiving);
        TransportCipher cipher = TransportCipher.create(EncryptionMode.valueOf(plan.mode()), plan.key(ssrc));
        SendStream stream = new SendStream(events, drops);
        RtpSender sender = new RtpSender(ssrc, 0, 0, cipher, new NonceCounter(0));
        if (plan.dave()) {
            sender.frameEncryptor(new DaveFrames(plan.daveSecret(ssrc)));
        }
        stream.path(new SendStream.Path(port, sender));
        stream.want(new DirectFeed(new LoopedPacket(plan.payload())));
        return stream;
    }

    @Override
    public void prime(int packets) throws IOException {
        SendStream stream = stream(LoadPlan.PRIMING_SSRC);
        stream.begin(System.nanoTime());
        for (int i = 0; i < packets; i++) {
            stream.prepare();
            stream.send(0);
        }
    }

    @Override
    public void start() {
        for (int i = 0; i < plan.threads(); i++) {
            pacers.add(new PacerLoop("bench-pacer-" + i));
        }
        for (int i = 0; i < streams.size(); i++) {
            pacers.get(i % pacers.size()).add(streams.get(i));
        }
    }

    @Override
    public long packetsSent() {
        return packetsSent(0, 1);
    }

    private long packetsSent(int first, int step) {
        long sum = 0;
        for (int i = first; i < streams.size(); i += step) {
            sum += streams.get(i).packetsSent();
        }
        return sum;
    }

    @Override
    public double allocatedPerPacket(long windowStartNs, long windowEndNs) throws InterruptedException {
        for (int i = 0; i < pacers.size(); i++) {
            int first = i;
            AllocationProbe probe =
                    new AllocationProbe(() -> packetsSent(first, pacers.size()), windowStartNs, windowEndNs);
            pacers.get(i).add(probe);
            probes.add(probe);
        }
        long bytes = 0;
        long packets = 0;
        for (AllocationProbe probe : probes) {
            probe.await();
            bytes += probe.bytes();
            packets += probe.packets();
        }
        return packets == 0 ? -1 : (double) bytes / packets;
    }

    @Override
    public String remarks() {
        long skippedMs = 0;
        for (PacerLoop pacer : pacers) {
            skippedMs += pacer.skippedMs();
        }
        Map<?, Long> dropped = drops.snapshot();
        return (skippedMs == 0 ? "" : skippedMs + " ms skipped ") + (dropped.isEmpty() ? "" : "not sent: " + dropped);
    }

    /** What a call's DAVE session gives its sender. */
    private static final class DaveFrames implements FrameEncryptor {
        private final FrameEncryption encryption = new FrameEncryption();

        DaveFrames(byte[] secret) {
            encryption.ratchet(secret);
        }

        @Override
        public int encrypt(byte[] packet, int offset, int length, int capacity) {
            return encryption.encrypt(packet, offset, length, capacity);
        }

        @Override
        public int overheadBytes() {
            return encryption.overheadBytes();
        }
    }

    /** The feeds never end, and a run is too short to use up a key's nonces. */
    private static final class Quiet implements SendStream.Events {
        @Override
        public void onStarved(FrameFeed feed) {}

        @Override
        public void onRefilled(FrameFeed feed) {}

        @Override
        public void onEnded(FrameFeed feed) {
            throw new IllegalStateException("an endless feed ended", feed.failure());
        }

        @Override
        public void onStopped() {}

        @Override
        public void onKeyExhausted() {}
    }
}
