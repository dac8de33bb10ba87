package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Sender;
import dev.acord.dave.mls.tree.LeafNode;
import dev.acord.dave.mls.tree.PathSecrets;
import dev.acord.dave.mls.tree.RatchetTree;
import dev.acord.dave.mls.tree.UpdatePath;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group as somebody sees it who is no member but reads all messages from its creation on: a delivery service. It has no
 * secrets. Immutable: processing a commit gives a successor, and a refused one leaves no trace.
 *
 * <p>What it can tell: the members with their places and signature keys, and the epoch. What it cannot:
 *
 * <ul>
 *   <li>The transcript. Its first hash is made with a secret of the creator (RFC 9420, section 11), and every later group
 *       context contains it. So a commit's own signature, which covers the group context, can be verified in epoch 0 at
 *       most. Later the signature of a path's leaf shows that a commit is its member's; a commit without a path is taken
 *       on its word: a delivery service knows by other means who sent it.
 *   <li>The creator's leaf, when it is not the one of its key package: nothing says that it must be, and some clients have
 *       another one in the group that they create. The first commit's signature shows which it is, since it covers the
 *       tree's hash. Without that leaf the {@linkplain #treeHash() tree hash} and parent hashes stay unknown.
 *   <li>Membership and confirmation tags: they need secrets.
 * </ul>
 */
public final class PublicGroup {

    private final PublicState state;
    private final boolean exact;

    private PublicGroup(PublicState state, boolean exact) {
        this.state = state;
        this.exact = exact;
    }

    /**
     * A group with one member, as its creator makes it.
     *
     * @param policy the group's policy, with its id and external sender
     * @param creator a key package of the creator, with the same signature key
     * @return the group, in epoch 0
     * @throws MlsException if the policy does not allow this member
     */
    public static PublicGroup create(Policy policy, KeyPackage creator) throws MlsException {
        MemberRules.validateAdd(creator, policy);
        return new PublicGroup(policy.initialState(new RatchetTree(creator.leaf())), true);
    }

    /**
     * Parses and verifies a proposal for this epoch (sections 6 and 12.1).
     *
     * @param message an MLSMessage with a proposal of the external sender
     * @return the proposal, to be kept by the caller
     * @throws MlsException if it is malformed, of another group or epoch, of a member, not signed by its sender, or not
     *     valid
     */
    public ProposalMessage parseProposal(byte[] message) throws MlsException {
        PublicMessage parsed = PublicMessage.parse(message);
        Proposal proposal = parsed.proposal();
        if (proposal == null) {
            throw new MlsException(Reason.MALFORMED, "a commit instead of a proposal");
        }
        state.requireEpoch(parsed);
        if (parsed.sender().kind() != Sender.Kind.EXTERNAL) {
            throw new MlsException(Reason.WRONG_SENDER, "a proposal of a member, which cannot be verified");
        }
        state.policy.checkProposal(proposal, parsed.sender());
        state.verifyExternal(parsed);
        state.validateProposal(proposal, parsed.sender());
        return new ProposalMessage(parsed, proposal);
    }

    /**
     * Processes a commit (section 12.4.2): its group, epoch and sender, its proposals, and the whole path: keys, leaf, the
     * leaf's signature, the number of secrets at each node, and parent hashes where the tree is known. As DAVE wants it of
     * a voice gateway, the committer keeps its signature key.
     *
     * @param commit an MLSMessage
     * @param proposals the verified proposals of this epoch that the caller keeps
     * @return the group of the next epoch
     * @throws MlsException if the commit is refused
     */
    public PublicGroup process(byte[] commit, Collection<ProposalMessage> proposals) throws MlsException {
        PublicMessage message = StagedCommit.open(state, commit);
        LeafNode sender = state.senderLeaf(message.sender());
        boolean stillExact = exact && (state.epoch != 0 || isSignedBy(message, sender));
        StagedCommit staged = StagedCommit.stage(state, message, proposals);
        UpdatePath path = staged.path;
        if (path != null) {
            if (!Arrays.equals(path.leaf().signatureKey(), sender.signatureKey())) {
                throw new MlsException(Reason.POLICY, "a commit that changes its committer's signature key");
            }
            staged.mergePath(state, stillExact);
            PathSecrets.checkCounts(path, staged.applied.tree, staged.committer, staged.applied.addedLeafSet());
        }
        return new PublicGroup(state.successor(staged), stillExact);
    }

    /** Whether the creator signed in a group that has exactly this leaf. */
    private boolean isSignedBy(PublicMessage message, LeafNode creator) {
        try {
            message.verifySignature(state.policy.initialContext(state.tree.treeHash()), creator.signatureKey());
            return true;
        } catch (MlsException e) {
            return false;
        }
    }

    /**
     * The members.
     *
     * @return the members by increasing leaf index
     */
    public List<Member> members() {
        return state.members();
    }

    /**
     * The group id.
     *
     * @return a copy
     */
    public byte[] groupId() {
        return state.groupId.clone();
    }

    /**
     * The epoch.
     *
     * @return an unsigned number
     */
    public long epoch() {
        return state.epoch;
    }

    /**
     * The hash of the ratchet tree (section 7.8): equal to the members' when all saw the same commits.
     *
     * @return a copy, 32 bytes; null when the creator's leaf is not known
     */
    public byte @Nullable [] treeHash() {
        return exact ? state.tree.treeHash().clone() : null;
    }

    @Override
    public String toString() {
        return "epoch " + Long.toUnsignedString(state.epoch) + " with " + members();
    }
}
