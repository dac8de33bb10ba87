package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;

/** One source in a mix: its volume, and the way to take it out. The methods may be called from any thread. */
public final class MixerInput {

    private static final int RAMP_FRAMES = PcmSource.SAMPLE_RATE_HZ * 30 / 1000;
    private static final int REMOVAL_FRAMES = PcmSource.SAMPLE_RATE_HZ * 20 / 1000;

    private final PcmSource source;
    private final Ramp ramp;
    private volatile double factor;
    private volatile boolean leaving;
    private volatile boolean over;
    private int starvedFrames;

    /** What the source said when {@link #mixInto} got fewer frames than it asked for. */
    private int last;

    MixerInput(PcmSource source, double factor) {
        this.source = source;
        this.factor = Volume.checked(factor);
        ramp = new Ramp(factor);
    }

    /**
     * Sets the source's volume in the mix. It takes 30 ms to change, so that it does not click.
     *
     * @param factor what its samples are multiplied by, 0 to {@link Volume#MAX_FACTOR}
     * @throws IllegalArgumentException when the factor is out of range
     */
    public void setVolume(double factor) {
        this.factor = Volume.checked(factor);
    }

    /**
     * The source's volume in the mix.
     *
     * @return the factor that was set last
     */
    public double volume() {
        return factor;
    }

    /** Takes the source out: it is faded out over 20 ms and closed, by the thread that reads the mix. */
    public void remove() {
        leaving = true;
    }

    /**
     * Whether the source has left the mix: it ended, failed, starved or was removed.
     *
     * @return whether it is no longer heard
     */
    public boolean isOver() {
        return over;
    }

    /** Adds up to {@code frames} frames to {@code mix}; returns how many, which is fewer when the source has no more for now, or for ever. */
    int mixInto(float[] mix, short[] scratch, int frames) throws IOException {
        int done = 0;
        last = AudioSource.STARVED;
        while (done < frames) {
            int read = source.read(scratch, 0, frames - done);
            if (read <= 0) {
                last = read;
                break;
            }
            add(mix, PcmSource.CHANNELS * done, scratch, read);
            done += read;
        }
        starvedFrames = done > 0 ? 0 : starvedFrames + frames;
        return done;
    }

    boolean ended() {
        return last == AudioSource.END;
    }

    int starvedFrames() {
        return starvedFrames;
    }

    boolean removed() {
        return leaving && (ramp.restsAt(0) || starvedFrames > 0);
    }

    private void add(float[] mix, int at, short[] pcm, int frames) {
        if (leaving) {
            ramp.aim(0, REMOVAL_FRAMES);
        } else {
            ramp.aim(factor, RAMP_FRAMES);
        }
        for (int i = 0; i < PcmSource.CHANNELS * frames; i += 2) {
            float gain = (float) ramp.next() / 32_768;
            mix[at + i] += pcm[i] * gain;
            mix[at + i + 1] += pcm[i + 1] * gain;
        }
    }

    void close() throws IOException {
        over = true;
        source.close();
    }
}
