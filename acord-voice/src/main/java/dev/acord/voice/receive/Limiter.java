package dev.acord.voice.receive;

/**
 * Keeps the sum of several talkers inside 16 bits without distorting it: a gain that goes down before a peak and up again after it. It looks
 * ahead by one block of {@value #BLOCK_FRAMES} frames (5 ms), which is its delay.
 *
 * <p>Each block has a gain at which its highest sample just fits (at most 1). At the border of two blocks the gain is the lower of theirs,
 * inside a block it goes from border to border in a straight line; so it is never above the block's own. It rises by at most
 * {@value #RELEASE} a block, which is from half to full in 100 ms. What fits is not changed at all.
 */
final class Limiter {

    static final int BLOCK_FRAMES = 240;

    private static final int CHANNELS = 2;
    private static final float RELEASE = 0.025f;

    private final int[] held = new int[BLOCK_FRAMES * CHANNELS];
    private float heldGain = 1;
    /** The gain at the border before the held block. */
    private float gain = 1;

    /** Takes a block of stereo samples and gives the one before. */
    void process(int[] in, int offset, short[] out, int outOffset) {
        float nextGain = fittingGain(in, offset);
        float end = Math.min(Math.min(heldGain, nextGain), gain + RELEASE);
        float slope = (end - gain) / BLOCK_FRAMES;
        for (int frame = 0; frame < BLOCK_FRAMES; frame++) {
            float here = gain + slope * (frame + 1);
            for (int channel = 0; channel < CHANNELS; channel++) {
                int i = frame * CHANNELS + channel;
                // rounding of the gain may exceed full scale by a step
                int scaled = Math.round(here * held[i]);
                out[outOffset + i] = (short) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, scaled));
            }
        }
        System.arraycopy(in, offset, held, 0, held.length);
        heldGain = nextGain;
        gain = end;
    }

    private static float fittingGain(int[] in, int offset) {
        int peak = Short.MAX_VALUE;
        for (int i = offset; i < offset + BLOCK_FRAMES * CHANNELS; i++) {
            peak = Math.max(peak, Math.abs(in[i]));
        }
        return (float) Short.MAX_VALUE / peak;
    }
}
