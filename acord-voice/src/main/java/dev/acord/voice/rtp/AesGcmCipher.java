package dev.acord.voice.rtp;

import dev.acord.voice.EncryptionMode;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-256-GCM with a 12-byte nonce. */
final class AesGcmCipher extends TransportCipher {
    private static final int IV_BYTES = 12;

    private final TransportKey key;
    private final Cipher cipher;

    AesGcmCipher(byte[] ownedKey) throws GeneralSecurityException {
        super(EncryptionMode.AES256_GCM, IV_BYTES);
        key = new TransportKey(ownedKey, "AES");
        cipher = Cipher.getInstance("AES/GCM/NoPadding");
    }

    @Override
    Cipher start(int operation, byte[] nonce) throws GeneralSecurityException {
        cipher.init(operation, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
        return cipher;
    }

    @Override
    void wipe() {
        key.destroy();
    }
}
