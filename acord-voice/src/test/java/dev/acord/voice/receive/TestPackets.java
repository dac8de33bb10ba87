package dev.acord.voice.receive;

import dev.acord.audio.opus.OpusPacket;
import java.nio.ByteBuffer;

/** Well-formed Opus packets that carry a number instead of sound. */
final class TestPackets {

    private static final byte CELT_20_MS = (byte) 0xF8;

    private TestPackets() {}

    /** 20 ms. */
    static byte[] numbered(int number) {
        return ByteBuffer.allocate(5).put(CELT_20_MS).putInt(number).array();
    }

    /** Of 120 x 2^n up to 960 samples in one frame, or a multiple of 960 in several. */
    static byte[] numbered(int number, int samples) {
        if (samples >= 960) {
            // code 3: several frames of the same size
            int frames = samples / 960;
            return ByteBuffer.allocate(2 + 4 * frames)
                    .put((byte) (CELT_20_MS | 3))
                    .put((byte) frames)
                    .putInt(number)
                    .array();
        }
        int config = 28 + Integer.numberOfTrailingZeros(samples / 120);
        return ByteBuffer.allocate(5).put((byte) (config << 3)).putInt(number).array();
    }

    static int number(byte[] packet) {
        return ByteBuffer.wrap(packet).getInt((packet[0] & 3) == 3 ? 2 : 1);
    }

    static byte[] silence() {
        return OpusPacket.silence();
    }
}
