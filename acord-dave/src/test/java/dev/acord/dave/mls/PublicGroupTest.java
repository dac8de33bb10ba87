package dev.acord.dave.mls;

import static dev.acord.dave.mls.Forgery.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.acord.dave.mls.Forgery.Path;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.HpkeKeyPair;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Welcome;
import dev.acord.dave.mls.tree.LeafNode;
import dev.acord.dave.mls.tree.UpdatePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an observer without secrets sees and refuses. That it follows long calls is in {@link ChurnTest}, by {@link Channel}. */
class PublicGroupTest {

    private final Channel channel = sixMembers();

    private static Channel sixMembers() {
        try {
            return Channel.of(91, 6);
        } catch (MlsException e) {
            throw new IllegalStateException(e);
        }
    }

    private Group cheat() {
        return channel.member(1).group();
    }

    private List<ProposalMessage> removalOf(long user) throws MlsException {
        return List.of(channel.observer().parseProposal(channel.proposeRemove(channel.member(user))));
    }

    private static Commit commitOf(PendingCommit pending) throws MlsException {
        return Optional.ofNullable(PublicMessage.parse(pending.commit()).commit())
                .orElseThrow();
    }

    private static UpdatePath pathOf(PendingCommit pending) throws MlsException {
        return Optional.ofNullable(commitOf(pending).path()).orElseThrow();
    }

    private void assertForgedRefused(Reason reason, Commit commit, List<ProposalMessage> proposals) {
        byte[] forged = Forgery.commit(cheat(), commit, new byte[32], channel.random);
        byte[] before = channel.observer().treeHash();
        assertRefused(reason, () -> channel.observer().process(forged, proposals));
        assertArrayEquals(before, channel.observer().treeHash());
    }

    @Test
    void followsACallFromItsFirstMember() throws MlsException {
        PublicGroup observer = channel.observer();
        assertEquals(1, observer.epoch());
        assertArrayEquals(channel.groupId, observer.groupId());
        assertEquals(
                List.of(1L, 2L, 3L, 4L, 5L, 6L),
                observer.members().stream().map(Member::userId).toList());
        channel.round(channel.member(3), List.of(channel.client(9)), List.of(channel.member(1)), false);
        assertEquals(2, channel.observer().epoch());
        assertEquals(9, channel.observer().members().get(0).userId());
        assertEquals(0, channel.observer().members().get(0).leafIndex());
        assertEquals(1, observer.epoch(), "the group before stays as it is");
    }

    @Test
    void aCreatorWithAnotherLeafThanItsKeyPackagesIsFollowedWithoutTheTreeHash() throws MlsException {
        Channel fresh = new Channel(92);
        Channel.Client creator = fresh.client(1);
        Channel.Client second = fresh.client(2);
        Channel.Client third = fresh.client(3);
        PublicGroup observer = PublicGroup.create(fresh.policy, creator.bundle.keyPackage());
        KeyPackageBundle own = KeyPackageBundle.generate(Channel.id(1), creator.signer, fresh.random);
        Group group = Group.create(fresh.policy, own, fresh.random);
        List<ProposalMessage> adds = new ArrayList<>();
        for (Channel.Client joiner : List.of(second, third)) {
            adds.add(
                    group.parseProposal(fresh.gateway.add(fresh.groupId, 0, joiner.bundle.keyPackage(), fresh.random)));
        }
        PendingCommit pending = group.commit(adds, fresh.random);
        observer = observer.process(pending.commit(), adds);
        group = Group.join(
                fresh.policy,
                List.of(second.bundle),
                Optional.ofNullable(pending.welcome()).orElseThrow());
        for (long leaf : new long[] {2, 0}) { // the second member removes the third, then the creator, both with a path
            ProposalMessage remove =
                    observer.parseProposal(fresh.gateway.remove(fresh.groupId, group.epoch(), leaf, fresh.random));
            PendingCommit next = group.commit(List.of(remove), fresh.random);
            observer = observer.process(next.commit(), List.of(remove));
            group = next.next();
            assertEquals(group.members().toString(), observer.members().toString());
            assertEquals(group.epoch(), observer.epoch());
            assertNull(observer.treeHash());
        }
    }

