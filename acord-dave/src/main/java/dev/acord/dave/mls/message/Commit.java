package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.tree.RatchetTree;
import dev.acord.dave.mls.tree.UpdatePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A commit (RFC 9420, section 12.4). Immutable. */
public final class Commit {

    private static final int MAX_PROPOSALS = 2 * RatchetTree.MAX_LEAVES;

    private final List<Item> items;
    private final @Nullable UpdatePath path;

    /**
     * A commit.
     *
     * @param items the proposals in their order
     * @param path the update path, or null
     */
    public Commit(List<Item> items, @Nullable UpdatePath path) {
        this.items = List.copyOf(items);
        this.path = path;
    }

    /** A proposal in a commit: itself, or a reference to one that was sent before. */
    public static final class Item {
        private final @Nullable Proposal proposal;
        private final @Nullable ProposalRef ref;

        private Item(@Nullable Proposal proposal, @Nullable ProposalRef ref) {
            this.proposal = proposal;
            this.ref = ref;
        }

        /**
         * A proposal by reference.
         *
         * @param ref the reference
         * @return the item
         */
        public static Item byReference(ProposalRef ref) {
            return new Item(null, ref);
        }

        /**
         * A proposal by value.
         *
         * @param proposal the proposal
         * @return the item
         */
        public static Item byValue(Proposal proposal) {
            return new Item(proposal, null);
        }

        /**
         * The proposal.
         *
         * @return the proposal, or null when it is a reference
         */
        public @Nullable Proposal proposal() {
            return proposal;
        }

        /**
         * The reference.
         *
         * @return the reference, or null when the proposal itself is here
         */
        public @Nullable ProposalRef ref() {
            return ref;
        }
    }

    /**
     * Reads a commit.
     *
     * @param in the input
     * @return the commit
     * @throws MlsException if it is malformed
     */
    public static Commit read(MlsReader in) throws MlsException {
        MlsReader list = in.vectorReader();
        List<Item> items = new ArrayList<>();
        while (list.hasRemaining()) {
            int at = list.offset();
            if (items.size() == MAX_PROPOSALS) {
                throw new MlsException(Reason.TOO_LARGE, at, "more than " + MAX_PROPOSALS + " proposals");
            }
            int type = list.u8();
            if (type != 1 && type != 2) {
                throw new MlsException(Reason.MALFORMED, at, "neither a proposal nor a reference: " + type);
            }
            items.add(type == 1 ? Item.byValue(Proposal.read(list)) : Item.byReference(ProposalRef.of(list.vector())));
        }
        return new Commit(items, in.present() ? UpdatePath.read(in) : null);
    }

    /**
     * Writes the commit.
     *
     * @param out the output
     */
    public void write(MlsWriter out) {
        MlsWriter list = new MlsWriter(40 * items.size());
        for (Item item : items) {
            Proposal proposal = item.proposal;
            ProposalRef ref = item.ref;
            if (proposal != null) {
                proposal.write(list.u8(1));
            } else if (ref != null) {
                list.u8(2).vector(ref.bytes());
            }
        }
        out.vector(list).present(path != null);
        if (path != null) {
            path.write(out);
        }
    }

    /**
     * The proposals.
     *
     * @return the items in their order, unmodifiable
     */
    public List<Item> items() {
        return items;
    }

    /**
     * The update path.
     *
     * @return the path, or null when the commit has none
     */
    public @Nullable UpdatePath path() {
        return path;
    }
}
