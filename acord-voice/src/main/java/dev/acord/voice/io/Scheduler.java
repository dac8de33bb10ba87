package dev.acord.voice.io;

/** Runs tasks later. */
public interface Scheduler {
    /** Runs a short task once, on the timer's thread, after a delay; at once when it is not positive. */
    Timer schedule(Runnable task, long delayNs);

    /** Something scheduled. */
    interface Timer {
        /** Does not run it, if it has not begun yet. */
        void cancel();
    }
}
