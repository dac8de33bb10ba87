package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.crypto.Signatures;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proposal or a commit in a PublicMessage (RFC 9420, sections 6.1 and 6.2). Immutable; arrays are not copied.
 *
 * <p>Reading checks the form only; {@link #verifyMembership} and {@link #verifySignature} do the rest.
 */
public final class PublicMessage {

    private static final String LABEL = "FramedContentTBS";
    private static final byte[] EMPTY = new byte[0];
    private static final int PROPOSAL = 2;
    private static final int COMMIT = 3;

    private final byte[] groupId;
    private final long epoch;
    private final Sender sender;
    private final @Nullable Proposal proposal;
    private final @Nullable Commit commit;
    private final byte[] content;
    private final byte[] signature;
    private final byte[] confirmationTag;
    private final byte[] membershipTag;

    private PublicMessage(MlsReader in) throws MlsException {
        int start = in.offset();
        groupId = in.vector();
        epoch = in.u64();
        sender = Sender.read(in);
        in.vector(); // the authenticated data: signed with the rest, and of no meaning here
        int at = in.offset();
        int type = in.u8();
        if (type != PROPOSAL && type != COMMIT) {
            throw new MlsException(Reason.UNSUPPORTED, at, "content of type " + type + " in a public message");
        }
        proposal = type == PROPOSAL ? Proposal.read(in) : null;
        commit = type == COMMIT ? Commit.read(in) : null;
        content = in.since(start);
        signature = in.vector();
        confirmationTag = type == COMMIT ? in.vectorOf(Kdf.HASH_BYTES, "confirmation tag") : EMPTY;
        membershipTag = sender.kind() == Sender.Kind.MEMBER ? in.vectorOf(Kdf.HASH_BYTES, "membership tag") : EMPTY;
    }

    private PublicMessage(PublicMessage unsigned, byte[] signature, byte[] confirmationTag, byte[] membershipTag) {
        this.groupId = unsigned.groupId;
        this.epoch = unsigned.epoch;
        this.sender = unsigned.sender;
        this.proposal = unsigned.proposal;
        this.commit = unsigned.commit;
        this.content = unsigned.content;
        this.signature = signature;
        this.confirmationTag = confirmationTag;
        this.membershipTag = membershipTag;
    }

    private PublicMessage(GroupId group, Sender sender, @Nullable Proposal proposal, @Nullable Commit commit) {
        this.groupId = group.id;
        this.epoch = group.epoch;
        this.sender = sender;
        this.proposal = proposal;
        this.commit = commit;
        MlsWriter out = new MlsWriter(1024).vector(groupId).u64(epoch);
        sender.write(out);
        out.length(0).u8(proposal != null ? PROPOSAL : COMMIT);
        if (proposal != null) {
            proposal.write(out);
        }
        if (commit != null) {
            commit.write(out);
        }
        this.content = out.toBytes();
        this.signature = EMPTY;
        this.confirmationTag = EMPTY;
        this.membershipTag = EMPTY;
    }

    /** A group at an epoch. */
    private static final class GroupId {
        final byte[] id;
        final long epoch;

        GroupId(byte[] id, long epoch) {
            this.id = id;
            this.epoch = epoch;
        }
    }

    /**
     * Finds the ends of messages that stand one behind the other, without looking further into them than that takes.
     *
     * @param in the messages
     * @param limit the most messages
     * @return the bytes of each MLSMessage
     * @throws MlsException if one is malformed, or there are too many
     */
    public static List<byte[]> split(MlsReader in, int limit) throws MlsException {
        List<byte[]> messages = new ArrayList<>();
        while (in.hasRemaining()) {
            if (messages.size() == limit) {
                throw new MlsException(Reason.TOO_LARGE, in.offset(), "more than " + limit + " messages");
            }
            messages.add(first(in));
        }
        return messages;
    }

    /**
     * Finds the end of the message that comes first.
     *
     * @param in the message and what follows it; afterwards stands behind it
     * @return the bytes of the MLSMessage
     * @throws MlsException if it is malformed
     */
    public static byte[] first(MlsReader in) throws MlsException {
        int start = in.offset();
        WireFormat.require(in, WireFormat.PUBLIC_MESSAGE);
        new PublicMessage(in);
        return in.since(start);
    }

    /**
     * Parses an MLSMessage with a PublicMessage.
     *
     * @param data the encoding
     * @return the message
     * @throws MlsException if it is malformed or anything else
     */
    public static PublicMessage parse(byte[] data) throws MlsException {
        MlsReader in = new MlsReader(data);
        WireFormat.require(in, WireFormat.PUBLIC_MESSAGE);
        PublicMessage message = new PublicMessage(in);
        in.finish();
        return message;
    }

    /**
     * A signed proposal from outside.
     *
     * @param groupId the group
     * @param epoch its epoch
     * @param sender the place of the sender in the group context's list
     * @param proposal the proposal
     * @param signer the sender's key pair
     * @param random for the signature
     * @return the message
     */
    public static PublicMessage externalProposal(
            byte[] groupId, long epoch, long sender, Proposal proposal, SignatureKeyPair signer, SecureRandom random) {
        PublicMessage unsigned = new PublicMessage(
                new GroupId(groupId, epoch), new Sender(Sender.Kind.EXTERNAL, sender), proposal, null);
        byte[] signature = signer.sign(LABEL, unsigned.signedContent(EMPTY), random);
        return new PublicMessage(unsigned, signature, EMPTY, EMPTY);
    }

    /**
     * A commit or proposal of a member, signed but without its tags.
     *
     * @param context the group context of the epoch that it is sent in
     * @param leaf the sender's leaf index
     * @param proposal the proposal, or null for a commit
     * @param commit the commit, or null for a proposal
     * @param signer the sender's key pair
     * @param random for the signature
     * @return the message; see {@link #withTags}
     */
    public static PublicMessage sign(
            GroupContext context,
            int leaf,
            @Nullable Proposal proposal,
            @Nullable Commit commit,
            SignatureKeyPair signer,
            SecureRandom random) {
        PublicMessage unsigned = new PublicMessage(
                new GroupId(context.groupId(), context.epoch()),
                new Sender(Sender.Kind.MEMBER, leaf),
                proposal,
                commit);
        byte[] signature = signer.sign(LABEL, unsigned.signedContent(context.encoded()), random);
        return new PublicMessage(unsigned, signature, EMPTY, EMPTY);
    }

    /**
     * Completes a member's message.
     *
     * @param context the group context of the epoch that it is sent in
     * @param membershipKey that epoch's membership key
     * @param newConfirmationTag the confirmation tag of a commit; empty for a proposal
     * @return the message, ready to be encoded
     */
    public PublicMessage withTags(GroupContext context, byte[] membershipKey, byte[] newConfirmationTag) {
        PublicMessage confirmed = new PublicMessage(this, signature, newConfirmationTag, EMPTY);
        byte[] tag = confirmed.membershipTag(context, membershipKey);
        return new PublicMessage(this, signature, newConfirmationTag, tag);
    }

    /**
     * Verifies the membership tag (section 6.2).
     *
     * @param context the group context of this epoch
     * @param membershipKey this epoch's membership key
     * @throws MlsException with the reason BAD_TAG if it does not verify
     */
    public void verifyMembership(GroupContext context, byte[] membershipKey) throws MlsException {
        if (!MessageDigest.isEqual(membershipTag, membershipTag(context, membershipKey))) {
            throw new MlsException(Reason.BAD_TAG, "the membership tag does not verify");
        }
    }

    private byte[] membershipTag(GroupContext context, byte[] membershipKey) {
        return Kdf.hmac(membershipKey, signedContent(context.encoded()), authentication());
    }

    /**
     * Verifies the signature of a member (section 6.1).
     *
     * @param context the group context of this epoch
     * @param signatureKey the sender's public key
     * @throws MlsException with the reason BAD_SIGNATURE if it does not verify
     */
    public void verifySignature(GroupContext context, byte[] signatureKey) throws MlsException {
        Signatures.verify(signatureKey, LABEL, signedContent(context.encoded()), signature);
    }

    /**
     * Verifies the signature of somebody outside of the group, which no group context is bound to (section 6.1).
     *
     * @param signatureKey the sender's public key
     * @throws MlsException with the reason BAD_SIGNATURE if it does not verify
     */
    public void verifyExternalSignature(byte[] signatureKey) throws MlsException {
        Signatures.verify(signatureKey, LABEL, signedContent(EMPTY), signature);
    }

    /**
     * The MLSMessage.
     *
     * @return the encoding
     */
    public byte[] encode() {
        MlsWriter out = header(new MlsWriter(content.length + 200).u16(WireFormat.VERSION))
                .bytes(authentication());
        return (sender.kind() == Sender.Kind.MEMBER ? out.vector(membershipTag) : out).toBytes();
    }

    /**
     * The reference of a proposal (section 5.2).
     *
     * @return the reference
     */
    public ProposalRef ref() {
        return ProposalRef.ofAuthenticatedContent(header(new MlsWriter(content.length + 200))
                .bytes(authentication())
                .toBytes());
    }

    /**
     * The transcript with this commit in it (section 8.2).
     *
     * @param interimTranscriptHash the interim transcript hash of the epoch that it is sent in
     * @return the confirmed transcript hash
     */
    public byte[] confirmedTranscriptHash(byte[] interimTranscriptHash) {
        MlsWriter input = header(new MlsWriter(content.length + 100)).vector(signature);
        return Kdf.hash(interimTranscriptHash, input.toBytes());
    }

    private byte[] signedContent(byte[] context) {
        return header(new MlsWriter(content.length + 400).u16(WireFormat.VERSION))
                .bytes(context)
                .toBytes();
    }

    private MlsWriter header(MlsWriter out) {
        return out.u16(WireFormat.PUBLIC_MESSAGE.value()).bytes(content);
    }

    private byte[] authentication() {
        MlsWriter out = new MlsWriter(160).vector(signature);
        return (commit == null ? out : out.vector(confirmationTag)).toBytes();
    }

    /**
     * The group.
     *
     * @return the id; not a copy
     */
    public byte[] groupId() {
        return groupId;
    }

    /**
     * The epoch.
     *
     * @return an unsigned number
     */
    public long epoch() {
        return epoch;
    }

    /**
     * Who claims to have sent it.
     *
     * @return the sender
     */
    public Sender sender() {
        return sender;
    }

    /**
     * The proposal.
     *
     * @return the proposal, or null for a commit
     */
    public @Nullable Proposal proposal() {
        return proposal;
    }

    /**
     * The commit.
     *
     * @return the commit, or null for a proposal
     */
    public @Nullable Commit commit() {
        return commit;
    }

    /**
     * The confirmation tag of a commit.
     *
     * @return 32 bytes, empty for a proposal; not a copy
     */
    public byte[] confirmationTag() {
        return confirmationTag;
    }
}
