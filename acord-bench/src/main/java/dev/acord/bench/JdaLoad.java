package dev.acord.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import net.dv8tion.jda.api.audio.factory.DefaultSendSystem;

/** JDA's {@code DefaultSendSystem}, one per connection: a thread each, timed by {@code Thread.sleep}. Receiving threads are left out. */
final class JdaLoad implements Load {
    private static final int START_MS = 1_000;

    private final LoadPlan plan;
    private final List<JdaPackets> connections = new ArrayList<>();

    JdaLoad(LoadPlan plan) throws SocketException {
        this.plan = plan;
        for (int i = 1; i <= plan.connections(); i++) {
            connections.add(new JdaPackets(plan, i));
        }
    }

    @Override
    public void prime(int packets) throws IOException {
        JdaPackets connection = new JdaPackets(plan, LoadPlan.PRIMING_SSRC);
        for (int i = 0; i < packets; i++) {
            connection.getUdpSocket().send(connection.getNextPacket(false));
        }
    }

    /** A thread keeps the phase that it starts with, so the starts are spread over a second, and with it over the 20 ms grid. */
    @Override
    public void start() throws InterruptedException {
        int started = 0;
        for (int ms = 0; ms < START_MS; ms++) {
            for (; started < (long) connections.size() * (ms + 1) / START_MS; started++) {
                new DefaultSendSystem(connections.get(started)).start();
            }
            Thread.sleep(1);
        }
    }

    @Override
    public long packetsSent() {
        long sum = 0;
        for (JdaPackets connection : connections) {
            sum += connection.packetsSent();
        }
        return sum;
    }

    @Override
    public double allocatedPerPacket(long windowStartNs, long windowEndNs) throws InterruptedException {
        long[] threads = connections.stream()
                .mapToLong(JdaPackets::threadId)
                .filter(id -> id != 0)
                .toArray();
        Window.sleepUntil(windowStartNs);
        long packets = -packetsSent();
        long bytes = -allocated(threads);
        Window.sleepUntil(windowEndNs);
        packets += packetsSent();
        bytes += allocated(threads);
        return packets == 0 ? -1 : (double) bytes / packets;
    }

    private static long allocated(long[] threads) {
        long sum = 0;
        for (long bytes : ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(threads)) {
            sum += Math.max(0, bytes);
        }
        return sum;
    }

    @Override
    public String remarks() {
        return "";
    }
}
