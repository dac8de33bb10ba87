package dev.acord.dave;

import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.ProposalMessage;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.ProposalRef;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has been proposed in the present epoch, and our own commits that may still win it. */
final class EpochProposals {
    /** More than a call has members, for adds and removes. */
    static final int MAX_PROPOSALS = 2_048;

    /** Every message of proposals makes a commit; of those that are out, the newest are the likeliest to come back. */
    static final int MAX_COMMITS = 64;

    private final Map<ProposalRef, ProposalMessage> proposals = new LinkedHashMap<>();
    private final ArrayDeque<PendingCommit> commits = new ArrayDeque<>();

    boolean isEmpty() {
        return proposals.isEmpty();
    }

    Collection<ProposalMessage> all() {
        return proposals.values();
    }

    /** Adds proposals; one that is there already counts once. */
    void append(List<ProposalMessage> added) throws MlsException {
        if (proposals.size() + added.size() > MAX_PROPOSALS) {
            throw new MlsException(Reason.TOO_LARGE, "more than " + MAX_PROPOSALS + " proposals in an epoch");
        }
        for (ProposalMessage proposal : added) {
            proposals.putIfAbsent(proposal.ref(), proposal);
        }
    }

    /** Takes proposals back; all of them or, if one is not known, none. */
    void revoke(List<ProposalRef> refs) throws MlsException {
        for (ProposalRef ref : refs) {
            if (!proposals.containsKey(ref)) {
                throw new MlsException(Reason.UNKNOWN_PROPOSAL, "a revoked proposal that was never made");
            }
        }
        refs.forEach(proposals::remove);
    }

    /** Whether somebody is to be removed. */
    boolean removes(int leafIndex) {
        return proposals.values().stream()
                .anyMatch(each -> each.proposal() instanceof Proposal.Remove remove && remove.leaf() == leafIndex);
    }

    /** Commits all that is proposed, on the group as it is; returns the commit and, when it adds members, the welcome behind it. */
    byte[] commit(Group group, SecureRandom random) throws MlsException {
        PendingCommit commit = group.commit(proposals.values(), random);
        if (commits.size() == MAX_COMMITS) {
            commits.remove().wipe();
        }
        commits.add(commit);
        byte[] welcome = commit.welcome();
        MlsWriter out = new MlsWriter().bytes(commit.commit());
        return (welcome == null ? out : out.bytes(welcome)).toBytes();
    }

    /** Our own commit with these bytes; null when it is not ours. */
    @Nullable
    PendingCommit ownCommit(byte[] message) {
        for (PendingCommit commit : commits) {
            if (commit.matches(message)) {
                return commit;
            }
        }
        return null;
    }

    /** The epoch is over: forgets everything but the commit that won it. */
    void clear(@Nullable PendingCommit winner) {
        clearCommits(winner);
        proposals.clear();
    }

    /** The group's first member has another key package now: what was proposed still holds, what we committed does not. */
    void clearCommits() {
        clearCommits(null);
    }

    private void clearCommits(@Nullable PendingCommit winner) {
        for (PendingCommit commit : commits) {
            if (commit != winner) {
                commit.wipe();
            }
        }
        commits.clear();
    }
}
