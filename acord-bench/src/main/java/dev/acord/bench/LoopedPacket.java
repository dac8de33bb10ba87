package dev.acord.bench;

import dev.acord.audio.AudioSource;
import java.util.Random;

/** An Opus packet of 20 ms, again and again, from memory: a source that costs next to nothing. */
final class LoopedPacket implements AudioSource {
    /** Configuration 31 of RFC 6716 section 3.1 (CELT, fullband, 20 ms), stereo, one frame. */
    private static final byte CELT_20_MS_STEREO = (byte) 0xFC;

    private final byte[] packet;

    LoopedPacket(byte[] packet) {
        this.packet = packet;
    }

    /** A packet of a given length, 20 ms long, whose body is noise. */
    static byte[] packet(int bytes) {
        byte[] packet = new byte[bytes];
        new Random(bytes).nextBytes(packet);
        packet[0] = CELT_20_MS_STEREO;
        return packet;
    }

    @Override
    public int read(byte[] buffer, int offset) {
        System.arraycopy(packet, 0, buffer, offset, packet.length);
        return packet.length;
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public void close() {}
}
