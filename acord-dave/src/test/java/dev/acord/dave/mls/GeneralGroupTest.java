package dev.acord.dave.mls;

import static dev.acord.dave.mls.Forgery.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.dave.mls.Channel.Client;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.tree.Extension;
import dev.acord.dave.mls.tree.LeafNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules of RFC 9420 that DAVE's policy hides, since it refuses what they are about: groups without that policy. */
class GeneralGroupTest {

    private final Channel channel = new Channel(91);
    private Group first = channel.found(100).group();
    private Group second = first;
    private Group third = first;

    @BeforeEach
    void threeMembers() throws MlsException {
        Policy policy =
                Policy.general(channel.groupId, List.of(channel.gateway.sender().toExtension()), null);
        Client a = channel.client(1);
        Client b = channel.client(2);
        Client c = channel.client(3);
        Group alone = Group.create(policy, a.bundle, channel.random);
        List<ProposalMessage> adds = Channel.parse(
                alone,
                List.of(
                        channel.gateway.add(channel.groupId, 0, b.bundle.keyPackage(), channel.random),
                        channel.gateway.add(channel.groupId, 0, c.bundle.keyPackage(), channel.random)));
        PendingCommit pending = alone.commit(adds, channel.random);
        byte[] welcome = Optional.ofNullable(pending.welcome()).orElseThrow();
        first = pending.next();
        second = Group.join(policy, List.of(b.bundle), welcome);
        third = Group.join(policy, List.of(c.bundle), welcome);
    }

    private byte[] proposal(Group sender, Proposal proposal) {
        return PublicMessage.sign(
                        sender.context(), sender.ownLeafIndex(), proposal, null, sender.signer(), channel.random)
                .withTags(sender.context(), sender.secrets().membershipKey(), new byte[0])
                .encode();
    }

    private void assertListRefused(Reason reason, Group committer, Proposal... proposals) throws MlsException {
        List<Commit.Item> items =
                java.util.Arrays.stream(proposals).map(Commit.Item::byValue).toList();
        byte[] commit = Forgery.commit(committer, new Commit(items, null), new byte[32], channel.random);
        assertRefused(reason, () -> third.process(commit, List.of()));
    }

    @Test
    void aMembersProposalIsCommittedByAnother() throws MlsException {
        byte[] remove = proposal(third, new Proposal.Remove(1));
        PendingCommit pending = first.commit(List.of(first.parseProposal(remove)), channel.random);
        Group next = third.process(pending.commit(), List.of(third.parseProposal(remove)));
        assertArrayEquals(pending.next().epochAuthenticator(), next.epochAuthenticator());
    }

    @Test
    void anEmptyCommitRenewsTheCommittersPath() throws MlsException {
        PendingCommit pending = second.commit(List.of(), channel.random);
        Group next = third.process(pending.commit(), List.of());
        assertArrayEquals(pending.next().epochAuthenticator(), next.epochAuthenticator());
        assertEquals(LeafNode.Source.COMMIT, leaf(next, 1).source());
    }

    @Test
    void aProposalWithAChangedMembershipTagIsRefused() {
        byte[] message = proposal(third, new Proposal.Remove(1));
        message[message.length - 1] ^= 1;
        assertRefused(Reason.BAD_TAG, () -> first.parseProposal(message));
    }

    @Test
    void anUpdateWithALeafOfAnotherSourceIsRefused() {
        byte[] message = proposal(third, new Proposal.Update(leaf(third, 2)));
        assertRefused(Reason.INVALID_LEAF, () -> first.parseProposal(message));
    }

    @Test
    void anUpdateOfTheExternalSenderIsRefused() throws MlsException {
        byte[] message = Forgery.proposal(channel, 1, new Proposal.Update(leaf(third, 2)));
        assertRefused(Reason.WRONG_SENDER, () -> first.parseProposal(message));
    }

    @Test
    void theExtensionsAreReplacedOnceAtMost() throws MlsException {
        Proposal none = new Proposal.GroupContextExtensions(List.of());
        assertListRefused(Reason.INVALID_PROPOSALS, first, none, none);
    }

    @Test
    void extensionsThatAMemberDoesNotKnowAreRefused() {
        byte[] unknown =
                proposal(third, new Proposal.GroupContextExtensions(List.of(new Extension(0xf00, new byte[0]))));
        assertRefused(Reason.INVALID_LEAF, () -> first.commit(List.of(first.parseProposal(unknown)), channel.random));
        byte[] required = proposal(
                third,
                new Proposal.GroupContextExtensions(
                        List.of(new Extension(Extension.REQUIRED_CAPABILITIES, new byte[3]))));
        assertRefused(Reason.UNSUPPORTED, () -> first.commit(List.of(first.parseProposal(required)), channel.random));
    }

    @Test
    void oneLeafIsNotRemovedTwiceByValue() throws MlsException {
        assertListRefused(Reason.INVALID_PROPOSALS, first, new Proposal.Remove(1), new Proposal.Remove(1));
    }

    private static LeafNode leaf(Group group, int index) {
        return Optional.ofNullable(group.tree().leaf(index)).orElseThrow();
    }
}
