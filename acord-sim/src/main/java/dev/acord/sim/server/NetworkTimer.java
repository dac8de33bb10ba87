package dev.acord.sim.server;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that hands out what the emulated network held back. There is none while the network does nothing. */
final class NetworkTimer {
    private static final Logger LOG = LoggerFactory.getLogger(NetworkTimer.class);
    /** How often it looks whether it is still needed. */
    private static final long MAX_WAIT_NS = 1_000_000_000L;

    private final ReentrantLock lock;
    private final Condition wake;
    private final EmulatedNetwork network;
    private final LongSupplier clock;
    private final Runnable polled;
    private boolean running;
    private boolean closed;
    private long waitsUntilNs;

    /** The last one is called, under the lock, whenever things may have arrived. */
    NetworkTimer(ReentrantLock lock, EmulatedNetwork network, LongSupplier clock, Runnable polled) {
        this.lock = lock;
        this.wake = lock.newCondition();
        this.network = network;
        this.clock = clock;
        this.polled = polled;
    }

    /** Whether the network does anything. Under the lock. */
    boolean isRunning() {
        return running;
    }

    /** Makes sure that the thread runs, and lets it look again. Under the lock. */
    void start() {
        if (!running && !closed) {
            running = true;
            Thread thread = new Thread(this::run, "acord-sim-network");
            thread.setDaemon(true);
            thread.start();
        }
        wake.signal();
    }

    /** Something will be due. Under the lock. */
    void due(long atNs) {
        if (running && atNs < waitsUntilNs) {
            waitsUntilNs = atNs;
            wake.signal();
        }
    }

    /** Ends the thread. Under the lock. */
    void close() {
        closed = true;
        wake.signal();
    }

    private void run() {
        lock.lock();
        try {
            while (!closed) {
                long nowNs = clock.getAsLong();
                try {
                    network.poll(nowNs);
                } catch (RuntimeException e) {
                    LOG.error("A bug in the voice server; a datagram or message is lost", e);
                }
                polled.run();
                if (network.isIdle()) {
                    return;
                }
                waitsUntilNs = Math.min(network.nextDueNs(), nowNs + MAX_WAIT_NS);
                long leftNs = waitsUntilNs - clock.getAsLong();
                if (leftNs > 0 && wake.awaitNanos(leftNs) > 0) {
                    LOG.trace("Woken early");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that to this thread; it ends
        } finally {
            running = false;
            lock.unlock();
        }
    }
}
