package dev.acord.dave.mls.tree;

import dev.acord.dave.mls.crypto.HpkeKeyPair;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The private half of a ratchet tree: the key pairs that one member knows, of its leaf and of some ancestors.
 *
 * <p>A key pair counts only while the tree has its public key at its place: a node that was blanked or set by somebody
 * else has no private key here. Owns its key pairs. Not thread safe.
 */
public final class NodeKeys {

    private final Map<Integer, HpkeKeyPair> pairs = new TreeMap<>();

    /** No keys. */
    public NodeKeys() {}

    /**
     * Adds or replaces a key pair, which this object owns from now on.
     *
     * @param node its node index
     * @param pair the key pair
     */
    public void put(int node, HpkeKeyPair pair) {
        HpkeKeyPair old = pairs.put(node, pair);
        if (old != null) {
            old.wipe();
        }
    }

    /** The key pair that belongs to a node as it is in a tree. */
    @Nullable
    HpkeKeyPair find(RatchetTree tree, int node) {
        HpkeKeyPair pair = pairs.get(node);
        return pair != null && belongs(tree, node, pair) ? pair : null;
    }

    /**
     * The key pairs that still belong to a tree.
     *
     * @param tree the tree
     * @return copies, owned by the result
     */
    public NodeKeys copyFor(RatchetTree tree) {
        NodeKeys copy = new NodeKeys();
        pairs.forEach((node, pair) -> {
            if (belongs(tree, node, pair)) {
                copy.pairs.put(node, pair.copy());
            }
        });
        return copy;
    }

    /** Wipes and forgets all key pairs. */
    public void wipe() {
        pairs.values().forEach(HpkeKeyPair::wipe);
        pairs.clear();
    }

    private static boolean belongs(RatchetTree tree, int node, HpkeKeyPair pair) {
        TreeNode value = node < 2 * tree.leafCapacity() - 1 ? tree.node(node) : null;
        return value != null && Arrays.equals(value.encryptionKey(), pair.publicKey());
    }
}
