package dev.acord.audio.opus.contract;

import java.util.Random;

/** Known audio, and how close other audio is to it. Everything at 48,000 Hz, interleaved. */
public final class CodecSignals {

    private CodecSignals() {}

    /** A different tone in each channel: 440 Hz, and 1,000 Hz on the right. */
    public static short[] tones(int channels, int frames, double amplitude) {
        short[] pcm = new short[frames * channels];
        for (int i = 0; i < pcm.length; i++) {
            double hz = i % channels == 0 ? 440 : 1_000;
            int frame = i / channels;
            pcm[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hz * frame / 48_000));
        }
        return pcm;
    }

    /** Something like a voice: a buzz at a gliding pitch through two resonances, a syllable four times a second, in every channel. */
    public static short[] voice(int channels, int frames, long seed) {
        Random random = new Random(seed);
        short[] pcm = new short[frames * channels];
        double phase = 0;
        double[] state = new double[4];
        for (int i = 0; i < frames; i++) {
            double seconds = i / 48_000.0;
            phase += (120 + 30 * Math.sin(2 * Math.PI * 0.7 * seconds)) / 48_000;
            double pulse = phase >= 1 ? 1 : 0;
            phase -= Math.floor(phase);
            double excitation = pulse + 0.003 * random.nextGaussian();
            double first = resonate(state, 0, excitation, 600, 80);
            double second = resonate(state, 2, excitation, 1_700, 120);
            double syllable = Math.pow(Math.max(0, Math.sin(2 * Math.PI * 2 * seconds)), 0.5);
            short sample = (short) Math.max(-32_000, Math.min(32_000, 9_000 * syllable * (first + 0.5 * second)));
            for (int c = 0; c < channels; c++) {
                pcm[i * channels + c] = sample;
            }
        }
        return pcm;
    }

    /** Signal to noise in dB of {@code actual}, which lags by {@code lag} frames, over frames {@code from} to {@code to} of the input. */
    public static double snrDb(short[] expected, short[] actual, int channels, int lag, int from, int to) {
        double signal = 0;
        double noise = 1e-9;
        for (int i = from * channels; i < to * channels; i++) {
            double error = expected[i] - actual[i + lag * channels];
            signal += (double) expected[i] * expected[i];
            noise += error * error;
        }
        return 10 * Math.log10(signal / noise);
    }

    /** Root mean square of a range of samples. */
    public static double rms(short[] pcm, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) pcm[i] * pcm[i];
        }
        return Math.sqrt(sum / (to - from));
    }

    private static double resonate(double[] state, int at, double in, double hz, double widthHz) {
        double radius = Math.exp(-Math.PI * widthHz / 48_000);
        double out =
                in + 2 * radius * Math.cos(2 * Math.PI * hz / 48_000) * state[at] - radius * radius * state[at + 1];
        state[at + 1] = state[at];
        state[at] = out;
        return out / 8;
    }
}
