package dev.acord.audio.opus.libopus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusFault;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.opus.OpusPadding;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.lwjgl.util.opus.Opus;

class PaddingAgainstLibopusTest {

    @Test
    void padsAndUnpadsRandomPacketsAsLibopusDoes() throws OpusException {
        Libopus.load();
        long seed = 20260303;
        Random random = new Random(seed);
        int tried = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] packet = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 1_500 : 14)];
            random.nextBytes(packet);
            if (packet.length > 1) {
                packet[1] &= (byte) ~0x40; // without padding of its own: libopus keeps what such padding says
            }
            if (OpusPacket.check(packet, 0, packet.length) != OpusFault.NONE) {
                continue;
            }
            tried++;
            String what = "seed " + seed + ", packet " + HexFormat.of().formatHex(packet);
            int paddedLength = packet.length + random.nextInt(random.nextInt(4) == 0 ? 900 : 4);
            byte[] ours = Arrays.copyOf(packet, paddedLength);
            OpusPadding.pad(ours, 0, packet.length, paddedLength);
            ByteBuffer theirs = ByteBuffer.allocateDirect(paddedLength);
            theirs.put(0, packet);
            assertEquals(0, Opus.opus_packet_pad(theirs, packet.length, paddedLength), what);
            assertArrayEquals(bytes(theirs, paddedLength), ours, what);
            int unpadded = OpusPadding.unpad(ours, 0, paddedLength);
            assertEquals(Opus.opus_packet_unpad(theirs, paddedLength), unpadded, what);
            assertArrayEquals(bytes(theirs, unpadded), Arrays.copyOf(ours, unpadded), what);
        }
        assertTrue(tried > 5_000, "only " + tried + " were well formed");
    }

    private static byte[] bytes(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return bytes;
    }
}
