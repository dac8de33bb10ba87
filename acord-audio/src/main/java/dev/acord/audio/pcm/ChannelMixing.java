package dev.acord.audio.pcm;

import java.util.Arrays;

/**
 * Mixes any number of channels down (or up) to left and right.
 *
 * <p>Mono goes to both sides unchanged, stereo stays as it is. More channels follow ITU-R BS.775-4, Annex 4: centre and surrounds come in
 * at -3 dB, a single rear centre at -6 dB on both sides, the low-frequency channel is left out. The sum is scaled so that it cannot clip:
 * all channels at full scale give full scale.
 *
 * <p>Immutable and thread safe.
 */
public final class ChannelMixing {

    private static final float MINUS_3_DB = (float) Math.sqrt(0.5);

    private static final int FRONT_LEFT = 0x1;
    private static final int FRONT_RIGHT = 0x2;
    private static final int FRONT_CENTRE = 0x4;
    private static final int LOW_FREQUENCY = 0x8;
    private static final int BACK_LEFT = 0x10;
    private static final int BACK_RIGHT = 0x20;
    private static final int BACK_CENTRE = 0x100;
    private static final int SIDE_LEFT = 0x200;
    private static final int SIDE_RIGHT = 0x400;

    /** Gain to {left, right} of each speaker, in the order of the bits of a WAV channel mask (WAVEFORMATEXTENSIBLE). */
    private static final float[][] SPEAKERS = {
        {1, 0}, // front left
        {0, 1}, // front right
        {MINUS_3_DB, MINUS_3_DB}, // front centre
        {0, 0}, // low frequency
        {MINUS_3_DB, 0}, // back left
        {0, MINUS_3_DB}, // back right
        {1, 0}, // front left of centre
        {0, 1}, // front right of centre
        {0.5f, 0.5f}, // back centre
        {MINUS_3_DB, 0}, // side left
        {0, MINUS_3_DB}, // side right
        {0.5f, 0.5f}, // top centre
        {0.5f, 0}, // top front left
        {0.5f, 0.5f}, // top front centre
        {0, 0.5f}, // top front right
        {0.5f, 0}, // top back left
        {0.5f, 0.5f}, // top back centre
        {0, 0.5f}, // top back right
    };

    private final float[] left;
    private final float[] right;

    private ChannelMixing(float[] left, float[] right) {
        this.left = left;
        this.right = right;
    }

    /**
     * The mixing of a stream whose speakers are not named: the usual WAV order of 1 to 8 channels (3: L R C, 4: L R Ls Rs,
     * 5: L R C Ls Rs, 6: L R C LFE Ls Rs, 7: L R C LFE Cs Ls Rs, 8: 7.1). Beyond 8, channels alternate between left and right.
     *
     * @param channels the channels of the stream, 1 to {@value PcmFormat#MAX_CHANNELS}
     * @return the mixing
     */
    public static ChannelMixing of(int channels) {
        return of(channels, 0);
    }

    /**
     * The mixing of a stream whose speakers are named by a WAV channel mask.
     *
     * @param channels the channels of the stream, 1 to {@value PcmFormat#MAX_CHANNELS}
     * @param channelMask one bit for each channel, as in WAVEFORMATEXTENSIBLE; ignored when it does not name exactly {@code channels}
     *     known speakers
     * @return the mixing
     */
    public static ChannelMixing of(int channels, int channelMask) {
        if (channels < 1 || channels > PcmFormat.MAX_CHANNELS) {
            throw new IllegalArgumentException(
                    channels + " channels; 1 to " + PcmFormat.MAX_CHANNELS + " are possible");
        }
        if (channels == 1) {
            return new ChannelMixing(new float[] {1}, new float[] {1});
        }
        boolean usable = Integer.bitCount(channelMask) == channels && channelMask >>> SPEAKERS.length == 0;
        int mask = usable ? channelMask : usualMask(channels);
        float[] left = new float[channels];
        float[] right = new float[channels];
        int bits = mask;
        for (int channel = 0; channel < channels; channel++) {
            float[] gains = mask == 0 ? SPEAKERS[channel & 1] : SPEAKERS[Integer.numberOfTrailingZeros(bits)];
            bits &= bits - 1;
            left[channel] = gains[0];
            right[channel] = gains[1];
        }
        float loudest = Math.max(sum(left), sum(right));
        scale(left, 1 / loudest);
        scale(right, 1 / loudest);
        return new ChannelMixing(left, right);
    }

    /**
     * The channels that go in.
     *
     * @return 1 to {@value PcmFormat#MAX_CHANNELS}
     */
    public int channels() {
        return left.length;
    }

    /**
     * Mixes interleaved sample frames.
     *
     * @param in {@code frames} frames of {@link #channels()} samples, from {@code inOffset}
     * @param inOffset index of the first sample
     * @param out receives {@code 2 x frames} samples, left and right interleaved; may not be {@code in} unless there are two channels or
     *     more
     * @param outOffset index of the first sample written
     * @param frames sample frames
     */
    public void toStereo(float[] in, int inOffset, float[] out, int outOffset, int frames) {
        int at = inOffset;
        for (int frame = 0; frame < frames; frame++) {
            float l = 0;
            float r = 0;
            for (int channel = 0; channel < left.length; channel++) {
                l += left[channel] * in[at + channel];
                r += right[channel] * in[at + channel];
            }
            at += left.length;
            out[outOffset + 2 * frame] = l;
            out[outOffset + 2 * frame + 1] = r;
        }
    }

    private static int usualMask(int channels) {
        int front = FRONT_LEFT | FRONT_RIGHT;
        int back = BACK_LEFT | BACK_RIGHT;
        int side = SIDE_LEFT | SIDE_RIGHT;
        return switch (channels) {
            case 2 -> front;
            case 3 -> front | FRONT_CENTRE;
            case 4 -> front | back;
            case 5 -> front | FRONT_CENTRE | back;
            case 6 -> front | FRONT_CENTRE | LOW_FREQUENCY | back;
            case 7 -> front | FRONT_CENTRE | LOW_FREQUENCY | BACK_CENTRE | side;
            case 8 -> front | FRONT_CENTRE | LOW_FREQUENCY | back | side;
            default -> 0;
        };
    }

    private static float sum(float[] gains) {
        float sum = 0;
        for (float gain : gains) {
            sum += gain;
        }
        return sum;
    }

    private static void scale(float[] gains, float factor) {
        for (int i = 0; i < gains.length; i++) {
            gains[i] *= factor;
        }
    }

    @Override
    public String toString() {
        return "left " + Arrays.toString(left) + ", right " + Arrays.toString(right);
    }
}
