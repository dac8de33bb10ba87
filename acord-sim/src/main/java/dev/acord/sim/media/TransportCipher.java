package dev.acord.sim.media;

import dev.acord.voice.EncryptionMode;
import java.security.GeneralSecurityException;

/**
 * One direction of the transport encryption under one key. The nonce is 32 bits, sent as the packet's last 4 bytes, and stands at the
 * start of an otherwise zero nonce of the cipher's length; the tag is 16 bytes, before it. Not thread safe: ciphers are reused.
 *
 * <pre>
 *   | header (authenticated) | ciphertext | tag (16) | nonce (4) |
 * </pre>
 */
abstract class TransportCipher {
    static final int KEY_BYTES = 32;
    static final int TAG_BYTES = 16;
    static final int NONCE_BYTES = 4;
    static final int OVERHEAD_BYTES = TAG_BYTES + NONCE_BYTES;

    static TransportCipher of(EncryptionMode mode, byte[] key) {
        return switch (mode) {
            case AES256_GCM -> new AesGcmCipher(key);
            case XCHACHA20_POLY1305 -> new XChaChaCipher(key);
        };
    }

    /**
     * Decrypts a packet.
     *
     * @param packet the whole packet from offset 0
     * @param length its length
     * @param headerBytes how much of it is authenticated only
     * @param plaintext receives the plaintext from offset 0
     * @return the plaintext's length, or -1 when the packet is not authentic
     */
    final int open(byte[] packet, int length, int headerBytes, byte[] plaintext) {
        if (length < headerBytes + OVERHEAD_BYTES) {
            return -1;
        }
        int nonce = Wire.int32(packet, length - NONCE_BYTES);
        int sealedBytes = length - NONCE_BYTES - headerBytes;
        try {
            return doOpen(nonce, packet, headerBytes, sealedBytes, plaintext);
        } catch (javax.crypto.AEADBadTagException e) {
            return -1; // counted by the caller: anybody on the network can cause it
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("bug: the JDK refused to decrypt " + sealedBytes + " bytes", e);
        }
    }

    /**
     * Encrypts a packet.
     *
     * @param clear header and plaintext from offset 0
     * @param length their length
     * @param headerBytes how much of it is only authenticated
     * @param nonce the nonce, never used before under this key
     * @param sealed receives the packet from offset 0; {@link #OVERHEAD_BYTES} longer than the input
     * @return the packet's length
     */
    final int seal(byte[] clear, int length, int headerBytes, int nonce, byte[] sealed) {
        System.arraycopy(clear, 0, sealed, 0, headerBytes);
        try {
            int written = doSeal(nonce, clear, headerBytes, length - headerBytes, sealed);
            Wire.putInt32(sealed, headerBytes + written, nonce);
            return headerBytes + written + NONCE_BYTES;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("bug: the JDK refused to encrypt " + length + " bytes", e);
        }
    }

    abstract int doOpen(int nonce, byte[] packet, int headerBytes, int sealedBytes, byte[] plaintext)
            throws GeneralSecurityException;

    abstract int doSeal(int nonce, byte[] clear, int headerBytes, int plainBytes, byte[] sealed)
            throws GeneralSecurityException;
}
