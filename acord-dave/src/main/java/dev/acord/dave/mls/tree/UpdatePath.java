package dev.acord.dave.mls.tree;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.HpkeCiphertext;
import dev.acord.dave.mls.crypto.P256;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An UpdatePath (RFC 9420, section 7.6): new keys for a committer's leaf and filtered direct path. Immutable. */
public final class UpdatePath {

    private static final int MAX_NODES = 31 - Integer.numberOfLeadingZeros(RatchetTree.MAX_LEAVES);

    private final LeafNode leaf;
    private final List<Node> nodes;

    UpdatePath(LeafNode leaf, List<Node> nodes) {
        this.leaf = leaf;
        this.nodes = List.copyOf(nodes);
    }

    /** One node of the path: its new key, and its secret for each node of the resolution beside the path. */
    static final class Node {
        final byte[] encryptionKey;
        final List<HpkeCiphertext> secrets;

        Node(byte[] encryptionKey, List<HpkeCiphertext> secrets) {
            this.encryptionKey = encryptionKey;
            this.secrets = List.copyOf(secrets);
        }
    }

    /**
     * Reads a path.
     *
     * @param in the input
     * @return the path, with valid points as keys
     * @throws MlsException if it is malformed
     */
    public static UpdatePath read(MlsReader in) throws MlsException {
        LeafNode leaf = LeafNode.read(in);
        MlsReader list = in.vectorReader();
        List<Node> nodes = new ArrayList<>();
        while (list.hasRemaining()) {
            if (nodes.size() == MAX_NODES) {
                throw new MlsException(Reason.TOO_LARGE, list.offset(), "a path of more than " + MAX_NODES + " nodes");
            }
            byte[] key = list.vector();
            P256.requirePoint(key, "path node's key");
            MlsReader secretList = list.vectorReader();
            List<HpkeCiphertext> secrets = new ArrayList<>();
            while (secretList.hasRemaining()) {
                if (secrets.size() == RatchetTree.MAX_LEAVES) {
                    throw new MlsException(Reason.TOO_LARGE, secretList.offset(), "too many path secrets");
                }
                secrets.add(HpkeCiphertext.read(secretList));
            }
            nodes.add(new Node(key, secrets));
        }
        return new UpdatePath(leaf, nodes);
    }

    /**
     * Writes the path.
     *
     * @param out the output
     */
    public void write(MlsWriter out) {
        MlsWriter list = new MlsWriter(256 * (nodes.size() + 1));
        for (Node node : nodes) {
            MlsWriter secrets = new MlsWriter(128 * node.secrets.size());
            node.secrets.forEach(secret -> secret.write(secrets));
            list.vector(node.encryptionKey).vector(secrets);
        }
        out.bytes(leaf.encoded()).vector(list);
    }

    /**
     * The committer's new leaf.
     *
     * @return the leaf node
     */
    public LeafNode leaf() {
        return leaf;
    }

    List<Node> nodes() {
        return nodes;
    }

    /**
     * Puts the new public keys into a tree (section 7.5), having checked that the path fits it: the number of nodes,
     * fresh keys, the parent hash and signature of the leaf (sections 7.3 and 12.4.2).
     *
     * @param tree the provisional tree of the commit; changed, and useless if the path is refused
     * @param committer the leaf index of the committer
     * @param groupId the group
     * @throws MlsException if the path does not fit
     */
    public void merge(RatchetTree tree, int committer, byte[] groupId) throws MlsException {
        byte[] parentHash = mergeKeys(tree, committer, groupId);
        if (!MessageDigest.isEqual(parentHash, leaf.parentHash())) {
            throw new MlsException(Reason.INVALID_PATH, "the leaf does not carry the parent hash of its path");
        }
    }

    /**
     * The same without a look at the parent hash, for observers who do not know every leaf of the tree.
     *
     * @param tree the provisional tree of the commit; changed, and useless if the path is refused
     * @param committer the leaf index of the committer
     * @param groupId the group
     * @return the parent hash that the leaf has if the tree is right
     * @throws MlsException if the path does not fit
     */
    public byte[] mergeKeys(RatchetTree tree, int committer, byte[] groupId) throws MlsException {
        List<Integer> path = tree.filteredDirectPath(committer);
        if (path.size() != nodes.size()) {
            throw new MlsException(
                    Reason.INVALID_PATH, "a path of " + nodes.size() + " nodes instead of " + path.size());
        }
        if (leaf.source() != LeafNode.Source.COMMIT) {
            throw new MlsException(Reason.INVALID_LEAF, "the leaf of a path that is not from a commit");
        }
        leaf.validate();
        requireFreshKeys(tree);
        List<byte[]> keys = nodes.stream().map(node -> node.encryptionKey).toList();
        byte[] parentHash = setPath(tree, committer, path, keys);
        tree.set(2 * committer, leaf);
        leaf.verifySignature(groupId, committer);
        return parentHash;
    }

    /**
     * Replaces the direct path of a leaf by new nodes with their parent hashes, top down; the leaf is left to the caller.
     *
     * @return the parent hash for the leaf; empty for a path without nodes
     */
    static byte[] setPath(RatchetTree tree, int committer, List<Integer> path, List<byte[]> keys) {
        tree.blankDirectPath(committer);
        byte[] parentHash = new byte[0];
        for (int i = path.size() - 1; i >= 0; i--) {
            int index = path.get(i);
            ParentNode node = new ParentNode(keys.get(i), parentHash, new int[0]);
            tree.set(index, node);
            parentHash = ParentHashes.of(tree, index, node, RatchetTree.copathChild(index, committer));
        }
        return parentHash;
    }

    /** None of the path's keys, the leaf's included, may be in the tree already or occur twice. */
    private void requireFreshKeys(RatchetTree tree) throws MlsException {
        List<byte[]> keys = new ArrayList<>();
        keys.add(leaf.encryptionKey());
        for (Node node : nodes) {
            keys.add(node.encryptionKey);
        }
        for (int i = 0; i < keys.size(); i++) {
            byte[] key = keys.get(i);
            boolean used = keys.subList(0, i).stream().anyMatch(other -> Arrays.equals(other, key));
            for (int index = 0; !used && index < 2 * tree.leafCapacity() - 1; index++) {
                TreeNode node = tree.node(index);
                used = node != null && Arrays.equals(node.encryptionKey(), key);
            }
            if (used) {
                throw new MlsException(Reason.INVALID_PATH, "a path with a key that is not fresh");
            }
        }
    }
}
