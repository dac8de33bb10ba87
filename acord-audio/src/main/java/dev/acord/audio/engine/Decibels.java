package dev.acord.audio.engine;

/** Levels in decibels, and as the factors by which samples are multiplied. */
public final class Decibels {

    private Decibels() {}

    /**
     * The factor of a level: 0 dB is 1, -6.02 dB is 0.5, +6.02 dB is 2.
     *
     * @param db decibels; negative infinity is silence
     * @return the factor, 0 or more
     */
    public static double toFactor(double db) {
        return Math.pow(10, db / 20);
    }

    /**
     * The level of a factor.
     *
     * @param factor 0 or more
     * @return decibels; negative infinity for 0
     */
    public static double ofFactor(double factor) {
        return 20 * Math.log10(factor);
    }
}
