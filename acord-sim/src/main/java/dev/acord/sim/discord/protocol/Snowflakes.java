package dev.acord.sim.discord.protocol;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Ids that carry the time at which they were made, as the service's do, and that time as text. */
public final class Snowflakes {
    /** The first millisecond of 2015, where the ids of the service begin. */
    private static final long EPOCH_MS = 1_420_070_400_000L;

    private static final int TIME_SHIFT = 22;

    private final long startNs;
    private final long startMs;
    private long last;

    /**
     * Creates a source of ids.
     *
     * @param startNs the time now, on the clock of all calls
     * @param startMs the same moment, in milliseconds of the Unix epoch
     */
    public Snowflakes(long startNs, long startMs) {
        this.startNs = startNs;
        this.startMs = startMs;
    }

    /**
     * Makes an id.
     *
     * @param nowNs the time
     * @return an id above all before
     */
    public long next(long nowNs) {
        last = Math.max(last + 1, (wallMs(nowNs) - EPOCH_MS) << TIME_SHIFT);
        return last;
    }

    String timestamp(long nowNs) {
        return Instant.ofEpochMilli(wallMs(nowNs)).toString();
    }

    private long wallMs(long nowNs) {
        return startMs + TimeUnit.NANOSECONDS.toMillis(nowNs - startNs);
    }
}