    @Test
    void theFirstCommitsSignatureTellsWhetherTheCreatorsLeafIsKnown() throws MlsException {
        Channel fresh = new Channel(93);
        Channel.Client creator = fresh.found(1);
        List<ProposalMessage> adds = List.of(creator.group().parseProposal(fresh.proposeAdd(fresh.client(3))));
        PendingCommit pending = creator.group().commit(adds, fresh.random);
        assertArrayEquals(
                pending.next().treeHash(),
                fresh.observer().process(pending.commit(), adds).treeHash());
        byte[] forged = pending.commit();
        forged[forged.length - 80] ^= 1; // in the signature, before the two tags
        assertNull(fresh.observer().process(forged, adds).treeHash());
    }

    @Test
    void aKeyPackageThatDaveDoesNotAllowMakesNoGroup() {
        KeyPackageBundle named =
                KeyPackageBundle.generate(new byte[3], SignatureKeyPair.generate(channel.random), channel.random);
        assertRefused(Reason.POLICY, () -> PublicGroup.create(channel.policy, named.keyPackage()));
    }

    @Test
    void commitsOfOtherGroupsEpochsAndNonMembersAreRefused() throws MlsException {
        List<ProposalMessage> proposals = removalOf(4);
        byte[] commit = cheat().commit(proposals, channel.random).commit();
        PublicGroup next = channel.observer().process(commit, proposals);
        assertRefused(Reason.WRONG_EPOCH, () -> next.process(commit, proposals));
        PublicGroup elsewhere = PublicGroup.create(
                Policy.dave(Channel.id(3), channel.gateway.sender()),
                channel.client(9).bundle.keyPackage());
        assertRefused(Reason.WRONG_GROUP, () -> elsewhere.process(commit, proposals));
        byte[] blank = PublicMessage.sign(
                        cheat().context(),
                        7,
                        null,
                        commitOf(cheat().commit(proposals, channel.random)),
                        cheat().signer(),
                        channel.random)
                .withTags(cheat().context(), new byte[32], new byte[32])
                .encode();
        assertRefused(Reason.WRONG_SENDER, () -> channel.observer().process(blank, proposals));
        byte[] proposal = channel.proposeRemove(channel.member(4));
        assertRefused(Reason.MALFORMED, () -> channel.observer().process(proposal, proposals));
        assertRefused(Reason.MALFORMED, () -> channel.observer().parseProposal(commit));
    }

    @Test
    void onlyKnownProposalsByReferenceAreTaken() throws MlsException {
        List<ProposalMessage> proposals = removalOf(4);
        PendingCommit honest = cheat().commit(proposals, channel.random);
        assertForgedRefused(Reason.UNKNOWN_PROPOSAL, commitOf(honest), List.of());
        assertForgedRefused(Reason.POLICY, new Commit(List.of(), pathOf(honest)), proposals);
        Commit inline = new Commit(
                List.of(Commit.Item.byValue(new dev.acord.dave.mls.message.Proposal.Remove(3))), pathOf(honest));
        assertForgedRefused(Reason.POLICY, inline, proposals);
        assertForgedRefused(Reason.INVALID_PATH, new Commit(commitOf(honest).items(), null), proposals);
        List<ProposalMessage> own = removalOf(1);
        Commit suicide = new Commit(List.of(Commit.Item.byReference(own.get(0).ref())), pathOf(honest));
        assertForgedRefused(Reason.INVALID_PROPOSALS, suicide, own);
    }

