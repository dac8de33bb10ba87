package dev.acord.audio.engine;

import java.util.List;

/**
 * An equalizer: up to {@value #MAX_BANDS} bands, one after the other. Every change takes 30 ms and does not click. Bands of 0 dB cost
 * nothing, and an equalizer of only such bands leaves samples as they are, bit for bit.
 *
 * <p>The responses are those of R. Bristow-Johnson's cookbook of biquad filters: a peak has exactly its gain at its centre, a shelf has it
 * far beyond its corner and half of it (in dB) there. All values that an {@link EqualizerBand} can have are stable.
 *
 * <p>The controls may be used from any thread.
 */
public final class Equalizer implements PcmFilter {

    /** The most bands. */
    public static final int MAX_BANDS = 32;

    private static final double[] GRAPHIC_HZ = {
        25, 40, 63, 100, 160, 250, 400, 630, 1_000, 1_600, 2_500, 4_000, 6_300, 10_000, 16_000
    };

    /** For peaks that are two thirds of an octave wide: sqrt(2^(2/3)) / (2^(2/3) - 1). */
    private static final double GRAPHIC_Q = 2.145;

    private final BandFilter[] filters = new BandFilter[MAX_BANDS];
    private volatile List<EqualizerBand> bands;

    /** An equalizer without bands. */
    public Equalizer() {
        this(List.of());
    }

    /**
     * An equalizer.
     *
     * @param bands its bands, at most {@value #MAX_BANDS}
     * @throws IllegalArgumentException when there are more
     */
    public Equalizer(List<EqualizerBand> bands) {
        this.bands = checked(bands);
        for (int i = 0; i < MAX_BANDS; i++) {
            filters[i] = new BandFilter();
        }
    }

    /**
     * A graphic equalizer of 15 peaks, two thirds of an octave apart: 25, 40, 63, 100, 160, 250, 400, 630, 1000, 1600, 2500, 4000, 6300,
     * 10000 and 16000 Hz, the bands that users of music bots know. All are at 0 dB.
     *
     * @return a new equalizer
     */
    public static Equalizer graphic() {
        EqualizerBand[] bands = new EqualizerBand[GRAPHIC_HZ.length];
        for (int i = 0; i < bands.length; i++) {
            bands[i] = EqualizerBand.peak(GRAPHIC_HZ[i], 0, GRAPHIC_Q);
        }
        return new Equalizer(List.of(bands));
    }

    /**
     * The bands as they were set.
     *
     * @return an immutable list
     */
    public List<EqualizerBand> bands() {
        return bands;
    }

    /**
     * Sets all bands. What was there before fades into what is new, place by place.
     *
     * @param bands the bands, at most {@value #MAX_BANDS}
     * @throws IllegalArgumentException when there are more
     */
    public synchronized void setBands(List<EqualizerBand> bands) {
        this.bands = checked(bands);
    }

    /**
     * Sets one band.
     *
     * @param index which one, from 0
     * @param band what it becomes
     * @throws IndexOutOfBoundsException when there is no such band
     */
    public synchronized void setBand(int index, EqualizerBand band) {
        EqualizerBand[] changed = bands.toArray(new EqualizerBand[0]);
        changed[index] = band;
        bands = List.of(changed);
    }

    /**
     * Sets the gain of one band.
     *
     * @param index which one, from 0
     * @param gainDb decibels, {@value EqualizerBand#MIN_GAIN_DB} to {@value EqualizerBand#MAX_GAIN_DB}
     * @throws IndexOutOfBoundsException when there is no such band
     * @throws IllegalArgumentException when the gain is out of range
     */
    public synchronized void setGainDb(int index, double gainDb) {
        setBand(index, bands.get(index).withGainDb(gainDb));
    }

    @Override
    public void process(float[] pcm, int offset, int frames) {
        List<EqualizerBand> wanted = bands;
        for (int i = 0; i < MAX_BANDS; i++) {
            BandFilter filter = filters[i];
            filter.aim(i < wanted.size() ? wanted.get(i) : null);
            if (!filter.isNeutral()) {
                filter.process(pcm, offset, frames);
            }
        }
    }

    @Override
    public boolean isNeutral() {
        List<EqualizerBand> wanted = bands;
        for (int i = 0; i < MAX_BANDS; i++) {
            if (!filters[i].isNeutral() || (i < wanted.size() && !wanted.get(i).isFlat())) {
                return false;
            }
        }
        return true;
    }

    private static List<EqualizerBand> checked(List<EqualizerBand> bands) {
        if (bands.size() > MAX_BANDS) {
            throw new IllegalArgumentException("an equalizer has at most " + MAX_BANDS + " bands, not " + bands.size());
        }
        return List.copyOf(bands);
    }
}
