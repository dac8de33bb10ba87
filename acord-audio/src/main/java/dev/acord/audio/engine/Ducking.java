package dev.acord.audio.engine;

import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Lowers the music while somebody speaks. As a filter it belongs on the music; what tells it that somebody speaks is either a flag,
 * {@link #setActive} (for the speaking events of a voice channel), or another source that it listens to, {@link #watch} (for announcements
 * that are mixed over the music).
 *
 * <p>The level moves in a straight line in decibels. Without speech samples go through bit for bit. The controls may be used from any
 * thread.
 */
public final class Ducking implements PcmFilter {

    /** What speech must reach to be noticed: -40 dB of full scale. */
    private static final int SPEECH_LEVEL = 328;

    /** Speech has pauses; the music does not come back in them. */
    private static final long HOLD_FRAMES = PcmSource.SAMPLE_RATE_HZ * 4 / 10;

    private final double depthDb;
    private final double lowest;
    private final double down;
    private final double up;
    private volatile boolean active;
    private volatile boolean heard;
    private double factor = 1;
    private long now;
    private long holdUntil;

    /**
     * A ducking of 12 dB, down in 100 ms and up in 600 ms.
     */
    public Ducking() {
        this(12, Duration.ofMillis(100), Duration.ofMillis(600));
    }

    /**
     * A ducking.
     *
     * @param depthDb by how many decibels the music is lowered, 0.1 to 80
     * @param attack how long it takes to get down, 5 ms to 10 s
     * @param release how long it takes to get up again, 5 ms to 10 s
     * @throws IllegalArgumentException when a value is out of range
     */
    public Ducking(double depthDb, Duration attack, Duration release) {
        if (!(depthDb >= 0.1 && depthDb <= 80)) {
            throw new IllegalArgumentException("music is lowered by 0.1 to 80 dB, not " + depthDb);
        }
        this.depthDb = depthDb;
        lowest = Decibels.toFactor(-depthDb);
        down = Decibels.toFactor(-depthDb / frames("attack", attack));
        up = Decibels.toFactor(depthDb / frames("release", release));
    }

    /**
     * Says whether somebody speaks.
     *
     * @param active {@code true} lowers the music until it is {@code false} again
     */
    public void setActive(boolean active) {
        this.active = active;
    }

    /**
     * Whether somebody speaks, by {@link #setActive}.
     *
     * @return what was set last
     */
    public boolean isActive() {
        return active;
    }

    /**
     * By how much the music is lowered when it is.
     *
     * @return decibels
     */
    public double depthDb() {
        return depthDb;
    }

    /**
     * Listens to a source: as long as it is louder than -40 dB of full scale, and 400 ms longer, the music is lowered. Any number of sources
     * may be watched.
     *
     * @param speech what to listen to
     * @return the same samples; to be read instead of {@code speech}, which it closes
     */
    public PcmSource watch(PcmSource speech) {
        return new Watched(speech);
    }

    @Override
    public void process(float[] pcm, int offset, int frames) {
        if (heard) {
            heard = false;
            holdUntil = now + HOLD_FRAMES;
        }
        boolean lowered = active || now < holdUntil;
        now += frames;
        if (!lowered && factor == 1) {
            return;
        }
        int end = offset + PcmSource.CHANNELS * frames;
        for (int i = offset; i < end; i += 2) {
            factor = lowered ? Math.max(lowest, factor * down) : Math.min(1, factor * up);
            pcm[i] *= (float) factor;
            pcm[i + 1] *= (float) factor;
        }
    }

    @Override
    public boolean isNeutral() {
        return !active && !heard && factor == 1 && now >= holdUntil;
    }

    private static long frames(String what, Duration time) {
        if (time.compareTo(Duration.ofMillis(5)) < 0 || time.compareTo(Duration.ofSeconds(10)) > 0) {
            throw new IllegalArgumentException("the " + what + " of a ducking is 5 ms to 10 s, not " + time);
        }
        return PcmSource.framesOf(time);
    }

    private final class Watched implements PcmSource {
        private final PcmSource speech;

        Watched(PcmSource speech) {
            this.speech = speech;
        }

        @Override
        public int read(short[] pcm, int offset, int frames) throws IOException {
            int read = speech.read(pcm, offset, frames);
            for (int i = offset; i < offset + CHANNELS * read; i++) {
                if (Math.abs(pcm[i]) >= SPEECH_LEVEL) {
                    heard = true;
                    break;
                }
            }
            return read;
        }

        @Override
        public boolean isSeekable() {
            return speech.isSeekable();
        }

        @Override
        public Optional<Duration> duration() throws IOException {
            return speech.duration();
        }

        @Override
        public Optional<Duration> position() {
            return speech.position();
        }

        @Override
        public Duration seek(Duration position) throws IOException {
            return speech.seek(position);
        }

        @Override
        public void close() throws IOException {
            speech.close();
        }
    }
}