    @Test
    void everyPartOfAPathIsChecked() throws MlsException {
        List<ProposalMessage> proposals = removalOf(4);
        PendingCommit honest = cheat().commit(proposals, channel.random);
        List<Path> broken = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            broken.add(new Path(pathOf(honest)));
        }
        broken.get(0).keys.set(1, HpkeKeyPair.generate(channel.random).publicKey());
        broken.get(1).secrets.get(2).remove(0);
        broken.get(2).secrets.get(0).add(broken.get(2).secrets.get(1).get(0));
        broken.get(3).keys.remove(2);
        broken.get(3).secrets.remove(2);
        broken.get(4).keys.set(0, channel.member(5).bundle.keyPackage().leaf().encryptionKey());
        for (Path path : broken) {
            assertForgedRefused(Reason.INVALID_PATH, new Commit(commitOf(honest).items(), path.build()), proposals);
        }
        Path forged = new Path(pathOf(honest));
        byte[] leaf = forged.leaf.encoded().clone();
        leaf[leaf.length - 1] ^= 1;
        forged.leaf = Forgery.leaf(leaf);
        assertForgedRefused(Reason.BAD_SIGNATURE, new Commit(commitOf(honest).items(), forged.build()), proposals);
    }

    @Test
    void aCommitterKeepsItsSignatureKey() throws MlsException {
        List<ProposalMessage> proposals = removalOf(4);
        PendingCommit honest = cheat().commit(proposals, channel.random);
        Path path = new Path(pathOf(honest));
        path.leaf = withSignatureKey(path.leaf, SignatureKeyPair.generate(channel.random));
        assertForgedRefused(Reason.POLICY, new Commit(commitOf(honest).items(), path.build()), proposals);
    }

    /** The leaf of user 1 with another signature key, validly signed by it. */
    private LeafNode withSignatureKey(LeafNode leaf, SignatureKeyPair signer) throws MlsException {
        MlsReader in = new MlsReader(leaf.encoded());
        byte[] encryptionKey = in.vector();
        in.vector();
        int from = in.offset();
        in.u16(); // credential
        in.vector();
        for (int i = 0; i < 5; i++) {
            in.vector(); // capabilities
        }
        in.u8(); // source
        in.vector(); // parent hash
        in.vector(); // extensions
        byte[] rest = in.since(from);
        MlsWriter out =
                new MlsWriter().vector(encryptionKey).vector(signer.publicKey()).bytes(rest);
        byte[] signed = new MlsWriter()
                .bytes(out.toBytes())
                .vector(channel.groupId)
                .u32(0)
                .toBytes();
        return Forgery.leaf(
                out.vector(signer.sign("LeafNodeTBS", signed, channel.random)).toBytes());
    }

    @Test
    void proposalsOfMembersAndOthersAreRefused() {
        byte[] ofMember = PublicMessage.sign(
                        cheat().context(),
                        0,
                        new dev.acord.dave.mls.message.Proposal.Remove(3),
                        null,
                        cheat().signer(),
                        channel.random)
                .withTags(cheat().context(), cheat().secrets().membershipKey(), new byte[0])
                .encode();
        assertRefused(Reason.WRONG_SENDER, () -> channel.observer().parseProposal(ofMember));
        ExternalProposer stranger = new ExternalProposer(SignatureKeyPair.generate(channel.random), new byte[1]);
        byte[] forged = stranger.remove(channel.groupId, 1, 3, channel.random);
        assertRefused(Reason.BAD_SIGNATURE, () -> channel.observer().parseProposal(forged));
        byte[] absent = channel.gateway.remove(channel.groupId, 1, 7, channel.random);
        assertRefused(Reason.INVALID_PROPOSALS, () -> channel.observer().parseProposal(absent));
    }

    @Test
    void theSubsetOfAWelcomeLetsItsMemberInAndNobodyElse() throws MlsException {
        List<Channel.Client> joiners = List.of(channel.client(7), channel.client(8));
        List<ProposalMessage> adds = new ArrayList<>();
        for (Channel.Client joiner : joiners) {
            adds.add(cheat().parseProposal(channel.proposeAdd(joiner)));
        }
        PendingCommit pending = cheat().commit(adds, channel.random);
        Welcome whole = Welcome.parse(Optional.ofNullable(pending.welcome()).orElseThrow());
        assertEquals(2, whole.recipients());
        for (int i = 0; i < 2; i++) {
            KeyPackageBundle mine = joiners.get(i).bundle;
            KeyPackageBundle others = joiners.get(1 - i).bundle;
            byte[] subset = whole.subset(mine.keyPackage().ref());
            assertEquals(1, Welcome.parse(subset).recipients());
            assertArrayEquals(
                    pending.next().epochAuthenticator(),
                    Group.join(channel.policy, List.of(mine), subset).epochAuthenticator());
            assertRefused(Reason.NOT_FOR_US, () -> Group.join(channel.policy, List.of(others), subset));
        }
        byte[] unknown = channel.client(9).bundle.keyPackage().ref();
        assertRefused(Reason.NOT_FOR_US, () -> whole.subset(unknown));
    }

    @Test
    void onlyAKeyPackageWithoutLimitsIsGoodAtAllTimes() throws MlsException {
        LeafNode leaf = channel.client(7).bundle.keyPackage().leaf();
        assertEquals(true, leaf.hasUnlimitedLifetime());
        byte[] limited = leaf.encoded().clone();
        MlsReader in = new MlsReader(limited);
        in.vector();
        in.vector();
        in.u16();
        in.vector();
        for (int i = 0; i < 5; i++) {
            in.vector();
        }
        in.u8();
        limited[in.offset() + 7] = 1; // not before 1
        assertEquals(false, Forgery.leaf(limited).hasUnlimitedLifetime());
    }
}
