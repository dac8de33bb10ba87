package dev.acord.audio.pcm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChannelMixingTest {

    /** ITU-R BS.775-4: 1 for the sides, 0.7071 for centre and surround; divided by their sum, 2.4142. */
    private static final float FRONT = 0.41421f;

    private static final float OTHER = 0.29289f;

    @Test
    void monoIsOnBothSidesAndStereoStaysExactly() {
        assertArrayEquals(new float[] {0.3f, 0.3f}, mix(ChannelMixing.of(1), 0.3f));
        assertArrayEquals(new float[] {0.3f, -0.7f}, mix(ChannelMixing.of(2), 0.3f, -0.7f));
    }

    @Test
    void surroundFollowsTheStandardDownmix() {
        ChannelMixing mixing = ChannelMixing.of(6);
        assertArrayEquals(new float[] {FRONT, 0}, mix(mixing, 1, 0, 0, 0, 0, 0), 1e-5f, "left");
        assertArrayEquals(new float[] {0, FRONT}, mix(mixing, 0, 1, 0, 0, 0, 0), 1e-5f, "right");
        assertArrayEquals(new float[] {OTHER, OTHER}, mix(mixing, 0, 0, 1, 0, 0, 0), 1e-5f, "centre");
        assertArrayEquals(new float[] {0, 0}, mix(mixing, 0, 0, 0, 1, 0, 0), 1e-5f, "low frequency");
        assertArrayEquals(new float[] {OTHER, 0}, mix(mixing, 0, 0, 0, 0, 1, 0), 1e-5f, "left surround");
        assertArrayEquals(new float[] {0, OTHER}, mix(mixing, 0, 0, 0, 0, 0, 1), 1e-5f, "right surround");
    }

    @Test
    void theChannelMaskDecidesWhereAChannelGoes() {
        // four channels: left, right, centre, rear centre (mask 0x107), not left, right and two surrounds
        float[] rear = mix(ChannelMixing.of(4, 0x107), 0, 0, 0, 1);
        assertEquals(rear[0], rear[1]);
        assertTrue(rear[0] > 0.2f);
        float[] withoutMask = mix(ChannelMixing.of(4), 0, 0, 0, 1);
        assertEquals(0, withoutMask[0]);
    }

    @Test
    void noNumberOfChannelsClipsOrLosesASide() {
        for (int channels = 1; channels <= PcmFormat.MAX_CHANNELS; channels++) {
            float[] full = new float[channels];
            Arrays.fill(full, 1f);
            float[] out = mix(ChannelMixing.of(channels), full);
            assertEquals(1, Math.max(out[0], out[1]), 1e-5, channels + " channels");
            // an odd number without a known order has one more on the left
            assertTrue(out[1] > 0.75, channels + " channels, right " + out[1]);
        }
    }

    private static float[] mix(ChannelMixing mixing, float... in) {
        float[] out = new float[2];
        mixing.toStereo(in, 0, out, 0, 1);
        return out;
    }
}
