package dev.acord.voice.io;

import dev.acord.voice.flight.Flight;
import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that sends the packets of any number of connections, each on time: prepare, wait, send. {@link PacerWheel} says what is due
 * when. {@link #add} may be called from any thread; all else is the thread's own.
 */
public final class PacerLoop implements Pacer, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PacerLoop.class);

    private final Thread thread;
    private final ArrayDeque<Paced> added = new ArrayDeque<>();
    private volatile boolean closed;
    private volatile int load;
    private volatile long skippedMs;

    /**
     * Starts a loop.
     *
     * @param name its thread's name
     */
    public PacerLoop(String name) {
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void add(Paced paced) {
        synchronized (added) {
            if (closed) {
                throw new IllegalStateException("the voice runtime is closed");
            }
            added.add(paced);
        }
        LockSupport.unpark(thread);
    }

    /** How many connections are sending. */
    public int load() {
        return load;
    }

    /** How much time was skipped because the thread could not run, in all. */
    public long skippedMs() {
        return skippedMs;
    }

    @Override
    public void close() {
        synchronized (added) {
            closed = true;
        }
        LockSupport.unpark(thread);
    }

    private void run() {
        PacerWheel wheel = new PacerWheel(System.nanoTime());
        while (!closed) {
            takeAdded(wheel);
            load = wheel.size();
            if (wheel.size() == 0) {
                LockSupport.park(this);
                continue;
            }
            long nowNs = System.nanoTime();
            long waitNs = wheel.workNs() - nowNs;
            if (waitNs > 0) {
                LockSupport.parkNanos(this, waitNs);
                continue; // an earlier slot may have been filled meanwhile
            }
            report(wheel.prepare(nowNs));
            awaitNs(wheel.deadlineNs());
            wheel.send(System::nanoTime);
        }
    }

    private void takeAdded(PacerWheel wheel) {
        synchronized (added) {
            Paced paced;
            while ((paced = added.poll()) != null) {
                wheel.add(paced, System.nanoTime());
            }
        }
    }

    private void report(int justSkippedMs) {
        if (justSkippedMs > 0) {
            skippedMs = skippedMs() + justSkippedMs; // this thread is the only writer
            Flight.stall(justSkippedMs, load);
            LOG.warn(
                    "audio was not sent for {} ms: the machine or the garbage collector stopped the pacing thread",
                    justSkippedMs);
        }
    }

    private void awaitNs(long deadlineNs) {
        long leftNs;
        while ((leftNs = deadlineNs - System.nanoTime()) > 0 && !closed) {
            LockSupport.parkNanos(this, leftNs);
        }
    }
}
