package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** Samples from memory, in blocks of random lengths; may fail or starve at a given frame. */
final class ArraySource implements PcmSource {

    private final short[] pcm;
    private final Random random = new Random(7);
    private int at;
    private int failsAt = Integer.MAX_VALUE;
    private int starvesAt = Integer.MAX_VALUE;
    volatile boolean closed;

    ArraySource(short[] pcm) {
        this.pcm = pcm;
    }

    ArraySource failingAt(int frame) {
        failsAt = frame;
        return this;
    }

    ArraySource starvingAt(int frame) {
        starvesAt = frame;
        return this;
    }

    @Override
    public int read(short[] to, int offset, int frames) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (at >= failsAt) {
            throw new IOException("broken at frame " + at);
        }
        if (at >= starvesAt) {
            return AudioSource.STARVED;
        }
        int left = Math.min(Math.min(pcm.length / 2, failsAt), starvesAt) - at;
        if (left <= 0) {
            return AudioSource.END;
        }
        int count = Math.min(left, 1 + random.nextInt(frames));
        System.arraycopy(pcm, 2 * at, to, offset, 2 * count);
        at += count;
        return count;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public Optional<Duration> duration() {
        return Optional.of(PcmSource.timeOf(pcm.length / 2));
    }

    @Override
    public Duration seek(Duration position) {
        at = (int) Math.min(pcm.length / 2, PcmSource.framesOf(position));
        return PcmSource.timeOf(at);
    }

    @Override
    public void close() {
        closed = true;
    }
}
