package dev.acord.sim.media;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code aead_xchacha20_poly1305_rtpsize} (draft-irtf-cfrg-xchacha-03, section 2): the 24-byte nonce's first 16 bytes make a sub-key
 * through HChaCha20; the other 8, after 4 zero bytes, are the nonce of ChaCha20-Poly1305 (RFC 8439). Our nonces have only their
 * first 4 bytes set.
 */
final class XChaChaCipher extends TransportCipher {
    private static final int NONCE_LENGTH = 24;
    private static final int SUBKEY_NONCE_LENGTH = 16;

    private final byte[] key;
    private Cipher cipher;
    private boolean used;
    private int lastNonce;
    private final byte[] nonce = new byte[NONCE_LENGTH];
    private final byte[] subkey = new byte[KEY_BYTES];
    private final byte[] innerNonce = new byte[12];

    XChaChaCipher(byte[] key) {
        this.key = key.clone();
        cipher = newCipher();
    }

    @Override
    int doOpen(int packetNonce, byte[] packet, int headerBytes, int sealedBytes, byte[] plaintext)
            throws GeneralSecurityException {
        if (used && packetNonce == lastNonce) {
            cipher = newCipher(); // the JDK refuses the same key and nonce again, also to decrypt: a datagram may come
            // twice
        }
        used = true;
        lastNonce = packetNonce;
        Wire.putInt32(nonce, 0, packetNonce);
        init(Cipher.DECRYPT_MODE, nonce);
        cipher.updateAAD(packet, 0, headerBytes);
        return cipher.doFinal(packet, headerBytes, sealedBytes, plaintext, 0);
    }

    @Override
    int doSeal(int packetNonce, byte[] clear, int headerBytes, int plainBytes, byte[] sealed)
            throws GeneralSecurityException {
        Wire.putInt32(nonce, 0, packetNonce);
        init(Cipher.ENCRYPT_MODE, nonce);
        cipher.updateAAD(clear, 0, headerBytes);
        return cipher.doFinal(clear, headerBytes, plainBytes, sealed, headerBytes);
    }

    /** Encrypts with a whole 24-byte nonce, as the draft's test vectors have it. */
    byte[] sealWhole(byte[] wholeNonce, byte[] aad, byte[] plaintext) throws GeneralSecurityException {
        init(Cipher.ENCRYPT_MODE, wholeNonce);
        cipher.updateAAD(aad);
        return cipher.doFinal(plaintext);
    }

    private static Cipher newCipher() {
        try {
            return Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java runtime has no ChaCha20-Poly1305", e);
        }
    }

    private void init(int direction, byte[] wholeNonce) throws GeneralSecurityException {
        HChaCha20.subkey(key, wholeNonce, subkey);
        System.arraycopy(wholeNonce, SUBKEY_NONCE_LENGTH, innerNonce, 4, NONCE_LENGTH - SUBKEY_NONCE_LENGTH);
        cipher.init(direction, new SecretKeySpec(subkey, "ChaCha20"), new IvParameterSpec(innerNonce));
    }
}
