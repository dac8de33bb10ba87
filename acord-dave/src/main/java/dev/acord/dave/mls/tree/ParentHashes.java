package dev.acord.dave.mls.tree;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Kdf;
import java.security.MessageDigest;
import java.util.List;

/**
 * Parent hashes (RFC 9420, section 7.9): each node set by a commit names the one above it and what is beside it, so that
 * nobody can slip in a key that a member below did not know of.
 */
final class ParentHashes {

    private ParentHashes() {}

    /** The parent hash that the next node below a parent carries, given the parent's child on the other side. */
    static byte[] of(RatchetTree tree, int parentIndex, ParentNode parent, int sibling) {
        return Kdf.hash(new MlsWriter(256)
                .vector(parent.encryptionKey())
                .vector(parent.parentHash())
                .vector(tree.hashWithout(sibling, parent.unmergedLeaves()))
                .toBytes());
    }

    /** Verifies every parent node of a tree (section 7.9.2); the unmerged leaves were checked before. */
    static void verifyAll(RatchetTree tree) throws MlsException {
        for (int index = 1; index < 2 * tree.leafCapacity() - 1; index += 2) {
            ParentNode parent = tree.parentNode(index);
            if (parent != null
                    && !isLinked(tree, index, parent, TreeMath.left(index), TreeMath.right(index))
                    && !isLinked(tree, index, parent, TreeMath.right(index), TreeMath.left(index))) {
                throw new MlsException(Reason.INVALID_TREE, "no node carries the parent hash of node " + index);
            }
        }
    }

    /**
     * Whether the node that a commit from below one child set last, and that must be the only member of the child's
     * resolution besides the parent's unmerged leaves, carries the parent's hash.
     */
    private static boolean isLinked(RatchetTree tree, int index, ParentNode parent, int child, int sibling) {
        List<Integer> resolution = tree.resolution(child);
        int descendant = -1;
        int unmerged = 0;
        for (int node : resolution) {
            if (node % 2 == 0 && parent.isUnmerged(node / 2)) {
                unmerged++;
            } else if (descendant >= 0) {
                return false;
            } else {
                descendant = node;
            }
        }
        if (descendant < 0 || unmerged != unmergedBelow(parent, child)) {
            return false;
        }
        TreeNode node = tree.node(descendant);
        return node != null && MessageDigest.isEqual(node.parentHash(), of(tree, index, parent, sibling));
    }

    private static int unmergedBelow(ParentNode parent, int child) {
        int count = 0;
        for (int leaf : parent.unmergedLeaves()) {
            if (TreeMath.covers(child, leaf)) {
                count++;
            }
        }
        return count;
    }
}
