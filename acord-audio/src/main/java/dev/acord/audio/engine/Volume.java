package dev.acord.audio.engine;

import dev.acord.audio.PcmSource;

/**
 * A volume that does not click: a change takes 10 ms, in a straight line from wherever the volume is at that moment. At 100 % samples go
 * through bit for bit. Its controls may be used from any thread.
 */
public final class Volume implements PcmFilter {

    /** The loudest: +20 dB. What gets too loud is limited, not clipped. */
    public static final double MAX_FACTOR = 10;

    private static final int RAMP_FRAMES = PcmSource.SAMPLE_RATE_HZ / 100;

    private final Ramp ramp;
    private volatile double factor;

    /** A volume of 100 %. */
    public Volume() {
        this(1);
    }

    /**
     * A volume.
     *
     * @param factor what samples are multiplied by, from the first one on: 0 to {@link #MAX_FACTOR}
     * @throws IllegalArgumentException when the factor is out of range
     */
    public Volume(double factor) {
        this.factor = checked(factor);
        ramp = new Ramp(factor);
    }

    /**
     * Sets the volume.
     *
     * @param factor what samples are multiplied by: 0 is silence, 1 leaves them as they are; at most {@link #MAX_FACTOR}
     * @throws IllegalArgumentException when the factor is out of range
     */
    public void set(double factor) {
        this.factor = checked(factor);
    }

    /**
     * Sets the volume in percent.
     *
     * @param percent 0 to 1000; 100 leaves samples as they are
     * @throws IllegalArgumentException when the percentage is out of range
     */
    public void setPercent(double percent) {
        set(percent / 100);
    }

    /**
     * Sets the volume in decibels.
     *
     * @param db at most 20; 0 leaves samples as they are, negative infinity is silence
     * @throws IllegalArgumentException when the level is over 20 dB
     */
    public void setDb(double db) {
        set(Decibels.toFactor(db));
    }

    /**
     * The volume that was set.
     *
     * @return the factor, 0 to {@link #MAX_FACTOR}
     */
    public double factor() {
        return factor;
    }

    @Override
    public void process(float[] pcm, int offset, int frames) {
        ramp.aim(factor, RAMP_FRAMES);
        int at = offset;
        int end = offset + PcmSource.CHANNELS * frames;
        while (ramp.moving() && at < end) {
            float gain = (float) ramp.next();
            pcm[at++] *= gain;
            pcm[at++] *= gain;
        }
        float gain = (float) ramp.value();
        if (gain != 1) {
            while (at < end) {
                pcm[at++] *= gain;
            }
        }
    }

    @Override
    public boolean isNeutral() {
        return factor == 1 && ramp.restsAt(1);
    }

    static double checked(double factor) {
        if (!(factor >= 0 && factor <= MAX_FACTOR)) {
            throw new IllegalArgumentException(
                    "a volume is 0 to " + (int) MAX_FACTOR + " (1 is 100 %, 10 is +20 dB), not " + factor);
        }
        return factor;
    }
}
