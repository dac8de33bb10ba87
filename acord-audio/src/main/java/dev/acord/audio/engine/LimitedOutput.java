package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Ends a chain of stages: limits, and rounds to 16 bits. The limiter's look-ahead is read in advance, so that the output has exactly as many
 * frames as the input, and each in its place.
 */
final class LimitedOutput {

    private final BlockSource source;
    private final Limiter limiter = new Limiter();
    private final float[] block = new float[PcmSource.CHANNELS * BlockSource.MAX_FRAMES];
    private int toSkip = Limiter.LATENCY_FRAMES;
    private int toFlush = Limiter.LATENCY_FRAMES;

    LimitedOutput(BlockSource source) {
        this.source = source;
    }

    /** Begins anew, as after a seek. */
    void reset() {
        limiter.reset();
        toSkip = Limiter.LATENCY_FRAMES;
        toFlush = Limiter.LATENCY_FRAMES;
    }

    /** As {@link PcmSource#read}. */
    int read(short[] pcm, int offset, int frames) throws IOException {
        if (frames < 1) {
            throw new IllegalArgumentException("frames must be at least 1, not " + frames);
        }
        Objects.checkFromIndexSize(offset, Math.multiplyExact(frames, PcmSource.CHANNELS), pcm.length);
        while (true) {
            int count = source.pull(block, Math.min(frames, BlockSource.MAX_FRAMES));
            if (count == AudioSource.STARVED) {
                return count;
            }
            if (count == AudioSource.END) {
                count = Math.min(toFlush, Math.min(frames, BlockSource.MAX_FRAMES));
                if (count == 0) {
                    return AudioSource.END;
                }
                toFlush -= count;
                Arrays.fill(block, 0, PcmSource.CHANNELS * count, 0);
            }
            limiter.process(block, 0, count);
            int skipped = Math.min(toSkip, count);
            toSkip -= skipped;
            if (skipped < count) {
                ShortBlocks.toShorts(
                        block, PcmSource.CHANNELS * skipped, pcm, offset, PcmSource.CHANNELS * (count - skipped));
                return count - skipped;
            }
        }
    }
}
