package dev.acord.sim.media;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** {@code aead_aes256_gcm_rtpsize}: the 32-bit nonce and 8 zero bytes. */
final class AesGcmCipher extends TransportCipher {
    private static final int IV_BYTES = 12;

    private final SecretKeySpec key;
    private final Cipher cipher;
    private final byte[] iv = new byte[IV_BYTES];

    AesGcmCipher(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no AES-GCM", e);
        }
    }

    @Override
    int doOpen(int nonce, byte[] packet, int headerBytes, int sealedBytes, byte[] plaintext)
            throws GeneralSecurityException {
        init(Cipher.DECRYPT_MODE, nonce, packet, headerBytes);
        return cipher.doFinal(packet, headerBytes, sealedBytes, plaintext, 0);
    }

    @Override
    int doSeal(int nonce, byte[] clear, int headerBytes, int plainBytes, byte[] sealed)
            throws GeneralSecurityException {
        init(Cipher.ENCRYPT_MODE, nonce, clear, headerBytes);
        return cipher.doFinal(clear, headerBytes, plainBytes, sealed, headerBytes);
    }

    private void init(int direction, int nonce, byte[] header, int headerBytes) throws GeneralSecurityException {
        Wire.putInt32(iv, 0, nonce);
        cipher.init(direction, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, iv));
        cipher.updateAAD(header, 0, headerBytes);
    }
}
