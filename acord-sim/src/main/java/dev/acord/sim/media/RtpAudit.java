package dev.acord.sim.media;

import dev.acord.sim.Rule;
import dev.acord.sim.audit.ViolationLog;

/**
 * Checks the numbers and the silence frames of one sender's audio.
 *
 * <p>The network may lose, delay and reorder packets, and so may a slow machine. So packets are compared only in the order of their
 * nonces, a lost packet is known by its missing nonce, a pause by what the sender itself says (timestamp, silence frames), and the
 * rate by a bucket that holds a burst.
 */
final class RtpAudit {
    /** A jump of the timestamp by more than this is the sender's own word for a pause: 200 ms. */
    static final int PAUSE_SAMPLES = 9_600;
    /** How many frames of silence end a passage. */
    static final int SILENCE_FRAMES = 5;
    /** After this observed time without audio, it has ended. */
    static final long ENDED_NS = 1_000_000_000L;

    private static final int MIN_FRAME_SAMPLES = 120;
    private static final int OVERSTEPS_ALLOWED = 10;

    private final long userId;
    private final ViolationLog violations;
    private final MediaClock clock;
    private final long burstNs;

    private boolean started;
    private int lastSequence;
    private int lastTimestamp;
    private int lastSamples;
    private long lastArrivalNs;
    private long lastObservedNs;
    private long nonceGap;
    private int contiguous;
    private int silenceRun;
    private boolean ended;
    private boolean silenceJudged;
    private int oversteps;
    private long ahead;
    private boolean tooFast;

    RtpAudit(long userId, ViolationLog violations, long pauseToleranceNs, long burstNs) {
        this.userId = userId;
        this.violations = violations;
        this.clock = new MediaClock(pauseToleranceNs);
        this.burstNs = burstNs;
    }

    /** An authentic packet that is no audio used up nonces. */
    void skipNonces(int step) {
        nonceGap += step;
    }

    /** The sender has a new key, and counts its nonces anew. */
    void newKey() {
        started = false;
        nonceGap = 0;
        contiguous = 0; // what was on its way under the old key was not looked at
    }

    /** Judges an audio packet whose nonce is {@code step} ahead of the last one. */
    void accept(int step, byte[] packet, byte[] plaintext, RtpPayload payload, long nowNs, long observedNs) {
        int sequence = RtpLayout.sequence(packet);
        int timestamp = RtpLayout.timestamp(packet);
        int samples = OpusFrame.samples(plaintext, payload.from(), payload.bytes());
        boolean mayBeSilence = OpusFrame.isSilence(plaintext, payload.from(), payload.bytes())
                || OpusFrame.isSealed(plaintext, payload.from(), payload.bytes());
        nonceGap += step;
        if (started) {
            compare(sequence, timestamp, nowNs);
        }
        checkRate(Math.max(samples, MIN_FRAME_SAMPLES), nowNs);
        clock.accept(timestamp, nowNs);
        if (clock.takeVerdict()) {
            report(
                    Rule.RTP_TIMESTAMP_CLOCK,
                    "after a pause the timestamp is " + clock.errorMs() + " ms off the real time, at sequence "
                            + sequence);
        }
        silenceRun = mayBeSilence ? silenceRun + 1 : 0;
        started = true;
        ended = false;
        silenceJudged = false;
        nonceGap = 0;
        lastSequence = sequence;
        lastTimestamp = timestamp;
        lastSamples = samples;
        lastArrivalNs = nowNs;
        lastObservedNs = observedNs;
    }

    /** Called now and then, when no packet waits; judges audio that has ended. */
    void tick(long observedNs) {
        if (started && !ended && observedNs - lastObservedNs > ENDED_NS) {
            ended = true;
            if (silenceRun == 0 && contiguous >= SILENCE_FRAMES) {
                // one to four: the others may have been lost, which the next packet will tell
                silenceJudged = true;
                report(Rule.PAUSE_WITHOUT_SILENCE, "audio ended without silence frames");
            }
        }
    }

    /** Whether audio came, and has ended. */
    boolean hasEnded(long observedNs) {
        return started && observedNs - lastObservedNs > ENDED_NS;
    }

    private void compare(int sequence, int timestamp, long nowNs) {
        int sequenceStep = (sequence - lastSequence) & 0xFFFF;
        if (sequenceStep == 0 || sequenceStep > nonceGap) {
            report(
                    Rule.RTP_SEQUENCE,
                    "sequence " + lastSequence + " was followed by " + sequence + " while the nonce advanced by "
                            + nonceGap);
            contiguous = 0;
            return;
        }
        contiguous = sequenceStep == 1 ? contiguous + 1 : 0;
        int timestampStep = timestamp - lastTimestamp;
        if (sequenceStep == 1) {
            checkStep(timestampStep, sequence);
        } else if (timestampStep <= 0) {
            report(Rule.RTP_TIMESTAMP_STEP, "the timestamp went back by " + -(long) timestampStep);
        }
        boolean pauseBySender = timestampStep - Math.max(lastSamples, 0) >= PAUSE_SAMPLES;
        boolean pauseBySilence = silenceRun >= SILENCE_FRAMES && nowNs - lastArrivalNs > MediaClock.GAP_NS;
        boolean tooFew = silenceRun < SILENCE_FRAMES && contiguous >= SILENCE_FRAMES;
        if ((pauseBySender || ended) && tooFew && !silenceJudged) {
            report(Rule.PAUSE_WITHOUT_SILENCE, "a pause after " + silenceRun + " silence frames");
        }
        if (pauseBySender || pauseBySilence || ended) {
            clock.pause();
        }
    }

    private void checkStep(int timestampStep, int sequence) {
        int expected = lastSamples == OpusFrame.UNKNOWN ? MIN_FRAME_SAMPLES : lastSamples;
        if (timestampStep < expected) {
            report(
                    Rule.RTP_TIMESTAMP_STEP,
                    "the timestamp advanced by " + timestampStep + " at sequence " + sequence
                            + ", the packet before lasts " + expected);
        }
        boolean over = lastSamples != OpusFrame.UNKNOWN && timestampStep > expected && timestampStep < PAUSE_SAMPLES;
        oversteps = over ? oversteps + 1 : 0;
        if (oversteps == OVERSTEPS_ALLOWED) {
            oversteps = 0;
            report(
                    Rule.RTP_TIMESTAMP_STEP,
                    "the timestamp keeps advancing by " + timestampStep + " where packets last " + expected);
        }
    }

    private void checkRate(int samples, long nowNs) {
        if (started) {
            ahead = Math.max(0, ahead - (nowNs - lastArrivalNs));
        }
        ahead += samples * 1_000_000_000L / 48_000;
        if (ahead > burstNs && !tooFast) {
            tooFast = true;
            report(Rule.FASTER_THAN_REAL_TIME, "audio is " + ahead / 1_000_000 + " ms ahead of the real time");
        } else if (ahead < burstNs / 2) {
            tooFast = false;
        }
    }

    private void report(Rule rule, String detail) {
        violations.add(userId, rule, detail);
    }
}
