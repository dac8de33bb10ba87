package dev.acord.sim.audit;

/**
 * A clock that counts only the time during which the server was awake. Whoever measures silence on a machine that stood still for a
 * second would accuse every client at once; this clock counts such a gap as at most {@link #MAX_STEP_NS}, so that everybody gets the
 * time to catch up. It must be advanced more often than that. Not thread safe.
 */
public final class StallClock {
    /** The longest time that one step counts, in nanoseconds. */
    public static final long MAX_STEP_NS = 250_000_000L;

    private boolean started;
    private long lastNs;
    private long observedNs;

    /** Creates a clock that starts at 0 with its first step. */
    public StallClock() {}

    /**
     * Advances the clock.
     *
     * @param nowNs the time of the caller's clock; a time before the last one counts as that one
     * @return the time that was observed since the first call, in nanoseconds
     */
    public long advance(long nowNs) {
        if (!started) {
            started = true;
            lastNs = nowNs;
        }
        long step = nowNs - lastNs;
        if (step > 0) {
            observedNs += Math.min(step, MAX_STEP_NS);
            lastNs = nowNs;
        }
        return observedNs;
    }

    /**
     * The observed time, without advancing it.
     *
     * @return nanoseconds since the first step
     */
    public long observedNs() {
        return observedNs;
    }
}
