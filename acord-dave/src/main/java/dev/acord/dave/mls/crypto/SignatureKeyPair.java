package dev.acord.dave.mls.crypto;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A signature key pair of cipher suite 2: ECDSA over P-256 with SHA-256.
 *
 * <p>The private key never leaves this object and is not in {@link #toString()}. Thread safe, except for {@link #wipe()}.
 */
public final class SignatureKeyPair {

    private final byte[] privateKey;
    private final byte[] publicKey;

    private SignatureKeyPair(byte[] privateKey, byte[] publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * A fresh key pair.
     *
     * @param random the source
     * @return the key pair
     */
    public static SignatureKeyPair generate(SecureRandom random) {
        byte[] scalar = P256.randomScalar(random);
        return new SignatureKeyPair(scalar, P256.publicKey(scalar));
    }

    /**
     * The key pair of a known private key.
     *
     * @param privateKey a scalar of 32 bytes big-endian, from 1 to n - 1; copied
     * @return the key pair
     */
    public static SignatureKeyPair ofPrivate(byte[] privateKey) {
        return new SignatureKeyPair(privateKey.clone(), P256.publicKey(privateKey));
    }

    /**
     * The public key.
     *
     * @return a copy of the uncompressed point, 65 bytes
     */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /**
     * A copy with a lifetime of its own.
     *
     * @return the same key pair
     */
    public SignatureKeyPair copy() {
        return new SignatureKeyPair(privateKey.clone(), publicKey);
    }

    /**
     * SignWithLabel (RFC 9420, section 5.1.2).
     *
     * @param label the label without its prefix
     * @param content what to sign
     * @param random the source of the signature's nonce
     * @return a signature in DER
     */
    public byte[] sign(String label, byte[] content, SecureRandom random) {
        return Jca.sign(privateKey, Signatures.content(label, content), random);
    }

    /** Overwrites the private key with zeros; the key pair cannot sign any more. */
    public void wipe() {
        Arrays.fill(privateKey, (byte) 0);
    }
}
