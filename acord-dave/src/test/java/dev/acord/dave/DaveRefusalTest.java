package dev.acord.dave;

import static dev.acord.dave.LoneSession.OURSELVES;
import static dev.acord.dave.LoneSession.PARTNER;
import static dev.acord.dave.LoneSession.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.mls.ExternalProposer;
import dev.acord.dave.mls.Forgery.WelcomeParts;
import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.Policy;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.tree.LeafNode;
import dev.acord.dave.mls.tree.RatchetTree;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hostile gateway or member might try: refused, the epoch as before, and the group goes on. */
class DaveRefusalTest {
    private static final long SEED = 0xBAD;
    private static final long NEWCOMER = 30;

    private LoneSession lone = new LoneSession(SEED);
    private String code = "";

    @BeforeEach
    void threeMembers() throws MlsException {
        lone = new LoneSession(SEED).established();
        lone.assertStillWorks(21);
        lone.session.handleUserConnected(NEWCOMER);
        code = lone.actions.epoch.privacyCode();
    }

    private void assertProposalRefused(String why, byte[] message) throws MlsException {
        lone.session.handleProposals(append(message));
        assertEquals(List.of("refused 27"), lone.actions.take());
        assertTrue(lone.actions.lastWhy.startsWith(why), lone.actions.lastWhy);
        assertEquals(code, lone.actions.epoch.privacyCode());
        lone.assertStillWorks(40);
    }

    private KeyPackage newcomer() {
        return lone.bundle(NEWCOMER).keyPackage();
    }

    @Test
    void theAddOfAUserWhoIsNotInTheCall() throws MlsException {
        assertProposalRefused("POLICY", lone.add(lone.bundle(99).keyPackage()));
    }

    @Test
    void theAddOfAUserWhoLeftTheCall() throws MlsException {
        lone.session.handleUserDisconnected(NEWCOMER);
        assertProposalRefused("POLICY", lone.add(newcomer()));
    }

    @Test
    void oneUnknownUserAmongSeveralRefusesAllOfThem() throws MlsException {
        lone.session.handleProposals(
                append(lone.add(newcomer()), lone.add(lone.bundle(99).keyPackage())));
        assertEquals(List.of("refused 27"), lone.actions.take());
        lone.assertStillWorks(40); // with a commit of the new proposal only, which the partner follows
    }

    @Test
    void anAddWithAForgedLeafSignature() throws MlsException {
        KeyPackage good = newcomer();
        byte[] leaf = good.leaf().encoded().clone();
        leaf[leaf.length - 1] ^= 1;
        SignatureKeyPair signer = SignatureKeyPair.generate(lone.random);
        KeyPackage forged = KeyPackage.create(good.initKey(), LeafNode.read(new MlsReader(leaf)), signer, lone.random);
        assertProposalRefused("BAD_SIGNATURE", lone.add(forged));
    }

    @Test
    void aKeyPackageThatAnotherKeySigned() throws MlsException {
        KeyPackage good = newcomer();
        SignatureKeyPair other = SignatureKeyPair.generate(lone.random);
        assertProposalRefused(
                "BAD_SIGNATURE", lone.add(KeyPackage.create(good.initKey(), good.leaf(), other, lone.random)));
    }

    @Test
    void aProposalForAnotherGroup() throws MlsException {
        byte[] elsewhere = lone.gateway.add(LoneSession.id(78), lone.partner.epoch(), newcomer(), lone.random);
        assertProposalRefused("WRONG_GROUP", elsewhere);
    }

    @Test
    void aProposalOfAnotherEpoch() throws MlsException {
        byte[] later = lone.gateway.add(lone.groupId, lone.partner.epoch() + 1, newcomer(), lone.random);
        assertProposalRefused("WRONG_EPOCH", later);
    }

    @Test
    void aProposalThatTheGatewayDidNotSign() throws MlsException {
        ExternalProposer other = new ExternalProposer(SignatureKeyPair.generate(lone.random), new byte[1]);
        assertProposalRefused("BAD_SIGNATURE", other.add(lone.groupId, lone.partner.epoch(), newcomer(), lone.random));
    }

