package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Sender;
import dev.acord.dave.mls.tree.UpdatePath;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A commit as far as its checks need no secrets (RFC 9420, section 12.4.2). Driving order: {@link #open}, the signature,
 * {@link #stage}, {@link #mergePath}; what a member does with its secrets comes after that.
 */
final class StagedCommit {

    final PublicMessage message;
    final int committer;
    final ProposalList list;
    /** The tree is changed by {@link #mergePath}. */
    final ProposalList.Applied applied;

    final @Nullable UpdatePath path;

    private StagedCommit(
            PublicMessage message, ProposalList list, ProposalList.Applied applied, @Nullable UpdatePath path) {
        this.message = message;
        this.committer = (int) message.sender().index();
        this.list = list;
        this.applied = applied;
        this.path = path;
    }

    /** Parses a commit and checks its form, group, epoch and kind of sender; nothing is verified yet. */
    static PublicMessage open(PublicState state, byte[] data) throws MlsException {
        PublicMessage message = PublicMessage.parse(data);
        if (message.commit() == null) {
            throw new MlsException(Reason.MALFORMED, "a proposal instead of a commit");
        }
        state.requireEpoch(message);
        if (message.sender().kind() != Sender.Kind.MEMBER) {
            throw new MlsException(Reason.WRONG_SENDER, "a commit of somebody who is no member");
        }
        return message;
    }

    /** Resolves the proposals and applies them to a copy of the tree. */
    static StagedCommit stage(PublicState state, PublicMessage message, Collection<ProposalMessage> proposals)
            throws MlsException {
        Commit commit = message.commit();
        if (commit == null) {
            throw new IllegalArgumentException("no commit");
        }
        ProposalList list = ProposalList.resolve(
                state, commit.items(), (int) message.sender().index(), proposals);
        if (commit.path() == null && list.needsPath()) {
            throw new MlsException(Reason.INVALID_PATH, "a commit without the path that its proposals need");
        }
        return new StagedCommit(message, list, list.apply(state), commit.path());
    }

    /** Puts the path, where there is one, into the new tree; without its parent hash where the tree is not known exactly. */
    void mergePath(PublicState state, boolean exact) throws MlsException {
        if (path != null) {
            MemberRules.requireSuccessor(path.leaf(), committer, state);
            if (exact) {
                path.merge(applied.tree, committer, state.groupId);
            } else {
                path.mergeKeys(applied.tree, committer, state.groupId);
            }
        }
    }
}
