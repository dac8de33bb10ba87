package dev.acord.sim.dave;

import dev.acord.dave.mls.Member;
import dev.acord.dave.mls.ProposalMessage;
import dev.acord.dave.mls.PublicGroup;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.ProposalRef;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Welcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One group: what is to be proposed, what is proposed, and which commit fits.
 *
 * <pre>
 * unestablished: epoch 0, every pending member has a group of its own; proposals to add a member go to all others
 *      | the first commit
 * established: proposals go to the members of the group
 * </pre>
 *
 * <p>A group that is given up is replaced by a new object. Not thread safe.
 */
final class GroupDelivery {

    /** A proposal that is out. */
    private static final class Sent {
        final byte[] message;
        /** Who is to be added, and by which key package; null for a removal. */
        final @Nullable DaveMember subject;

        final @Nullable KeyPackage keyPackage;

        Sent(byte[] message, @Nullable DaveMember subject, @Nullable KeyPackage keyPackage) {
            this.message = message;
            this.subject = subject;
            this.keyPackage = keyPackage;
        }
    }

    /** A commit that fits, and the group that it leads to. */
    static final class Winner {
        final CommitMessage message;
        final PublicGroup next;
        /** New members and their parts of the welcome. */
        final Map<DaveMember, byte[]> welcomes;

        private Winner(CommitMessage message, PublicGroup next, Map<DaveMember, byte[]> welcomes) {
            this.message = message;
            this.next = next;
            this.welcomes = welcomes;
        }
    }

    private final GroupAuthority authority;
    private final Collection<DaveMember> present;
    private final Map<ProposalRef, Sent> sent = new LinkedHashMap<>();
    private final Set<DaveMember> toAdd = new LinkedHashSet<>();
    private final Set<Integer> toRemove = new LinkedHashSet<>();
    private @Nullable PublicGroup group;

    /** A group that is not established; the members are a view of those that are there. */
    GroupDelivery(GroupAuthority authority, Collection<DaveMember> present) {
        this.authority = authority;
        this.present = present;
        for (DaveMember member : present) {
            member.leave();
            member.add = null;
            if (member.keyPackage != null) {
                toAdd.add(member);
            }
        }
    }

    @Nullable
    PublicGroup group() {
        return group;
    }

    boolean isEstablished() {
        return group != null;
    }

    private long epoch() {
        return group == null ? 0 : group.epoch();
    }

    List<DaveMember> established() {
        return present.stream().filter(DaveMember::isEstablished).toList();
    }

    /** Who commits, and so must hear of proposals. */
    private List<DaveMember> committers() {
        return group == null ? present.stream().filter(m -> m.negotiated).toList() : established();
    }

    /** A member came while the group is not established: it hears what is proposed already. */
    void catchUp(DaveMember member) {
        if (group == null) {
            append(member, sent);
        }
    }

    /** A member is to be added by this key package; if it is in the group, its old leaf goes. */
    void offer(DaveMember member, KeyPackage keyPackage) {
        expel(member);
        revoke(member);
        member.keyPackage = keyPackage;
        toAdd.add(member);
    }

    /** A member left; it is not among those present any more. */
    void withdraw(DaveMember member) {
        expel(member);
        revoke(member);
        toAdd.remove(member);
    }

    /** A member is pending from now on, and its leaf is to be removed. */
    void expel(DaveMember member) {
        if (member.isEstablished()) {
            toRemove.add(member.leaf());
            member.leave();
        }
    }

    private void revoke(DaveMember member) {
        ProposalRef ref = member.add;
        if (ref == null) {
            return;
        }
        sent.remove(ref);
        member.add = null;
        for (DaveMember other : present) {
            if (other.proposals.has(ref)) {
                other.sendRevocation(ref);
            }
        }
    }

    boolean hasUnsent() {
        return !toAdd.isEmpty() || !toRemove.isEmpty();
    }

