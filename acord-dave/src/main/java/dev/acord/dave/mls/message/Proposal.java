package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.tree.Extension;
import dev.acord.dave.mls.tree.LeafNode;
import java.util.List;

/** A proposal (RFC 9420, section 12.1) of one of the types that are supported. Immutable. */
public sealed interface Proposal
        permits Proposal.Add, Proposal.Update, Proposal.Remove, Proposal.PreSharedKey, Proposal.GroupContextExtensions {

    /**
     * Adds a client.
     *
     * @param keyPackage its key package
     */
    record Add(KeyPackage keyPackage) implements Proposal {}

    /**
     * Replaces the sender's leaf.
     *
     * @param leaf the new leaf node
     */
    record Update(LeafNode leaf) implements Proposal {}

    /**
     * Removes a member.
     *
     * @param leaf its leaf index, 0 to 2^32 - 1
     */
    record Remove(long leaf) implements Proposal {}

    /**
     * Mixes a pre-shared key into the key schedule.
     *
     * @param id its name
     */
    record PreSharedKey(PskId id) implements Proposal {}

    /**
     * Replaces the extensions of the group context.
     *
     * @param extensions the new extensions
     */
    record GroupContextExtensions(List<Extension> extensions) implements Proposal {
        /**
         * Copies the list.
         *
         * @param extensions the new extensions
         */
        public GroupContextExtensions {
            extensions = List.copyOf(extensions);
        }
    }

    /**
     * Reads a proposal; nothing is verified yet.
     *
     * @param in the input
     * @return the proposal
     * @throws MlsException if it is malformed or of a type that is not supported
     */
    static Proposal read(MlsReader in) throws MlsException {
        int at = in.offset();
        int type = in.u16();
        return switch (type) {
            case 1 -> new Add(KeyPackage.read(in));
            case 2 -> new Update(LeafNode.read(in));
            case 3 -> new Remove(in.u32());
            case 4 -> new PreSharedKey(PskId.read(in));
            case 7 -> new GroupContextExtensions(Extension.readList(in));
            default ->
                throw new MlsException(Reason.UNSUPPORTED, at, "proposals of type " + type + " are not supported");
        };
    }

    /**
     * Writes a proposal.
     *
     * @param out the output
     */
    default void write(MlsWriter out) {
        if (this instanceof Add add) {
            out.u16(1).bytes(add.keyPackage.encoded());
        } else if (this instanceof Update update) {
            out.u16(2).bytes(update.leaf.encoded());
        } else if (this instanceof Remove remove) {
            out.u16(3).u32(remove.leaf);
        } else if (this instanceof PreSharedKey key) {
            out.u16(4).bytes(key.id.encoded());
        } else if (this instanceof GroupContextExtensions replacement) {
            out.u16(7);
            Extension.writeList(out, replacement.extensions);
        }
    }
}
