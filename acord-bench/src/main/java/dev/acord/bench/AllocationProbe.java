package dev.acord.bench;

import com.sun.management.ThreadMXBean;
import dev.acord.voice.io.Paced;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

/**
 * One more member of a pacing loop, which sends nothing: it reads the thread's allocation and packet counters on that thread itself,
 * between two packets, so that both belong to exactly the same packets.
 */
final class AllocationProbe implements Paced {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int FRAME_SAMPLES = 960;

    private final LongSupplier packetsSent;
    private final long startNs;
    private final long endNs;
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean begun;
    private long bytes;
    private long packets;

    AllocationProbe(LongSupplier packetsSent, long startNs, long endNs) {
        this.packetsSent = packetsSent;
        this.startNs = startNs;
        this.endNs = endNs;
    }

    @Override
    public void begin(long firstDeadlineNs) {}

    @Override
    public int prepare() {
        long nowNs = System.nanoTime();
        if (!begun && nowNs - startNs >= 0) {
            begun = true;
            packets = -packetsSent.getAsLong();
            bytes = -THREADS.getCurrentThreadAllocatedBytes();
        }
        if (begun && nowNs - endNs >= 0) {
            bytes += THREADS.getCurrentThreadAllocatedBytes();
            packets += packetsSent.getAsLong();
            done.countDown();
            return STOP;
        }
        return FRAME_SAMPLES;
    }

    @Override
    public void send(long lateNs) {}

    @Override
    public void skipped(int samples) {}

    /** Waits for the end of the window. */
    void await() throws InterruptedException {
        done.await();
    }

    /** Bytes that the thread allocated in the window. */
    long bytes() {
        return bytes;
    }

    /** Packets that it sent in the window. */
    long packets() {
        return packets;
    }
}
