package dev.acord.voice.gateway;

import java.util.random.RandomGenerator;

/** Counts failed attempts and says whether, and after what wait, there is another. Waits are jittered and grow up to a cap. */
final class Attempts {
    /** Before anything has ever worked, a user waits for the answer: fewer attempts then. */
    private static final int MAX_FIRST_ATTEMPTS = 3;

    private static final int MAX_DOUBLINGS = 4;

    private final GatewayConfig config;
    private final RandomGenerator random;
    private int freshFailures;
    private int resumeFailures;
    private int faults;
    private boolean succeeded;

    Attempts(GatewayConfig config, RandomGenerator random) {
        this.config = config;
        this.random = random;
    }

    /** Whether a session has ever become ready. */
    boolean everSucceeded() {
        return succeeded;
    }

    void succeeded() {
        succeeded = true;
        freshFailures = 0;
        resumeFailures = 0;
    }

    /** New credentials: all counts begin again. */
    void reset() {
        freshFailures = 0;
        resumeFailures = 0;
        faults = 0;
    }

    void forgetResumes() {
        resumeFailures = 0;
    }

    boolean mayResume() {
        return resumeFailures < config.resumeAttempts();
    }

    /** The wait before the next attempt to resume; the first is made at once. */
    long nextResumeDelayNs() {
        long delayNs = resumeFailures == 0 ? 0 : backoffNs(resumeFailures);
        resumeFailures++;
        return delayNs;
    }

    /** Whether a failed session may be followed by a new one. */
    boolean mayTryAfresh() {
        int limit = succeeded ? config.freshAttempts() : Math.min(config.freshAttempts(), MAX_FIRST_ATTEMPTS);
        return freshFailures + 1 < limit;
    }

    long nextFreshDelayNs() {
        freshFailures++;
        return backoffNs(freshFailures);
    }

    /** Counts a close that was our own fault: the first may be followed by a new session, later ones not. */
    boolean mayRepeatFault() {
        return ++faults <= 1;
    }

    private long backoffNs(int failures) {
        long baseNs = config.backoffNs() << Math.min(failures - 1, MAX_DOUBLINGS);
        return baseNs / 2 + (long) (random.nextDouble() * baseNs);
    }
}
