package dev.acord.voice.gateway;

import java.util.random.RandomGenerator;

/**
 * Counts failed attempts and says whether, and after what wait, there is another. Waits are jittered and grow up to a cap. A session
 * that works for a moment only does not begin the counts again, so that nothing loops.
 */
final class Attempts {
    /** A session that worked for this long was a success. */
    static final long STABLE_NS = 5_000_000_000L;
    /** After working for this long, what was sent wrong earlier is not held against the next session. */
    static final long FAULT_MEMORY_NS = 600_000_000_000L;

    /** Before anything has ever worked, a user waits for the answer: fewer attempts then. */
    private static final int MAX_FIRST_ATTEMPTS = 3;

    private final GatewayConfig config;
    private final Backoff backoff;
    private int freshFailures;
    private int resumeFailures;
    private int asked;
    private int faults;
    private boolean succeeded;
    private boolean credentialsWorked;

    Attempts(GatewayConfig config, RandomGenerator random) {
        this.config = config;
        this.backoff = new Backoff(config.backoffNs(), random);
    }

    /** Whether a session has ever become ready. */
    boolean everSucceeded() {
        return succeeded;
    }

    /** Whether one has with the present credentials. */
    boolean credentialsWorked() {
        return credentialsWorked;
    }

    void succeeded() {
        succeeded = true;
        credentialsWorked = true;
    }

    /** A session that was ready is lost; how long it worked decides what is forgiven. */
    void lost(long workedNs) {
        if (workedNs >= STABLE_NS) {
            freshFailures = 0;
            resumeFailures = 0;
            asked = 0;
        }
        if (workedNs >= FAULT_MEMORY_NS) {
            faults = 0;
        }
    }

    /** New credentials: what failed with the old ones says nothing about them. */
    void renewed() {
        freshFailures = 0;
        resumeFailures = 0;
        faults = 0;
        credentialsWorked = false;
    }

    /** A user joins anew: all of it begins again. */
    void begin() {
        renewed();
        asked = 0;
        succeeded = false;
    }

    void forgetResumes() {
        resumeFailures = 0;
    }

    boolean mayResume() {
        return resumeFailures < config.resumeAttempts();
    }

    /** The wait before the next attempt to resume; the first is made at once. */
    long nextResumeDelayNs() {
        return backoff.delayNs(resumeFailures++);
    }

    /** Whether a failed session may be followed by a new one. */
    boolean mayTryAfresh() {
        int limit = succeeded ? config.freshAttempts() : Math.min(config.freshAttempts(), MAX_FIRST_ATTEMPTS);
        return freshFailures + 1 < limit;
    }

    long nextFreshDelayNs() {
        return backoff.delayNs(++freshFailures);
    }

    /** Whether the main gateway may be asked for credentials again. */
    boolean mayAsk() {
        return asked < config.freshAttempts();
    }

    /** The wait before it is asked; the first time at once. */
    long nextAskDelayNs() {
        return backoff.delayNs(asked++);
    }

    /** Counts a close that was our own fault: the first may be followed by a new session, later ones not. */
    boolean mayRepeatFault() {
        return ++faults <= 1;
    }
}
