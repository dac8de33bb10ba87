package dev.acord.voice.gateway;

import java.util.random.RandomGenerator;

/**
 * Waits between attempts: doubled from one to the next up to sixteen times the first, and each spread over half to one and a half of
 * itself, so that a thousand connections that were lost together do not come back together.
 */
final class Backoff {
    private static final int MAX_DOUBLINGS = 4;

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
        long middleNs = firstNs << Math.min(failures - 1, MAX_DOUBLINGS);
        return middleNs / 2 + (long) (random.nextDouble() * middleNs);
    }
}
