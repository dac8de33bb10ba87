package dev.acord.dave.mls;

import static dev.acord.dave.mls.Forgery.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.acord.dave.mls.Channel.Client;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.tree.LeafNode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which proposals are accepted, alone and together (RFC 9420, sections 6, 10.1, 12.1 and 12.2; DAVE's policy). */
class ProposalRulesTest {

    private Channel channel = new Channel(0);

    @BeforeEach
    void fourMembers() throws MlsException {
        channel = Channel.of(77, 4);
    }

    private Group group() {
        return channel.member(2).group();
    }

    private void assertProposalRefused(Reason reason, byte[] message) {
        assertRefused(reason, () -> group().parseProposal(message));
    }

    private void assertListRefused(Reason reason, List<byte[]> messages) throws MlsException {
        List<ProposalMessage> parsed = Channel.parse(group(), messages);
        assertRefused(reason, () -> group().commit(parsed, channel.random));
    }

    @Test
    void anAddAndARemoveOfTheGatewayAreAcceptedAndKnowWhatTheyPropose() throws MlsException {
        Client joiner = channel.client(9);
        byte[] message = channel.proposeAdd(joiner);
        ProposalMessage add = group().parseProposal(message);
        ProposalMessage remove = group().parseProposal(channel.proposeRemove(channel.member(3)));
        assertEquals(
                joiner.bundle.keyPackage().leaf().credential(),
                ((Proposal.Add) add.proposal()).keyPackage().leaf().credential());
        assertEquals(new Proposal.Remove(2), remove.proposal());
        assertEquals(1, add.epoch());
        assertEquals(add.ref(), channel.member(1).group().parseProposal(message).ref());
        assertNotEquals(
                add.ref(), group().parseProposal(channel.proposeAdd(joiner)).ref());
    }

    @Test
    void aProposalForAnotherGroupOrEpochIsRefused() {
        byte[] other = channel.gateway.remove(Channel.id(5), 1, 2, channel.random);
        assertProposalRefused(Reason.WRONG_GROUP, other);
        assertProposalRefused(Reason.WRONG_EPOCH, channel.gateway.remove(channel.groupId, 0, 2, channel.random));
        assertProposalRefused(Reason.WRONG_EPOCH, channel.gateway.remove(channel.groupId, 2, 2, channel.random));
    }

    @Test
    void aProposalOfAnotherKeyOrOfAnUnknownExternalSenderIsRefused() {
        ExternalProposer stranger = new ExternalProposer(SignatureKeyPair.generate(channel.random), new byte[1]);
        assertProposalRefused(Reason.BAD_SIGNATURE, stranger.remove(channel.groupId, 1, 2, channel.random));
        byte[] second = PublicMessage.externalProposal(
                        channel.groupId, 1, 1, new Proposal.Remove(2), channel.gatewaySigner, channel.random)
                .encode();
        assertProposalRefused(Reason.WRONG_SENDER, second);
    }

    @Test
    void proposalsOfMembersAreRefusedInDave() {
        Group sender = channel.member(1).group();
        byte[] message = PublicMessage.sign(
                        sender.context(), 0, new Proposal.Remove(2), null, sender.signer(), channel.random)
                .withTags(sender.context(), sender.secrets().membershipKey(), new byte[0])
                .encode();
        assertProposalRefused(Reason.POLICY, message);
    }

    @Test
    void proposalsOfOtherTypesAreRefusedInDave() throws MlsException {
        byte[] extensions = Forgery.proposal(channel, 1, new Proposal.GroupContextExtensions(List.of()));
        assertProposalRefused(Reason.POLICY, extensions);
        LeafNode leaf = channel.member(1).bundle.keyPackage().leaf();
        assertProposalRefused(Reason.POLICY, Forgery.proposal(channel, 1, new Proposal.Update(leaf)));
    }

    @Test
    void aRemoveOfABlankOrAbsentLeafIsRefused() {
        for (long leaf : new long[] {4, 7, 8, 1L << 31, (1L << 32) - 1}) {
            assertProposalRefused(
                    Reason.INVALID_PROPOSALS, channel.gateway.remove(channel.groupId, 1, leaf, channel.random));
        }
    }

    @Test
    void anAddWithAForgedLeafOrKeyPackageSignatureIsRefused() throws MlsException {
        Client joiner = channel.client(9);
        KeyPackage good = joiner.bundle.keyPackage();
        byte[] leaf = good.leaf().encoded().clone();
        leaf[leaf.length - 1] ^= 1;
        KeyPackage forged = KeyPackage.create(good.initKey(), Forgery.leaf(leaf), joiner.signer, channel.random);
        assertProposalRefused(Reason.BAD_SIGNATURE, Forgery.proposal(channel, 1, new Proposal.Add(forged)));
        SignatureKeyPair stranger = SignatureKeyPair.generate(channel.random);
        KeyPackage otherSigner = KeyPackage.create(good.initKey(), good.leaf(), stranger, channel.random);
        assertProposalRefused(Reason.BAD_SIGNATURE, Forgery.proposal(channel, 1, new Proposal.Add(otherSigner)));
    }

    @Test
    void anAddWhoseInitKeyIsItsLeafKeyIsRefused() throws MlsException {
        Client joiner = channel.client(9);
        LeafNode leaf = joiner.bundle.keyPackage().leaf();
        KeyPackage same = KeyPackage.create(leaf.encryptionKey(), leaf, joiner.signer, channel.random);
        assertProposalRefused(Reason.INVALID_KEY, Forgery.proposal(channel, 1, new Proposal.Add(same)));
    }

    @Test
    void anAddWithALeafOfACommitIsRefused() throws MlsException {
        channel.round(channel.member(1), List.of(), List.of(channel.member(4)), true);
        LeafNode fromCommit = channel.member(1).group().tree().leaf(0);
        if (fromCommit == null) {
            throw new AssertionError("leaf 0 is blank");
        }
        Client joiner = channel.client(9);
        KeyPackage wrong = KeyPackage.create(
                joiner.bundle.keyPackage().initKey(), fromCommit, channel.member(1).signer, channel.random);
        assertProposalRefused(Reason.INVALID_LEAF, Forgery.proposal(channel, 2, new Proposal.Add(wrong)));
    }

    @Test
    void anIdentityThatIsNoUserIdIsRefusedInDave() throws MlsException {
        SignatureKeyPair signer = SignatureKeyPair.generate(channel.random);
        KeyPackageBundle bundle = KeyPackageBundle.generate(new byte[7], signer, channel.random);
        byte[] message = channel.gateway.add(channel.groupId, 1, bundle.keyPackage(), channel.random);
        assertProposalRefused(Reason.POLICY, message);
    }

    @Test
    void aCommitIsNotAProposal() throws MlsException {
        List<ProposalMessage> proposals =
                Channel.parse(channel.member(1).group(), List.of(channel.proposeAdd(channel.client(9))));
        byte[] commit =
                channel.member(1).group().commit(proposals, channel.random).commit();
        assertProposalRefused(Reason.MALFORMED, commit);
    }

    @Test
    void aCommitterCannotRemoveItself() throws MlsException {
        assertListRefused(Reason.INVALID_PROPOSALS, List.of(channel.proposeRemove(channel.member(2))));
    }

    @Test
    void oneMemberCannotBeRemovedTwice() throws MlsException {
        byte[] one = channel.proposeRemove(channel.member(3));
        byte[] two = channel.proposeRemove(channel.member(3));
        assertListRefused(Reason.INVALID_PROPOSALS, List.of(one, two));
    }

    @Test
    void oneProposalCannotBeCommittedTwice() throws MlsException {
        byte[] one = channel.proposeAdd(channel.client(9));
        assertListRefused(Reason.UNKNOWN_PROPOSAL, List.of(one, one));
    }

    @Test
    void oneClientCannotBeAddedTwice() throws MlsException {
        Client joiner = channel.client(9);
        byte[] one = channel.proposeAdd(joiner);
        joiner.bundle = joiner.bundle.withNewInitKey(channel.random);
        byte[] sameLeaf = channel.proposeAdd(joiner);
        assertListRefused(Reason.INVALID_TREE, List.of(one, sameLeaf));
        joiner.bundle = KeyPackageBundle.generate(Channel.id(9), joiner.signer, channel.random);
        byte[] sameSignatureKey = channel.proposeAdd(joiner);
        assertListRefused(Reason.INVALID_TREE, List.of(one, sameSignatureKey));
    }

    @Test
    void aSignatureKeyOfAMemberCannotBeAddedUnderAnotherName() throws MlsException {
        Client thief = channel.client(9);
        thief.bundle = KeyPackageBundle.generate(Channel.id(9), channel.member(3).signer, channel.random);
        assertListRefused(Reason.INVALID_TREE, List.of(channel.proposeAdd(thief)));
    }

    @Test
    void aUserCannotBeAMemberTwice() throws MlsException {
        assertListRefused(Reason.POLICY, List.of(channel.proposeAdd(channel.client(3))));
        assertListRefused(
                Reason.POLICY, List.of(channel.proposeAdd(channel.client(9)), channel.proposeAdd(channel.client(9))));
    }

    @Test
    void proposalsOfAnEarlierEpochCannotBeCommitted() throws MlsException {
        List<ProposalMessage> old = Channel.parse(group(), List.of(channel.proposeAdd(channel.client(9))));
        channel.round(channel.member(1), List.of(channel.client(10)), List.of(), false);
        assertRefused(Reason.WRONG_EPOCH, () -> group().commit(old, channel.random));
    }

    @Test
    void anEmptyCommitIsRefusedInDave() throws MlsException {
        assertListRefused(Reason.POLICY, List.of());
    }
}
