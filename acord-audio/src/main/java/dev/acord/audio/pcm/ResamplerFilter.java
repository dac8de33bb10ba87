package dev.acord.audio.pcm;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The coefficients of one resampling ratio: a sinc low-pass under a Kaiser window, cut into phases.
 *
 * <p>Row {@code p} holds the taps for an output that lies {@code p / phases} of an input frame after an input frame. When the reduced
 * ratio has few phases the rows are exact; otherwise {@link #interpolated} is true, and the caller interpolates linearly between row
 * {@code p} and row {@code p + 1} (which then exists for the last phase too). The error of that is below {@code (pi / 1024)^2 / 8} of full
 * scale, -118 dB.
 *
 * <p>Immutable; shared between resamplers.
 */
final class ResamplerFilter {

    /** Taps at the lower of the two rates. */
    static final int BASE_TAPS = 144;

    /** Attenuation of the stop band that the window is designed for; the 16 bits of the output end at 98 dB. */
    private static final double STOP_BAND_DB = 100;

    /** Kaiser's formulas: the window's shape, and the width of the transition as a fraction of the lower rate. */
    private static final double BETA = 0.1102 * (STOP_BAND_DB - 8.7);

    private static final double TRANSITION = (STOP_BAND_DB - 7.95) / (14.36 * BASE_TAPS);

    private static final int MAX_PHASES = 1024;

    private static final int CACHED = 8;

    /** Filters of the ratios used last: many players of files with the same rate share one. */
    private static final Map<Long, ResamplerFilter> CACHE = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, ResamplerFilter> eldest) {
            return size() > CACHED;
        }
    };

    final int taps;
    final int phases;
    final boolean interpolated;
    final float[] rows;

    private ResamplerFilter(int up, int down) {
        if (up == down) {
            taps = 1;
            phases = 1;
            interpolated = false;
            rows = new float[] {1};
            return;
        }
        double narrowing = Math.min(1, (double) up / down);
        taps = 2 * (int) Math.ceil(BASE_TAPS / 2 / narrowing);
        int sufficient = Math.max(1, (int) Math.ceil(MAX_PHASES * narrowing));
        interpolated = up > sufficient;
        phases = interpolated ? sufficient : up;
        rows = new float[taps * (interpolated ? phases + 1 : phases)];
        // the stop band begins at the lower Nyquist frequency, so that nothing folds back
        double cutoff = narrowing * (1 - TRANSITION);
        double[] row = new double[taps];
        for (int at = 0; at < rows.length; at += taps) {
            int phase = at / taps;
            double fraction = (double) phase / phases;
            double sum = 0;
            for (int tap = 0; tap < taps; tap++) {
                double distance = tap - (taps / 2 - 1) - fraction;
                row[tap] = sinc(cutoff * distance) * kaiser(2 * distance / taps);
                sum += row[tap];
            }
            for (int tap = 0; tap < taps; tap++) {
                rows[at + tap] = (float) (row[tap] / sum);
            }
        }
    }

    /** The filter of a ratio in lowest terms: {@code up} outputs for {@code down} inputs. */
    static ResamplerFilter of(int up, int down) {
        synchronized (CACHE) {
            return CACHE.computeIfAbsent(((long) up << 32) | down, key -> new ResamplerFilter(up, down));
        }
    }

    /** Taps before the input frame that an output falls on or follows. */
    int lead() {
        return (taps - 1) / 2;
    }

    /** Taps after that input frame. */
    int tail() {
        return taps / 2;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double kaiser(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel0(BETA * Math.sqrt(1 - x * x)) / bessel0(BETA);
    }

    /** The modified Bessel function of order 0, by its power series. */
    private static double bessel0(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= (x / (2 * k)) * (x / (2 * k));
            sum += term;
        }
        return sum;
    }
}
