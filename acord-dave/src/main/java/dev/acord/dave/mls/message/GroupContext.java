package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.tree.Capabilities;
import dev.acord.dave.mls.tree.Extension;
import java.util.Arrays;
import java.util.List;

/** What all members of an epoch agree on (RFC 9420, section 8.1). Immutable; arrays are not copied. */
public final class GroupContext {

    private final byte[] groupId;
    private final long epoch;
    private final byte[] treeHash;
    private final byte[] confirmedTranscriptHash;
    private final List<Extension> extensions;
    private final byte[] encoded;

    /**
     * A group context.
     *
     * @param groupId the group
     * @param epoch the epoch, unsigned
     * @param treeHash the hash of the ratchet tree
     * @param confirmedTranscriptHash the hash of all commits so far; empty in epoch 0
     * @param extensions the group's extensions
     */
    public GroupContext(
            byte[] groupId, long epoch, byte[] treeHash, byte[] confirmedTranscriptHash, List<Extension> extensions) {
        this.groupId = groupId;
        this.epoch = epoch;
        this.treeHash = treeHash;
        this.confirmedTranscriptHash = confirmedTranscriptHash;
        this.extensions = List.copyOf(extensions);
        MlsWriter out = new MlsWriter(300)
                .u16(WireFormat.VERSION)
                .u16(Capabilities.SUITE_P256)
                .vector(groupId)
                .u64(epoch)
                .vector(treeHash)
                .vector(confirmedTranscriptHash);
        Extension.writeList(out, extensions);
        this.encoded = out.toBytes();
    }

    /**
     * Reads a group context.
     *
     * @param in the input
     * @return the group context
     * @throws MlsException if it is malformed or of another version or suite
     */
    public static GroupContext read(MlsReader in) throws MlsException {
        int at = in.offset();
        int version = in.u16();
        int suite = in.u16();
        if (version != WireFormat.VERSION || suite != Capabilities.SUITE_P256) {
            throw new MlsException(Reason.UNSUPPORTED, at, "a group of version " + version + " and suite " + suite);
        }
        return new GroupContext(in.vector(), in.u64(), in.vector(), in.vector(), Extension.readList(in));
    }

    /**
     * The context of the next epoch as far as a path can be encrypted under it: the transcript is still the old one.
     *
     * @param newTreeHash the hash of the new tree
     * @param newExtensions the extensions of the new epoch
     * @return the provisional context
     */
    public GroupContext provisional(byte[] newTreeHash, List<Extension> newExtensions) {
        return new GroupContext(groupId, epoch + 1, newTreeHash, confirmedTranscriptHash, newExtensions);
    }

    /**
     * This context with another transcript.
     *
     * @param transcriptHash the confirmed transcript hash with the commit in it
     * @return the context
     */
    public GroupContext withTranscript(byte[] transcriptHash) {
        return new GroupContext(groupId, epoch, treeHash, transcriptHash, extensions);
    }

    /**
     * Whether a group id is this group's.
     *
     * @param other a group id
     * @return true when it is
     */
    public boolean isGroup(byte[] other) {
        return Arrays.equals(groupId, other);
    }

    /**
     * The group.
     *
     * @return the id; not a copy
     */
    public byte[] groupId() {
        return groupId;
    }

    /**
     * The epoch.
     *
     * @return an unsigned number
     */
    public long epoch() {
        return epoch;
    }

    /**
     * The hash of the ratchet tree.
     *
     * @return the hash; not a copy
     */
    public byte[] treeHash() {
        return treeHash;
    }

    /**
     * The hash of all commits so far.
     *
     * @return the hash; not a copy
     */
    public byte[] confirmedTranscriptHash() {
        return confirmedTranscriptHash;
    }

    /**
     * The group's extensions.
     *
     * @return the extensions, unmodifiable
     */
    public List<Extension> extensions() {
        return extensions;
    }

    /**
     * The encoding.
     *
     * @return the bytes; not a copy
     */
    public byte[] encoded() {
        return encoded;
    }
}
