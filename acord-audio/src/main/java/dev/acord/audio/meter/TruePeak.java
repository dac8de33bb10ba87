package dev.acord.audio.meter;

import java.util.Arrays;

/**
 * The highest level that one channel reaches between its samples too: four times oversampled (ITU-R BS.1770-4 annex 2). The filter looks 16
 * samples ahead, so the last 0.3 ms of a stream count by their samples only.
 *
 * <p><b>The filter.</b> Annex 2 leaves it to the meter, and prints one of 12 taps a phase that would do. That one reads tones of 11.5 and 19
 * kHz nearly 0.2 dB too high, and clipped noise up to 0.4 dB lower than a longer one. This one is a windowed sinc of 32 taps a phase: it
 * reads tones up to 20 kHz within 0.01 dB.
 */
final class TruePeak {

    private static final int OVERSAMPLING = 4;
    private static final int TAPS = 32;
    private static final int CHUNK = 64;

    /** Kaiser's: more would let less of the images through, and begin to fall before 20 kHz. */
    private static final double WINDOW_BETA = 6;

    /** Taps of the phases between two samples; that on the sample itself would only repeat it. */
    private static final double[][] PHASES = new double[OVERSAMPLING - 1][];

    /** No value between the samples can exceed the highest sample by more than this. */
    private static final double MOST_GAIN;

    static {
        double most = 1;
        for (int phase = 1; phase < OVERSAMPLING; phase++) {
            double[] taps = taps((double) phase / OVERSAMPLING);
            PHASES[phase - 1] = taps;
            most = Math.max(most, Arrays.stream(taps).map(Math::abs).sum());
        }
        MOST_GAIN = most;
    }

    /** The last samples of before, then those of the chunk at hand. */
    private final double[] window = new double[TAPS - 1 + CHUNK];

    private final double[] between = new double[CHUNK];
    private double peak;

    /** The taps that give the value {@code fraction} of a sample behind tap {@code TAPS / 2 - 1}. */
    private static double[] taps(double fraction) {
        double[] taps = new double[TAPS];
        double sum = 0;
        for (int i = 0; i < TAPS; i++) {
            double x = i - (TAPS / 2 - 1) - fraction;
            double edge = x / (TAPS / 2);
            double sinc = Math.sin(Math.PI * x) / (Math.PI * x);
            taps[i] = sinc * bessel(WINDOW_BETA * Math.sqrt(Math.max(0, 1 - edge * edge)));
            sum += taps[i];
        }
        for (int i = 0; i < TAPS; i++) {
            taps[i] /= sum;
        }
        return taps;
    }

    /** The modified Bessel function of order 0. */
    private static double bessel(double x) {
        double sum = 1;
        double term = 1;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }

    /** Adds samples: {@code count} of them from {@code pcm[first]}, {@code step} apart. */
    void add(short[] pcm, int first, int step, int count) {
        for (int done = 0; done < count; done += CHUNK) {
            addChunk(pcm, first + done * step, step, Math.min(CHUNK, count - done));
        }
    }

    private void addChunk(short[] pcm, int first, int step, int count) {
        double highest = 0;
        for (int i = 0; i < TAPS - 1; i++) {
            highest = Math.max(highest, Math.abs(window[i]));
        }
        for (int i = 0, at = first; i < count; i++, at += step) {
            double sample = pcm[at];
            window[TAPS - 1 + i] = sample;
            highest = Math.max(highest, Math.abs(sample));
        }
        peak = Math.max(peak, highest);
        // what is quiet cannot exceed the peak so far, whatever lies between its samples
        if (highest * MOST_GAIN > peak) {
            for (double[] taps : PHASES) {
                interpolate(taps, count);
            }
        }
        System.arraycopy(window, count, window, 0, TAPS - 1);
    }

    /** Tap by tap rather than value by value: this is what the compiler turns into vector instructions. */
    private void interpolate(double[] taps, int count) {
        Arrays.fill(between, 0, count, 0);
        for (int tap = 0; tap < TAPS; tap++) {
            double factor = taps[tap];
            for (int i = 0; i < count; i++) {
                between[i] += factor * window[i + tap];
            }
        }
        for (int i = 0; i < count; i++) {
            peak = Math.max(peak, Math.abs(between[i]));
        }
    }

    /** The highest level so far, full scale being 1. */
    double peak() {
        return peak / 32768;
    }
}
