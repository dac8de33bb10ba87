package dev.acord.cli.doctor;

import dev.acord.audio.opus.OpusProviders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.Locale;

/** How many streams the processors will carry, from what one packet costs. */
final class CapacityCheck implements Check {
    private static final int PACKETS = 20_000;
    private static final int DATAGRAM_BYTES = 280;
    private static final int PACKETS_PER_S = 50;
    /** What is left for the bot, garbage collection and neighbours. */
    private static final double SHARE = 0.5;

    @Override
    public String id() {
        return "capacity";
    }

    @Override
    public List<Finding> run() throws Exception {
        return List.of(judge(
                MachineChecks.sealUs(),
                sendUs(),
                MachineChecks.encodeUs(OpusProviders.active()),
                Runtime.getRuntime().availableProcessors()));
    }

    /** Microseconds that handing a datagram to the operating system takes. */
    private static double sendUs() throws java.io.IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (DatagramChannel sender = DatagramChannel.open();
                DatagramChannel receiver = DatagramChannel.open()) {
            receiver.bind(new InetSocketAddress(loopback, 0));
            sender.connect(receiver.getLocalAddress());
            ByteBuffer datagram = ByteBuffer.allocateDirect(DATAGRAM_BYTES);
            long startNs = 0;
            for (int i = 0; i < 2 * PACKETS; i++) {
                if (i == PACKETS) {
                    startNs = System.nanoTime();
                }
                datagram.clear();
                sender.write(datagram);
            }
            return (System.nanoTime() - startNs) / 1e3 / PACKETS;
        }
    }

    /** Takes microseconds: of one encryption, of which there are two a packet, of one datagram, and of encoding a frame. */
    static Finding judge(double sealUs, double sendUs, double encodeUs, int processors) {
        double packetUs = 2 * sealUs + sendUs;
        long opus = streams(packetUs, processors);
        long encoded = streams(packetUs + encodeUs, processors);
        String seen = String.format(
                Locale.ROOT,
                "about %,d streams of Opus files, or %,d that are encoded here, in half of the processors' time",
                opus,
                encoded);
        return encoded >= 10
                ? Finding.good("capacity", seen)
                : Finding.doubtful(
                        "capacity", seen, "play Opus files, lower the encoder's complexity, or add acord-opus-native");
    }

    private static long streams(double packetUs, int processors) {
        return (long) (SHARE * processors * 1e6 / (PACKETS_PER_S * packetUs));
    }
}
