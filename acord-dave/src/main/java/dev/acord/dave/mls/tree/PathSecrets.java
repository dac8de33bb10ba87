package dev.acord.dave.mls.tree;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.crypto.Hpke;
import dev.acord.dave.mls.crypto.HpkeCiphertext;
import dev.acord.dave.mls.crypto.HpkeKeyPair;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a path (RFC 9420, sections 7.4 to 7.6): from one of its nodes up to the root, and the commit secret.
 *
 * <p>A committer has them for its whole filtered direct path, another member and a joiner from the node that it shares
 * with the committer. Owner of its secrets: {@link #wipe()} it. Not thread safe.
 */
public final class PathSecrets {

    private static final String LABEL = "UpdatePathNode";

    private final int committer;
    private final List<Integer> nodes;
    private final List<byte[]> secrets = new ArrayList<>();
    private final List<HpkeKeyPair> pairs = new ArrayList<>();
    private final byte[] commitSecret;
    private @Nullable HpkeKeyPair leafPair;
    private @Nullable LeafNode leaf;

    private PathSecrets(int committer, List<Integer> nodes, byte[] first) {
        this.committer = committer;
        this.nodes = nodes;
        byte[] secret = first;
        for (int i = 0; i < nodes.size(); i++) {
            secrets.add(secret);
            byte[] nodeSecret = Kdf.deriveSecret(secret, "node");
            pairs.add(Hpke.deriveKeyPair(nodeSecret));
            Arrays.fill(nodeSecret, (byte) 0);
            secret = Kdf.deriveSecret(secret, "path");
        }
        commitSecret = secret;
    }

    /**
     * Makes new keys for a committer and puts their public halves into the tree.
     *
     * @param tree the provisional tree of the commit; changed
     * @param committer its leaf index
     * @param groupId the group
     * @param signer the committer's signature key pair
     * @param random the source
     * @return the secrets of the whole path
     */
    public static PathSecrets generate(
            RatchetTree tree, int committer, byte[] groupId, SignatureKeyPair signer, SecureRandom random) {
        LeafNode current = tree.leaf(committer);
        if (current == null) {
            throw new IllegalArgumentException("leaf " + committer + " is blank");
        }
        byte[] first = new byte[Kdf.HASH_BYTES];
        random.nextBytes(first);
        PathSecrets path = new PathSecrets(committer, tree.filteredDirectPath(committer), first);
        List<byte[]> keys = path.pairs.stream().map(HpkeKeyPair::publicKey).toList();
        byte[] parentHash = UpdatePath.setPath(tree, committer, path.nodes, keys);
        HpkeKeyPair leafPair = HpkeKeyPair.generate(random);
        LeafNode leaf = current.forCommit(leafPair.publicKey(), parentHash, groupId, committer, signer, random);
        tree.set(2 * committer, leaf);
        path.leafPair = leafPair;
        path.leaf = leaf;
        return path;
    }

    /**
     * Encrypts the secrets for everybody else (section 7.6).
     *
     * @param tree the tree with the new path in it
     * @param added the leaf indices of members that the same commit adds; they get theirs in the welcome
     * @param context the encoded provisional group context
     * @param random the source
     * @return the path to send
     */
    public UpdatePath encrypt(RatchetTree tree, Set<Integer> added, byte[] context, SecureRandom random) {
        if (leaf == null) {
            throw new IllegalStateException("only a committer encrypts a path");
        }
        List<UpdatePath.Node> encrypted = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            List<HpkeCiphertext> ciphertexts = new ArrayList<>();
            for (int index : receivers(tree, nodes.get(i), committer, added)) {
                TreeNode receiver = tree.node(index);
                if (receiver == null) {
                    throw new IllegalStateException("a blank node in a resolution");
                }
                ciphertexts.add(
                        Hpke.encryptWithLabel(receiver.encryptionKey(), LABEL, context, secrets.get(i), random));
            }
            encrypted.add(new UpdatePath.Node(pairs.get(i).publicKey(), ciphertexts));
        }
        return new UpdatePath(leaf, encrypted);
    }

    /**
     * Decrypts another member's path.
     *
     * @param path the path, already {@linkplain UpdatePath#merge merged}
     * @param tree the tree with the new path in it
     * @param committer the leaf index of its sender
     * @param own our leaf index
     * @param keys our private keys
     * @param added the leaf indices of members that the same commit adds
     * @param context the encoded provisional group context
     * @return the secrets from our common ancestor to the root
     * @throws MlsException if our secret is missing, does not decrypt, or gives other keys than the path's
     */
    public static PathSecrets decrypt(
            UpdatePath path,
            RatchetTree tree,
            int committer,
            int own,
            NodeKeys keys,
            Set<Integer> added,
            byte[] context)
            throws MlsException {
        List<Integer> nodes = tree.filteredDirectPath(committer);
        int ancestor = TreeMath.commonAncestor(committer, own);
        int start = nodes.indexOf(ancestor);
        if (start < 0) {
            throw new MlsException(Reason.INVALID_PATH, "a path that does not reach us");
        }
        checkCounts(path, tree, committer, added);
        List<Integer> receivers = receivers(tree, ancestor, committer, added);
        List<HpkeCiphertext> ciphertexts = path.nodes().get(start).secrets;
        for (int i = 0; i < receivers.size(); i++) {
            HpkeKeyPair pair = TreeMath.covers(receivers.get(i), own) ? keys.find(tree, receivers.get(i)) : null;
            if (pair != null) {
                byte[] secret = Hpke.decryptWithLabel(pair, LABEL, context, ciphertexts.get(i));
                return from(tree, committer, nodes.subList(start, nodes.size()), secret);
            }
        }
        throw new MlsException(Reason.INVALID_PATH, "a path without a secret for us");
    }

    /**
     * Checks that a path has a secret for each node that must learn one, which also those can tell who get none.
     *
     * @param path the path, already {@linkplain UpdatePath#merge merged}
     * @param tree the tree with the new path in it
     * @param committer the leaf index of its sender
     * @param added the leaf indices of members that the same commit adds
     * @throws MlsException with the reason INVALID_PATH if a node of it has too few or too many
     */
    public static void checkCounts(UpdatePath path, RatchetTree tree, int committer, Set<Integer> added)
            throws MlsException {
        List<Integer> nodes = tree.filteredDirectPath(committer);
        for (int i = 0; i < nodes.size(); i++) {
            int expected = receivers(tree, nodes.get(i), committer, added).size();
            int actual = path.nodes().get(i).secrets.size();
            if (actual != expected) {
                throw new MlsException(
                        Reason.INVALID_PATH, actual + " secrets instead of " + expected + " at a node of the path");
            }
        }
    }

    /**
     * The secrets that a welcome gives to a joiner.
     *
     * @param tree the tree of the new epoch
     * @param committer the leaf index of the welcome's sender
     * @param own the joiner's leaf index
     * @param secret the path secret of their common ancestor
     * @return the secrets from there to the root
     * @throws MlsException if the ancestor is blank or the secret gives other keys than the tree's
     */
    public static PathSecrets forJoiner(RatchetTree tree, int committer, int own, byte[] secret) throws MlsException {
        int ancestor = TreeMath.commonAncestor(committer, own);
        List<Integer> nodes = tree.filteredDirectPath(committer);
        int start = nodes.indexOf(ancestor);
        if (start < 0) {
            throw new MlsException(Reason.INVALID_PATH, "a path secret for a node that is not on a path");
        }
        return from(tree, committer, nodes.subList(start, nodes.size()), secret);
    }

    private static PathSecrets from(RatchetTree tree, int committer, List<Integer> nodes, byte[] secret)
            throws MlsException {
        if (secret.length != Kdf.HASH_BYTES) {
            throw new MlsException(Reason.INVALID_PATH, "a path secret of " + secret.length + " bytes");
        }
        PathSecrets path = new PathSecrets(committer, nodes, secret);
        for (int i = 0; i < nodes.size(); i++) {
            TreeNode node = tree.node(nodes.get(i));
            if (node == null
                    || !Arrays.equals(node.encryptionKey(), path.pairs.get(i).publicKey())) {
                path.wipe();
                throw new MlsException(Reason.INVALID_PATH, "a path secret that does not fit node " + nodes.get(i));
            }
        }
        return path;
    }

    /** The nodes that a path node's secret is encrypted to: the resolution beside the path, without new members. */
    private static List<Integer> receivers(RatchetTree tree, int node, int committer, Set<Integer> added) {
        return tree.resolution(RatchetTree.copathChild(node, committer)).stream()
                .filter(index -> index % 2 == 1 || !added.contains(index / 2))
                .toList();
    }

    /**
     * Adds the key pairs to a member's private keys.
     *
     * @param keys where copies of them go
     */
    public void putInto(NodeKeys keys) {
        IntStream.range(0, nodes.size())
                .forEach(i -> keys.put(nodes.get(i), pairs.get(i).copy()));
        if (leafPair != null) {
            keys.put(2 * committer, leafPair.copy());
        }
    }

    /**
     * The secret of the lowest path node that is above a leaf.
     *
     * @param leaf a leaf index of a member other than the committer
     * @return the secret; not a copy
     */
    public byte[] secretFor(int leaf) {
        return secrets.get(nodes.indexOf(TreeMath.commonAncestor(committer, leaf)));
    }

    /**
     * The commit secret (section 7.4).
     *
     * @return the secret; not a copy
     */
    public byte[] commitSecret() {
        return commitSecret;
    }

    /** Overwrites all secrets with zeros. */
    public void wipe() {
        secrets.forEach(secret -> Arrays.fill(secret, (byte) 0));
        pairs.forEach(HpkeKeyPair::wipe);
        Arrays.fill(commitSecret, (byte) 0);
        if (leafPair != null) {
            leafPair.wipe();
        }
    }
}
