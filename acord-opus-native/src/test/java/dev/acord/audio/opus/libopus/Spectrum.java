package dev.acord.audio.opus.libopus;

/** Energy in a band of frequencies, over 1024 samples at a time with a Hann window. */
final class Spectrum {

    private static final int SIZE = 1_024;

    private Spectrum() {}

    /** Energy of one channel of 48,000 Hz audio between two frequencies. */
    static double energy(double[] signal, double fromHz, double toHz) {
        double sum = 0;
        for (int at = 0; at + SIZE <= signal.length; at += SIZE / 2) {
            double[] re = new double[SIZE];
            double[] im = new double[SIZE];
            for (int i = 0; i < SIZE; i++) {
                re[i] = signal[at + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / SIZE));
            }
            transform(re, im);
            for (int k = (int) Math.ceil(fromHz * SIZE / 48_000); k < toHz * SIZE / 48_000; k++) {
                sum += re[k] * re[k] + im[k] * im[k];
            }
        }
        return sum;
    }

    /** In place, radix 2. */
    private static void transform(double[] re, double[] im) {
        for (int i = 1, j = 0; i < SIZE; i++) {
            int bit = SIZE >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                double swap = re[i];
                re[i] = re[j];
                re[j] = swap;
            }
        }
        for (int half = 1; half < SIZE; half *= 2) {
            for (int k = 0; k < half; k++) {
                double c = Math.cos(-Math.PI * k / half);
                double s = Math.sin(-Math.PI * k / half);
                for (int i = k; i < SIZE; i += 2 * half) {
                    int j = i + half;
                    double x = re[j] * c - im[j] * s;
                    double y = re[j] * s + im[j] * c;
                    re[j] = re[i] - x;
                    im[j] = im[i] - y;
                    re[i] += x;
                    im[i] += y;
                }
            }
        }
    }
}
