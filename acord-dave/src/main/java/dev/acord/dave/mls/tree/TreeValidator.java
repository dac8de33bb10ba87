package dev.acord.dave.mls.tree;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.crypto.Kdf;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The checks of a whole tree (RFC 9420, sections 7.3 and 12.4.3.1). Cheap ones come first, signatures last. */
public final class TreeValidator {

    private TreeValidator() {}

    /**
     * Validates a tree that somebody else sent: keys, unmerged leaves, parent hashes, every leaf and its signature.
     *
     * @param tree the tree
     * @param groupId the group, which leaf signatures are bound to
     * @throws MlsException if any node breaks a rule
     */
    public static void validateAll(RatchetTree tree, byte[] groupId) throws MlsException {
        validateKeys(tree);
        validateUnmergedLeaves(tree);
        ParentHashes.verifyAll(tree);
        for (int leaf = 0; leaf < tree.leafCapacity(); leaf++) {
            LeafNode node = tree.leaf(leaf);
            if (node != null) {
                node.validate();
            }
        }
        for (int leaf = 0; leaf < tree.leafCapacity(); leaf++) {
            LeafNode node = tree.leaf(leaf);
            if (node != null) {
                node.verifySignature(groupId, leaf);
            }
        }
    }

    /**
     * Refuses a key that occurs twice: encryption keys among all nodes, signature keys among all leaves.
     *
     * @param tree the tree
     * @throws MlsException with the reason INVALID_TREE if one does
     */
    public static void validateKeys(RatchetTree tree) throws MlsException {
        Set<ByteBuffer> encryptionKeys = new HashSet<>();
        Set<ByteBuffer> signatureKeys = new HashSet<>();
        for (int index = 0; index < 2 * tree.leafCapacity() - 1; index++) {
            TreeNode node = tree.node(index);
            if (node != null && !encryptionKeys.add(ByteBuffer.wrap(node.encryptionKey()))) {
                throw new MlsException(Reason.INVALID_TREE, "the encryption key of node " + index + " occurs twice");
            }
            if (node instanceof LeafNode leaf && !signatureKeys.add(ByteBuffer.wrap(leaf.signatureKey()))) {
                throw new MlsException(Reason.INVALID_TREE, "the signature key of node " + index + " occurs twice");
            }
        }
    }

    /** Every unmerged leaf is a member below its node, and unmerged at every node between. */
    private static void validateUnmergedLeaves(RatchetTree tree) throws MlsException {
        for (int index = 1; index < 2 * tree.leafCapacity() - 1; index += 2) {
            ParentNode parent = tree.parentNode(index);
            if (parent != null) {
                validateUnmergedLeaves(tree, index, parent);
                validateParentHashLength(index, parent);
            }
        }
    }

    private static void validateUnmergedLeaves(RatchetTree tree, int index, ParentNode parent) throws MlsException {
        for (int leaf : parent.unmergedLeaves()) {
            if (!TreeMath.covers(index, leaf) || tree.leaf(leaf) == null) {
                throw new MlsException(
                        Reason.INVALID_TREE, "unmerged leaf " + leaf + " is no member below node " + index);
            }
            for (int node = TreeMath.parent(2 * leaf); node != index; node = TreeMath.parent(node)) {
                ParentNode between = tree.parentNode(node);
                if (between != null && !between.isUnmerged(leaf)) {
                    throw new MlsException(
                            Reason.INVALID_TREE,
                            "leaf " + leaf + " is unmerged at node " + index + " but not at node " + node);
                }
            }
        }
    }

    private static void validateParentHashLength(int index, ParentNode parent) throws MlsException {
        int length = parent.parentHash().length;
        if (length != 0 && length != Kdf.HASH_BYTES) {
            throw new MlsException(
                    Reason.INVALID_TREE, "the parent hash of node " + index + " has " + length + " bytes");
        }
    }

    /**
     * Checks that every member can live with the group's extensions.
     *
     * @param tree the tree
     * @param extensions the extensions of the group context
     * @throws MlsException if a member does not know an extension, or one of them is not supported here
     */
    public static void validateExtensions(RatchetTree tree, List<Extension> extensions) throws MlsException {
        for (Extension extension : extensions) {
            if (extension.type() == Extension.REQUIRED_CAPABILITIES) {
                throw new MlsException(Reason.UNSUPPORTED, "groups with required capabilities are not supported");
            }
            for (int index = 0; index < tree.leafCapacity(); index++) {
                LeafNode leaf = tree.leaf(index);
                if (leaf != null && !leaf.capabilities().supports(extension)) {
                    throw new MlsException(
                            Reason.INVALID_LEAF, "leaf " + index + " does not know extension " + extension.type());
                }
            }
        }
    }
}
