package dev.acord.audio.meter;

/** Levels from energies and amplitudes. */
final class Loudness {

    private Loudness() {}

    /**
     * Loudness of a K-weighted mean square, both channels added up; BS.1770-4 equation 2. The constant makes up for what the weighting adds
     * at 997 Hz.
     */
    static double lufs(double energy) {
        return -0.691 + 10 * Math.log10(energy);
    }

    /** Decibels of an amplitude, full scale being 1; negative infinity for 0. */
    static double decibels(double amplitude) {
        return 20 * Math.log10(amplitude);
    }
}
