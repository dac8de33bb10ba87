package dev.acord.sim.gateway;

/** A bucket that holds two seconds' worth of messages. */
final class RateMeter {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long costNs;
    private long creditNs = 2 * SECOND_NS;
    private long lastNs;

    RateMeter(int perSecond, long nowNs) {
        costNs = SECOND_NS / perSecond;
        lastNs = nowNs;
    }

    /** Takes one message; false when there are too many. */
    boolean take(long nowNs) {
        creditNs = Math.min(2 * SECOND_NS, creditNs + Math.max(0, nowNs - lastNs));
        lastNs = nowNs;
        creditNs -= costNs;
        return creditNs >= 0;
    }
}
