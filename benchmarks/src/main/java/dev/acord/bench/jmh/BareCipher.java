package dev.acord.bench.jmh;

import dev.acord.voice.EncryptionMode;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
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
    /** The key of the end-to-end encryption's AES-128-GCM. */
    static final int FRAME_KEY_BYTES = 16;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final boolean gcm;
    private final Cipher cipher;
    private final SecretKey key;
    private final byte[] iv = new byte[12];

    private BareCipher(boolean gcm, byte[] key) throws GeneralSecurityException {
        this.gcm = gcm;
        this.cipher = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "ChaCha20-Poly1305");
        this.key = new SecretKeySpec(key, gcm ? "AES" : "ChaCha20");
    }

    /** The cipher of a transport encryption. */
    static BareCipher of(EncryptionMode mode) throws GeneralSecurityException {
        return new BareCipher(mode == EncryptionMode.AES256_GCM, TestPacket.key());
    }

    /** AES-128-GCM, the cipher of the end-to-end encryption, with a whole tag. */
    static BareCipher ofFrames() throws GeneralSecurityException {
        return new BareCipher(true, TestPacket.noise(FRAME_KEY_BYTES));
    }

    /**
     * Encrypts or decrypts in place; what is before {@code offset} is authenticated as well.
     *
     * @return the bytes written from {@code offset}
     */
    int run(int operation, int nonce, byte[] packet, int offset, int bytes) throws GeneralSecurityException {
        INT.set(iv, 0, nonce);
        if (gcm) {
            cipher.init(operation, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
        } else {
            cipher.init(operation, key, new IvParameterSpec(iv));
        }
        cipher.updateAAD(packet, 0, offset);
        return cipher.doFinal(packet, offset, bytes, packet, offset);
    }
}
