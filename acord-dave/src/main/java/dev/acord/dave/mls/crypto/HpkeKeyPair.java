package dev.acord.dave.mls.crypto;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A key pair of DHKEM(P-256, HKDF-SHA256).
 *
 * <p>Owns its private key: {@link #wipe()} overwrites it, so hand a {@link #copy()} to an owner with another lifetime.
 * Not thread safe while it is wiped.
 */
public final class HpkeKeyPair {

    private final byte[] privateKey;
    private final byte[] publicKey;

    private HpkeKeyPair(byte[] privateKey, byte[] publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /**
     * A fresh key pair.
     *
     * @param random the source
     * @return the key pair
     */
    public static HpkeKeyPair generate(SecureRandom random) {
        return ofPrivate(P256.randomScalar(random));
    }

    /**
     * The key pair of a known private key.
     *
     * @param privateKey a scalar from 1 to n - 1; copied
     * @return the key pair
     */
    public static HpkeKeyPair ofPrivate(byte[] privateKey) {
        return new HpkeKeyPair(privateKey.clone(), P256.publicKey(privateKey));
    }

    /**
     * The private key itself, for the operations of this package.
     *
     * @return the scalar; not a copy
     */
    byte[] privateKey() {
        return privateKey;
    }

    /**
     * The public key itself.
     *
     * @return the uncompressed point; not a copy, do not change it
     */
    public byte[] publicKey() {
        return publicKey;
    }

    /**
     * An independent copy.
     *
     * @return the same key pair in arrays of its own
     */
    public HpkeKeyPair copy() {
        return new HpkeKeyPair(privateKey.clone(), publicKey);
    }

    /** Overwrites the private key with zeros; the key pair cannot decrypt any more. */
    public void wipe() {
        Arrays.fill(privateKey, (byte) 0);
    }
}
