package dev.acord.bench.jmh;

import dev.acord.voice.EncryptionMode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The least that the JDK can be asked for: one reused cipher, one key, a new IV for each packet. For XChaCha20-Poly1305 this leaves out the
 * sub-key that the algorithm derives for each packet, so it is the JDK's ChaCha20-Poly1305 alone.
 */
final class BareCipher {
    static final int TAG_BYTES = 16;
    /** The key of the end-to-end encryption. */
    static final int FRAME_KEY_BYTES = 16;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int NONCE_BYTES = 12;
    /** NIST SP 800-38D section 7.1: counter 1 encrypts the tag, so that the text starts with 2. */
    private static final byte FIRST_TEXT_COUNTER = 2;

    private final boolean gcm;
    private final Cipher cipher;
    private final SecretKey key;
    private final byte[] iv;

    private BareCipher(String transformation, SecretKey key, byte[] iv) throws GeneralSecurityException {
        this.gcm = transformation.contains("GCM");
        this.cipher = Cipher.getInstance(transformation);
        this.key = key;
        this.iv = iv;
    }

    /** The cipher of a transport encryption. */
    static BareCipher of(EncryptionMode mode) throws GeneralSecurityException {
        boolean gcm = mode == EncryptionMode.AES256_GCM;
        SecretKey key = new SecretKeySpec(TestPacket.key(), gcm ? "AES" : "ChaCha20");
        return new BareCipher(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305", key, new byte[NONCE_BYTES]);
    }

    /** AES-128-GCM, the cipher of the end-to-end encryption, with a whole tag. */
    static BareCipher ofFrames() throws GeneralSecurityException {
        return new BareCipher("AES/GCM/NoPadding", frameKey(), new byte[NONCE_BYTES]);
    }

    /** AES-128-CTR as AES-128-GCM uses it: decrypts what that encrypted, and verifies nothing. */
    static BareCipher ofFrameTexts() throws GeneralSecurityException {
        byte[] counterBlock = new byte[16];
        counterBlock[15] = FIRST_TEXT_COUNTER;
        return new BareCipher("AES/CTR/NoPadding", frameKey(), counterBlock);
    }

    private static SecretKey frameKey() {
        return new SecretKeySpec(TestPacket.noise(FRAME_KEY_BYTES), "AES");
    }

    /**
     * Encrypts or decrypts in place; what is before {@code offset} is authenticated as well.
     *
     * @return the bytes written from {@code offset}
     */
    int run(int operation, int nonce, byte[] packet, int offset, int bytes) throws GeneralSecurityException {
        INT.set(iv, 0, nonce);
        AlgorithmParameterSpec parameters = gcm ? new GCMParameterSpec(8 * TAG_BYTES, iv) : new IvParameterSpec(iv);
        cipher.init(operation, key, parameters);
        if (offset > 0) {
            cipher.updateAAD(packet, 0, offset);
        }
        return cipher.doFinal(packet, offset, bytes, packet, offset);
    }
}
