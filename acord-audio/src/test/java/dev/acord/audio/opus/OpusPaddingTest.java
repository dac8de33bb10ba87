package dev.acord.audio.opus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jaredmdobson.concentus.OpusRepacketizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpusPaddingTest {

    /** Worked out by hand from RFC 6716 sections 3.2.2 to 3.2.5: a packet, the bytes to pad it to, the padded packet. */
    @ParameterizedTest
    @CsvSource({
        "F8AABB, 3, F8AABB", // nothing to do
        "F8AABB, 4, FB01AABB", // code 3 with one frame is a byte longer
        "F8AABB, 5, FB4100AABB", // a padding length of 0
        "F8AABB, 7, FB4102AABB0000",
        "F9AABB, 6, FB4201AABB00", // two equal frames
        "FA01AABBCC, 8, FBC20101AABBCC00", // two unequal frames keep the first one's length
        "FB02AABB, 6, FB4201AABB00", // the padding bit is set in what is code 3 already
        "FB4201AABB00, 8, FB4203AABB000000", // padding on padding
        "FB830102AABBCCDD, 10, FBC3010102AABBCCDD00"
    })
    void padsAsTheSpecificationSays(String packet, int bytes, String padded) throws OpusException {
        byte[] room = Arrays.copyOf(HexFormat.of().parseHex(packet), bytes);
        OpusPadding.pad(room, 0, packet.length() / 2, bytes);
        assertEquals(padded, HexFormat.of().withUpperCase().formatHex(room));
    }

    @ParameterizedTest
    @CsvSource({
        "F8AABB, F8AABB",
        "FB01AABB, F8AABB",
        "FB4102AABB0000, F8AABB",
        "FB4201AABB00, F9AABB",
        "FBC20101AABBCC00, FA01AABBCC",
        "FB8201AABB, F9AABB", // said to be of variable rate, but equal
        "FBC3010102AABBCCDD00, FB830102AABBCCDD",
        "FB8301017A7B7C, FB037A7B7C"
    })
    void unpadsToTheShortestFraming(String packet, String unpadded) throws OpusException {
        byte[] bytes = HexFormat.of().parseHex(packet);
        int length = OpusPadding.unpad(bytes, 0, bytes.length);
        assertEquals(unpadded, HexFormat.of().withUpperCase().formatHex(bytes, 0, length));
    }

    @ParameterizedTest
    @CsvSource({"4, 5", "4, 258", "4, 259", "4, 260", "4, 261", "4, 513", "4, 514", "4, 515", "4, 1275", "1200, 1275"})
    void padsAndUnpadsLikeAnotherImplementationWhereTheLengthTakesAnotherByte(int length, int paddedLength)
            throws OpusException {
        byte[] packet = new byte[length];
        Arrays.fill(packet, (byte) 0x55);
        packet[0] = (byte) 0xF8;
        assertLikeConcentus(packet, paddedLength, length + " bytes");
    }

    @Test
    void padsAndUnpadsRandomPacketsLikeAnotherImplementation() throws OpusException {
        long seed = 20260302;
        Random random = new Random(seed);
        int tried = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 1_500 : 14)];
            random.nextBytes(packet);
            if (OpusPacket.check(packet, 0, packet.length) == OpusFault.NONE) {
                tried++;
                assertLikeConcentus(
                        packet,
                        packet.length + random.nextInt(random.nextInt(4) == 0 ? 900 : 4),
                        "seed " + seed + ", packet " + HexFormat.of().formatHex(packet));
            }
        }
        assertTrue(tried > 10_000, "only " + tried + " were well formed");
    }

    @Test
    void whatCannotBePaddedIsRefusedAndLeftAlone() {
        byte[] malformed = {(byte) 0xF9, 1, 2, 3, 0, 0}; // two equal frames of an odd number of bytes
        byte[] before = malformed.clone();
        malformed[4] = 0;
        assertThrows(OpusException.class, () -> OpusPadding.pad(malformed, 0, 4, 6));
        assertThrows(OpusException.class, () -> OpusPadding.unpad(malformed, 0, 4));
        assertThrows(OpusException.class, () -> OpusPadding.pad(malformed, 0, 0, 6));
        assertThrows(IllegalArgumentException.class, () -> OpusPadding.pad(malformed, 0, 4, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> OpusPadding.pad(malformed, 0, 1, 7));
        assertThrows(IndexOutOfBoundsException.class, () -> OpusPadding.unpad(malformed, 3, 4));
        assertArrayEquals(before, malformed);
    }

    /** Byte for byte, and nothing around the packet is touched. */
    private static void assertLikeConcentus(byte[] packet, int paddedLength, String what) throws OpusException {
        byte[] ours = new byte[paddedLength + 10];
        Arrays.fill(ours, (byte) 0x77);
        System.arraycopy(packet, 0, ours, 5, packet.length);
        byte[] theirs = Arrays.copyOf(packet, paddedLength);
        OpusPadding.pad(ours, 5, packet.length, paddedLength);
        int result = OpusRepacketizer.padPacket(theirs, 0, packet.length, paddedLength);
        assertEquals(0, result, what);
        assertArrayEquals(theirs, Arrays.copyOfRange(ours, 5, 5 + paddedLength), what);
        assertEquals(OpusFault.NONE, OpusPacket.check(ours, 5, paddedLength), what);
        int unpadded = OpusPadding.unpad(ours, 5, paddedLength);
        assertEquals(OpusRepacketizer.unpadPacket(theirs, 0, paddedLength), unpadded, what);
        assertArrayEquals(Arrays.copyOf(theirs, unpadded), Arrays.copyOfRange(ours, 5, 5 + unpadded), what);
        for (int around = 0; around < 5; around++) {
            assertEquals(0x77, ours[around], what);
            assertEquals(0x77, ours[5 + paddedLength + around], what);
        }
    }
}
