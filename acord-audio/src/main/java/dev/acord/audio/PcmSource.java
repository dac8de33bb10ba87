package dev.acord.audio;

import java.io.Closeable;
import java.io.IOException;

/**
 * A stream of PCM samples: 48,000 Hz, two channels, signed 16 bit, interleaved left and right. A source that comes in another form
 * converts it.
 *
 * <p>One thread reads a source at a time; a source is not thread safe. {@link #close()} may be called from any thread, and makes a
 * blocked read end soon.
 */
public interface PcmSource extends Closeable {

    /** Sample frames per second of every {@code PcmSource}. */
    int SAMPLE_RATE_HZ = 48_000;

    /** Channels of every {@code PcmSource}. */
    int CHANNELS = 2;

    /**
     * Reads up to {@code frames} sample frames (one sample for each channel). Blocks until at least one is there, or the end.
     *
     * @param pcm receives {@code 2 x frames} interleaved samples at most
     * @param offset index of the first sample in {@code pcm}
     * @param frames the most sample frames to read, at least 1
     * @return the sample frames read, at least 1, or {@link AudioSource#END} at the end of the stream
     * @throws IOException when the stream is broken from here on; the message says what and where
     */
    int read(short[] pcm, int offset, int frames) throws IOException;
}
