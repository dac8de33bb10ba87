package dev.acord.dave.mls;

import dev.acord.dave.mls.crypto.HpkeKeyPair;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.tree.Credential;
import dev.acord.dave.mls.tree.LeafNode;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A key package of our own with its private keys. Owner of copies of them: {@link #wipe()} it when its key package is
 * used or withdrawn. Groups made from it have copies of their own. Not thread safe.
 */
public final class KeyPackageBundle {

    private final KeyPackage keyPackage;
    private final HpkeKeyPair initPair;
    private final HpkeKeyPair leafPair;
    private final SignatureKeyPair signer;

    private KeyPackageBundle(
            KeyPackage keyPackage, HpkeKeyPair initPair, HpkeKeyPair leafPair, SignatureKeyPair signer) {
        this.keyPackage = keyPackage;
        this.initPair = initPair;
        this.leafPair = leafPair;
        this.signer = signer;
    }

    /**
     * A new key package with a new leaf, with DAVE's capabilities and without a limited lifetime.
     *
     * @param identity the identity; in DAVE the user id as 8 bytes, big-endian
     * @param signer our signature key pair; copied
     * @param random the source
     * @return the bundle
     */
    public static KeyPackageBundle generate(byte[] identity, SignatureKeyPair signer, SecureRandom random) {
        HpkeKeyPair leafPair = HpkeKeyPair.generate(random);
        LeafNode leaf = LeafNode.forKeyPackage(new Credential(identity), leafPair.publicKey(), signer, random);
        return generate(leaf, leafPair, signer.copy(), random);
    }

    /**
     * Another key package with the same leaf and a new init key: every key package is for one welcome.
     *
     * @param random the source
     * @return the bundle, independent of this one
     */
    public KeyPackageBundle withNewInitKey(SecureRandom random) {
        return generate(keyPackage.leaf(), leafPair.copy(), signer.copy(), random);
    }

    private static KeyPackageBundle generate(
            LeafNode leaf, HpkeKeyPair leafPair, SignatureKeyPair signer, SecureRandom random) {
        HpkeKeyPair initPair = HpkeKeyPair.generate(random);
        KeyPackage keyPackage = KeyPackage.create(initPair.publicKey(), leaf, signer, random);
        return new KeyPackageBundle(keyPackage, initPair, leafPair, signer);
    }

    /** The bundle of a key package whose private keys are known; they are owned by the bundle from now on. */
    static KeyPackageBundle of(
            KeyPackage keyPackage, HpkeKeyPair initPair, HpkeKeyPair leafPair, SignatureKeyPair signer) {
        if (!Arrays.equals(keyPackage.initKey(), initPair.publicKey())
                || !Arrays.equals(keyPackage.leaf().encryptionKey(), leafPair.publicKey())
                || !Arrays.equals(keyPackage.leaf().signatureKey(), signer.publicKey())) {
            throw new IllegalArgumentException("the private keys are not those of the key package");
        }
        return new KeyPackageBundle(keyPackage, initPair, leafPair, signer);
    }

    /**
     * The key package to send.
     *
     * @return the key package
     */
    public KeyPackage keyPackage() {
        return keyPackage;
    }

    /** The private half of the init key. */
    HpkeKeyPair initPair() {
        return initPair;
    }

    /** The private half of the leaf's encryption key. */
    HpkeKeyPair leafPair() {
        return leafPair;
    }

    /** The private half of the leaf's signature key. */
    SignatureKeyPair signer() {
        return signer;
    }

    /** Overwrites the private keys with zeros; no group can be made from this bundle any more. */
    public void wipe() {
        initPair.wipe();
        leafPair.wipe();
        signer.wipe();
    }
}
