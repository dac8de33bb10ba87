package dev.acord.audio.pcm;

/**
 * The form of a stream of interleaved samples. One sample frame is one sample of every channel.
 *
 * @param encoding how a sample is written
 * @param sampleBytes the bytes that one sample takes, 1 to 4, or 8 for {@link SampleEncoding#FLOAT}. Shorter values sit in the upper
 *     bits, as WAV defines it
 * @param bigEndian whether the first byte of a sample is the most significant one
 * @param rateHz sample frames per second, {@value #MIN_RATE_HZ} to {@value #MAX_RATE_HZ}
 * @param channels samples in a frame, 1 to {@value #MAX_CHANNELS}
 */
public record PcmFormat(SampleEncoding encoding, int sampleBytes, boolean bigEndian, int rateHz, int channels) {

    /** The lowest sample rate that is converted. */
    public static final int MIN_RATE_HZ = 1_000;

    /** The highest sample rate that is converted. */
    public static final int MAX_RATE_HZ = 384_000;

    /** The most channels that are mixed. */
    public static final int MAX_CHANNELS = 64;

    /**
     * Checks the ranges.
     *
     * @param encoding how a sample is written
     * @param sampleBytes the bytes that one sample takes
     * @param bigEndian whether the first byte of a sample is the most significant one
     * @param rateHz sample frames per second
     * @param channels samples in a frame
     * @throws IllegalArgumentException when a value is out of its range; the message says which
     */
    public PcmFormat {
        if (!encoding.allows(sampleBytes)) {
            throw new IllegalArgumentException("samples of " + sampleBytes + " bytes do not exist as " + encoding);
        }
        checkRate(rateHz);
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw new IllegalArgumentException(channels + " channels; 1 to " + MAX_CHANNELS + " are possible");
        }
    }

    /**
     * Signed 16-bit little-endian samples, the commonest form.
     *
     * @param rateHz sample frames per second
     * @param channels samples in a frame
     * @return the format
     */
    public static PcmFormat signed16(int rateHz, int channels) {
        return new PcmFormat(SampleEncoding.SIGNED, 2, false, rateHz, channels);
    }

    /**
     * The size of a sample frame.
     *
     * @return bytes
     */
    public int frameBytes() {
        return sampleBytes * channels;
    }

    static void checkRate(int rateHz) {
        if (rateHz < MIN_RATE_HZ || rateHz > MAX_RATE_HZ) {
            throw new IllegalArgumentException(
                    "sample rate " + rateHz + " Hz; " + MIN_RATE_HZ + " to " + MAX_RATE_HZ + " Hz are possible");
        }
    }
}
