package dev.acord.dave.media;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-128-GCM over one frame in place, with one reused cipher. One owner thread. */
final class FrameSealer {
    /** The JDK writes whole tags only; {@link DaveFrame#TAG_BYTES} of them are kept, and the rest of the footer overwrites the others. */
    static final int FULL_TAG_BYTES = 16;

    static final int FULL_NONCE_BYTES = 12;

    private final Cipher cipher = cipher("AES/GCM/NoPadding");
    private final byte[] fullNonce = new byte[FULL_NONCE_BYTES];

    /** Replaces a frame by its ciphertext and the whole tag; 16 bytes must be free behind the frame. */
    void seal(MediaKey key, int nonce, byte[] packet, int offset, int length) {
        writeNonce(fullNonce, nonce);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * FULL_TAG_BYTES, fullNonce));
            cipher.doFinal(packet, offset, length, packet, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("bug: AES-GCM refused key, nonce or buffer", e);
        }
    }

    /** The truncated nonce in the last 4 of 12 bytes, little-endian; the 8 before it are zero. */
    static void writeNonce(byte[] fullNonce, int nonce) {
        fullNonce[8] = (byte) nonce;
        fullNonce[9] = (byte) (nonce >>> 8);
        fullNonce[10] = (byte) (nonce >>> 16);
        fullNonce[11] = (byte) (nonce >>> 24);
    }

    static Cipher cipher(String transformation) {
        try {
            return Cipher.getInstance(transformation);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + transformation, e);
        }
    }
}
