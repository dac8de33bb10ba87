package dev.acord.audio.opus;

import dev.acord.audio.opus.contract.CodecSignals;

/** The signals of the codecs' tests, for the tests of containers. */
public final class TestSignals {

    private TestSignals() {}

    /** A different tone in each channel: 440 Hz, and 1,000 Hz on the right. */
    public static short[] tones(int channels, int frames, double amplitude) {
        return CodecSignals.tones(channels, frames, amplitude);
    }

    /** Something like a voice, the same in every channel. */
    public static short[] voice(int channels, int frames, long seed) {
        return CodecSignals.voice(channels, frames, seed);
    }

    /** Signal to noise in dB of {@code actual}, which lags by {@code lag} frames, over frames {@code from} to {@code to} of the input. */
    public static double snrDb(short[] expected, short[] actual, int channels, int lag, int from, int to) {
        return CodecSignals.snrDb(expected, actual, channels, lag, from, to);
    }

    /** Root mean square of a range of samples. */
    public static double rms(short[] pcm, int from, int to) {
        return CodecSignals.rms(pcm, from, to);
    }
}
