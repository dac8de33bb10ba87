package dev.acord.voice.gateway;

import java.util.random.RandomGenerator;

/**
 * Waits between attempts: half as long again from one to the next, up to 32 times the first, and each spread over three to five quarters of
 * itself, so that a thousand connections that were lost together do not come back together.
 */
final class Backoff {
    private static final double GROWTH = 1.5;
    private static final double MAX_FACTOR = 32;
    private static final double LEAST = 0.75;
    private static final double SPREAD = 0.5;

    private final long firstNs;
    private final RandomGenerator random;

    Backoff(long firstNs, RandomGenerator random) {
        this.firstNs = firstNs;
        this.random = random;
    }

    /** The wait after this many failures; none after none. */
    long delayNs(int failures) {
        if (failures == 0) {
            return 0;
        }
        double middleNs = firstNs * Math.min(Math.pow(GROWTH, failures - 1), MAX_FACTOR);
        return (long) (middleNs * (LEAST + SPREAD * random.nextDouble()));
    }
}
