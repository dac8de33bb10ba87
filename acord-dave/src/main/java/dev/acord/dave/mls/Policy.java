package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.message.ExternalSender;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.PskId;
import dev.acord.dave.mls.message.Sender;
import dev.acord.dave.mls.tree.Credential;
import dev.acord.dave.mls.tree.Extension;
import dev.acord.dave.mls.tree.LeafNode;
import dev.acord.dave.mls.tree.RatchetTree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a group allows beyond the rules of RFC 9420. Immutable.
 *
 * <p>DAVE's policy: one certain group id; one certain external sender as the only extension of the group; proposals are
 * Adds and Removes of that sender, and commits refer to them and are never empty; identities are user ids of eight bytes
 * and occur once.
 */
public final class Policy {

    private static final int USER_ID_BYTES = 8;

    private final byte @Nullable [] groupId;
    private final List<Extension> extensions;
    private final boolean dave;
    private final @Nullable PskSource pskSource;

    private Policy(byte @Nullable [] groupId, List<Extension> extensions, boolean dave, @Nullable PskSource pskSource) {
        this.groupId = groupId;
        this.extensions = extensions;
        this.dave = dave;
        this.pskSource = pskSource;
    }

    /**
     * The policy of a DAVE group.
     *
     * @param groupId the group id: the channel id as 8 bytes, big-endian; copied
     * @param externalSender the voice gateway
     * @return the policy
     */
    public static Policy dave(byte[] groupId, ExternalSender externalSender) {
        return new Policy(groupId.clone(), List.of(externalSender.toExtension()), true, null);
    }

    /** Nothing beyond RFC 9420; a group that is created has the given id and extensions. */
    static Policy general(byte @Nullable [] groupId, List<Extension> extensions, @Nullable PskSource pskSource) {
        return new Policy(groupId, List.copyOf(extensions), false, pskSource);
    }

    /** Knows the PSK secret (section 8.4) of some pre-shared keys; for groups that are not DAVE's. */
    interface PskSource {
        byte[] pskSecret(List<PskId> ids) throws MlsException;
    }

    /** The PSK secret of an epoch. */
    byte[] pskSecret(List<PskId> ids) throws MlsException {
        if (ids.isEmpty()) {
            return EpochSecrets.NO_PSK;
        }
        if (pskSource == null) {
            throw new MlsException(Reason.UNSUPPORTED, "pre-shared keys are not supported");
        }
        return pskSource.pskSecret(ids);
    }

    /** The id and extensions of a group that is created. */
    GroupContext initialContext(byte[] treeHash) {
        if (groupId == null) {
            throw new IllegalStateException("the policy has no group id");
        }
        return new GroupContext(groupId.clone(), 0, treeHash, new byte[0], extensions);
    }

    /** The public state of a group that is created. */
    PublicState initialState(RatchetTree tree) {
        GroupContext context = initialContext(tree.treeHash());
        return new PublicState(this, context.groupId(), 0, extensions, tree);
    }

    /** Checks a context that somebody else made. */
    void checkContext(GroupContext context) throws MlsException {
        if (groupId != null && !context.isGroup(groupId)) {
            throw new MlsException(Reason.WRONG_GROUP, "the welcome is for another group");
        }
        if (dave
                && !(context.extensions().size() == 1
                        && context.extensions().get(0).matches(extensions.get(0)))) {
            throw new MlsException(Reason.POLICY, "the group's only extension must be the known external sender");
        }
    }

    /** Whether a sender may propose something. */
    void checkProposal(Proposal proposal, Sender sender) throws MlsException {
        boolean addOrRemove = proposal instanceof Proposal.Add || proposal instanceof Proposal.Remove;
        boolean external = sender.kind() == Sender.Kind.EXTERNAL;
        if (dave && !(addOrRemove && external)) {
            throw new MlsException(Reason.POLICY, "only the external sender proposes, and only adds and removes");
        }
        if (external && proposal instanceof Proposal.Update) {
            throw new MlsException(Reason.WRONG_SENDER, "an update of somebody who is no member");
        }
    }

    /** Whether a commit may carry a proposal itself. */
    void checkProposalByValue() throws MlsException {
        if (dave) {
            throw new MlsException(Reason.POLICY, "a commit must refer to its proposals");
        }
    }

    /** Whether a commit may be without proposals. */
    void checkEmptyCommit() throws MlsException {
        if (dave) {
            throw new MlsException(Reason.POLICY, "a commit without proposals");
        }
    }

    /** Checks one member. */
    void checkLeaf(LeafNode leaf) throws MlsException {
        if (dave && leaf.credential().size() != USER_ID_BYTES) {
            throw new MlsException(
                    Reason.POLICY, "an identity of " + leaf.credential().size() + " bytes");
        }
    }

    /** Checks all members: each identity once. */
    void checkMembers(RatchetTree tree) throws MlsException {
        if (!dave) {
            return;
        }
        Set<Credential> seen = new HashSet<>();
        for (int index = 0; index < tree.leafCapacity(); index++) {
            LeafNode leaf = tree.leaf(index);
            if (leaf != null) {
                checkLeaf(leaf);
                if (!seen.add(leaf.credential())) {
                    throw new MlsException(Reason.POLICY, "user " + leaf.credential() + " is a member twice");
                }
            }
        }
    }
}
