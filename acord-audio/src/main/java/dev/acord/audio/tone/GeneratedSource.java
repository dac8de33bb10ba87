package dev.acord.audio.tone;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** A sound that a program makes itself. Reading allocates nothing, as long as the generator does not. */
public final class GeneratedSource implements PcmSource {

    private static final int BLOCK_FRAMES = 960;

    private final PcmGenerator generator;
    private final float[] block = new float[CHANNELS * BLOCK_FRAMES];
    private volatile long position;
    private boolean ended;
    private volatile boolean closed;

    /**
     * A source of what a generator makes.
     *
     * @param generator called by the thread that reads the source
     */
    public GeneratedSource(PcmGenerator generator) {
        this.generator = generator;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException when the generator returns what it may not
     */
    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        ToneSource.checkRead(closed, pcm, offset, frames);
        if (ended) {
            return AudioSource.END;
        }
        int asked = Math.min(frames, BLOCK_FRAMES);
        Arrays.fill(block, 0, CHANNELS * asked, 0);
        int made = generator.generate(block, asked, position);
        if (made == AudioSource.END) {
            ended = true;
            return made;
        }
        if (made < 1 || made > asked) {
            throw new IllegalStateException(
                    "the generator was asked for 1 to " + asked + " frames, but says that it made " + made);
        }
        for (int i = 0; i < CHANNELS * made; i++) {
            pcm[offset + i] = (short) Math.max(-32_768, Math.min(32_767, Math.round(32_768 * block[i])));
        }
        long next = position + made;
        position = next;
        return made;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(PcmSource.timeOf(position));
    }

    @Override
    public Duration seek(Duration target) {
        long frame = PcmSource.framesOf(target);
        position = frame;
        ended = false;
        return PcmSource.timeOf(frame);
    }

    @Override
    public void close() {
        closed = true;
    }
}
