package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Sender;
import dev.acord.dave.mls.tree.Extension;
import dev.acord.dave.mls.tree.LeafNode;
import dev.acord.dave.mls.tree.NodeKeys;
import dev.acord.dave.mls.tree.RatchetTree;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;

/**
 * One member's view of one epoch of a group (RFC 9420).
 *
 * <p>Immutable: every operation leaves it as it is, also when it fails, and gives a successor with secrets of its own.
 * So it may be used by several threads, except for {@link #wipe()}, after which only {@link #epoch()},
 * {@link #members()} and the like still work.
 */
public final class Group {

    private final PublicState state;
    private final GroupContext context;
    private final int ownLeaf;
    private final NodeKeys keys;
    private final SignatureKeyPair signer;
    private final EpochSecrets secrets;
    private final byte[] interimTranscriptHash;
    private boolean wiped;

    /** The arguments are owned by the group from now on. */
    Group(
            Policy policy,
            GroupContext context,
            RatchetTree tree,
            int ownLeaf,
            NodeKeys keys,
            SignatureKeyPair signer,
            EpochSecrets secrets,
            byte[] confirmationTag) {
        this.state = new PublicState(policy, context.groupId(), context.epoch(), context.extensions(), tree);
        this.context = context;
        this.ownLeaf = ownLeaf;
        this.keys = keys;
        this.signer = signer;
        this.secrets = secrets;
        this.interimTranscriptHash = interimTranscriptHash(context.confirmedTranscriptHash(), confirmationTag);
    }

    /** Section 8.2. */
    static byte[] interimTranscriptHash(byte[] confirmedTranscriptHash, byte[] confirmationTag) {
        return Kdf.hash(
                confirmedTranscriptHash, new MlsWriter().vector(confirmationTag).toBytes());
    }

    /**
     * A new group with one member (section 11).
     *
     * @param policy the group's policy, with its id and external sender
     * @param bundle our key package; stays with the caller
     * @param random the source
     * @return the group, in epoch 0
     */
    public static Group create(Policy policy, KeyPackageBundle bundle, SecureRandom random) {
        RatchetTree tree = new RatchetTree(bundle.keyPackage().leaf());
        GroupContext context = policy.initialContext(tree.treeHash());
        byte[] epochSecret = new byte[Kdf.HASH_BYTES];
        random.nextBytes(epochSecret);
        EpochSecrets secrets = EpochSecrets.ofEpoch(epochSecret);
        NodeKeys keys = new NodeKeys();
        keys.put(0, bundle.leafPair().copy());
        return new Group(
                policy, context, tree, 0, keys, bundle.signer().copy(), secrets, secrets.confirmationTag(context));
    }

    /**
     * Joins a group (section 12.4.3.1).
     *
     * @param policy the policy that the group must have
     * @param bundles our key packages that are out; the one that the welcome is for is used; they stay with the caller
     * @param welcome a Welcome, bare or in an MLSMessage, with the ratchet tree inline
     * @return the group
     * @throws MlsException if the welcome is not for us, or anything in it is not valid
     */
    public static Group join(Policy policy, Collection<KeyPackageBundle> bundles, byte[] welcome) throws MlsException {
        return WelcomeProcessor.join(policy, bundles, welcome, null);
    }

    /**
     * Parses and verifies a proposal for this epoch (sections 6 and 12.1).
     *
     * @param message an MLSMessage
     * @return the proposal, to be kept by the caller
     * @throws MlsException if it is malformed, of another group or epoch, not signed by a sender who may, or not valid
     */
    public ProposalMessage parseProposal(byte[] message) throws MlsException {
        requireAlive();
        PublicMessage parsed = PublicMessage.parse(message);
        Proposal proposal = parsed.proposal();
        if (proposal == null) {
            throw new MlsException(Reason.MALFORMED, "a commit instead of a proposal");
        }
        state.requireEpoch(parsed);
        state.policy.checkProposal(proposal, parsed.sender());
        verifySender(parsed);
        state.validateProposal(proposal, parsed.sender());
        return new ProposalMessage(parsed, proposal);
    }

