package dev.acord.dave.mls.tree;

/**
 * Positions in the array form of a full binary tree (RFC 9420, appendix C): leaf i is node 2 i, parents are odd.
 *
 * <p>A tree has a capacity of a power of two leaves, and 2 capacity - 1 nodes. Arguments are trusted to be in range.
 */
public final class TreeMath {

    private TreeMath() {}

    /**
     * How far a node is above the leaves.
     *
     * @param node the node
     * @return 0 for a leaf
     */
    public static int level(int node) {
        return Integer.numberOfTrailingZeros(~node);
    }

    /**
     * The root.
     *
     * @param leafCapacity a power of two
     * @return the node
     */
    public static int root(int leafCapacity) {
        return leafCapacity - 1;
    }

    /**
     * The left child.
     *
     * @param parent a node above the leaves
     * @return the node
     */
    public static int left(int parent) {
        return parent ^ 1 << (level(parent) - 1);
    }

    /**
     * The right child.
     *
     * @param parent a node above the leaves
     * @return the node
     */
    public static int right(int parent) {
        return parent ^ 3 << (level(parent) - 1);
    }

    /**
     * The parent, as if the tree were infinite.
     *
     * @param node a node that is not the root
     * @return the node above it
     */
    public static int parent(int node) {
        int level = level(node);
        return (node | 1 << level) & ~(2 << level);
    }

    /**
     * The other child of the parent.
     *
     * @param node a node that is not the root
     * @return its sibling
     */
    public static int sibling(int node) {
        int parent = parent(node);
        return node < parent ? right(parent) : left(parent);
    }

    /**
     * The leftmost leaf below a node.
     *
     * @param node the node
     * @return a leaf index, not a node
     */
    public static int firstLeaf(int node) {
        return (node - ((1 << level(node)) - 1)) >> 1;
    }

    /**
     * The rightmost leaf below a node.
     *
     * @param node the node
     * @return a leaf index, not a node
     */
    public static int lastLeaf(int node) {
        return (node + ((1 << level(node)) - 1)) >> 1;
    }

    /**
     * Whether a leaf is below a node, or is it.
     *
     * @param node the node
     * @param leaf a leaf index
     * @return true when it is
     */
    public static boolean covers(int node, int leaf) {
        return firstLeaf(node) <= leaf && leaf <= lastLeaf(node);
    }

    /**
     * The lowest node above two leaves.
     *
     * @param leaf one leaf index
     * @param other another leaf index
     * @return the node
     */
    public static int commonAncestor(int leaf, int other) {
        int node = 2 * leaf;
        while (!covers(node, other)) {
            node = parent(node);
        }
        return node;
    }
}
