package dev.acord.cli.inspect;

import java.util.Arrays;

/**
 * The spectra of a stream of any length, in equal slices of time. A short stream has a spectrum every 64 frames; when there are too many
 * slices, each two become one, and there are spectra half as often, until they just overlap by half; from then on slices hold several. The
 * memory is bounded by 17 MB.
 */
final class Spectrogram implements PcmListener {
    static final int MAX_SLICES = 4_096;

    private static final int MIN_HOP = 64;
    private static final int MAX_HOP = PowerSpectrum.WINDOW / 2;

    private final PowerSpectrum spectrum = new PowerSpectrum();
    private final float[] left = new float[PowerSpectrum.WINDOW];
    private final float[] right = new float[PowerSpectrum.WINDOW];
    private final float[][] slices = new float[MAX_SLICES][];
    private final double[] sum = new double[PowerSpectrum.BINS];
    private int hop = MIN_HOP;
    private int spectraPerSlice = 1;
    private int spectra;
    private int count;
    private long frames;
    private long nextCentre;

    @Override
    public void add(short[] pcm, int added) {
        for (int i = 0; i < added; i++) {
            add(pcm[2 * i] / 32_768f, pcm[2 * i + 1] / 32_768f);
        }
    }

    private void add(float leftSample, float rightSample) {
        int at = (int) (frames % PowerSpectrum.WINDOW);
        left[at] = leftSample;
        right[at] = rightSample;
        frames++;
        // zeros lie before the first frame, so that the first spectrum is centred on it
        if (frames == nextCentre + PowerSpectrum.WINDOW / 2) {
            spectrum();
        }
    }

    private void spectrum() {
        if (count == MAX_SLICES) {
            join();
        }
        spectrum.add(left, right, (int) (frames % PowerSpectrum.WINDOW), sum);
        spectra++;
        nextCentre += hop;
        if (spectra == spectraPerSlice) {
            endSlice();
        }
    }

    private void endSlice() {
        float[] slice = new float[PowerSpectrum.BINS];
        for (int k = 0; k < slice.length; k++) {
            slice[k] = (float) (sum[k] / spectra);
        }
        slices[count++] = slice;
        Arrays.fill(sum, 0);
        spectra = 0;
    }

    private void join() {
        count /= 2;
        for (int i = 0; i < count; i++) {
            float[] slice = slices[2 * i];
            float[] next = slices[2 * i + 1];
            for (int k = 0; k < slice.length; k++) {
                slice[k] = (slice[k] + next[k]) / 2;
            }
            slices[i] = slice;
        }
        if (hop < MAX_HOP) {
            hop *= 2;
        } else {
            spectraPerSlice *= 2;
        }
    }

    /** The end of the stream: what is centred on its last frames has zeros behind them. */
    void finish() {
        long end = frames;
        while (nextCentre < end) {
            add(0, 0);
        }
        if (spectra > 0) {
            endSlice();
        }
        frames = end;
    }

    /**
     * The spectrum of one of a number of equal columns. There must be audio, and it must be finished.
     *
     * @return mean power of the channels in each line from 0 to 24,000 Hz, a sine of full scale on both being 1
     */
    double[] column(int index, int columns) {
        double slicesPerColumn = (double) frames / hop / spectraPerSlice / columns;
        int first = Math.min(count - 1, (int) (index * slicesPerColumn));
        int last = Math.max(first, Math.min(count, (int) Math.ceil((index + 1) * slicesPerColumn)) - 1);
        double[] mean = new double[PowerSpectrum.BINS];
        for (int slice = first; slice <= last; slice++) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += slices[slice][k] / (last - first + 1);
            }
        }
        return mean;
    }

    double seconds() {
        return frames / 48_000.0;
    }
}
