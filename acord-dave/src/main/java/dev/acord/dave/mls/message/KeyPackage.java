package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.crypto.P256;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.crypto.Signatures;
import dev.acord.dave.mls.tree.Capabilities;
import dev.acord.dave.mls.tree.Extension;
import dev.acord.dave.mls.tree.LeafNode;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;

/** A key package (RFC 9420, section 10): an offer to be added to a group. Immutable. */
public final class KeyPackage {

    private static final String LABEL = "KeyPackageTBS";

    private final byte[] initKey;
    private final LeafNode leaf;
    private final List<Extension> extensions;
    private final byte[] signature;
    private final byte[] encoded;
    private final int signedLength;

    private KeyPackage(MlsReader in) throws MlsException {
        int start = in.offset();
        int version = in.u16();
        int suite = in.u16();
        if (version != WireFormat.VERSION || suite != Capabilities.SUITE_P256) {
            throw new MlsException(
                    Reason.UNSUPPORTED, start, "a key package of version " + version + " and suite " + suite);
        }
        initKey = in.vector();
        P256.requirePoint(initKey, "init key");
        leaf = LeafNode.read(in);
        extensions = Extension.readList(in);
        signedLength = in.offset() - start;
        signature = in.vector();
        encoded = in.since(start);
    }

    /** Reads a bare key package; nothing is verified yet. */
    static KeyPackage read(MlsReader in) throws MlsException {
        return new KeyPackage(in);
    }

    /**
     * Parses and validates a key package, bare or in an MLSMessage: the two differ in their second uint16.
     *
     * @param data the encoding
     * @return the key package
     * @throws MlsException if it is malformed or breaks a rule of sections 7.3 and 10.1
     */
    public static KeyPackage parse(byte[] data) throws MlsException {
        MlsReader in = new MlsReader(data);
        if (data.length >= 4 && data[2] == 0 && data[3] == WireFormat.KEY_PACKAGE.value()) {
            WireFormat.require(in, WireFormat.KEY_PACKAGE);
        }
        KeyPackage keyPackage = read(in);
        in.finish();
        keyPackage.validate();
        return keyPackage;
    }

    /**
     * A signed key package without extensions.
     *
     * @param initKey the public init key
     * @param leaf the leaf node
     * @param signer the key pair of the leaf's signature key
     * @param random for the signature
     * @return the key package
     */
    public static KeyPackage create(byte[] initKey, LeafNode leaf, SignatureKeyPair signer, SecureRandom random) {
        MlsWriter out = new MlsWriter(600)
                .u16(WireFormat.VERSION)
                .u16(Capabilities.SUITE_P256)
                .vector(initKey)
                .bytes(leaf.encoded())
                .length(0);
        byte[] signature = signer.sign(LABEL, out.toBytes(), random);
        try {
            return new KeyPackage(new MlsReader(out.vector(signature).toBytes()));
        } catch (MlsException e) {
            throw new IllegalStateException("a key package of our own does not parse", e);
        }
    }

    /**
     * Validates it (sections 7.3 and 10.1).
     *
     * @throws MlsException if it breaks a rule
     */
    public void validate() throws MlsException {
        if (leaf.source() != LeafNode.Source.KEY_PACKAGE) {
            throw new MlsException(Reason.INVALID_LEAF, "a key package with a leaf of another source");
        }
        if (Arrays.equals(initKey, leaf.encryptionKey())) {
            throw new MlsException(Reason.INVALID_KEY, "a key package whose init key is its leaf's key");
        }
        leaf.validate();
        for (Extension extension : extensions) {
            if (!leaf.capabilities().supports(extension)) {
                throw new MlsException(
                        Reason.INVALID_LEAF, "a key package with an extension that its leaf does not list");
            }
        }
        leaf.verifySignature(new byte[0], 0);
        Signatures.verify(leaf.signatureKey(), LABEL, Arrays.copyOf(encoded, signedLength), signature);
    }

    /**
     * The reference that a welcome names it by (section 5.2).
     *
     * @return 32 bytes
     */
    public byte[] ref() {
        return Kdf.refHash("MLS 1.0 KeyPackage Reference", encoded);
    }

    /**
     * The key that welcomes are encrypted to.
     *
     * @return the uncompressed point; not a copy
     */
    public byte[] initKey() {
        return initKey;
    }

    /**
     * The leaf node.
     *
     * @return the leaf node
     */
    public LeafNode leaf() {
        return leaf;
    }

    /**
     * Its own extensions.
     *
     * @return the extensions, unmodifiable
     */
    public List<Extension> extensions() {
        return extensions;
    }

    /**
     * The bare encoding, as in DAVE's op 26.
     *
     * @return a copy
     */
    public byte[] encode() {
        return encoded.clone();
    }

    /** The bare encoding; not a copy. */
    byte[] encoded() {
        return encoded;
    }
}