    /** Proposes what is to be proposed. */
    void propose() {
        Map<ProposalRef, Sent> batch = new LinkedHashMap<>();
        for (int leaf : toRemove) {
            byte[] message = authority.proposeRemove(epoch(), leaf);
            batch.put(ref(message), new Sent(message, null, null));
        }
        for (DaveMember member : toAdd) {
            KeyPackage keyPackage = member.keyPackage;
            if (keyPackage != null) {
                byte[] message = authority.proposeAdd(epoch(), keyPackage);
                member.add = ref(message);
                batch.put(ref(message), new Sent(message, member, keyPackage));
            }
        }
        toRemove.clear();
        toAdd.clear();
        sent.putAll(batch);
        for (DaveMember member : committers()) {
            append(member, batch);
        }
    }

    private static void append(DaveMember member, Map<ProposalRef, Sent> batch) {
        List<ProposalRef> refs = new ArrayList<>();
        List<byte[]> messages = new ArrayList<>();
        batch.forEach((ref, proposal) -> {
            if (proposal.subject != member) {
                refs.add(ref);
                messages.add(proposal.message);
            }
        });
        if (!refs.isEmpty()) {
            member.sendProposals(refs, messages);
        }
    }

    private static ProposalRef ref(byte[] message) {
        try {
            return PublicMessage.parse(message).ref();
        } catch (MlsException e) {
            throw new IllegalStateException("a proposal of our own does not parse", e);
        }
    }

    /**
     * Checks a commit that refers to all proposals that its sender knows.
     *
     * @throws MlsException when the commit is not valid
     * @throws WelcomeException when the commit is, and its welcome is not
     */
    Winner check(CommitMessage message) throws MlsException, WelcomeException {
        PublicGroup before = groupOf(message);
        List<ProposalMessage> proposals = new ArrayList<>();
        Map<DaveMember, KeyPackage> added = new LinkedHashMap<>();
        for (ProposalRef ref : message.refs) {
            Sent proposal = sent.get(ref);
            if (proposal == null) {
                throw new MlsException(Reason.UNKNOWN_PROPOSAL, "a proposal that is not out");
            }
            proposals.add(before.parseProposal(proposal.message));
            if (proposal.subject != null && proposal.keyPackage != null) {
                added.put(proposal.subject, proposal.keyPackage);
            }
        }
        PublicGroup next = before.process(message.commit, proposals);
        return new Winner(message, next, welcomes(message.welcome, added));
    }

    /** The group that a commit starts from: before the first one, each pending member is alone in its own. */
    private PublicGroup groupOf(CommitMessage message) throws MlsException {
        DaveMember sender = message.sender;
        if (group != null) {
            if (message.senderLeaf != sender.leaf()) {
                throw new MlsException(Reason.WRONG_SENDER, "a commit in the name of leaf " + message.senderLeaf);
            }
            return group;
        }
        KeyPackage keyPackage = sender.keyPackage;
        if (keyPackage == null) {
            throw new MlsException(Reason.WRONG_SENDER, "a commit of a member that has sent no key package");
        }
        return PublicGroup.create(authority.policy, keyPackage);
    }

    private static Map<DaveMember, byte[]> welcomes(@Nullable Welcome welcome, Map<DaveMember, KeyPackage> added)
            throws WelcomeException {
        if ((welcome == null ? 0 : welcome.recipients()) != added.size()) {
            throw new WelcomeException((welcome == null ? "no welcome" : "a welcome for " + welcome.recipients())
                    + " with " + added.size() + " members added");
        }
        Map<DaveMember, byte[]> subsets = new LinkedHashMap<>();
        for (Map.Entry<DaveMember, KeyPackage> each : added.entrySet()) {
            if (welcome != null) {
                try {
                    subsets.put(each.getKey(), welcome.subset(each.getValue().ref()));
                } catch (MlsException e) {
                    throw new WelcomeException("no welcome for "
                            + Long.toUnsignedString(each.getKey().userId()));
                }
            }
        }
        return subsets;
    }

    /** Enters the next epoch. */
    void accept(Winner winner) {
        group = winner.next;
        sent.clear();
        Set<DaveMember> entering = new LinkedHashSet<>(winner.welcomes.keySet());
        entering.add(winner.message.sender);
        for (DaveMember member : present) {
            member.proposals.clear();
        }
        for (Member member : winner.next.members()) {
            for (DaveMember each : entering) {
                if (each.userId() == member.userId()) {
                    each.enter(member.leafIndex());
                }
            }
        }
    }
}
