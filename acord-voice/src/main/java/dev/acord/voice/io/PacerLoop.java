package dev.acord.voice.io;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that sends the packets of any number of connections, each on time.
 *
 * <p>Time is cut into slots of 1 ms. A connection keeps its place in the 20 ms grid, and connections are spread over the grid, so that
 * packets leave evenly and not in one burst. For each slot that holds anything: prepare all packets, wait for the slot's time, send
 * all. A loop that is late catches up without waiting, up to {@value #MAX_CATCH_UP_MS} ms; what is later than that is skipped, in whole
 * grid steps, and every connection is told.
 *
 * <p>{@link #add} may be called from any thread; all else is the thread's own.
 */
public final class PacerLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PacerLoop.class);

    static final int MAX_CATCH_UP_MS = 100;
    private static final long SLOT_NS = 1_000_000;
    /** More than the longest Opus packet (120 ms), a power of two. */
    private static final int SLOTS = 128;

    private static final int GRID_SLOTS = 20;
    /** Work on a slot begins this long before its time. */
    private static final long LEAD_NS = SLOT_NS;

    private static final int NS_PER_3_SAMPLES = 62_500;

    private final Thread thread;
    private final ArrayDeque<Paced> added = new ArrayDeque<>();
    private final int[] phaseLoad = new int[GRID_SLOTS];
    private final Slot[] wheel = new Slot[SLOTS];
    private int size;
    /** When logical time 0 is; moves on when time is skipped. */
    private long epochNs;

    private long currentSlot;
    private volatile boolean closed;
    private volatile int load;
    private volatile long skippedMs;

    /**
     * Starts a loop.
     *
     * @param name its thread's name
     */
    public PacerLoop(String name) {
        for (int i = 0; i < SLOTS; i++) {
            wheel[i] = new Slot();
        }
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a connection in; its first packet is due one to two grid steps from now. */
    public void add(Paced paced) {
        synchronized (added) {
            if (closed) {
                throw new IllegalStateException("the pacer is closed");
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
        closed = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        epochNs = System.nanoTime();
        while (!closed) {
            takeAdded();
            if (size == 0) {
                LockSupport.park(this);
                continue;
            }
            long slot = nextUsedSlot();
            long workNs = timeOf(slot) - LEAD_NS;
            long nowNs = System.nanoTime();
            if (workNs - nowNs > 0) {
                LockSupport.parkNanos(this, workNs - nowNs);
                continue; // an earlier slot may have been filled meanwhile
            }
            skipIfStalled(slot, nowNs);
            currentSlot = slot;
            process(slot);
        }
    }

    private void process(long slot) {
        Slot due = wheel[(int) slot & (SLOTS - 1)];
        Entry[] entries = due.entries;
        int count = due.count;
        due.count = 0;
        due.entries = due.spare;
        due.spare = entries;
        for (int i = 0; i < count; i++) {
            entries[i].samples = entries[i].paced.prepare();
        }
        awaitNs(timeOf(slot));
        for (int i = 0; i < count; i++) {
            Entry entry = entries[i];
            if (entry.samples == Paced.STOP) {
                forget(entry);
            } else {
                entry.paced.send(System.nanoTime() - epochNs - entry.dueNs);
                entry.dueNs += samplesNs(entry.samples);
                insert(entry);
            }
        }
        Arrays.fill(entries, 0, count, null); // nothing that is gone is kept alive
    }

    private void takeAdded() {
        synchronized (added) {
            Paced paced;
            while ((paced = added.poll()) != null) {
                int phase = lightestPhase();
                long slot = firstSlot(phase);
                Entry entry = new Entry(paced, phase, slot * SLOT_NS);
                phaseLoad[phase]++;
                if (size == 0) {
                    currentSlot = slot - 2 * GRID_SLOTS;
                }
                size++;
                load = size;
                paced.begin(epochNs + entry.dueNs);
                insert(entry);
            }
        }
    }

    /** One to two grid steps from now; when the thread is catching up, no further than the wheel reaches. */
    private long firstSlot(int phase) {
        long nowSlot = (System.nanoTime() - epochNs + LEAD_NS) / SLOT_NS;
        if (size > 0) {
            nowSlot = Math.min(nowSlot, currentSlot + SLOTS / 2);
        }
        long slot = nowSlot + GRID_SLOTS;
        return slot + Math.floorMod(phase - slot, GRID_SLOTS);
    }

    private void forget(Entry entry) {
        phaseLoad[entry.phase]--;
        size--;
        load = size;
    }

    private void insert(Entry entry) {
        wheel[(int) (entry.dueNs / SLOT_NS) & (SLOTS - 1)].add(entry);
    }

    private int lightestPhase() {
        int lightest = 0;
        for (int i = 1; i < GRID_SLOTS; i++) {
            if (phaseLoad[i] < phaseLoad[lightest]) {
                lightest = i;
            }
        }
        return lightest;
    }

    private long nextUsedSlot() {
        long slot = currentSlot;
        while (wheel[(int) slot & (SLOTS - 1)].count == 0) {
            slot++;
        }
        return slot;
    }

    /** Moves logical time back by whole grid steps when the thread is too late to catch up. */
    private void skipIfStalled(long slot, long nowNs) {
        long lateMs = (nowNs - timeOf(slot)) / 1_000_000;
        if (lateMs <= MAX_CATCH_UP_MS) {
            return;
        }
        int skipMs = (int) Math.min(lateMs / GRID_SLOTS * GRID_SLOTS, Integer.MAX_VALUE / 48 / GRID_SLOTS * GRID_SLOTS);
        epochNs += skipMs * 1_000_000L;
        skippedMs = skippedMs() + skipMs; // this thread is the only writer
        LOG.warn(
                "audio was not sent for {} ms: the machine or the garbage collector stopped the pacing thread", skipMs);
        for (Slot each : wheel) {
            for (int i = 0; i < each.count; i++) {
                each.entries[i].paced.skipped(skipMs * 48);
            }
        }
    }

    private long timeOf(long slot) {
        return epochNs + slot * SLOT_NS;
    }

    private static long samplesNs(int samples) {
        return (long) samples * NS_PER_3_SAMPLES / 3;
    }

    private void awaitNs(long deadlineNs) {
        long leftNs;
        while ((leftNs = deadlineNs - System.nanoTime()) > 0 && !closed) {
            LockSupport.parkNanos(this, leftNs);
        }
    }

    private static final class Entry {
        final Paced paced;
        final int phase;
        /** Logical time of the next packet. */
        long dueNs;

        int samples;

        Entry(Paced paced, int phase, long dueNs) {
            this.paced = paced;
            this.phase = phase;
            this.dueNs = dueNs;
        }
    }

    private static final class Slot {
        Entry[] entries = new Entry[4];
        Entry[] spare = new Entry[4];
        int count;

        void add(Entry entry) {
            if (count == entries.length) {
                entries = Arrays.copyOf(entries, count * 2);
            }
            entries[count++] = entry;
        }
    }
}
