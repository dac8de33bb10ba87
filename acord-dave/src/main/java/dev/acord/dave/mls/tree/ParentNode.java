package dev.acord.dave.mls.tree;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.P256;
import java.util.Arrays;

/** A parent node (RFC 9420, section 7.1). */
public final class ParentNode implements TreeNode {

    private final byte[] encryptionKey;
    private final byte[] parentHash;
    private final int[] unmergedLeaves;
    private final byte[] encoded;

    ParentNode(byte[] encryptionKey, byte[] parentHash, int[] unmergedLeaves) {
        this(encryptionKey, parentHash, unmergedLeaves, encode(encryptionKey, parentHash, unmergedLeaves));
    }

    private ParentNode(byte[] encryptionKey, byte[] parentHash, int[] unmergedLeaves, byte[] encoded) {
        this.encryptionKey = encryptionKey;
        this.parentHash = parentHash;
        this.unmergedLeaves = unmergedLeaves;
        this.encoded = encoded;
    }

    static ParentNode read(MlsReader in) throws MlsException {
        int start = in.offset();
        byte[] encryptionKey = in.vector();
        P256.requirePoint(encryptionKey, "parent node's key");
        byte[] parentHash = in.vector();
        MlsReader list = in.vectorReader();
        int[] unmergedLeaves = new int[(list.remaining() + 3) / 4];
        long last = -1;
        for (int i = 0; i < unmergedLeaves.length; i++) {
            int at = list.offset();
            long leaf = list.u32();
            if (leaf <= last || leaf >= RatchetTree.MAX_LEAVES) {
                throw new MlsException(
                        Reason.INVALID_TREE, at, "unmerged leaf " + leaf + " is out of order or too large");
            }
            unmergedLeaves[i] = (int) leaf;
            last = leaf;
        }
        return new ParentNode(encryptionKey, parentHash, unmergedLeaves, in.since(start));
    }

    @Override
    public byte[] encryptionKey() {
        return encryptionKey;
    }

    @Override
    public byte[] parentHash() {
        return parentHash;
    }

    @Override
    public byte[] encoded() {
        return encoded;
    }

    /** The leaves below that do not know this node's private key, in increasing order; not a copy. */
    int[] unmergedLeaves() {
        return unmergedLeaves;
    }

    boolean isUnmerged(int leaf) {
        return Arrays.binarySearch(unmergedLeaves, leaf) >= 0;
    }

    ParentNode withUnmerged(int leaf) {
        int[] leaves = Arrays.copyOf(unmergedLeaves, unmergedLeaves.length + 1);
        leaves[unmergedLeaves.length] = leaf;
        Arrays.sort(leaves);
        return new ParentNode(encryptionKey, parentHash, leaves);
    }

    /** The encoding as it was before some leaves were added. */
    byte[] encodedWithout(int[] sortedLeaves) {
        int[] rest = Arrays.stream(unmergedLeaves)
                .filter(leaf -> Arrays.binarySearch(sortedLeaves, leaf) < 0)
                .toArray();
        return encode(encryptionKey, parentHash, rest);
    }

    private static byte[] encode(byte[] encryptionKey, byte[] parentHash, int[] unmergedLeaves) {
        MlsWriter out = new MlsWriter(112 + 4 * unmergedLeaves.length)
                .vector(encryptionKey)
                .vector(parentHash)
                .length(4 * unmergedLeaves.length);
        for (int leaf : unmergedLeaves) {
            out.u32(leaf);
        }
        return out.toBytes();
    }
}
