package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.message.ExternalSender;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Sender;
import dev.acord.dave.mls.tree.Extension;
import dev.acord.dave.mls.tree.LeafNode;
import dev.acord.dave.mls.tree.RatchetTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What members and observers of an epoch know alike: no secrets, and no transcript, which begins with one. Immutable. */
final class PublicState {

    final Policy policy;
    final byte[] groupId;
    final long epoch;
    final List<Extension> extensions;
    final RatchetTree tree;

    /** The arguments are owned by the state from now on. */
    PublicState(Policy policy, byte[] groupId, long epoch, List<Extension> extensions, RatchetTree tree) {
        this.policy = policy;
        this.groupId = groupId;
        this.epoch = epoch;
        this.extensions = extensions;
        this.tree = tree;
    }

    /** Whether a message belongs to this epoch of this group. */
    boolean isOf(PublicMessage message) {
        return Arrays.equals(groupId, message.groupId()) && message.epoch() == epoch;
    }

    void requireEpoch(PublicMessage message) throws MlsException {
        if (!Arrays.equals(groupId, message.groupId())) {
            throw new MlsException(Reason.WRONG_GROUP, "a message for another group");
        }
        if (message.epoch() != epoch) {
            throw new MlsException(
                    Reason.WRONG_EPOCH,
                    "a message of epoch " + Long.toUnsignedString(message.epoch()) + " in epoch "
                            + Long.toUnsignedString(epoch));
        }
    }

    /** The leaf of the member that claims to have sent a message. */
    LeafNode senderLeaf(Sender sender) throws MlsException {
        LeafNode leaf = tree.leaf(sender.index());
        if (leaf == null) {
            throw new MlsException(Reason.WRONG_SENDER, "leaf " + sender.index() + " is blank");
        }
        return leaf;
    }

    /** Verifies the signature of a message from outside. */
    void verifyExternal(PublicMessage message) throws MlsException {
        List<ExternalSender> senders = ExternalSender.of(extensions);
        long index = message.sender().index();
        if (index >= senders.size()) {
            throw new MlsException(Reason.WRONG_SENDER, "there is no external sender " + index);
        }
        message.verifyExternalSignature(senders.get((int) index).signatureKey());
    }

    /** Whether a proposal is valid by itself (section 12.1). */
    void validateProposal(Proposal proposal, Sender sender) throws MlsException {
        policy.checkProposal(proposal, sender);
        if (proposal instanceof Proposal.Add add) {
            MemberRules.validateAdd(add.keyPackage(), policy);
        } else if (proposal instanceof Proposal.Update update) {
            MemberRules.validateUpdate(update.leaf(), (int) sender.index(), this);
        } else if (proposal instanceof Proposal.Remove remove && tree.leaf(remove.leaf()) == null) {
            throw new MlsException(Reason.INVALID_PROPOSALS, "leaf " + remove.leaf() + " cannot be removed: blank");
        }
    }

    /** The state that a staged commit leads to. */
    PublicState successor(StagedCommit staged) {
        return new PublicState(policy, groupId, epoch + 1, staged.applied.extensions, staged.applied.tree);
    }

    List<Member> members() {
        List<Member> members = new ArrayList<>();
        for (int index = 0; index < tree.leafCapacity(); index++) {
            LeafNode leaf = tree.leaf(index);
            if (leaf != null) {
                members.add(new Member(index, leaf));
            }
        }
        return members;
    }
}
