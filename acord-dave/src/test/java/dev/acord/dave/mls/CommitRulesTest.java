package dev.acord.dave.mls;

import static dev.acord.dave.mls.Forgery.assertCommitRefused;
import static dev.acord.dave.mls.Forgery.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.mls.Forgery.Path;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.crypto.HpkeKeyPair;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Sender;
import dev.acord.dave.mls.tree.LeafNode;
import dev.acord.dave.mls.tree.UpdatePath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which commits are accepted (RFC 9420, sections 6, 7.3, 7.5, 7.6, 12.4; DAVE's policy). User 1 cheats, user 5 looks. */
class CommitRulesTest {

    private Channel channel = new Channel(0);
    private List<ProposalMessage> proposals = List.of();
    private PendingCommit honest = newPending();

    /** Six members, and a commit of user 1 that removes user 4 with a path. */
    @BeforeEach
    void sixMembers() throws MlsException {
        channel = Channel.of(78, 6);
        proposals = List.of(cheat().parseProposal(channel.proposeRemove(channel.member(4))));
        honest = cheat().commit(proposals, channel.random);
    }

    private static PendingCommit newPending() {
        Group group = new Channel(0).found(1).group();
        return new PendingCommit(new byte[0], null, group);
    }

    private Group cheat() {
        return channel.member(1).group();
    }

    private Group observer() {
        return channel.member(5).group();
    }

    private PublicMessage honestMessage() throws MlsException {
        return PublicMessage.parse(honest.commit());
    }

    private Commit honestCommit() throws MlsException {
        return Optional.ofNullable(honestMessage().commit()).orElseThrow();
    }

    private UpdatePath honestPath() throws MlsException {
        return Optional.ofNullable(honestCommit().path()).orElseThrow();
    }

    private void assertForgedRefused(Reason reason, Commit commit) throws MlsException {
        byte[] forged = Forgery.commit(cheat(), commit, honestMessage().confirmationTag(), channel.random);
        assertCommitRefused(reason, observer(), forged, proposals);
    }

    private void assertPathRefused(Reason reason, Path path) throws MlsException {
        assertForgedRefused(reason, new Commit(honestCommit().items(), path.build()));
    }

    @Test
    void theHonestCommitIsAcceptedAndOthersAgreeWithItsSender() throws MlsException {
        Group next = observer().process(honest.commit(), proposals);
        assertArrayEquals(honest.next().epochAuthenticator(), next.epochAuthenticator());
        assertEquals(2, next.epoch());
        assertEquals(5, next.members().size());
        assertNull(honest.welcome());
    }

    @Test
    void ourOwnCommitIsRecognisedByItsBytesAndNotProcessed() {
        assertTrue(honest.matches(honest.commit()));
        assertFalse(honest.matches(new byte[3]));
        assertRefused(Reason.OWN_COMMIT, () -> cheat().process(honest.commit(), proposals));
    }

    @Test
    void aCommitOfAnotherGroupOrEpochIsRefused() throws MlsException {
        Group next = observer().process(honest.commit(), proposals);
        assertCommitRefused(Reason.WRONG_EPOCH, next, honest.commit(), proposals);
        Channel other = new Channel(5);
        Policy elsewhere = Policy.dave(Channel.id(3), other.gateway.sender());
        Group group = Group.create(elsewhere, other.client(1).bundle, other.random);
        assertCommitRefused(Reason.WRONG_GROUP, group, honest.commit(), proposals);
    }

    @Test
    void aChangedMembershipTagIsRefused() {
        byte[] changed = honest.commit();
        changed[changed.length - 1] ^= 1;
        assertCommitRefused(Reason.BAD_TAG, observer(), changed, proposals);
    }

    @Test
    void aCommitSignedByAnotherMemberIsRefused() throws MlsException {
        byte[] forged = PublicMessage.sign(
                        cheat().context(), 0, null, honestCommit(), channel.member(2).signer, channel.random)
                .withTags(
                        cheat().context(),
                        cheat().secrets().membershipKey(),
                        honestMessage().confirmationTag())
                .encode();
        assertCommitRefused(Reason.BAD_SIGNATURE, observer(), forged, proposals);
    }

    @Test
    void aCommitOfABlankLeafIsRefused() throws MlsException {
        byte[] forged = PublicMessage.sign(cheat().context(), 7, null, honestCommit(), cheat().signer(), channel.random)
                .withTags(
                        cheat().context(),
                        cheat().secrets().membershipKey(),
                        honestMessage().confirmationTag())
                .encode();
        assertCommitRefused(Reason.WRONG_SENDER, observer(), forged, proposals);
    }

    @Test
    void aCommitOfTheExternalSenderIsRefused() throws MlsException {
        byte[] message = honest.commit();
        // version, format, group id, epoch, then the sender's type; an external message ends without a membership tag
        int type = 2 + 2 + 9 + 8;
        assertEquals(1, message[type]);
        message[type] = 2;
        byte[] external = java.util.Arrays.copyOf(message, message.length - 33);
        assertEquals(
                Sender.Kind.EXTERNAL, PublicMessage.parse(external).sender().kind());
        assertCommitRefused(Reason.WRONG_SENDER, observer(), external, proposals);
    }

    @Test
    void aWrongConfirmationTagIsRefused() throws MlsException {
        byte[] forged = Forgery.commit(cheat(), honestCommit(), new byte[32], channel.random);
        assertCommitRefused(Reason.BAD_TAG, observer(), forged, proposals);
        byte[] signedAgain =
                Forgery.commit(cheat(), honestCommit(), honestMessage().confirmationTag(), channel.random);
        assertCommitRefused(Reason.BAD_TAG, observer(), signedAgain, proposals);
    }

    @Test
    void aReferenceToAnUnknownProposalIsRefused() {
        assertCommitRefused(Reason.UNKNOWN_PROPOSAL, observer(), honest.commit(), List.of());
    }

    @Test
    void aProposalReferredToTwiceIsRefused() throws MlsException {
        List<Commit.Item> twice = new ArrayList<>(honestCommit().items());
        twice.addAll(honestCommit().items());
        assertForgedRefused(Reason.UNKNOWN_PROPOSAL, new Commit(twice, honestPath()));
    }

    @Test
    void aProposalByValueIsRefusedInDave() throws MlsException {
        Commit commit = new Commit(List.of(Commit.Item.byValue(new Proposal.Remove(3))), honestPath());
        assertForgedRefused(Reason.POLICY, commit);
    }

    @Test
    void anEmptyCommitIsRefusedInDave() throws MlsException {
        assertForgedRefused(Reason.POLICY, new Commit(List.of(), honestPath()));
    }

    @Test
    void aRemoveWithoutAPathIsRefused() throws MlsException {
        assertForgedRefused(Reason.INVALID_PATH, new Commit(honestCommit().items(), null));
    }

    @Test
    void aCommitThatRemovesItsCommitterIsRefused() throws MlsException {
        ProposalMessage remove = observer().parseProposal(channel.proposeRemove(channel.member(1)));
        Commit commit = new Commit(List.of(Commit.Item.byReference(remove.ref())), honestPath());
        byte[] forged = Forgery.commit(cheat(), commit, new byte[32], channel.random);
        assertCommitRefused(Reason.INVALID_PROPOSALS, observer(), forged, List.of(remove));
    }

    @Test
    void aPathOfAnotherLengthIsRefused() throws MlsException {
        Path shorter = new Path(honestPath());
        shorter.keys.remove(2);
        shorter.secrets.remove(2);
        assertPathRefused(Reason.INVALID_PATH, shorter);
        Path longer = new Path(honestPath());
        longer.keys.add(HpkeKeyPair.generate(channel.random).publicKey());
        longer.secrets.add(List.of());
        assertPathRefused(Reason.INVALID_PATH, longer);
    }

    @Test
    void aPathWithAnotherNumberOfSecretsIsRefused() throws MlsException {
        Path more = new Path(honestPath());
        more.secrets.get(1).add(more.secrets.get(0).get(0));
        assertPathRefused(Reason.INVALID_PATH, more);
        Path fewer = new Path(honestPath());
        fewer.secrets.get(2).remove(0);
        assertPathRefused(Reason.INVALID_PATH, fewer);
    }

    @Test
    void aPathWithAnotherKeyThanItsParentHashNamesIsRefused() throws MlsException {
        Path other = new Path(honestPath());
        other.keys.set(1, HpkeKeyPair.generate(channel.random).publicKey());
        assertPathRefused(Reason.INVALID_PATH, other);
        Path swapped = new Path(honestPath());
        Collections.swap(swapped.keys, 0, 1);
        assertPathRefused(Reason.INVALID_PATH, swapped);
    }

    @Test
    void aPathWhoseKeyIsInTheTreeOrOccursTwiceIsRefused() throws MlsException {
        Path stolen = new Path(honestPath());
        stolen.keys.set(0, channel.member(5).bundle.keyPackage().leaf().encryptionKey());
        assertPathRefused(Reason.INVALID_PATH, stolen);
        Path twice = new Path(honestPath());
        twice.keys.set(0, twice.keys.get(1));
        assertPathRefused(Reason.INVALID_PATH, twice);
    }

    @Test
    void aPathSecretForAnotherReceiverIsRefused() throws MlsException {
        Path swapped = new Path(honestPath());
        assertEquals(2, swapped.secrets.get(2).size());
        Collections.swap(swapped.secrets.get(2), 0, 1);
        assertPathRefused(Reason.DECRYPTION_FAILED, swapped);
    }

    @Test
    void aPathLeafWithAForgedSignatureIsRefused() throws MlsException {
        Path forged = new Path(honestPath());
        byte[] leaf = forged.leaf.encoded().clone();
        leaf[leaf.length - 1] ^= 1;
        forged.leaf = Forgery.leaf(leaf);
        assertPathRefused(Reason.BAD_SIGNATURE, forged);
    }

    @Test
    void aPathLeafOfAnotherSourceOrMemberOrWithTheOldKeyIsRefused() throws MlsException {
        Path keyPackage = new Path(honestPath());
        keyPackage.leaf = KeyPackageBundle.generate(Channel.id(1), channel.member(1).signer, channel.random)
                .keyPackage()
                .leaf();
        assertPathRefused(Reason.INVALID_LEAF, keyPackage);
        Path otherUser = new Path(honestPath());
        otherUser.leaf = channel.client(9).bundle.keyPackage().leaf();
        assertPathRefused(Reason.INVALID_LEAF, otherUser);
        Path oldKey = new Path(honestPath());
        LeafNode current = Optional.ofNullable(cheat().tree().leaf(0)).orElseThrow();
        oldKey.leaf = current;
        assertPathRefused(Reason.INVALID_LEAF, oldKey);
    }

    @Test
    void aCommitThatAddsAForgedLeafDoesNotGetPastItsProposal() throws MlsException {
        Channel.Client joiner = channel.client(9);
        byte[] leaf = joiner.bundle.keyPackage().leaf().encoded().clone();
        leaf[leaf.length - 1] ^= 1;
        Proposal.Add add = new Proposal.Add(dev.acord.dave.mls.message.KeyPackage.create(
                joiner.bundle.keyPackage().initKey(), Forgery.leaf(leaf), joiner.signer, channel.random));
        byte[] message = Forgery.proposal(channel, 1, add);
        assertRefused(Reason.BAD_SIGNATURE, () -> observer().parseProposal(message));
    }

    @Test
    void aProposalIsNotACommit() throws MlsException {
        byte[] proposal = channel.proposeRemove(channel.member(3));
        assertCommitRefused(Reason.MALFORMED, observer(), proposal, proposals);
    }

    @Test
    void aWipedEpochDoesNothingAnyMoreAndItsSuccessorGoesOn() throws MlsException {
        Group old = observer();
        Group next = old.process(honest.commit(), proposals);
        byte[] exported = next.export("label", new byte[1], 16);
        old.wipe();
        assertArrayEquals(exported, next.export("label", new byte[1], 16));
        assertThrows(IllegalStateException.class, old::epochAuthenticator);
        assertThrows(IllegalStateException.class, () -> old.export("label", new byte[1], 16));
        assertThrows(IllegalStateException.class, () -> old.process(honest.commit(), proposals));
        assertThrows(IllegalStateException.class, () -> old.commit(proposals, channel.random));
        assertArrayEquals(new byte[32], old.secrets().membershipKey());
        assertFalse(next.toString().contains("secret"));
    }
}
