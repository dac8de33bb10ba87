package dev.acord.audio.opus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.jaredmdobson.concentus.OpusPacketInfo;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpusPacketTest {

    /** RFC 6716 table 2, row by row: first configuration, mode, bandwidth, the frame durations in units of 0.1 ms. */
    @ParameterizedTest
    @CsvSource({
        "0, SILK, NARROWBAND, 100 200 400 600",
        "4, SILK, MEDIUMBAND, 100 200 400 600",
        "8, SILK, WIDEBAND, 100 200 400 600",
        "12, HYBRID, SUPERWIDEBAND, 100 200",
        "14, HYBRID, FULLBAND, 100 200",
        "16, CELT, NARROWBAND, 25 50 100 200",
        "20, CELT, WIDEBAND, 25 50 100 200",
        "24, CELT, SUPERWIDEBAND, 25 50 100 200",
        "28, CELT, FULLBAND, 25 50 100 200"
    })
    void readsTheConfigurationTable(int first, OpusMode mode, OpusBandwidth bandwidth, String durations) {
        String[] each = durations.split(" ");
        for (int i = 0; i < each.length; i++) {
            byte toc = (byte) ((first + i) << 3);
            assertEquals(first + i, OpusPacket.config(toc));
            assertEquals(mode, OpusPacket.mode(toc));
            assertEquals(bandwidth, OpusPacket.bandwidth(toc));
            assertEquals(Integer.parseInt(each[i]) * 48 / 10, OpusPacket.frameSamples(toc));
            assertFalse(OpusPacket.isStereo(toc));
            assertTrue(OpusPacket.isStereo((byte) (toc | 4)));
        }
    }

    @Test
    void knowsTheSilenceFrameAndHandsOutCopies() {
        byte[] silence = OpusPacket.silence();
        assertArrayEquals(new byte[] {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE}, silence);
        assertNotSame(silence, OpusPacket.silence());
        assertEquals(960, OpusPacket.samples(silence, 0, 3));
        assertTrue(OpusPacket.isSilence(new byte[] {9, (byte) 0xF8, (byte) 0xFF, (byte) 0xFE, 9}, 1, 3));
        assertFalse(OpusPacket.isSilence(new byte[] {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE, 0}, 0, 4));
        assertFalse(OpusPacket.isSilence(new byte[] {(byte) 0xF8, (byte) 0xFF, 0}, 0, 3));
    }

    @Test
    void ruleR1RefusesNothingAtAll() {
        assertFault(OpusFault.EMPTY);
    }

    @Test
    void ruleR2LimitsAFrameTo1275Bytes() {
        assertEquals(OpusFault.NONE, check(ofLength(1276, 0xF8)));
        assertEquals(OpusFault.FRAME_TOO_LONG, check(ofLength(1277, 0xF8)));
        assertEquals(OpusFault.NONE, check(ofLength(2551, 0xF9)));
        assertEquals(OpusFault.FRAME_TOO_LONG, check(ofLength(2553, 0xF9)));
        assertEquals(OpusFault.FRAME_TOO_LONG, check(ofLength(2 + 1276, 0xFA, 0)));
        assertEquals(OpusFault.NONE, check(ofLength(2 + 1275, 0xFA, 0)));
        assertEquals(OpusFault.FRAME_TOO_LONG, check(ofLength(2 + 1276, 0xFB, 1)));
        assertEquals(OpusFault.FRAME_TOO_LONG, check(ofLength(2 + 1276, 0xFB, 0x81)));
    }

    @Test
    void ruleR3RefusesCodeOnePacketsOfUnequalHalves() {
        assertEquals(OpusFault.UNEQUAL_HALVES, check(ofLength(4, 0xF9)));
        assertEquals(1920, OpusPacket.samples(ofLength(5, 0xF9), 0, 5));
        assertEquals(1920, OpusPacket.samples(ofLength(1, 0xF9), 0, 1), "two empty frames");
    }

    @Test
    void ruleR4RefusesCodeTwoPacketsThatEndInsideTheirFirstFrame() {
        assertFault(OpusFault.SECOND_FRAME_MISSING, 0xFA);
        assertFault(OpusFault.SECOND_FRAME_MISSING, 0xFA, 252);
        assertFault(OpusFault.SECOND_FRAME_MISSING, 0xFA, 2, 7);
        assertFault(OpusFault.SECOND_FRAME_MISSING, 0xFA, 252, 0, 7);
        assertFault(OpusFault.NONE, 0xFA, 2, 7, 7);
        assertFault(OpusFault.NONE, 0xFA, 2, 7, 7, 7);
        // 252 + 4 x 1 = 256 bytes (RFC 6716 section 3.2.1)
        assertEquals(OpusFault.NONE, check(ofLength(3 + 256, 0xFA, 252, 1)));
        assertEquals(OpusFault.SECOND_FRAME_MISSING, check(ofLength(3 + 255, 0xFA, 252, 1)));
    }

    @Test
    void ruleR5AllowsOneFrameTo120Milliseconds() {
        assertFault(OpusFault.FRAME_COUNT, 0xFB, 0);
        assertFault(OpusFault.NONE, 0xFB, 6);
        assertFault(OpusFault.FRAME_COUNT, 0xFB, 7);
        assertEquals(5760, OpusPacket.samples(new byte[] {(byte) 0xFB, 6}, 0, 2));
        assertEquals(5760, OpusPacket.samples(new byte[] {(byte) 0xE3, 48}, 0, 2), "48 frames of 2.5 ms");
        assertFault(OpusFault.FRAME_COUNT, 0xE3, 49);
        assertFault(OpusFault.FRAME_COUNT, 0x1B, 3); // 3 x 60 ms
    }

    @Test
    void ruleR6SharesTheBytesOfConstantRatePacketsEvenly() {
        assertFault(OpusFault.UNEQUAL_FRAMES, 0xFB);
        assertFault(OpusFault.UNEQUAL_FRAMES, 0xFB, 2, 7);
        assertFault(OpusFault.NONE, 0xFB, 2, 7, 7);
        assertFault(OpusFault.NONE, 0xFB, 2 | 0x40, 1, 7, 7, 0);
        assertFault(OpusFault.UNEQUAL_FRAMES, 0xFB, 2 | 0x40, 2, 7, 7, 0);
        assertFault(OpusFault.UNEQUAL_FRAMES, 0xFB, 2 | 0x40, 4, 7, 7, 0);
        assertFault(OpusFault.UNEQUAL_FRAMES, 0xFB, 2 | 0x40);
        assertFault(OpusFault.UNEQUAL_FRAMES, 0xFB, 2 | 0x40, 255);
        // 255 and 1 mean 254 + 1 bytes of padding
        assertEquals(OpusFault.NONE, check(ofLength(4 + 255 + 2, 0xFB, 2 | 0x40, 255, 1)));
        assertEquals(OpusFault.UNEQUAL_FRAMES, check(ofLength(4 + 254, 0xFB, 2 | 0x40, 255, 1)));
    }

    @Test
    void ruleR7KeepsTheFramesOfVariableRatePacketsInside() {
        assertFault(OpusFault.NONE, 0xFB, 3 | 0x80, 1, 2, 7, 7, 7);
        assertFault(OpusFault.NONE, 0xFB, 3 | 0x80, 1, 2, 7, 7, 7, 7);
        assertFault(OpusFault.FRAMES_MISSING, 0xFB, 3 | 0x80, 1, 2, 7, 7);
        assertFault(OpusFault.FRAMES_MISSING, 0xFB, 3 | 0x80, 1);
        assertFault(OpusFault.FRAMES_MISSING, 0xFB, 3 | 0x80, 1, 252);
        assertFault(OpusFault.FRAMES_MISSING, 0xFB, 2 | 0xC0, 3, 1, 7, 0);
        assertFault(OpusFault.NONE, 0xFB, 2 | 0xC0, 3, 1, 7, 0, 0, 0);
    }

    @Test
    void agreesWithAnIndependentParserOnRandomPackets() {
        long seed = 20260101;
        Random random = new Random(seed);
        int wellFormed = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] packet = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 1_500 : 12)];
            random.nextBytes(packet);
            int frames = OpusPacketInfo.getNumFrames(packet, 0, packet.length);
            int theirs;
            try {
                theirs = OpusPacketInfo.parseOpusPacket(packet, 0, packet.length)
                        .Frames
                        .size();
            } catch (io.github.jaredmdobson.concentus.OpusException | RuntimeException e) {
                theirs = OpusPacket.MALFORMED;
            }
            int ours = OpusPacket.frameCount(packet, 0, packet.length);
            assertEquals(
                    theirs,
                    ours,
                    () -> "seed " + seed + ", packet "
                            + java.util.HexFormat.of().formatHex(packet));
            if (ours > 0) {
                wellFormed++;
                assertEquals(frames, ours);
                assertEquals(
                        OpusPacketInfo.getNumSamplesPerFrame(packet, 0, 48_000) * ours,
                        OpusPacket.samples(packet, 0, packet.length));
            }
        }
        assertTrue(wellFormed > 10_000, "only " + wellFormed + " were well formed");
    }

    private static void assertFault(OpusFault expected, int... bytes) {
        assertEquals(expected, check(ofLength(bytes.length, bytes)));
    }

    /** Checks with bytes around the packet, so that reading outside of it shows. */
    private static OpusFault check(byte[] packet) {
        byte[] padded = new byte[packet.length + 6];
        java.util.Arrays.fill(padded, (byte) 1);
        System.arraycopy(packet, 0, padded, 3, packet.length);
        OpusFault fault = OpusPacket.check(packet, 0, packet.length);
        assertEquals(fault, OpusPacket.check(padded, 3, packet.length), "depends on bytes outside of the packet");
        assertEquals(fault == OpusFault.NONE, OpusPacket.samples(packet, 0, packet.length) != OpusPacket.MALFORMED);
        assertFalse(fault != OpusFault.NONE && OpusPacket.hasFec(packet, 0, packet.length));
        return fault;
    }

    private static byte[] ofLength(int length, int... first) {
        byte[] packet = new byte[length];
        for (int i = 0; i < first.length; i++) {
            packet[i] = (byte) first[i];
        }
        return packet;
    }
}
