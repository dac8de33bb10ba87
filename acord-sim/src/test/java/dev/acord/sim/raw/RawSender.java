package dev.acord.sim.raw;

import dev.acord.voice.EncryptionMode;
import java.nio.ByteBuffer;

/** Makes RTP packets, well or badly numbered as a test wishes. */
public final class RawSender {
    private static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};
    public static final int FRAME = 960;

    private final EncryptionMode mode;
    private byte[] key;
    public int ssrc;
    public int sequence = 65_500;
    public int timestamp = -40_000;
    public int nonce;
    public int payloadType = 120;
    public int firstByte = 0x80;

    public RawSender(EncryptionMode mode, byte[] key, int ssrc) {
        this.mode = mode;
        this.key = key.clone();
        this.ssrc = ssrc;
    }

    public void key(byte[] newKey) {
        key = newKey.clone();
        nonce = 0;
    }

    /** The next packet; all counters go on as they should. */
    public byte[] next(byte[] payload) {
        byte[] packet = packet(payload);
        advance();
        return packet;
    }

    /** A packet with the counters as they are. */
    public byte[] packet(byte[] payload) {
        return packet(new byte[0], payload);
    }

    /** A packet with more header (CSRC list, extension preamble) and a plaintext of one's own. */
    public byte[] packet(byte[] moreHeader, byte[] plaintext) {
        byte[] fixed = RawCrypto.header(firstByte, payloadType, sequence, timestamp, ssrc);
        byte[] header = ByteBuffer.allocate(12 + moreHeader.length)
                .put(fixed)
                .put(moreHeader)
                .array();
        return RawCrypto.seal(mode, key, ByteBuffer.allocate(4).putInt(nonce).array(), header, plaintext);
    }

    public void advance() {
        sequence = (sequence + 1) & 0xFFFF;
        timestamp += FRAME;
        nonce++;
    }

    public byte[] rtcp(int type) {
        byte[] header = ByteBuffer.allocate(8)
                .put((byte) 0x80)
                .put((byte) type)
                .putShort((short) 6)
                .putInt(ssrc)
                .array();
        byte[] packet =
                RawCrypto.seal(mode, key, ByteBuffer.allocate(4).putInt(nonce).array(), header, new byte[20]);
        nonce++;
        return packet;
    }

    /** The frame that a sender ends with, five times. */
    public static byte[] silence() {
        return SILENCE.clone();
    }

    /** An Opus packet of 20 ms whose content tells its number. */
    public static byte[] frame(int number) {
        return ByteBuffer.allocate(9)
                .put((byte) 0xFC)
                .putInt(number)
                .putInt(~number)
                .array();
    }
}
