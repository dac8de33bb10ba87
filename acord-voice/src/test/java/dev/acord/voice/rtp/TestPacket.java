package dev.acord.voice.rtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Builds AES-256-GCM packets from the layout in RFC 3550 section 5.1 with the JDK alone, without the code under test. */
final class TestPacket {
    static final byte[] KEY = key(7);
    static final int SSRC = 0xF0000123;

    private int sequence;
    private long timestamp;
    private int ssrc = SSRC;
    private int secondByte = 120;
    private int csrcs;
    private int extensionWords = -1;
    private int padding = -1;
    private int claimedPadding = -1;
    private byte[] payload = {1, 2, 3};
    private byte[] key = KEY;
    private int nonce = 1;

    static byte[] key(int seed) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) seed);
        return key;
    }

    static TestPacket of(byte... payload) {
        TestPacket packet = new TestPacket();
        packet.payload = payload;
        return packet;
    }

    TestPacket sequence(int value) {
        sequence = value;
        return this;
    }

    TestPacket timestamp(long value) {
        timestamp = value;
        return this;
    }

    TestPacket ssrc(int value) {
        ssrc = value;
        return this;
    }

    TestPacket secondByte(int value) {
        secondByte = value;
        return this;
    }

    TestPacket csrcs(int count) {
        csrcs = count;
        return this;
    }

    /** A header extension with a body of so many words. */
    TestPacket extension(int words) {
        extensionWords = words;
        return this;
    }

    /** Padding of so many bytes, its length in the last one. */
    TestPacket padding(int bytes) {
        padding = bytes;
        claimedPadding = bytes;
        return this;
    }

    TestPacket claimedPadding(int bytes) {
        claimedPadding = bytes;
        return this;
    }

    TestPacket key(byte[] value) {
        key = value;
        return this;
    }

    TestPacket nonce(int value) {
        nonce = value;
        return this;
    }

    byte[] header() {
        boolean extended = extensionWords >= 0;
        ByteBuffer header = ByteBuffer.allocate(12 + 4 * csrcs + (extended ? 4 : 0));
        header.put((byte) (0x80 | (padding >= 0 ? 0x20 : 0) | (extended ? 0x10 : 0) | csrcs));
        header.put((byte) secondByte)
                .putShort((short) sequence)
                .putInt((int) timestamp)
                .putInt(ssrc);
        for (int i = 0; i < csrcs; i++) {
            header.putInt(0xC0DE0000 + i);
        }
        if (extended) {
            header.putShort((short) 0xBEDE).putShort((short) extensionWords);
        }
        return header.array();
    }

    byte[] plaintext() {
        int body = 4 * Math.max(0, extensionWords);
        int pad = Math.max(0, padding);
        byte[] plaintext = new byte[body + payload.length + pad];
        Arrays.fill(plaintext, 0, body, (byte) 0xEE);
        System.arraycopy(payload, 0, plaintext, body, payload.length);
        if (claimedPadding >= 0 && plaintext.length > 0) {
            plaintext[plaintext.length - 1] = (byte) claimedPadding;
        }
        return plaintext;
    }

    byte[] bytes() {
        return seal(key, header(), plaintext(), nonce);
    }

    static byte[] seal(byte[] key, byte[] header, byte[] plaintext, int nonce) {
        try {
            byte[] iv = ByteBuffer.allocate(12).putInt(nonce).array();
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
            cipher.updateAAD(header);
            byte[] sealed = cipher.doFinal(plaintext);
            return ByteBuffer.allocate(header.length + sealed.length + 4)
                    .put(header)
                    .put(sealed)
                    .putInt(nonce)
                    .array();
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
