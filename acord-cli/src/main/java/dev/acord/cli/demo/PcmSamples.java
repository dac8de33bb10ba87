package dev.acord.cli.demo;

import java.util.Arrays;

/** The first minutes of a signal, kept for a comparison: 48,000 Hz, stereo, interleaved. */
final class PcmSamples {
    /** Five minutes. */
    static final int MAX_FRAMES = 5 * 60 * 48_000;

    private short[] samples = new short[1 << 16];
    private int length;

    void add(short[] pcm, int frames) {
        int count = Math.min(2 * frames, 2 * MAX_FRAMES - length);
        if (count <= 0) {
            return;
        }
        makeRoom(count);
        System.arraycopy(pcm, 0, samples, length, count);
        length += count;
    }

    private void makeRoom(int count) {
        if (length + count > samples.length) {
            samples = Arrays.copyOf(samples, Math.min(2 * MAX_FRAMES, Math.max(2 * samples.length, length + count)));
        }
    }

    boolean isFull() {
        return length == 2 * MAX_FRAMES;
    }

    short[] toArray() {
        return Arrays.copyOf(samples, length);
    }
}
