package dev.acord.dave.mls.tree;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Kdf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public half of a ratchet tree (RFC 9420, sections 4, 7.7, 7.8).
 *
 * <p>Nodes are immutable and tree hashes are kept until something below changes, so an add or a remove costs one path.
 * Not thread safe while it is changed; a group changes only its own {@link #copy()}, and has computed all hashes by the
 * time it publishes it.
 */
public final class RatchetTree {

    /** The largest capacity: far above what a voice call holds, and hashed within milliseconds. */
    public static final int MAX_LEAVES = 4096;

    private int leafCapacity;
    private @Nullable TreeNode[] nodes;
    private byte[] @Nullable [] hashes;

    /**
     * A tree with one member.
     *
     * @param leaf the member
     */
    public RatchetTree(LeafNode leaf) {
        this(1, new TreeNode[] {leaf}, new byte[1][]);
    }

    private RatchetTree(int leafCapacity, @Nullable TreeNode[] nodes, byte[] @Nullable [] hashes) {
        this.leafCapacity = leafCapacity;
        this.nodes = nodes;
        this.hashes = hashes;
    }

    /**
     * Reads a ratchet_tree extension (section 12.4.3.3). Only its form is checked; see {@link TreeValidator}.
     *
     * @param data the extension's data
     * @return the tree
     * @throws MlsException if it is malformed
     */
    public static RatchetTree parse(byte[] data) throws MlsException {
        MlsReader in = new MlsReader(data);
        MlsReader list = in.vectorReader();
        in.finish();
        List<@Nullable TreeNode> read = new ArrayList<>();
        while (list.hasRemaining()) {
            if (read.size() == 2 * MAX_LEAVES - 1) {
                throw new MlsException(Reason.TOO_LARGE, list.offset(), "more than " + MAX_LEAVES + " leaves");
            }
            read.add(list.present() ? readNode(list, read.size() % 2 == 0) : null);
        }
        if (read.isEmpty() || read.get(read.size() - 1) == null) {
            throw new MlsException(Reason.INVALID_TREE, "a tree that is empty or ends in a blank node");
        }
        int capacity = 1;
        while (2 * capacity - 1 < read.size()) {
            capacity *= 2;
        }
        @Nullable TreeNode[] nodes = read.toArray(new TreeNode[2 * capacity - 1]);
        return new RatchetTree(capacity, nodes, new byte[nodes.length][]);
    }

    private static TreeNode readNode(MlsReader in, boolean leafExpected) throws MlsException {
        int at = in.offset();
        int type = in.u8();
        if (type != (leafExpected ? 1 : 2)) {
            throw new MlsException(Reason.INVALID_TREE, at, "a node of type " + type + " at the wrong place");
        }
        return leafExpected ? LeafNode.read(in) : ParentNode.read(in);
    }

    /**
     * The data of a ratchet_tree extension.
     *
     * @return the encoding, without blank nodes at the end
     */
    public byte[] encode() {
        int count = nodes.length;
        while (nodes[count - 1] == null) {
            count--;
        }
        MlsWriter list = new MlsWriter(256 * count);
        for (int i = 0; i < count; i++) {
            TreeNode node = nodes[i];
            list.present(node != null);
            if (node != null) {
                list.u8(i % 2 == 0 ? 1 : 2).bytes(node.encoded());
            }
        }
        return new MlsWriter(256 * count).vector(list).toBytes();
    }

    /**
     * An independent copy.
     *
     * @return the same tree; nodes and hashes are shared, as they never change
     */
    public RatchetTree copy() {
        return new RatchetTree(leafCapacity, nodes.clone(), hashes.clone());
    }

    /**
     * The capacity.
     *
     * @return how many leaves, blank ones included; a power of two
     */
    public int leafCapacity() {
        return leafCapacity;
    }

    /**
     * The root.
     *
     * @return its node index
     */
    public int root() {
        return TreeMath.root(leafCapacity);
    }

    /**
     * A node.
     *
     * @param index a node index within the tree
     * @return the node, or null when it is blank
     */
    public @Nullable TreeNode node(int index) {
        return nodes[index];
    }

    /**
     * A leaf.
     *
     * @param leaf any leaf index
     * @return the leaf node, or null when it is blank or outside of the tree
     */
    public @Nullable LeafNode leaf(long leaf) {
        return leaf < 0 || leaf >= leafCapacity ? null : (LeafNode) nodes[2 * (int) leaf];
    }

    /**
     * A parent node.
     *
     * @param index an odd node index within the tree
     * @return the node, or null when it is blank
     */
    @Nullable
    ParentNode parentNode(int index) {
        return (ParentNode) nodes[index];
    }

    /**
     * Adds a member (section 7.7): at the leftmost blank leaf, or in a tree of twice the size.
     *
     * @param leaf the new member
     * @return its leaf index
     * @throws MlsException if the tree is full
     */
    public int add(LeafNode leaf) throws MlsException {
        int index = 0;
        while (index < leafCapacity && nodes[2 * index] != null) {
            index++;
        }
        if (index == leafCapacity) {
            if (leafCapacity == MAX_LEAVES) {
                throw new MlsException(Reason.TOO_LARGE, "more than " + MAX_LEAVES + " leaves");
            }
            resize(leafCapacity * 2);
        }
        set(2 * index, leaf);
        for (int node = 2 * index; node != root(); ) {
            node = TreeMath.parent(node);
            ParentNode parent = parentNode(node);
            if (parent != null) {
                set(node, parent.withUnmerged(index));
            }
        }
        return index;
    }

    /**
     * Removes a member (section 7.8): blanks the leaf and its direct path, and halves the tree while its right half is empty.
     *
     * @param leaf an occupied leaf index
     */
    public void remove(int leaf) {
        set(2 * leaf, null);
        blankDirectPath(leaf);
        while (leafCapacity > 1 && isRightHalfEmpty()) {
            resize(leafCapacity / 2);
        }
    }

    /**
     * Replaces a member's leaf and blanks its direct path (section 12.1.2).
     *
     * @param leaf an occupied leaf index
     * @param node the new leaf node
     */
    public void update(int leaf, LeafNode node) {
        set(2 * leaf, node);
        blankDirectPath(leaf);
    }

    /** Sets a node as an update path does, or blanks it. */
    void set(int index, @Nullable TreeNode node) {
        nodes[index] = node;
        for (int i = index; ; i = TreeMath.parent(i)) {
            hashes[i] = null;
            if (i == root()) {
                return;
            }
        }
    }

    void blankDirectPath(int leaf) {
        for (int node = 2 * leaf; node != root(); ) {
            node = TreeMath.parent(node);
            nodes[node] = null;
            hashes[node] = null;
        }
    }

    /**
     * The filtered direct path of a leaf (section 4.1.2): its ancestors, from the bottom, whose other child has a
     * resolution that is not empty.
     */
    List<Integer> filteredDirectPath(int leaf) {
        List<Integer> path = new ArrayList<>();
        for (int node = 2 * leaf; node != root(); node = TreeMath.parent(node)) {
            if (!resolution(TreeMath.sibling(node)).isEmpty()) {
                path.add(TreeMath.parent(node));
            }
        }
        return path;
    }

    /** The child of an ancestor that a leaf is not below. */
    static int copathChild(int ancestor, int leaf) {
        int left = TreeMath.left(ancestor);
        return TreeMath.covers(left, leaf) ? TreeMath.right(ancestor) : left;
    }

    /**
     * The resolution of a node (section 4.1.1).
     *
     * @param node a node index within the tree
     * @return the nodes that together cover all members below it
     */
    public List<Integer> resolution(int node) {
        List<Integer> found = new ArrayList<>();
        resolve(node, found);
        return found;
    }

    private void resolve(int index, List<Integer> found) {
        TreeNode node = nodes[index];
        if (node != null) {
            found.add(index);
            if (node instanceof ParentNode parent) {
                for (int leaf : parent.unmergedLeaves()) {
                    found.add(2 * leaf);
                }
            }
        } else if (index % 2 == 1) {
            resolve(TreeMath.left(index), found);
            resolve(TreeMath.right(index), found);
        }
    }

    /**
     * The hash of the whole tree (section 7.8).
     *
     * @return the hash; not a copy
     */
    public byte[] treeHash() {
        return hash(root());
    }

    /**
     * The hash of a subtree (section 7.8).
     *
     * @param node its root
     * @return the hash; not a copy
     */
    public byte[] hash(int node) {
        byte[] known = hashes[node];
        if (known != null) {
            return known;
        }
        TreeNode value = nodes[node];
        byte[] encoded = value == null ? null : value.encoded();
        byte[] hash = node % 2 == 0
                ? leafHash(node / 2, encoded)
                : parentHash(encoded, hash(TreeMath.left(node)), hash(TreeMath.right(node)));
        hashes[node] = hash;
        return hash;
    }

    /** The hash of a subtree as it was before some leaves were added: the "original" one of section 7.9. */
    byte[] hashWithout(int node, int[] sortedLeaves) {
        int at = Arrays.binarySearch(sortedLeaves, TreeMath.firstLeaf(node));
        int next = at < 0 ? -at - 1 : at;
        if (next == sortedLeaves.length || sortedLeaves[next] > TreeMath.lastLeaf(node)) {
            return hash(node);
        }
        if (node % 2 == 0) {
            return leafHash(node / 2, null);
        }
        ParentNode parent = parentNode(node);
        return parentHash(
                parent == null ? null : parent.encodedWithout(sortedLeaves),
                hashWithout(TreeMath.left(node), sortedLeaves),
                hashWithout(TreeMath.right(node), sortedLeaves));
    }

    private static byte[] leafHash(int leaf, byte @Nullable [] encoded) {
        MlsWriter out = new MlsWriter(512).u8(1).u32(leaf).present(encoded != null);
        return Kdf.hash((encoded == null ? out : out.bytes(encoded)).toBytes());
    }

    private static byte[] parentHash(byte @Nullable [] encoded, byte[] left, byte[] right) {
        MlsWriter out = new MlsWriter(256).u8(2).present(encoded != null);
        return Kdf.hash((encoded == null ? out : out.bytes(encoded))
                .vector(left)
                .vector(right)
                .toBytes());
    }

    private boolean isRightHalfEmpty() {
        for (int leaf = leafCapacity / 2; leaf < leafCapacity; leaf++) {
            if (nodes[2 * leaf] != null) {
                return false;
            }
        }
        return true;
    }

    private void resize(int capacity) {
        leafCapacity = capacity;
        nodes = Arrays.copyOf(nodes, 2 * capacity - 1);
        hashes = Arrays.copyOf(hashes, 2 * capacity - 1);
    }
}
