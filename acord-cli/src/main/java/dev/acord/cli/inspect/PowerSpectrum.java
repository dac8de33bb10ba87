package dev.acord.cli.inspect;

/**
 * The power spectrum of a piece of stereo sound: Hann window, Fourier transform (radix 2), both channels in one complex transform, since
 * neither phase nor channel matters for the result.
 */
final class PowerSpectrum {
    static final int WINDOW = 2_048;
    static final int BINS = WINDOW / 2 + 1;

    private final double[] window = new double[WINDOW];
    private final double[] cos = new double[WINDOW / 2];
    private final double[] sin = new double[WINDOW / 2];
    private final double[] re = new double[WINDOW];
    private final double[] im = new double[WINDOW];
    private final double scale;

    PowerSpectrum() {
        double sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            window[i] = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / WINDOW);
            sum += window[i];
        }
        for (int i = 0; i < WINDOW / 2; i++) {
            cos[i] = Math.cos(2 * Math.PI * i / WINDOW);
            sin[i] = Math.sin(2 * Math.PI * i / WINDOW);
        }
        // of the powers at both frequencies of a line: the mean of the channels, a sine of full scale being 1
        scale = 1 / (sum * sum);
    }

    /**
     * Adds a spectrum.
     *
     * @param left samples, full scale being 1; a ring, whose oldest sample is at {@code first}
     * @param right as many
     * @param into for each of {@value #BINS} lines: the mean power of both channels is added; a sine of full scale on both adds 1
     */
    void add(float[] left, float[] right, int first, double[] into) {
        int bits = Integer.numberOfTrailingZeros(WINDOW);
        for (int i = 0; i < WINDOW; i++) {
            int from = (first + i) % WINDOW;
            int to = Integer.reverse(i) >>> (32 - bits);
            re[to] = left[from] * window[i];
            im[to] = right[from] * window[i];
        }
        transform();
        for (int k = 0; k < BINS; k++) {
            int mirror = (WINDOW - k) % WINDOW;
            into[k] += (re[k] * re[k] + im[k] * im[k] + re[mirror] * re[mirror] + im[mirror] * im[mirror]) * scale;
        }
    }

    private void transform() {
        for (int half = 1; half < WINDOW; half *= 2) {
            int turn = WINDOW / (2 * half);
            for (int start = 0; start < WINDOW; start += 2 * half) {
                for (int k = 0; k < half; k++) {
                    double c = cos[k * turn];
                    double s = sin[k * turn];
                    int a = start + k;
                    int b = a + half;
                    double x = re[b] * c + im[b] * s;
                    double y = im[b] * c - re[b] * s;
                    re[b] = re[a] - x;
                    im[b] = im[a] - y;
                    re[a] += x;
                    im[a] += y;
                }
            }
        }
    }
}
