package dev.acord.audio.pcm;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Reads bytes of one format and gives what a {@link PcmSource} gives: decoded, mixed to stereo, resampled to 48 kHz, rounded to 16 bits.
 * It never waits for more input than the next frames need, so a live stream is not held back.
 *
 * <p>Not thread safe.
 */
final class PcmConverter {

    private static final int BLOCK_FRAMES = 1024;

    /** A stream that returns no bytes this often in a row is broken: {@link InputStream#read(byte[])} has to wait for one at least. */
    private static final int MAX_EMPTY_READS = 100;

    private final InputStream in;
    private final PcmFormat format;
    private final SampleDecoder decoder;
    private final ChannelMixing mixing;
    private final Resampler resampler;

    private final byte[] bytes;
    private final float[] samples;
    private final float[] stereo = new float[2 * BLOCK_FRAMES];
    private final float[] out = new float[2 * BLOCK_FRAMES];

    private int pendingBytes;
    private long bytesRead;
    private boolean ended;

    PcmConverter(InputStream in, PcmFormat format, ChannelMixing mixing) {
        this.in = in;
        this.format = format;
        this.mixing = mixing;
        decoder = new SampleDecoder(format);
        resampler = new Resampler(format.rateHz(), PcmSource.SAMPLE_RATE_HZ, PcmSource.CHANNELS);
        bytes = new byte[BLOCK_FRAMES * format.frameBytes()];
        samples = new float[BLOCK_FRAMES * format.channels()];
    }

    /** As {@link PcmSource#read}. */
    int read(short[] pcm, int offset, int frames) throws IOException {
        if (frames < 1) {
            throw new IllegalArgumentException("frames must be at least 1, not " + frames);
        }
        Objects.checkFromIndexSize(offset, Math.multiplyExact(frames, PcmSource.CHANNELS), pcm.length);
        while (true) {
            int read = resampler.read(out, 0, Math.min(frames, BLOCK_FRAMES));
            if (read > 0) {
                SampleDecoder.toShorts(out, 0, pcm, offset, PcmSource.CHANNELS * read);
                return read;
            }
            if (ended) {
                return AudioSource.END;
            }
            fill();
        }
    }

    /** Reads and throws away output. Returns how much there was, which is less only at the end. */
    long discard(long frames) throws IOException {
        short[] waste = new short[PcmSource.CHANNELS * BLOCK_FRAMES];
        long left = frames;
        while (left > 0) {
            int read = read(waste, 0, (int) Math.min(left, BLOCK_FRAMES));
            if (read == AudioSource.END) {
                break;
            }
            left -= read;
        }
        return Math.max(0, frames) - Math.max(0, left);
    }

    /**
     * Where to enter the input for an output frame: where an input frame and an output frame coincide, early enough for the filter to have
     * all it looks back on. In periods, of {@link #inputPeriod()} input frames each; {@link #leave} then drops what is too early.
     */
    long entryPeriod(long outputFrame) {
        int lookBack = (resampler.lead() + resampler.inputPeriod() - 1) / resampler.inputPeriod();
        return Math.max(0, outputFrame / resampler.outputPeriod() - lookBack);
    }

    int inputPeriod() {
        return resampler.inputPeriod();
    }

    /** After entering at {@link #entryPeriod}: reads up to the output frame, or to the end. */
    void leave(long outputFrame) throws IOException {
        discard(outputFrame - entryPeriod(outputFrame) * resampler.outputPeriod());
    }

    /** Bytes that came from the stream. */
    long bytesRead() {
        return bytesRead;
    }

    /** Bytes at the very end that make no whole sample frame. */
    int strayBytes() {
        return ended ? pendingBytes : 0;
    }

    private void fill() throws IOException {
        int read = readSome();
        if (read < 0) {
            ended = true;
            resampler.finish();
            return;
        }
        bytesRead += read;
        int available = pendingBytes + read;
        int frames = available / format.frameBytes();
        int used = frames * format.frameBytes();
        decoder.decode(bytes, 0, samples, 0, frames * format.channels());
        mixing.toStereo(samples, 0, stereo, 0, frames);
        int taken = resampler.write(stereo, 0, frames);
        if (taken != frames) {
            throw new IllegalStateException(
                    "the resampler took " + taken + " of " + frames + " frames, a mistake of this library");
        }
        pendingBytes = available - used;
        System.arraycopy(bytes, used, bytes, 0, pendingBytes);
    }

    private int readSome() throws IOException {
        for (int i = 0; i < MAX_EMPTY_READS; i++) {
            int read = in.read(bytes, pendingBytes, bytes.length - pendingBytes);
            if (read != 0) {
                return read;
            }
        }
        throw new PcmException("the input stream returned no bytes " + MAX_EMPTY_READS + " times in a row, at byte "
                + bytesRead + "; read() has to wait for data or return -1 at the end");
    }
}
