package dev.acord.voice.rtp;

import static dev.acord.voice.rtp.BigEndian.LONG;

import dev.acord.voice.EncryptionMode;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03 section 2.3): HChaCha20 makes a sub-key from the first 16 bytes of the nonce, and the
 * JDK's ChaCha20-Poly1305 (RFC 8439) does the rest under it. The transport's counter sits in those 16 bytes, so every packet has a sub-key of
 * its own.
 */
final class XChaChaCipher extends TransportCipher {
    private static final int NONCE_LENGTH = 24;
    private static final int IV_BYTES = 12;
    private static final String ALGORITHM = "ChaCha20";
    /** What is left of a transport nonce after its first 16 bytes: zeros. */
    private static final IvParameterSpec ZERO_IV = new IvParameterSpec(new byte[IV_BYTES]);

    private final HChaCha20 hChaCha20;
    private final TransportKey subkey = new TransportKey(new byte[KEY_BYTES], ALGORITHM);
    private final byte[] lastNonce = new byte[NONCE_LENGTH];
    private final Cipher cipher;
    private boolean started;

    XChaChaCipher(byte[] key) throws GeneralSecurityException {
        super(EncryptionMode.XCHACHA20_POLY1305, NONCE_LENGTH);
        hChaCha20 = new HChaCha20(key);
        cipher = Cipher.getInstance("ChaCha20-Poly1305");
    }

    @Override
    Cipher start(int operation, byte[] nonce) throws GeneralSecurityException {
        if (operation == Cipher.DECRYPT_MODE && started && Arrays.equals(nonce, lastNonce)) {
            // JDK 17 refuses the key and nonce of the preceding packet even to decrypt. Without this, a forged packet
            // in front of the
            // authentic one with the same nonce would shut that out.
            Arrays.fill(subkey.bytes, (byte) 0);
            cipher.init(operation, subkey, ZERO_IV);
        }
        System.arraycopy(nonce, 0, lastNonce, 0, NONCE_LENGTH);
        started = true;
        hChaCha20.subkey(nonce, subkey.bytes);
        cipher.init(operation, subkey, iv(nonce));
        return cipher;
    }

    private static IvParameterSpec iv(byte[] nonce) {
        long tail = (long) LONG.get(nonce, 16);
        if (tail == 0) {
            return ZERO_IV;
        }
        byte[] iv = new byte[IV_BYTES];
        LONG.set(iv, 4, tail);
        return new IvParameterSpec(iv);
    }

    @Override
    void wipe() {
        hChaCha20.destroy();
        subkey.destroy();
    }
}
