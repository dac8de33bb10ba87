package dev.acord.audio.pcm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SampleDecoderTest {

    @Test
    void everyValueOf16BitsComesThroughUnchangedInBothByteOrders() {
        for (boolean bigEndian : new boolean[] {false, true}) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(2 * 65_536).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            short[] expected = new short[65_536];
            for (int i = 0; i < 65_536; i++) {
                bytes.putShort((short) i);
                expected[i] = (short) i;
            }
            assertArrayEquals(expected, decode(SampleEncoding.SIGNED, 2, bigEndian, bytes.array()));
        }
    }

    @Test
    void eightBitsCoverTheWholeRangeWithSilenceInTheMiddle() {
        assertArrayEquals(
                new short[] {-32768, -256, 0, 256, 32512},
                decode(SampleEncoding.UNSIGNED, 1, false, 0, 127, 128, 129, 255));
        assertArrayEquals(
                new short[] {-32768, -256, 0, 256, 32512},
                decode(SampleEncoding.SIGNED, 1, false, -128, -1, 0, 1, 127));
    }

    @Test
    void unsigned16BitsAreSilentAt32768() {
        assertArrayEquals(
                new short[] {-32768, 0, 32767}, decode(SampleEncoding.UNSIGNED, 2, false, 0, 0, 0, 0x80, 0xFF, 0xFF));
    }

    @Test
    void longerIntegersAreRoundedToTheNearestOf16Bits() {
        // 0x123456 is 4660.34 steps, 0x1234C0 is 4660.75; the largest does not overflow
        assertArrayEquals(
                new short[] {0x1234, 0x1235, -1, -32768, 32767},
                decode(
                        SampleEncoding.SIGNED,
                        3,
                        false, //
                        0x56,
                        0x34,
                        0x12,
                        0xC0,
                        0x34,
                        0x12,
                        0x00,
                        0xFF,
                        0xFF,
                        0,
                        0,
                        0x80,
                        0xFF,
                        0xFF,
                        0x7F));
        assertArrayEquals(
                new short[] {0x1234, 0x1235, -32768, 32767},
                decode(
                        SampleEncoding.SIGNED,
                        4,
                        true, //
                        0x12,
                        0x34,
                        0x56,
                        0x78,
                        0x12,
                        0x34,
                        0xC0,
                        0,
                        0x80,
                        0,
                        0,
                        0,
                        0x7F,
                        0xFF,
                        0xFF,
                        0xFF));
    }

    @Test
    void floatingPointClipsBeyondFullScaleAndNotANumberIsSilence() {
        float[] values = {
            0, 0.5f, -0.5f, -1, 1, 2, -2, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1f / 32768
        };
        short[] expected = {0, 16384, -16384, -32768, 32767, 32767, -32768, 0, 32767, -32768, 1};
        ByteBuffer floats = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer doubles = ByteBuffer.allocate(8 * values.length);
        for (float value : values) {
            floats.putFloat(value);
            doubles.putDouble(value);
        }
        assertArrayEquals(expected, decode(SampleEncoding.FLOAT, 4, false, floats.array()));
        assertArrayEquals(expected, decode(SampleEncoding.FLOAT, 8, true, doubles.array()));
    }

    @Test
    void compandedSamplesFollowG711() {
        // G.711 tables 1a and 2a: the smallest and largest codes of both signs, scaled to 16 bits
        assertArrayEquals(
                new short[] {8, -8, 32256, -32256}, decode(SampleEncoding.A_LAW, 1, false, 0xD5, 0x55, 0xAA, 0x2A));
        assertArrayEquals(
                new short[] {0, 0, 32124, -32124, 8, -8},
                decode(SampleEncoding.U_LAW, 1, false, 0xFF, 0x7F, 0x80, 0x00, 0xFE, 0x7E));
    }

    @Test
    void aFormatThatCannotExistIsRefusedWithItsReason() {
        assertEquals(
                "samples of 3 bytes do not exist as FLOAT",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new PcmFormat(SampleEncoding.FLOAT, 3, false, 8000, 1))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> PcmFormat.signed16(999, 1));
        assertThrows(IllegalArgumentException.class, () -> PcmFormat.signed16(384_001, 1));
        assertThrows(IllegalArgumentException.class, () -> PcmFormat.signed16(8000, 0));
        assertThrows(IllegalArgumentException.class, () -> PcmFormat.signed16(8000, 65));
    }

    private static short[] decode(SampleEncoding encoding, int sampleBytes, boolean bigEndian, int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return decode(encoding, sampleBytes, bigEndian, bytes);
    }

    private static short[] decode(SampleEncoding encoding, int sampleBytes, boolean bigEndian, byte[] bytes) {
        int samples = bytes.length / sampleBytes;
        float[] decoded = new float[samples];
        new SampleDecoder(new PcmFormat(encoding, sampleBytes, bigEndian, 48_000, 1))
                .decode(bytes, 0, decoded, 0, samples);
        short[] shorts = new short[samples];
        SampleDecoder.toShorts(decoded, 0, shorts, 0, samples);
        return shorts;
    }
}
