package dev.acord.audio.meter;

/**
 * The highest level that one channel reaches between its samples too (ITU-R BS.1770-4 annex 2): four times oversampled with the filter that
 * the recommendation prints. The filter looks six samples ahead, so the last 0.1 ms of a stream count by their samples only.
 */
final class TruePeak {

    private static final int TAPS = 12;
    private static final int CHUNK = 48;

    /** Two of the four phases; the other two are these backwards. */
    private static final double[] NEAR = {
        0.0017089843750,
        0.0109863281250,
        -0.0196533203125,
        0.0332031250000,
        -0.0594482421875,
        0.1373291015625,
        0.9721679687500,
        -0.1022949218750,
        0.0476074218750,
        -0.0266113281250,
        0.0148925781250,
        -0.0083007812500
    };

    private static final double[] BETWEEN = {
        -0.0291748046875,
        0.0292968750000,
        -0.0517578125000,
        0.0891113281250,
        -0.1665039062500,
        0.4650878906250,
        0.7797851562500,
        -0.2003173828125,
        0.1015625000000,
        -0.0582275390625,
        0.0330810546875,
        -0.0189208984375
    };

    /** No sum of products can exceed the highest sample by more than this: the sum of the absolute values of {@link #BETWEEN}. */
    private static final double MOST_GAIN = 2.023;

    /** The last samples of before, then those of the chunk at hand. */
    private final double[] window = new double[TAPS - 1 + CHUNK];

    private double peak;

    /** Adds samples: {@code count} of them from {@code pcm[first]}, {@code step} apart. */
    void add(short[] pcm, int first, int step, int count) {
        for (int done = 0; done < count; done += CHUNK) {
            addChunk(pcm, first + done * step, step, Math.min(CHUNK, count - done));
        }
    }

    private void addChunk(short[] pcm, int first, int step, int count) {
        int end = TAPS - 1 + count;
        double highest = 0;
        for (int i = 0; i < TAPS - 1; i++) {
            highest = Math.max(highest, Math.abs(window[i]));
        }
        for (int i = TAPS - 1, at = first; i < end; i++, at += step) {
            double sample = pcm[at];
            window[i] = sample;
            double level = Math.abs(sample);
            highest = Math.max(highest, level);
            peak = Math.max(peak, level);
        }
        // most of a stream cannot exceed the peak so far, whatever lies between its samples
        if (highest * MOST_GAIN > peak) {
            interpolate(count);
        }
        System.arraycopy(window, count, window, 0, TAPS - 1);
    }

    private void interpolate(int count) {
        double highest = peak;
        for (int at = 0; at < count; at++) {
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            for (int tap = 0; tap < TAPS; tap++) {
                double sample = window[at + tap];
                a += NEAR[tap] * sample;
                b += BETWEEN[tap] * sample;
                c += BETWEEN[TAPS - 1 - tap] * sample;
                d += NEAR[TAPS - 1 - tap] * sample;
            }
            highest = Math.max(highest, Math.max(Math.abs(a), Math.abs(b)));
            highest = Math.max(highest, Math.max(Math.abs(c), Math.abs(d)));
        }
        peak = highest;
    }

    /** The highest level so far, full scale being 1. */
    double peak() {
        return peak / 32768;
    }
}
