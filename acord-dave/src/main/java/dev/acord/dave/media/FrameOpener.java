package dev.acord.dave.media;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/**
 * Verifies and decrypts one frame with a truncated tag, which the JDK's AES-GCM refuses: decrypts with AES-CTR into an array of its own, encrypts
 * the result again with AES-GCM, and compares 8 bytes of the two tags. The caller's array changes only after the tags agree. One owner thread.
 */
final class FrameOpener {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    /** NIST SP 800-38D section 7.1: counter 1 encrypts the tag, so that the text starts with 2. */
    private static final int FIRST_TEXT_COUNTER = 2;

    private final Cipher counterMode = FrameSealer.cipher("AES/CTR/NoPadding");
    private final Cipher galoisMode = FrameSealer.cipher("AES/GCM/NoPadding");
    private final byte[] fullNonce = new byte[FrameSealer.FULL_NONCE_BYTES];
    private final byte[] counterBlock = new byte[16];
    /** Differs from every nonce of the protocol in its first byte; used to make the JDK forget the nonce before it. */
    private final byte[] otherNonce = new byte[FrameSealer.FULL_NONCE_BYTES];

    /** The last nonce that the GCM cipher encrypted with; outside of 32 bits if none. */
    private long lastNonce = Long.MIN_VALUE;

    private byte[] plain = new byte[2048];
    private byte[] check = new byte[2048 + FrameSealer.FULL_TAG_BYTES];

    FrameOpener() {
        counterBlock[15] = FIRST_TEXT_COUNTER;
        otherNonce[0] = 1;
    }

    /** Decrypts the media frame at {@code offset} in place; returns false and leaves it alone if key, tag and contents do not agree. */
    boolean open(MediaKey key, DaveFrame frame, byte[] buf, int offset) {
        int length = frame.cipherLength();
        if (plain.length < length) {
            plain = new byte[length];
            check = new byte[length + FrameSealer.FULL_TAG_BYTES];
        }
        FrameSealer.writeNonce(fullNonce, frame.nonce());
        try {
            decrypt(key, frame, buf, offset);
            encryptAgain(key, frame, buf, offset);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("bug: AES refused key, nonce or buffer", e);
        }
        // one comparison of two words: its time depends on nothing
        if ((long) LONG.get(check, length) != (long) LONG.get(buf, offset + frame.mediaLength())) {
            return false;
        }
        scatter(frame, buf, offset);
        return true;
    }

    private void decrypt(MediaKey key, DaveFrame frame, byte[] buf, int offset) throws GeneralSecurityException {
        System.arraycopy(fullNonce, 0, counterBlock, 0, fullNonce.length);
        counterMode.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(counterBlock));
        if (frame.rangeCount() == 0) {
            counterMode.doFinal(buf, offset, frame.cipherLength(), plain, 0);
        } else {
            gather(frame, buf, offset);
            counterMode.doFinal(plain, 0, frame.cipherLength(), plain, 0);
        }
    }

    private void encryptAgain(MediaKey key, DaveFrame frame, byte[] buf, int offset) throws GeneralSecurityException {
        if (lastNonce == frame.nonce()) {
            // The JDK refuses to encrypt twice with one nonce. Nothing is sent here, and a forged frame must not block
            // the real one.
            galoisMode.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * FrameSealer.FULL_TAG_BYTES, otherNonce));
        }
        lastNonce = frame.nonce();
        galoisMode.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * FrameSealer.FULL_TAG_BYTES, fullNonce));
        for (int i = 0; i < frame.rangeCount(); i++) {
            galoisMode.updateAAD(buf, offset + frame.rangeOffset(i), frame.rangeLength(i));
        }
        galoisMode.doFinal(plain, 0, frame.cipherLength(), check, 0);
    }

    /** Joins the ciphertext between the unencrypted ranges. */
    private void gather(DaveFrame frame, byte[] buf, int offset) {
        int from = 0;
        int to = 0;
        for (int i = 0; i < frame.rangeCount(); i++) {
            int bytes = frame.rangeOffset(i) - from;
            System.arraycopy(buf, offset + from, plain, to, bytes);
            to += bytes;
            from = frame.rangeOffset(i) + frame.rangeLength(i);
        }
        System.arraycopy(buf, offset + from, plain, to, frame.mediaLength() - from);
    }

    /** The reverse of {@link #gather}. */
    private void scatter(DaveFrame frame, byte[] buf, int offset) {
        int to = 0;
        int from = 0;
        for (int i = 0; i < frame.rangeCount(); i++) {
            int bytes = frame.rangeOffset(i) - to;
            System.arraycopy(plain, from, buf, offset + to, bytes);
            from += bytes;
            to = frame.rangeOffset(i) + frame.rangeLength(i);
        }
        System.arraycopy(plain, from, buf, offset + to, frame.mediaLength() - to);
    }

    /** Wipes what was decrypted; the ciphers' own copies of the keys go with this object. */
    void wipe() {
        Arrays.fill(plain, (byte) 0);
        Arrays.fill(check, (byte) 0);
    }
}
