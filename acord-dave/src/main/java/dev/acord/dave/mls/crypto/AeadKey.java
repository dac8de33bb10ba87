package dev.acord.dave.mls.crypto;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A key and nonce of AES-128-GCM for exactly one message without associated data. Not thread safe. */
public final class AeadKey {

    /** The size of the key, in bytes. */
    public static final int KEY_BYTES = 16;

    /** The size of the nonce, in bytes. */
    public static final int NONCE_BYTES = 12;

    private static final int TAG_BITS = 128;

    private final byte[] key;
    private final byte[] nonce;

    /**
     * A key for one message.
     *
     * @param key 16 bytes; owned from now on
     * @param nonce 12 bytes; owned from now on
     */
    public AeadKey(byte[] key, byte[] nonce) {
        this.key = key;
        this.nonce = nonce;
    }

    /**
     * Encrypts.
     *
     * @param plaintext what to encrypt
     * @return the ciphertext and its tag
     */
    public byte[] seal(byte[] plaintext) {
        try {
            return cipher(Cipher.ENCRYPT_MODE).doFinal(plaintext);
        } catch (GeneralSecurityException e) {
            throw Kdf.missing(e);
        }
    }

    /**
     * Decrypts.
     *
     * @param ciphertext the ciphertext and its tag
     * @return the plaintext
     * @throws MlsException if it does not authenticate
     */
    public byte[] open(byte[] ciphertext) throws MlsException {
        if (ciphertext.length < TAG_BITS / 8) {
            throw new MlsException(Reason.DECRYPTION_FAILED, "a ciphertext shorter than its tag");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE).doFinal(ciphertext);
        } catch (AEADBadTagException e) {
            throw new MlsException(Reason.DECRYPTION_FAILED, "a ciphertext does not authenticate");
        } catch (GeneralSecurityException e) {
            throw Kdf.missing(e);
        }
    }

    /** Overwrites the key with zeros. */
    public void wipe() {
        Arrays.fill(key, (byte) 0);
        Arrays.fill(nonce, (byte) 0);
    }

    private Cipher cipher(int mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
