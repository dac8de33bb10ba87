package dev.acord.audio.engine;

/**
 * One band of an {@link Equalizer}.
 *
 * @param shape what it does
 * @param hz its centre or corner frequency, {@value #MIN_HZ} to {@value #MAX_HZ} Hz
 * @param gainDb its gain in decibels, {@value #MIN_GAIN_DB} to {@value #MAX_GAIN_DB}; without a meaning for {@link Shape#LOW_PASS},
 *     {@link Shape#HIGH_PASS} and {@link Shape#NOTCH}
 * @param q its quality, {@value #MIN_Q} to {@value #MAX_Q}: a peak's centre frequency divided by its width; 0.707 gives passes and shelves
 *     without an overshoot
 */
public record EqualizerBand(Shape shape, double hz, double gainDb, double q) {

    /** The lowest frequency. */
    public static final double MIN_HZ = 10;

    /** The highest frequency. */
    public static final double MAX_HZ = 23_000;

    /** The lowest gain. */
    public static final double MIN_GAIN_DB = -40;

    /** The highest gain. */
    public static final double MAX_GAIN_DB = 40;

    /** The lowest quality. */
    public static final double MIN_Q = 0.1;

    /** The highest quality. */
    public static final double MAX_Q = 30;

    /** What a band does to the spectrum. */
    public enum Shape {
        /** Raises or lowers what is around the frequency. */
        PEAK,
        /** Raises or lowers what is below the frequency. */
        LOW_SHELF,
        /** Raises or lowers what is above the frequency. */
        HIGH_SHELF,
        /** Takes away what is above the frequency, 12 dB an octave. */
        LOW_PASS,
        /** Takes away what is below the frequency, 12 dB an octave. */
        HIGH_PASS,
        /** Takes away what is at the frequency. */
        NOTCH
    }

    /**
     * Checks the values.
     *
     * @param shape what it does
     * @param hz its centre or corner frequency
     * @param gainDb its gain in decibels
     * @param q its quality
     * @throws IllegalArgumentException when one is out of range; the message says which
     */
    public EqualizerBand {
        check("frequency", hz, MIN_HZ, MAX_HZ);
        check("gain", gainDb, MIN_GAIN_DB, MAX_GAIN_DB);
        check("quality", q, MIN_Q, MAX_Q);
    }

    /**
     * A peak.
     *
     * @param hz its centre frequency
     * @param gainDb its gain in decibels
     * @param q its quality
     * @return the band
     * @throws IllegalArgumentException when a value is out of range
     */
    public static EqualizerBand peak(double hz, double gainDb, double q) {
        return new EqualizerBand(Shape.PEAK, hz, gainDb, q);
    }

    /**
     * This band with another gain.
     *
     * @param db the gain in decibels
     * @return a new band
     * @throws IllegalArgumentException when it is out of range
     */
    public EqualizerBand withGainDb(double db) {
        return new EqualizerBand(shape, hz, db, q);
    }

    /** Whether it leaves samples as they are. */
    boolean isFlat() {
        return switch (shape) {
            case PEAK, LOW_SHELF, HIGH_SHELF -> gainDb == 0;
            case LOW_PASS, HIGH_PASS, NOTCH -> false;
        };
    }

    private static void check(String what, double value, double min, double max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(
                    "the " + what + " of a band is " + min + " to " + max + ", not " + value);
        }
    }
}