    @Test
    void aProposalOfAMember() throws MlsException {
        WelcomeParts partner = new WelcomeParts(lone.partner);
        byte[] ofPartner = PublicMessage.sign(
                        partner.context,
                        partner.signerLeaf,
                        new Proposal.Add(newcomer()),
                        null,
                        partner.signer,
                        lone.random)
                .withTags(partner.context, new byte[32], new byte[0])
                .encode();
        assertProposalRefused("POLICY", ofPartner);
    }

    @Test
    void aCommitInPlaceOfAProposal() throws MlsException {
        byte[] commit = lone.partnerCommits(List.of(lone.add(newcomer()))).commit();
        assertProposalRefused("MALFORMED", commit);
    }

    @Test
    void theSecondOfTwoAddsOfOneUserIsNotCommitted() throws MlsException {
        byte[] first = lone.add(newcomer());
        byte[] second = lone.add(newcomer());
        lone.session.handleProposals(append(first, second));
        assertEquals(List.of("refused 27"), lone.actions.take());
        lone.session.handleProposals(LoneSession.revoke(second));
        assertEquals(List.of("commit"), lone.actions.take());
        lone.weWin(0, List.of(first));
        lone.assertAgrees();
    }

    @Test
    void theAddOfSomebodyWhoIsAMemberIsNotCommitted() throws MlsException {
        byte[] again = lone.add(lone.bundle(PARTNER).keyPackage());
        lone.session.handleProposals(append(again));
        assertEquals(List.of("refused 27"), lone.actions.take());
        lone.session.handleProposals(LoneSession.revoke(again));
        lone.assertStillWorks(40);
    }

    @Test
    void theRemoveOfALeafThatNobodyHas() throws MlsException {
        assertProposalRefused("INVALID_PROPOSALS", lone.remove(7));
    }

    @Test
    void aCommitThatRefersToAProposalThatWeNeverGot() throws MlsException {
        byte[] known = lone.add(newcomer());
        lone.session.handleProposals(append(known));
        lone.actions.take();
        lone.partnerWins(5, List.of(known, lone.add(lone.bundle(99).keyPackage())));
        assertRecovers(5);
    }

    @Test
    void aCommitOfAProposalThatWeRefused() throws MlsException {
        byte[] unknownUser = lone.add(lone.bundle(99).keyPackage());
        lone.session.handleProposals(append(unknownUser));
        assertEquals(List.of("refused 27"), lone.actions.take());
        lone.partnerWins(5, List.of(unknownUser));
        assertRecovers(5);
    }

    /** The others are in an epoch that we do not accept: we ask to be added again, and are. */
    private void assertRecovers(int transitionId) throws MlsException {
        assertEquals(
                List.of("refused 29", "invalid " + transitionId, "epoch 0 of version 1", "key package"),
                lone.actions.take());
        assertTrue(lone.actions.lastWhy.startsWith("UNKNOWN_PROPOSAL"), lone.actions.lastWhy);
        lone.joinByWelcome();
        lone.assertStillWorks(41);
    }

    @Test
    void aCommitOfAnotherGroupIsIgnored() throws MlsException {
        LoneSession elsewhere = new LoneSession(SEED + 1);
        byte[] commit =
                elsewhere.partnerCommits(List.of(elsewhere.add(newcomer()))).commit();
        byte[] otherChannel = commit.clone();
        otherChannel[12] ^= 1; // the last byte of the group id, behind version, format and a length
        lone.session.handleAnnounceCommit(5, otherChannel);
        assertEquals(List.of("refused 29"), lone.actions.take());
        assertTrue(lone.actions.lastWhy.startsWith("WRONG_GROUP"), lone.actions.lastWhy);
        lone.assertStillWorks(40);
    }

