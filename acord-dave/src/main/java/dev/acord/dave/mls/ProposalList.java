package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.ProposalRef;
import dev.acord.dave.mls.message.PskId;
import dev.acord.dave.mls.message.Sender;
import dev.acord.dave.mls.tree.Extension;
import dev.acord.dave.mls.tree.LeafNode;
import dev.acord.dave.mls.tree.RatchetTree;
import dev.acord.dave.mls.tree.TreeValidator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The proposals of one commit, resolved and validated as a list (RFC 9420, sections 12.2 to 12.4). Immutable. */
final class ProposalList {

    private final List<Entry> entries;

    private ProposalList(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** A proposal with its sender. */
    private record Entry(Proposal proposal, Sender sender) {}

    /** What became of the tree. */
    static final class Applied {
        final RatchetTree tree;
        final List<Extension> extensions;
        /** The key packages of new members by their leaf index, in the order of the commit. */
        final List<Integer> addedLeaves = new ArrayList<>();

        final List<KeyPackage> addedKeyPackages = new ArrayList<>();

        private Applied(RatchetTree tree, List<Extension> extensions) {
            this.tree = tree;
            this.extensions = extensions;
        }

        Set<Integer> addedLeafSet() {
            return new HashSet<>(addedLeaves);
        }
    }

    /** The proposals that we are about to commit, by reference. */
    static ProposalList of(PublicState state, int committer, Collection<ProposalMessage> proposals)
            throws MlsException {
        List<Commit.Item> items = proposals.stream()
                .map(proposal -> Commit.Item.byReference(proposal.ref()))
                .toList();
        return resolve(state, items, committer, proposals);
    }

    /** The proposals of a commit: those in it, and those that it refers to. */
    static ProposalList resolve(
            PublicState state, List<Commit.Item> items, int committer, Collection<ProposalMessage> known)
            throws MlsException {
        Map<ProposalRef, ProposalMessage> byRef = new HashMap<>();
        known.forEach(message -> byRef.put(message.ref(), message));
        List<Entry> entries = new ArrayList<>();
        for (Commit.Item item : items) {
            Proposal inline = item.proposal();
            if (inline != null) {
                state.policy.checkProposalByValue();
                Sender sender = new Sender(Sender.Kind.MEMBER, committer);
                state.validateProposal(inline, sender);
                entries.add(new Entry(inline, sender));
                continue;
            }
            ProposalMessage message = byRef.remove(item.ref());
            if (message == null) {
                throw new MlsException(
                        Reason.UNKNOWN_PROPOSAL, "the commit refers to an unknown or repeated proposal " + item.ref());
            }
            if (!message.isFor(state)) {
                throw new MlsException(Reason.WRONG_EPOCH, "proposal " + message.ref() + " is of another epoch");
            }
            entries.add(new Entry(message.proposal(), message.sender()));
        }
        ProposalList list = new ProposalList(entries);
        list.validate(state, committer);
        return list;
    }

    /** Section 12.2. */
    private void validate(PublicState state, int committer) throws MlsException {
        if (entries.isEmpty()) {
            state.policy.checkEmptyCommit();
        }
        if (new HashSet<>(pskIds()).size() < pskIds().size()) {
            throw new MlsException(Reason.INVALID_PROPOSALS, "a pre-shared key is named twice");
        }
        Set<Long> changedLeaves = new HashSet<>();
        boolean extensionsSeen = false;
        for (Entry entry : entries) {
            Proposal proposal = entry.proposal;
            if (proposal instanceof Proposal.Update && entry.sender.index() == committer) {
                throw new MlsException(Reason.INVALID_PROPOSALS, "an update of the committer itself");
            }
            if (proposal instanceof Proposal.Remove remove && remove.leaf() == committer) {
                throw new MlsException(Reason.INVALID_PROPOSALS, "a commit that removes its committer");
            }
            long changed = proposal instanceof Proposal.Remove remove
                    ? remove.leaf()
                    : proposal instanceof Proposal.Update ? entry.sender.index() : -1;
            if (changed >= 0 && !changedLeaves.add(changed)) {
                throw new MlsException(Reason.INVALID_PROPOSALS, "leaf " + changed + " is changed twice");
            }
            if (proposal instanceof Proposal.GroupContextExtensions) {
                if (extensionsSeen) {
                    throw new MlsException(Reason.INVALID_PROPOSALS, "two replacements of the group's extensions");
                }
                extensionsSeen = true;
            }
        }
    }

    /** Whether the commit needs a path (section 12.4): not when it only adds members or pre-shared keys. */
    boolean needsPath() {
        return entries.isEmpty()
                || !entries.stream()
                        .allMatch(entry -> entry.proposal instanceof Proposal.Add
                                || entry.proposal instanceof Proposal.PreSharedKey);
    }

    /** The pre-shared keys that the new epoch depends on. */
    List<PskId> pskIds() {
        List<PskId> ids = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.proposal instanceof Proposal.PreSharedKey key) {
                ids.add(key.id());
            }
        }
        return ids;
    }

    boolean removes(int leaf) {
        return entries.stream()
                .anyMatch(entry -> entry.proposal instanceof Proposal.Remove remove && remove.leaf() == leaf);
    }

    /** Applies the list to a copy of the group's tree (section 12.3), and validates the result. */
    Applied apply(PublicState state) throws MlsException {
        List<Extension> extensions = state.extensions;
        for (Entry entry : entries) {
            if (entry.proposal instanceof Proposal.GroupContextExtensions replacement) {
                extensions = replacement.extensions();
            }
        }
        Applied applied = new Applied(state.tree.copy(), extensions);
        for (Entry entry : entries) {
            if (entry.proposal instanceof Proposal.Update update) {
                applied.tree.update((int) entry.sender.index(), update.leaf());
            }
        }
        for (Entry entry : entries) {
            if (entry.proposal instanceof Proposal.Remove remove) {
                applied.tree.remove((int) remove.leaf());
            }
        }
        for (Entry entry : entries) {
            if (entry.proposal instanceof Proposal.Add add) {
                LeafNode leaf = add.keyPackage().leaf();
                applied.addedLeaves.add(applied.tree.add(leaf));
                applied.addedKeyPackages.add(add.keyPackage());
            }
        }
        TreeValidator.validateKeys(applied.tree);
        TreeValidator.validateExtensions(applied.tree, extensions);
        state.policy.checkMembers(applied.tree);
        return applied;
    }
}
