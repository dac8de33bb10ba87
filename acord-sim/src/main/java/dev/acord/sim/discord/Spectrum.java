package dev.acord.sim.discord;

/** The strongest frequency of a sound: a mean power spectrum of Hann windows, its peak interpolated between the bins. */
final class Spectrum {
    private static final int SIZE = 16_384;
    private static final double RATE_HZ = 48_000;
    private static final double LOWEST_HZ = 30;
    private static final double HIGHEST_HZ = 12_000;
    /** Windows below about -50 dBFS say nothing of the pitch. */
    private static final double MIN_MEAN_SQUARE = 1e-5;

    private Spectrum() {}

    /**
     * The strongest frequency.
     *
     * @param pcm interleaved stereo samples at 48,000 Hz
     * @return Hz, or 0 where nothing is loud enough
     */
    static double dominantHz(short[] pcm) {
        int frames = pcm.length / 2;
        double[] power = new double[SIZE / 2];
        boolean any = false;
        for (int from = 0; from == 0 || from + SIZE <= frames; from += SIZE / 2) {
            any |= addWindow(pcm, from, Math.min(SIZE, frames - from), power);
        }
        return any ? peakHz(power) : 0;
    }

    private static boolean addWindow(short[] pcm, int from, int length, double[] power) {
        double[] re = new double[SIZE];
        double[] im = new double[SIZE];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            double mono = (pcm[2 * (from + i)] + pcm[2 * (from + i) + 1]) / 65_536.0;
            sum += mono * mono;
            re[i] = mono * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / length));
        }
        if (length == 0 || sum / length < MIN_MEAN_SQUARE) {
            return false;
        }
        transform(re, im);
        for (int i = 0; i < power.length; i++) {
            power[i] += re[i] * re[i] + im[i] * im[i];
        }
        return true;
    }

    private static double peakHz(double[] power) {
        int best = (int) Math.ceil(LOWEST_HZ * SIZE / RATE_HZ);
        int last = (int) (HIGHEST_HZ * SIZE / RATE_HZ);
        for (int i = best; i <= last; i++) {
            if (power[i] > power[best]) {
                best = i;
            }
        }
        double before = Math.log(power[best - 1] + Double.MIN_NORMAL);
        double at = Math.log(power[best] + Double.MIN_NORMAL);
        double after = Math.log(power[best + 1] + Double.MIN_NORMAL);
        double curve = before - 2 * at + after;
        double shift = curve == 0 ? 0 : 0.5 * (before - after) / curve;
        return (best + shift) * RATE_HZ / SIZE;
    }

    /** The discrete Fourier transform in place, for a power of two: bit reversal, then butterflies. */
    private static void transform(double[] re, double[] im) {
        int n = re.length;
        for (int i = 1, j = 0; i < n; i++) {
            int bit = n >> 1;
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
        for (int length = 2; length <= n; length <<= 1) {
            for (int k = 0; k < length / 2; k++) {
                double angle = -2 * Math.PI * k / length;
                double cos = Math.cos(angle);
                double sin = Math.sin(angle);
                for (int i = k; i < n; i += length) {
                    int j = i + length / 2;
                    double a = re[j] * cos - im[j] * sin;
                    double b = re[j] * sin + im[j] * cos;
                    re[j] = re[i] - a;
                    im[j] = im[i] - b;
                    re[i] += a;
                    im[i] += b;
                }
            }
        }
    }
}
