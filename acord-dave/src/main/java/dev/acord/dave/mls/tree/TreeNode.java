package dev.acord.dave.mls.tree;

/** A node of a ratchet tree that is not blank. Immutable; its arrays are not copied and must not be changed. */
public sealed interface TreeNode permits LeafNode, ParentNode {

    /**
     * The public key that secrets for this node are encrypted to.
     *
     * @return the uncompressed point; not a copy
     */
    byte[] encryptionKey();

    /**
     * The parent hash (RFC 9420, section 7.9).
     *
     * @return the hash, empty for a root and for a leaf that no commit has set; not a copy
     */
    byte[] parentHash();

    /**
     * The exact encoding.
     *
     * @return the bytes; not a copy
     */
    byte[] encoded();
}
