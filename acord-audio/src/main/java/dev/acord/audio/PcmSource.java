package dev.acord.audio;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * A stream of PCM samples: 48,000 Hz, two channels, signed 16 bit, interleaved left and right. A source that comes in another form
 * converts it.
 *
 * <p>One thread reads a source at a time; a source is not thread safe. {@link #close()} may be called from any thread, and makes a
 * blocked read end soon.
 */
public interface PcmSource extends Closeable, Seekable {

    /** Sample frames per second of every {@code PcmSource}. */
    int SAMPLE_RATE_HZ = 48_000;

    /** Channels of every {@code PcmSource}. */
    int CHANNELS = 2;

    /**
     * Reads up to {@code frames} sample frames (one sample for each channel). Blocks until at least one is there, or the end. Only a source
     * that is made of one that does not wait, as by {@link AudioSources#decode}, returns {@link AudioSource#STARVED} instead.
     *
     * @param pcm receives {@code 2 x frames} interleaved samples at most
     * @param offset index of the first sample in {@code pcm}
     * @param frames the most sample frames to read, at least 1
     * @return the sample frames read, at least 1; {@link AudioSource#STARVED} when none is there yet, from the sources named above; or
     *     {@link AudioSource#END} at the end of the stream
     * @throws IOException when the stream is broken from here on; the message says what and where
     */
    int read(short[] pcm, int offset, int frames) throws IOException;

    /**
     * A time as sample frames.
     *
     * @param time 0 or more
     * @return the nearest number of frames of 48,000 Hz; a thousand years at most
     * @throws IllegalArgumentException when {@code time} is negative
     */
    static long framesOf(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a position or length in audio is 0 or more, not " + time);
        }
        long seconds = Math.min(time.toSeconds(), 1_000L * 365 * 24 * 3_600);
        long rest = (time.toNanosPart() * 3L + 31_250) / 62_500;
        return seconds * SAMPLE_RATE_HZ + rest;
    }

    /**
     * Sample frames as a time. {@link #framesOf} gives the same number back.
     *
     * @param frames sample frames of 48,000 Hz, 0 or more
     * @return the time, rounded down to a nanosecond
     */
    static Duration timeOf(long frames) {
        return Duration.ofSeconds(frames / SAMPLE_RATE_HZ, frames % SAMPLE_RATE_HZ * 62_500 / 3);
    }
}
