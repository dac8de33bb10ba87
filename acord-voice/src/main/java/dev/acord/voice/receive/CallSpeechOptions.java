package dev.acord.voice.receive;

/**
 * How a {@link CallSpeech} behaves. Immutable.
 *
 * @param jitter the jitter buffer of each speaker
 * @param speechTimeoutMs after how long without packets somebody has stopped speaking, 20 to 60,000 ms
 * @param maxSpeakers how many are heard at a time, 1 to 1,000; packets of others are counted and dropped
 */
public record CallSpeechOptions(JitterOptions jitter, int speechTimeoutMs, int maxSpeakers) {
    /** {@link JitterOptions#DEFAULTS}, {@value SpeechDetector#DEFAULT_TIMEOUT_MS} ms, 100 speakers. */
    public static final CallSpeechOptions DEFAULTS =
            new CallSpeechOptions(JitterOptions.DEFAULTS, SpeechDetector.DEFAULT_TIMEOUT_MS, 100);

    /**
     * Checks the ranges.
     *
     * @param jitter the jitter buffer of each speaker
     * @param speechTimeoutMs after how long without packets somebody has stopped speaking, 20 to 60,000 ms
     * @param maxSpeakers how many are heard at a time, 1 to 1,000
     * @throws IllegalArgumentException if a value is out of its range
     */
    public CallSpeechOptions {
        if (speechTimeoutMs < 20 || speechTimeoutMs > 60_000) {
            throw new IllegalArgumentException("speechTimeoutMs must be 20 to 60,000, not " + speechTimeoutMs);
        }
        if (maxSpeakers < 1 || maxSpeakers > 1_000) {
            throw new IllegalArgumentException("maxSpeakers must be 1 to 1,000, not " + maxSpeakers);
        }
    }
}
