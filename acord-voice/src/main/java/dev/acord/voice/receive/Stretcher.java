package dev.acord.voice.receive;

/**
 * Makes a block of stereo samples a little longer or shorter by cubic interpolation (Catmull-Rom), block after block without a seam: the last
 * sample of a block stays where it is. The pitch changes by the same ratio.
 */
final class Stretcher {

    private static final int CHANNELS = 2;

    /** The two frames before the block: the later one last. */
    private final int[] before = new int[2 * CHANNELS];

    /** Takes note of what was played before the next block. */
    void remember(short[] pcm, int frames) {
        for (int frame = Math.max(0, frames - 2); frame < frames; frame++) {
            before[0] = before[CHANNELS];
            before[1] = before[CHANNELS + 1];
            before[CHANNELS] = pcm[frame * CHANNELS];
            before[CHANNELS + 1] = pcm[frame * CHANNELS + 1];
        }
    }

    void stretch(short[] in, int inFrames, short[] out, int outFrames) {
        for (int frame = 0; frame < outFrames; frame++) {
            double at = (frame + 1.0) * inFrames / outFrames - 1;
            int whole = (int) Math.floor(at);
            double part = at - whole;
            for (int channel = 0; channel < CHANNELS; channel++) {
                double a = sample(in, inFrames, whole - 1, channel);
                double b = sample(in, inFrames, whole, channel);
                double c = sample(in, inFrames, whole + 1, channel);
                double d = sample(in, inFrames, whole + 2, channel);
                double value =
                        b + part / 2 * (c - a + part * (2 * a - 5 * b + 4 * c - d + part * (3 * (b - c) + d - a)));
                out[frame * CHANNELS + channel] =
                        (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, Math.round(value)));
            }
        }
    }

    private int sample(short[] in, int inFrames, int frame, int channel) {
        return frame < 0
                ? before[(frame + 2) * CHANNELS + channel]
                : in[Math.min(frame, inFrames - 1) * CHANNELS + channel];
    }
}
