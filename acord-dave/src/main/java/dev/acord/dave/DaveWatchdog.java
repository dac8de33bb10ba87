package dev.acord.dave;

/**
 * Decides when a session that waits to be taken into its call's group speaks up again ({@link DaveSession#handleDoubt}), and when waiting
 * any longer makes no sense. It has no clock: the time comes with every call, in nanoseconds of {@link System#nanoTime}.
 *
 * <pre>
 * waiting:  repeat after 3 s, then 6 s, 12 s, ... later; give up when the patience is over
 * resumed:  repeat once, half a second later, when what was missed has been told again
 * </pre>
 *
 * <p>Not thread safe.
 */
public final class DaveWatchdog {
    /** What is to be done. */
    public enum Verdict {
        /** Nothing now. */
        NOTHING,
        /** Call {@link DaveSession#handleDoubt}. */
        REPEAT,
        /** The session is stuck; only a new one can help. */
        GIVE_UP
    }

    /** When nothing is due. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long FIRST_REPEAT_NS = 3_000_000_000L;
    private static final long RESUMED_NS = 500_000_000L;

    private final long patienceNs;
    private boolean waiting;
    private long sinceNs;
    private long repeatNs = NEVER;
    private long intervalNs;
    private long resumedNs = NEVER;

    /**
     * Makes a watchdog that waits for nothing.
     *
     * @param patienceNs how long a session may wait, in nanoseconds, more than 0
     */
    public DaveWatchdog(long patienceNs) {
        this.patienceNs = patienceNs;
    }

    /**
     * The websocket was resumed: what was sent on the old one may be lost.
     *
     * @param nowNs the time
     */
    public void handleResumed(long nowNs) {
        resumedNs = nowNs + RESUMED_NS;
    }

    /**
     * Judges the situation; to be called after every message and when {@link #nextNs} has come.
     *
     * @param isWaiting {@link DaveSession#isWaiting}
     * @param nowNs the time
     * @return what is to be done
     */
    public Verdict poll(boolean isWaiting, long nowNs) {
        if (!isWaiting) {
            waiting = false;
            repeatNs = NEVER;
        } else if (!waiting) {
            waiting = true;
            sinceNs = nowNs;
            intervalNs = FIRST_REPEAT_NS;
            repeatNs = nowNs + intervalNs;
        }
        if (waiting && nowNs - sinceNs >= patienceNs) {
            waiting = false;
            repeatNs = NEVER;
            return Verdict.GIVE_UP;
        }
        boolean repeat = isDue(repeatNs, nowNs);
        if (repeat) {
            intervalNs *= 2;
            repeatNs = nowNs + intervalNs;
        }
        if (isDue(resumedNs, nowNs)) {
            resumedNs = NEVER;
            repeat = true;
        }
        return repeat ? Verdict.REPEAT : Verdict.NOTHING;
    }

    private static boolean isDue(long whenNs, long nowNs) {
        return whenNs != NEVER && nowNs - whenNs >= 0;
    }

    /**
     * How long the session has been waiting.
     *
     * @param nowNs the time
     * @return nanoseconds; 0 when it does not wait
     */
    public long waitedNs(long nowNs) {
        return waiting ? nowNs - sinceNs : 0;
    }

    /**
     * When {@link #poll} must be called at the latest.
     *
     * @return the time, or {@link #NEVER}
     */
    public long nextNs() {
        long next = resumedNs;
        if (waiting) {
            next = earlier(next, earlier(repeatNs, sinceNs + patienceNs));
        }
        return next;
    }

    private static long earlier(long first, long second) {
        if (first == NEVER || second == NEVER) {
            return first == NEVER ? second : first;
        }
        return first - second < 0 ? first : second;
    }
}
