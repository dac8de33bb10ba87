package dev.acord.sim.virtual;

import java.time.Duration;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a simulation, and what is to happen when. Events of the same time happen in the order in which they were scheduled. Time only
 * passes in {@link #runUntil} and {@link #run}. Not thread safe: a simulation is one thread.
 */
public final class VirtualTime {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private final long startNs;
    private long nowNs;
    private long scheduled;
    private long happened;

    /**
     * Makes a clock.
     *
     * @param startNs what it shows at first; like {@link System#nanoTime}, only differences mean something
     */
    public VirtualTime(long startNs) {
        this.startNs = startNs;
        this.nowNs = startNs;
    }

    /**
     * The present time.
     *
     * @return nanoseconds of no particular origin
     */
    public long nowNs() {
        return nowNs;
    }

    /**
     * How much time has passed.
     *
     * @return nanoseconds since the clock was made
     */
    public long elapsedNs() {
        return nowNs - startNs;
    }

    /**
     * How many events have happened.
     *
     * @return the count
     */
    public long happened() {
        return happened;
    }

    /**
     * Schedules an event.
     *
     * @param delayNs when, from now on; at once, after what is already due, when it is not positive
     * @param task what happens
     * @return the event
     */
    public Event after(long delayNs, Runnable task) {
        Entry entry = new Entry(nowNs + Math.max(0, delayNs), scheduled++, task);
        entries.add(entry);
        return new Event(entry);
    }

    /**
     * Lets time pass.
     *
     * @param duration how much
     */
    public void run(Duration duration) {
        runUntil(nowNs + duration.toNanos());
    }

    /**
     * Lets time pass until a point in time; events of that very time still happen.
     *
     * @param untilNs when to stop
     */
    public void runUntil(long untilNs) {
        while (!entries.isEmpty() && entries.element().atNs - untilNs <= 0) {
            step();
        }
        if (untilNs - nowNs > 0) {
            nowNs = untilNs;
        }
    }

    private void step() {
        Entry entry = entries.remove();
        Runnable task = entry.task;
        if (task == null) {
            return;
        }
        entry.task = null;
        nowNs = entry.atNs;
        happened++;
        task.run();
    }

    /** Something that is to happen. */
    public static final class Event {
        /** Nothing. */
        static final Event NONE = new Event(new Entry(0, 0, null));

        private Entry entry;

        private Event(Entry entry) {
            this.entry = entry;
        }

        /**
         * It is not to happen.
         *
         * @return false when it has happened, or was cancelled
         */
        public boolean cancel() {
            boolean waiting = entry.task != null;
            entry.task = null;
            return waiting;
        }

        /** It happens as another event does: cancelling it cancels that one. */
        void moveTo(Event other) {
            entry = other.entry;
        }
    }

    private static final class Entry implements Comparable<Entry> {
        private final long atNs;
        private final long order;
        private @Nullable Runnable task;

        Entry(long atNs, long order, @Nullable Runnable task) {
            this.atNs = atNs;
            this.order = order;
            this.task = task;
        }

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(atNs - other.atNs, 0);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(order);
        }
    }
}
