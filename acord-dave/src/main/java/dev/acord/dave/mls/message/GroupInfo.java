package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.crypto.Signatures;
import dev.acord.dave.mls.tree.Extension;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public state of a group (RFC 9420, section 12.4.3). Immutable; arrays are not copied. */
public final class GroupInfo {

    private static final String LABEL = "GroupInfoTBS";

    private final GroupContext context;
    private final List<Extension> extensions;
    private final byte[] confirmationTag;
    private final long signer;
    private final byte[] signature;

    private GroupInfo(
            GroupContext context, List<Extension> extensions, byte[] confirmationTag, long signer, byte[] signature) {
        this.context = context;
        this.extensions = extensions;
        this.confirmationTag = confirmationTag;
        this.signer = signer;
        this.signature = signature;
    }

    /**
     * A signed group info with the ratchet tree in it.
     *
     * @param context the group context
     * @param tree the encoded ratchet tree
     * @param confirmationTag the confirmation tag of the epoch
     * @param signer the leaf index of the signer
     * @param pair the signer's key pair
     * @param random for the signature
     * @return the encoding
     */
    public static byte[] encode(
            GroupContext context,
            byte[] tree,
            byte[] confirmationTag,
            int signer,
            SignatureKeyPair pair,
            SecureRandom random) {
        List<Extension> extensions = List.of(new Extension(Extension.RATCHET_TREE, tree));
        GroupInfo unsigned = new GroupInfo(context, extensions, confirmationTag, signer, new byte[0]);
        byte[] content = unsigned.signedContent();
        return new MlsWriter(content.length + 80)
                .bytes(content)
                .vector(pair.sign(LABEL, content, random))
                .toBytes();
    }

    /**
     * Parses a group info; nothing is verified yet.
     *
     * @param data the encoding
     * @return the group info
     * @throws MlsException if it is malformed
     */
    public static GroupInfo parse(byte[] data) throws MlsException {
        MlsReader in = new MlsReader(data);
        GroupInfo info = new GroupInfo(
                GroupContext.read(in),
                Extension.readList(in),
                in.vectorOf(Kdf.HASH_BYTES, "confirmation tag"),
                in.u32(),
                in.vector());
        in.finish();
        return info;
    }

    /**
     * Verifies the signature.
     *
     * @param signatureKey the signer's public key
     * @throws MlsException with the reason BAD_SIGNATURE if it does not verify
     */
    public void verifySignature(byte[] signatureKey) throws MlsException {
        Signatures.verify(signatureKey, LABEL, signedContent(), signature);
    }

    /**
     * The inline ratchet tree.
     *
     * @return the extension's data, or null when there is none
     */
    public byte @Nullable [] ratchetTree() {
        for (Extension extension : extensions) {
            if (extension.type() == Extension.RATCHET_TREE) {
                return extension.data();
            }
        }
        return null;
    }

    /**
     * The group context.
     *
     * @return the context
     */
    public GroupContext context() {
        return context;
    }

    /**
     * The confirmation tag.
     *
     * @return 32 bytes; not a copy
     */
    public byte[] confirmationTag() {
        return confirmationTag;
    }

    /**
     * The leaf index of the signer.
     *
     * @return 0 to 2^32 - 1
     */
    public long signer() {
        return signer;
    }

    private byte[] signedContent() {
        MlsWriter out = new MlsWriter(1024).bytes(context.encoded());
        Extension.writeList(out, extensions);
        return out.vector(confirmationTag).u32(signer).toBytes();
    }
}
