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
import java.util.concurrent.locks.LockSupport;

/**
 * The process that all packets go to: one thread, a few sockets with large buffers, so that the sender is what is measured. It decrypts
 * nothing, and reads the sequence number and the source from the header, which is in the clear.
 */
final class ReceiverProcess {
    private static final int BUFFER_BYTES = 4 << 20;
    /**
     * How often the sockets are looked at. A thread that waits in {@code select} is woken up by the system call of the sender, who pays for
     * it; a receiver at the other end of a network costs the sender nothing. It is the resolution of the arrival times.
     */
    private static final long POLL_NS = 100_000;

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
     * @param lost packets that did not, by the gaps in the sequence numbers
     * @param cpuNs this process's processor time in the window
     */
    record Result(long delivered, long lost, long p50Ns, long p99Ns, long p999Ns, long maxNs, long cpuNs) {}

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
        receiver.measure(connections, window, parent);
    }

    private int bind() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.register(selector, SelectionKey.OP_READ);
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** Measures, tells, and goes on receiving until the parent ends this process: nobody is to send to a closed port. */
    private void measure(int connections, Window window, ParentLink parent) throws IOException {
        long startNs = window.startNs();
        long endNs = startNs + window.lengthNs();
        ArrivalLog log = new ArrivalLog(connections, startNs, endNs);
        run(log, startNs);
        long cpuNs = Window.processCpuNs();
        run(log, endNs);
        cpuNs = Window.processCpuNs() - cpuNs;
        run(log, endNs + GRACE_NS);
        IntervalStatistics errors = log.errors();
        parent.say(new Result(
                log.delivered(),
                log.lost(),
                errors.percentileNs(0.5),
                errors.percentileNs(0.99),
                errors.percentileNs(0.999),
                errors.maxNs(),
                cpuNs));
        while (true) {
            run(log, System.nanoTime() + GRACE_NS);
        }
    }

    private void run(ArrivalLog log, long untilNs) throws IOException {
        long leftNs;
        while ((leftNs = untilNs - System.nanoTime()) > 0) {
            LockSupport.parkNanos(Math.min(leftNs, POLL_NS));
            selector.selectNow(key -> drain((DatagramChannel) key.channel(), log));
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
