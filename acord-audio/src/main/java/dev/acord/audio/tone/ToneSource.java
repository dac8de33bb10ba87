package dev.acord.audio.tone;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A sine tone, the same on both channels. Its first and last 5 ms are faded, so that it does not click. Every run on every machine gives
 * the same samples.
 */
public final class ToneSource implements PcmSource {

    private static final int FADE_FRAMES = SAMPLE_RATE_HZ / 200;

    private final double hz;
    private final double amplitude;
    private final long durationFrames;
    private volatile long position;
    private volatile boolean closed;

    /**
     * A tone.
     *
     * @param hz its frequency, over 0 and under 24,000
     * @param amplitude its peak, 0 to 1; 1 is full scale
     * @param duration its length, 0 to 10,000 days
     * @throws IllegalArgumentException when a value is out of its range
     */
    public ToneSource(double hz, double amplitude, Duration duration) {
        if (!(hz > 0 && hz < SAMPLE_RATE_HZ / 2.0)) {
            throw new IllegalArgumentException("a tone has more than 0 and less than 24000 Hz, not " + hz);
        }
        if (!(amplitude >= 0 && amplitude <= 1)) {
            throw new IllegalArgumentException("the amplitude is 0 to 1, not " + amplitude);
        }
        if (duration.isNegative() || duration.compareTo(Duration.ofDays(10_000)) > 0) {
            throw new IllegalArgumentException("the duration is 0 to 10,000 days, not " + duration);
        }
        this.hz = hz;
        this.amplitude = amplitude;
        durationFrames =
                duration.toSeconds() * SAMPLE_RATE_HZ + (long) duration.toNanosPart() * SAMPLE_RATE_HZ / 1_000_000_000L;
    }

    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        checkRead(closed, pcm, offset, frames);
        long from = position;
        int count = (int) Math.min(frames, durationFrames - from);
        if (count <= 0) {
            return AudioSource.END;
        }
        for (int i = 0; i < count; i++) {
            short value = (short) Math.round(32767 * amplitude * fade(from + i) * sine(hz, from + i));
            pcm[offset + 2 * i] = value;
            pcm[offset + 2 * i + 1] = value;
        }
        position = from + count;
        return count;
    }

    /**
     * The length of the tone.
     *
     * @return sample frames
     */
    public long durationFrames() {
        return durationFrames;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public Optional<Duration> duration() {
        return Optional.of(PcmSource.timeOf(durationFrames));
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(PcmSource.timeOf(position));
    }

    @Override
    public Duration seek(Duration target) {
        long frame = Math.min(PcmSource.framesOf(target), durationFrames);
        position = frame;
        return PcmSource.timeOf(frame);
    }

    @Override
    public void close() {
        closed = true;
    }

    private double fade(long frame) {
        long fromEdge = Math.min(frame, durationFrames - 1 - frame);
        return fromEdge >= FADE_FRAMES ? 1 : raisedCosine((double) fromEdge / FADE_FRAMES);
    }

    /** A sine at a frame; the whole cycles are taken off first, so that a tone of days is as pure as one of seconds. */
    static double sine(double hz, long frame) {
        long seconds = frame / SAMPLE_RATE_HZ;
        double cycles = seconds * (hz % 1) + (double) (frame % SAMPLE_RATE_HZ) * hz / SAMPLE_RATE_HZ;
        return StrictMath.sin(2 * Math.PI * (cycles % 1));
    }

    /** A smooth rise from 0 to 1 as {@code x} goes from 0 to 1. */
    static double raisedCosine(double x) {
        return 0.5 - 0.5 * StrictMath.cos(Math.PI * Math.max(0, Math.min(1, x)));
    }

    static void checkRead(boolean closed, short[] pcm, int offset, int frames) throws IOException {
        if (frames < 1) {
            throw new IllegalArgumentException("frames must be at least 1, not " + frames);
        }
        Objects.checkFromIndexSize(offset, Math.multiplyExact(frames, CHANNELS), pcm.length);
        if (closed) {
            throw new IOException("the source is closed");
        }
    }
}
