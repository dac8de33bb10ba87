package dev.acord.voice.io;

import java.util.Arrays;

/**
 * The timing of a {@link PacerLoop}, without its clock and thread: which connections are due when.
 *
 * <p>Time is cut into slots of 1 ms. A connection keeps its place in the 20 ms grid. Few connections share a slot, because each slot in
 * use wakes the thread up; many are spread over the grid, so that packets leave evenly and not in one burst.
 *
 * <p>Driving: while {@link #size} is not 0, wait until {@link #workNs}, call {@link #prepare}, wait until {@link #deadlineNs}, call
 * {@link #send}. One that is late catches up by not waiting, up to {@value #MAX_CATCH_UP_MS} ms; what is later than that is skipped, in
 * whole grid steps, and every connection is told. Not thread safe.
 */
public final class PacerWheel {
    static final int MAX_CATCH_UP_MS = 100;
    static final int GRID_SLOTS = 20;
    static final long SLOT_NS = 1_000_000;
    /** Work on a slot begins this long before its time. */
    static final long LEAD_NS = SLOT_NS;

    /** More than the longest Opus packet (120 ms), a power of two. */
    private static final int SLOTS = 128;

    /** Waking up costs more than a packet, so a slot is filled up to here before the next one is opened. */
    static final int FULL_SLOT = 16;

    /** Coprime to {@link #GRID_SLOTS}: slots are opened far apart. */
    private static final int PHASE_STEP = 7;

    private static final int NS_PER_3_SAMPLES = 62_500;

    private final int[] phaseLoad = new int[GRID_SLOTS];
    private final Slot[] wheel = new Slot[SLOTS];
    /** When logical time 0 is; moves on when time is skipped. */
    private long epochNs;

    private long currentSlot;
    private int size;
    private Slot due = new Slot();

    /**
     * Makes an empty wheel.
     *
     * @param nowNs the present time
     */
    public PacerWheel(long nowNs) {
        epochNs = nowNs;
        for (int i = 0; i < SLOTS; i++) {
            wheel[i] = new Slot();
        }
    }

    /** How many connections there are. */
    public int size() {
        return size;
    }

    /** Takes a connection in; its first packet is due one to two grid steps from now. */
    public void add(Paced paced, long nowNs) {
        int phase = freePhase();
        long slot = firstSlot(phase, nowNs);
        Entry entry = new Entry(paced, phase, slot * SLOT_NS);
        phaseLoad[phase]++;
        if (size == 0) {
            currentSlot = slot - 2 * GRID_SLOTS;
        }
        size++;
        paced.begin(epochNs + entry.dueNs);
        insert(entry);
    }

    /** When there is something to prepare; {@link #size} must not be 0. */
    public long workNs() {
        return deadlineOf(nextUsedSlot()) - LEAD_NS;
    }

    /** When what was prepared is to be sent. */
    public long deadlineNs() {
        return deadlineOf(currentSlot);
    }

    /** Prepares what is due next. Returns the milliseconds that were skipped, normally 0. */
    public int prepare(long nowNs) {
        long slot = nextUsedSlot();
        int skippedMs = skipIfStalled(slot, nowNs);
        currentSlot = slot;
        int index = (int) slot & (SLOTS - 1);
        Slot taken = wheel[index];
        wheel[index] = due;
        due = taken;
        for (int i = 0; i < taken.count; i++) {
            taken.entries[i].samples = taken.entries[i].paced.prepare();
        }
        return skippedMs;
    }

    /** Sends what was prepared. {@code clock} is read for each packet, for its statistics. */
    public void send(NanoClock clock) {
        int count = due.count;
        for (int i = 0; i < count; i++) {
            Entry entry = due.entries[i];
            if (entry.samples == Paced.STOP) {
                phaseLoad[entry.phase]--;
                size--;
            } else {
                entry.paced.send(clock.nowNs() - epochNs - entry.dueNs);
                entry.dueNs += (long) entry.samples * NS_PER_3_SAMPLES / 3;
                insert(entry);
            }
        }
        Arrays.fill(due.entries, 0, count, null); // nothing that is gone is kept alive
        due.count = 0;
    }

    /** A source of the time. */
    public interface NanoClock {
        /** The present time. */
        long nowNs();
    }

    /** One to two grid steps from now; while catching up, no further than the wheel reaches. */
    private long firstSlot(int phase, long nowNs) {
        long nowSlot = (nowNs - epochNs + LEAD_NS) / SLOT_NS;
        if (size > 0) {
            nowSlot = Math.min(nowSlot, currentSlot + SLOTS / 2);
        }
        long slot = nowSlot + GRID_SLOTS;
        return slot + Math.floorMod(phase - slot, GRID_SLOTS);
    }

    private void insert(Entry entry) {
        wheel[(int) (entry.dueNs / SLOT_NS) & (SLOTS - 1)].add(entry);
    }

    /** The first slot with room, each far from the one before; the lightest when all have {@link #FULL_SLOT}. */
    private int freePhase() {
        int lightest = 0;
        for (int i = 0; i < GRID_SLOTS; i++) {
            int phase = i * PHASE_STEP % GRID_SLOTS;
            if (phaseLoad[phase] < FULL_SLOT) {
                return phase;
            }
            if (phaseLoad[phase] < phaseLoad[lightest]) {
                lightest = phase;
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

    /** Moves logical time on by whole grid steps when it is too late to catch up. */
    private int skipIfStalled(long slot, long nowNs) {
        long lateMs = (nowNs - deadlineOf(slot)) / SLOT_NS;
        if (lateMs <= MAX_CATCH_UP_MS) {
            return 0;
        }
        int skipMs = (int) Math.min(lateMs, Integer.MAX_VALUE / 48) / GRID_SLOTS * GRID_SLOTS;
        epochNs += skipMs * SLOT_NS;
        for (Slot each : wheel) {
            for (int i = 0; i < each.count; i++) {
                each.entries[i].paced.skipped(skipMs * 48);
            }
        }
        return skipMs;
    }

    private long deadlineOf(long slot) {
        return epochNs + slot * SLOT_NS;
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
        int count;

        void add(Entry entry) {
            if (count == entries.length) {
                entries = Arrays.copyOf(entries, count * 2);
            }
            entries[count++] = entry;
        }
    }
}
