package dev.acord.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * The process that all packets go to: one thread, a few sockets with large buffers, so that the sender is what is measured. It decrypts
 * nothing, and reads the sequence number and the source from the header, which is in the clear.
 */
final class ReceiverProcess {
    private static final int BUFFER_BYTES = 4 << 20;
    private static final long GRACE_NS = 500_000_000;
    private static final int SEQUENCE_OFFSET = 2;
    private static final int SSRC_OFFSET = 8;
    private static final int HEADER_BYTES = 12;

    /** The first message: where to send. */
    record Ready(List<Integer> ports) {}

    /**
     * The second message: what arrived.
     *
     * @param delivered packets in the window
     * @param notInOrder of those, packets that did not follow the last one of their connection
     * @param cpuNs this process's processor time in the window
     */
    record Result(long delivered, long notInOrder, long p50Ns, long p99Ns, long p999Ns, long maxNs, long cpuNs) {}

    private final Selector selector;
    private final ByteBuffer packet = ByteBuffer.allocateDirect(2048);

    private ReceiverProcess() throws IOException {
        selector = Selector.open();
    }

    /**
     * Runs the process.
     *
     * @param args how many connections there are, and over how many sockets to spread them
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        int connections = Integer.parseInt(args[0]);
        int sockets = Integer.parseInt(args[1]);
        ParentLink parent = ParentLink.open();
        ReceiverProcess receiver = new ReceiverProcess();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < sockets; i++) {
            ports.add(receiver.bind());
        }
        parent.say(new Ready(ports));
        Window window = parent.awaitWindow();
        parent.say(receiver.measure(connections, window));
        System.exit(0);
    }

    private int bind() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.register(selector, SelectionKey.OP_READ);
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    private Result measure(int connections, Window window) throws IOException {
        long startNs = window.startNs();
        long endNs = startNs + window.lengthNs();
        ArrivalLog log = new ArrivalLog(connections, startNs, endNs);
        run(log, startNs);
        long cpuNs = Window.processCpuNs();
        run(log, endNs);
        cpuNs = Window.processCpuNs() - cpuNs;
        run(log, endNs + GRACE_NS);
        IntervalStatistics errors = log.errors();
        return new Result(
                log.delivered(),
                log.notInOrder(),
                errors.percentileNs(0.5),
                errors.percentileNs(0.99),
                errors.percentileNs(0.999),
                errors.maxNs(),
                cpuNs);
    }

    private void run(ArrivalLog log, long untilNs) throws IOException {
        long leftNs;
        while ((leftNs = untilNs - System.nanoTime()) > 0) {
            selector.select(key -> drain((DatagramChannel) key.channel(), log), leftNs / 1_000_000 + 1);
        }
    }

    private void drain(DatagramChannel channel, ArrivalLog log) {
        try {
            packet.clear();
            while (channel.receive(packet) != null) {
                long nowNs = System.nanoTime();
                if (packet.position() >= HEADER_BYTES) {
                    log.handlePacket(packet.getInt(SSRC_OFFSET), packet.getChar(SEQUENCE_OFFSET), nowNs);
                }
                packet.clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
