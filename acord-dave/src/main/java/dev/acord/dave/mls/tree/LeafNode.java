package dev.acord.dave.mls.tree;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.P256;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.crypto.Signatures;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/** A leaf node (RFC 9420, section 7.2): one member's keys, credential and capabilities. */
public final class LeafNode implements TreeNode {

    /** Where a leaf node comes from. */
    public enum Source {
        /** From a key package: the member was added. */
        KEY_PACKAGE,
        /** From an Update proposal. */
        UPDATE,
        /** From the update path of a commit. */
        COMMIT
    }

    private static final String LABEL = "LeafNodeTBS";
    private static final byte[] EMPTY = new byte[0];

    private final byte[] encryptionKey;
    private final byte[] signatureKey;
    private final Credential credential;
    private final Capabilities capabilities;
    private final Source source;
    private final boolean unlimited;
    private final byte[] parentHash;
    private final List<Extension> extensions;
    private final byte[] signature;
    private final byte[] encoded;
    private final int signedLength;

    private LeafNode(MlsReader in) throws MlsException {
        int start = in.offset();
        encryptionKey = in.vector();
        P256.requirePoint(encryptionKey, "leaf's encryption key");
        signatureKey = in.vector();
        P256.requirePoint(signatureKey, "leaf's signature key");
        credential = Credential.read(in);
        capabilities = Capabilities.read(in);
        source = readSource(in);
        parentHash = source == Source.COMMIT ? in.vector() : EMPTY;
        long notBefore = 0;
        long notAfter = -1;
        if (source == Source.KEY_PACKAGE) {
            int at = in.offset();
            notBefore = in.u64();
            notAfter = in.u64();
            if (Long.compareUnsigned(notBefore, notAfter) > 0) {
                throw new MlsException(Reason.INVALID_LEAF, at, "a lifetime that ends before it begins");
            }
        }
        unlimited = notBefore == 0 && notAfter == -1;
        extensions = Extension.readList(in);
        signedLength = in.offset() - start;
        signature = in.vector();
        encoded = in.since(start);
    }

    /**
     * Reads a leaf node; its keys are points afterwards, its signature is not yet verified.
     *
     * @param in the input
     * @return the leaf node
     * @throws MlsException if it is malformed or holds what is not supported
     */
    public static LeafNode read(MlsReader in) throws MlsException {
        return new LeafNode(in);
    }

    /**
     * A leaf node for a key package, with the capabilities of DAVE and a lifetime without limits.
     *
     * @param credential who it is
     * @param encryptionKey the leaf's public HPKE key
     * @param signer the signature key pair
     * @param random for the signature
     * @return the signed leaf node
     */
    public static LeafNode forKeyPackage(
            Credential credential, byte[] encryptionKey, SignatureKeyPair signer, SecureRandom random) {
        MlsWriter out = new MlsWriter(400).vector(encryptionKey).vector(signer.publicKey());
        credential.write(out);
        Capabilities.DAVE.write(out);
        out.u8(1).u64(0).u64(-1L).length(0);
        return sign(out, EMPTY, signer, random);
    }

    /**
     * The successor of this leaf node in a commit of its owner: a new encryption key and parent hash.
     *
     * @param newEncryptionKey the new public HPKE key
     * @param newParentHash the parent hash; empty for a sole member
     * @param groupId the group
     * @param leaf the leaf index
     * @param signer the signature key pair of this leaf
     * @param random for the signature
     * @return the signed leaf node
     */
    LeafNode forCommit(
            byte[] newEncryptionKey,
            byte[] newParentHash,
            byte[] groupId,
            int leaf,
            SignatureKeyPair signer,
            SecureRandom random) {
        MlsWriter out = new MlsWriter(400).vector(newEncryptionKey).vector(signatureKey);
        credential.write(out);
        capabilities.write(out);
        out.u8(3).vector(newParentHash);
        Extension.writeList(out, extensions);
        return sign(out, position(groupId, leaf), signer, random);
    }

    private static LeafNode sign(MlsWriter out, byte[] position, SignatureKeyPair signer, SecureRandom random) {
        byte[] signed = new MlsWriter(500).bytes(out.toBytes()).bytes(position).toBytes();
        byte[] encoded = out.vector(signer.sign(LABEL, signed, random)).toBytes();
        try {
            return new LeafNode(new MlsReader(encoded));
        } catch (MlsException e) {
            throw new IllegalStateException("a leaf node of our own does not parse", e);
        }
    }

    /**
     * Verifies the signature (section 7.3).
     *
     * @param groupId the group; does not matter for a leaf from a key package
     * @param leaf the leaf index; does not matter for a leaf from a key package
     * @throws MlsException with the reason BAD_SIGNATURE if it does not verify
     */
    public void verifySignature(byte[] groupId, int leaf) throws MlsException {
        byte[] content = Arrays.copyOf(encoded, signedLength);
        if (source != Source.KEY_PACKAGE) {
            content = new MlsWriter(500)
                    .bytes(content)
                    .bytes(position(groupId, leaf))
                    .toBytes();
        }
        Signatures.verify(signatureKey, LABEL, content, signature);
    }

    /**
     * Checks what does not depend on a group: that it supports what it uses (section 7.3).
     *
     * @throws MlsException with the reason INVALID_LEAF if it does not
     */
    public void validate() throws MlsException {
        if (!capabilities.supportsSuite() || !capabilities.supportsCredential(Capabilities.CREDENTIAL_BASIC)) {
            throw new MlsException(
                    Reason.INVALID_LEAF, "leaf of " + credential + " does not support the suite it is for");
        }
        for (Extension extension : extensions) {
            if (!capabilities.supports(extension)) {
                throw new MlsException(
                        Reason.INVALID_LEAF,
                        "leaf of " + credential + " has an extension that it does not list: " + extension.type());
            }
        }
    }

    @Override
    public byte[] encryptionKey() {
        return encryptionKey;
    }

    /**
     * The public signature key.
     *
     * @return the uncompressed point; not a copy
     */
    public byte[] signatureKey() {
        return signatureKey;
    }

    /**
     * Who it is.
     *
     * @return the credential
     */
    public Credential credential() {
        return credential;
    }

    /**
     * What the client supports.
     *
     * @return the capabilities
     */
    public Capabilities capabilities() {
        return capabilities;
    }

    /**
     * Where it comes from.
     *
     * @return the source
     */
    public Source source() {
        return source;
    }

    /**
     * Whether it is good at all times, which DAVE's voice gateway wants of key packages.
     *
     * @return false when it is of a key package with another lifetime than 0 to 2^64 - 1
     */
    public boolean hasUnlimitedLifetime() {
        return unlimited;
    }

    /**
     * Its extensions.
     *
     * @return the extensions, unmodifiable
     */
    public List<Extension> extensions() {
        return extensions;
    }

    @Override
    public byte[] parentHash() {
        return parentHash;
    }

    @Override
    public byte[] encoded() {
        return encoded;
    }

    private static byte[] position(byte[] groupId, int leaf) {
        return new MlsWriter(64).vector(groupId).u32(leaf).toBytes();
    }

    private static Source readSource(MlsReader in) throws MlsException {
        int at = in.offset();
        int value = in.u8();
        if (value < 1 || value > Source.values().length) {
            throw new MlsException(Reason.MALFORMED, at, "leaf node source " + value);
        }
        return Source.values()[value - 1];
    }
}