    /** Verifies the tags and the signature of a message of this epoch. */
    void verifySender(PublicMessage message) throws MlsException {
        if (message.sender().kind() == Sender.Kind.MEMBER) {
            LeafNode leaf = state.senderLeaf(message.sender());
            message.verifyMembership(context, secrets.membershipKey());
            message.verifySignature(context, leaf.signatureKey());
        } else {
            state.verifyExternal(message);
        }
    }

    /**
     * Commits proposals (section 12.4.1), with a path only if one of them is not an Add.
     *
     * @param proposals verified proposals of this epoch, in the order in which adds take their places
     * @param random the source
     * @return the commit, its welcome, and the group that it leads to
     * @throws MlsException if the proposals may not be committed together, or not by us
     */
    public PendingCommit commit(Collection<ProposalMessage> proposals, SecureRandom random) throws MlsException {
        return commit(proposals, false, random);
    }

    /** The same, with a path where none is needed. */
    PendingCommit commit(Collection<ProposalMessage> proposals, boolean withPath, SecureRandom random)
            throws MlsException {
        requireAlive();
        return CommitBuilder.build(this, proposals, withPath, random);
    }

    /**
     * Processes another member's commit (section 12.4.2).
     *
     * @param message an MLSMessage
     * @param proposals the verified proposals of this epoch that the caller keeps
     * @return the group of the next epoch
     * @throws MlsException if the commit is refused; with the reason OWN_COMMIT if we sent it, REMOVED if it removes us
     */
    public Group process(byte[] message, Collection<ProposalMessage> proposals) throws MlsException {
        requireAlive();
        return CommitProcessor.process(this, message, proposals);
    }

    /**
     * The exporter (section 8.5).
     *
     * @param label the label
     * @param exporterContext the context
     * @param length how many bytes, 0 to 8160
     * @return the secret, the caller's
     */
    public byte[] export(String label, byte[] exporterContext, int length) {
        requireAlive();
        return secrets.export(label, exporterContext, length);
    }

    /**
     * The epoch authenticator (section 8.7): equal for all members who are in the same epoch of the same group.
     *
     * @return a copy, 32 bytes
     */
    public byte[] epochAuthenticator() {
        requireAlive();
        return secrets.authenticator();
    }

    /**
     * The members, ourselves included.
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
        return context.groupId().clone();
    }

    /**
     * The epoch.
     *
     * @return an unsigned number
     */
    public long epoch() {
        return context.epoch();
    }

    /**
     * The hash of the ratchet tree (section 7.8).
     *
     * @return a copy, 32 bytes
     */
    public byte[] treeHash() {
        return state.tree.treeHash().clone();
    }

    /**
     * Our place in the tree.
     *
     * @return the leaf index
     */
    public int ownLeafIndex() {
        return ownLeaf;
    }

    /** Overwrites the secrets of this epoch and our private keys with zeros. Successors are not affected. */
    public void wipe() {
        wiped = true;
        secrets.wipe();
        keys.wipe();
        signer.wipe();
    }

    @Override
    public String toString() {
        return "epoch " + Long.toUnsignedString(context.epoch()) + " as member " + ownLeaf;
    }

    private void requireAlive() {
        if (wiped) {
            throw new IllegalStateException("this epoch was wiped");
        }
    }

    /** The group of the next epoch; the rest of the arguments is owned by it. */
    Group successor(
            GroupContext next,
            RatchetTree nextTree,
            NodeKeys nextKeys,
            EpochSecrets nextSecrets,
            byte[] confirmationTag) {
        return new Group(state.policy, next, nextTree, ownLeaf, nextKeys, signer.copy(), nextSecrets, confirmationTag);
    }

    /** The context that a path of the next epoch is encrypted under. */
    GroupContext provisionalContext(RatchetTree nextTree, List<Extension> extensions) {
        return context.provisional(nextTree.treeHash(), extensions);
    }

    /** The public half. */
    PublicState state() {
        return state;
    }

    Policy policy() {
        return state.policy;
    }

    GroupContext context() {
        return context;
    }

    RatchetTree tree() {
        return state.tree;
    }

    NodeKeys keys() {
        return keys;
    }

    SignatureKeyPair signer() {
        return signer;
    }

    EpochSecrets secrets() {
        return secrets;
    }

    byte[] interimTranscriptHash() {
        return interimTranscriptHash;
    }
}
