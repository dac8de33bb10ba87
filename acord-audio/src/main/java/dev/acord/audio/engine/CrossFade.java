package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * One source that fades into another: the end of the first and the beginning of the second sound together, the first weighted by a cosine
 * and the second by a sine, so that the power stays the same all the way (for music that has nothing in common; two equal signals would be
 * up to 3 dB louder in the middle, and limited there if they are at full scale).
 *
 * <p>The end of the first need not be known: its samples are read ahead by the length of the fade and kept, 192 KB for each second. If the
 * first is shorter than the fade, so is the fade.
 */
public final class CrossFade implements PcmSource {

    /** The longest fade. */
    public static final Duration MAX_LENGTH = Duration.ofSeconds(30);

    private final PcmSource from;
    private final PcmSource to;
    private final short[] kept;
    private final int capacity;
    private final LimitedOutput output = new LimitedOutput(this::pull);
    private final short[] incoming = new short[CHANNELS * BlockSource.MAX_FRAMES];
    private int first;
    private int count;
    private boolean fromEnded;
    private boolean toEnded;
    private int fadeFrames;
    private int faded;

    /**
     * Joins two sources.
     *
     * @param from plays first; closed with this
     * @param to plays then; closed with this
     * @param length how long they play together, 0 to 30 s
     * @throws IllegalArgumentException when the length is out of range
     */
    public CrossFade(PcmSource from, PcmSource to, Duration length) {
        capacity = (int) PcmSource.framesOf(checked(length));
        this.from = from;
        this.to = to;
        kept = new short[CHANNELS * capacity];
    }

    static Duration checked(Duration length) {
        if (length.isNegative() || length.compareTo(MAX_LENGTH) > 0) {
            throw new IllegalArgumentException("a cross-fade lasts 0 to 30 s, not " + length);
        }
        return length;
    }

    /** The weight of what goes, from 1 to 0; {@code at} goes from 0 to {@code length}. */
    static float going(long at, long length) {
        return (float) Math.cos(Math.PI / 2 * at / length);
    }

    /** The weight of what comes, from 0 to 1. */
    static float coming(long at, long length) {
        return (float) Math.sin(Math.PI / 2 * at / length);
    }

    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        return output.read(pcm, offset, frames);
    }

    private int pull(float[] pcm, int frames) throws IOException {
        if (!fromEnded) {
            int read = readAhead(pcm, frames);
            if (read != AudioSource.END) {
                return read;
            }
            fromEnded = true;
            fadeFrames = count;
        }
        if (faded < fadeFrames) {
            return fade(pcm, Math.min(frames, fadeFrames - faded));
        }
        return readInto(pcm, to, frames);
    }

    /** Fills up what is kept, then gives its oldest and replaces them by what is read. */
    private int readAhead(float[] pcm, int frames) throws IOException {
        if (capacity == 0) {
            return readInto(pcm, from, frames);
        }
        while (count < capacity) {
            int at = (first + count) % capacity;
            int read = from.read(kept, CHANNELS * at, Math.min(capacity - count, capacity - at));
            if (read <= 0) {
                return read;
            }
            count += read;
        }
        int read = from.read(incoming, 0, Math.min(frames, capacity - first));
        if (read <= 0) {
            return read;
        }
        ShortBlocks.toFloats(kept, CHANNELS * first, pcm, 0, CHANNELS * read);
        System.arraycopy(incoming, 0, kept, CHANNELS * first, CHANNELS * read);
        first = (first + read) % capacity;
        return read;
    }

    private int fade(float[] pcm, int frames) throws IOException {
        int asked = Math.min(frames, capacity - first);
        int read = toEnded ? AudioSource.END : to.read(incoming, 0, asked);
        if (read == AudioSource.STARVED) {
            return read;
        }
        if (read == AudioSource.END) {
            toEnded = true;
            read = asked;
            Arrays.fill(incoming, 0, CHANNELS * asked, (short) 0);
        }
        ShortBlocks.toFloats(kept, CHANNELS * first, pcm, 0, CHANNELS * read);
        for (int i = 0; i < read; i++) {
            // the middle of each step, so that the first frame is not the first source alone nor the last the second
            float going = going(2L * (faded + i) + 1, 2L * fadeFrames);
            float coming = coming(2L * (faded + i) + 1, 2L * fadeFrames) / 32_768;
            pcm[2 * i] = going * pcm[2 * i] + coming * incoming[2 * i];
            pcm[2 * i + 1] = going * pcm[2 * i + 1] + coming * incoming[2 * i + 1];
        }
        first = (first + read) % capacity;
        faded += read;
        return read;
    }

    private int readInto(float[] pcm, PcmSource source, int frames) throws IOException {
        if (toEnded) {
            return AudioSource.END;
        }
        int read = source.read(incoming, 0, frames);
        if (read > 0) {
            ShortBlocks.toFloats(incoming, 0, pcm, 0, CHANNELS * read);
        } else if (read == AudioSource.END && fromEnded) {
            toEnded = true;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        try (from) {
            to.close();
        }
    }
}
