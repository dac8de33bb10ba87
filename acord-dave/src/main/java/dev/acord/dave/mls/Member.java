package dev.acord.dave.mls;

import dev.acord.dave.mls.tree.LeafNode;
import java.nio.ByteBuffer;

/** A member of a group at an epoch. Immutable. */
public final class Member {

    private final int leafIndex;
    private final LeafNode leaf;

    Member(int leafIndex, LeafNode leaf) {
        this.leafIndex = leafIndex;
        this.leaf = leaf;
    }

    /**
     * The place in the tree, which a Remove names.
     *
     * @return the leaf index
     */
    public int leafIndex() {
        return leafIndex;
    }

    /**
     * Who it is.
     *
     * @return a copy of the identity in its credential
     */
    public byte[] identity() {
        return leaf.credential().identity();
    }

    /**
     * Who it is, in DAVE.
     *
     * @return the user id, unsigned
     * @throws IllegalStateException if the identity is not one of eight bytes
     */
    public long userId() {
        byte[] identity = identity();
        if (identity.length != Long.BYTES) {
            throw new IllegalStateException("an identity of " + identity.length + " bytes is no user id");
        }
        return ByteBuffer.wrap(identity).getLong();
    }

    /**
     * The public signature key, which fingerprints are made of.
     *
     * @return a copy of the uncompressed point, 65 bytes
     */
    public byte[] signatureKey() {
        return leaf.signatureKey().clone();
    }

    @Override
    public String toString() {
        return "member " + leafIndex + " (" + leaf.credential() + ")";
    }
}
