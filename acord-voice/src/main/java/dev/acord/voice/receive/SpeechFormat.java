package dev.acord.voice.receive;

/** A form of samples that a {@link SpeechConverter} makes: signed 16 bit, interleaved. */
public enum SpeechFormat {
    /** As it was decoded: 48,000 Hz, left and right. */
    STEREO_48K(48_000, 2),
    /** What speech recognition usually wants: 16,000 Hz, one channel. */
    MONO_16K(16_000, 1);

    private final int rateHz;
    private final int channels;

    SpeechFormat(int rateHz, int channels) {
        this.rateHz = rateHz;
        this.channels = channels;
    }

    /**
     * Sample frames in a second.
     *
     * @return 48,000 or 16,000
     */
    public int rateHz() {
        return rateHz;
    }

    /**
     * Samples in a frame.
     *
     * @return 1 or 2
     */
    public int channels() {
        return channels;
    }
}