    @Test
    void aWelcomeWithAForgedLeafOfAnotherMember() throws MlsException {
        lone = new LoneSession(SEED).pending();
        lone.partner = lone.partnerCommits(List.of(lone.add(newcomer()))).next();
        WelcomeParts parts = forgedLeaf(1);
        lone.session.handleWelcome(3, parts.build(lone.ownKeyPackage(), lone.random));
        assertTrue(lone.actions.lastWhy.startsWith("BAD_SIGNATURE"), lone.actions.lastWhy);
        assertEquals(List.of("refused 30", "invalid 3", "key package"), lone.actions.take());
        lone.joinByWelcome();
        lone.assertStillWorks(40);
    }

    /** The partner welcomes us to a tree in which the signature of another member's leaf does not verify. */
    private WelcomeParts forgedLeaf(int index) throws MlsException {
        PendingCommit commit = lone.partnerCommits(List.of(lone.add(lone.ownKeyPackage())));
        WelcomeParts parts = new WelcomeParts(commit.next());
        byte[] encoded = Objects.requireNonNull(parts.tree).clone();
        byte[] leaf =
                Objects.requireNonNull(RatchetTree.parse(encoded).leaf(index)).encoded();
        int at = indexOf(encoded, leaf) + leaf.length - 1;
        encoded[at] ^= 1;
        parts.tree = encoded;
        GroupContext context = parts.context;
        parts.context = new GroupContext(
                context.groupId(),
                context.epoch(),
                RatchetTree.parse(encoded).treeHash(),
                context.confirmedTranscriptHash(),
                context.extensions());
        return parts;
    }

    private static int indexOf(byte[] in, byte[] part) {
        for (int at = 0; at <= in.length - part.length; at++) {
            if (Arrays.equals(in, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        throw new AssertionError("not in it");
    }

    @Test
    void aWelcomeToAnotherChannelsGroup() throws MlsException {
        lone.session.handlePrepareEpoch(1, 1);
        lone.actions.take();
        byte[] otherChannel = LoneSession.id(78);
        Policy policy = Policy.dave(otherChannel, lone.gateway.sender());
        Group group = Group.create(policy, lone.bundle(PARTNER), lone.random);
        byte[] add = lone.gateway.add(otherChannel, 0, lone.ownKeyPackage(), lone.random);
        PendingCommit commit = group.commit(List.of(group.parseProposal(add)), lone.random);
        lone.session.handleWelcome(3, LoneSession.welcome(commit));
        assertEquals(List.of("refused 30", "invalid 3", "key package"), lone.actions.take());
        assertTrue(lone.actions.lastWhy.startsWith("WRONG_GROUP"), lone.actions.lastWhy);
    }

    @Test
    void aWelcomeToAGroupThatNamesAnotherGateway() throws MlsException {
        lone.session.handlePrepareEpoch(1, 1);
        lone.actions.take();
        ExternalProposer other = new ExternalProposer(SignatureKeyPair.generate(lone.random), new byte[1]);
        Policy policy = Policy.dave(lone.groupId, other.sender());
        Group group = Group.create(policy, lone.bundle(PARTNER), lone.random);
        byte[] add = other.add(lone.groupId, 0, lone.ownKeyPackage(), lone.random);
        PendingCommit commit = group.commit(List.of(group.parseProposal(add)), lone.random);
        lone.session.handleWelcome(3, LoneSession.welcome(commit));
        assertEquals(List.of("refused 30", "invalid 3", "key package"), lone.actions.take());
        assertTrue(lone.actions.lastWhy.startsWith("POLICY"), lone.actions.lastWhy);
    }

    @Test
    void ourselvesAddedASecondTime() throws MlsException {
        byte[] again = lone.add(lone.bundle(OURSELVES).keyPackage());
        lone.session.handleProposals(append(again));
        assertEquals(List.of("refused 27"), lone.actions.take());
        lone.session.handleProposals(LoneSession.revoke(again));
        lone.assertStillWorks(40);
    }
}
