package dev.acord.dave;

import static dev.acord.dave.LoneSession.OURSELVES;
import static dev.acord.dave.LoneSession.PARTNER;
import static dev.acord.dave.LoneSession.append;
import static dev.acord.dave.LoneSession.revoke;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.acord.dave.mls.ExternalProposer;
import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.Policy;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.KeyPackage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session does for each message in each state; calls of several sessions are tested in {@code call}. */
class DaveSessionTest {
    private static final long SEED = 0x5E55;

    private final LoneSession lone = new LoneSession(SEED);
    private final DaveSession session = lone.session;
    private final Recording actions = lone.actions;

    private void assertActions(String... expected) {
        assertEquals(List.of(expected), actions.take(), () -> "last refusal: " + actions.lastWhy);
    }

    @Test
    void aCallWithoutEncryptionSendsAndReceivesPlainFrames() {
        session.handleSessionDescription(0);
        assertActions("receive plain true", "send plain", "epoch 0 of version 0");
        session.handleProposals(append());
        session.handleAnnounceCommit(1, new byte[10]);
        session.handleWelcome(1, new byte[10]);
        assertActions("refused 27", "refused 29", "refused 30");
    }

    @Test
    void anEncryptedCallBeginsWithAKeyPackageAndSilence() {
        session.handleSessionDescription(1);
        assertActions("send nothing", "key package", "epoch 0 of version 1");
    }

    @Test
    void aVersionThatWasNotAnnouncedIsRefusedEverywhere() throws MlsException {
        session.handleSessionDescription(2);
        assertActions("refused 4", "send nothing", "epoch 0 of version 2");
        lone.established();
        session.handlePrepareTransition(3, 2);
        session.handlePrepareEpoch(1, 2);
        session.handlePrepareEpoch(1, -1);
        assertActions("refused 21", "refused 24", "refused 24");
        lone.assertStillWorks(30);
    }

    @Test
    void theExternalSenderMayComeBeforeTheSessionDescription() throws MlsException {
        session.handleExternalSender(lone.gateway.sender().encode());
        session.handleSessionDescription(1);
        session.handleUserConnected(PARTNER);
        actions.take();
        session.handleProposals(
                append(lone.gateway.add(lone.groupId, 0, lone.bundle(PARTNER).keyPackage(), lone.random)));
        assertActions("commit");
    }

    @Test
    void proposalsBeforeTheExternalSenderAreRefused() {
        session.handleSessionDescription(1);
        actions.take();
        session.handleProposals(append());
        assertActions("refused 27");
    }

    @Test
    void aNewExternalSenderMakesANewLocalGroup() throws MlsException {
        lone.pending();
        ExternalProposer other = new ExternalProposer(SignatureKeyPair.generate(lone.random), new byte[1]);
        session.handleExternalSender(other.sender().encode());
        byte[] add = other.add(lone.groupId, 0, lone.bundle(PARTNER).keyPackage(), lone.random);
        session.handleProposals(append(add));
        assertActions("commit");
    }

    @Test
    void anEstablishedGroupKeepsItsExternalSenderAndTheNextOneGetsTheNewest() throws MlsException {
        lone.established();
        ExternalProposer other = new ExternalProposer(SignatureKeyPair.generate(lone.random), new byte[] {7});
        session.handleExternalSender(other.sender().encode());
        lone.assertStillWorks(30);
        session.handlePrepareEpoch(1, 1);
        actions.take();
        Group next = Group.create(Policy.dave(lone.groupId, other.sender()), lone.bundle(PARTNER), lone.random);
        byte[] add = other.add(lone.groupId, 0, lone.ownKeyPackage(), lone.random);
        PendingCommit commit = next.commit(List.of(next.parseProposal(add)), lone.random);
        session.handleWelcome(0, LoneSession.welcome(commit));
        assertEquals(1, actions.epoch.epoch());
    }

    @Test
    void whoIsAloneSendsWithoutWaitingForAGroup() {
        session.handleSessionDescription(1);
        session.handleAlone();
        assertFalse(actions.take().contains("send encrypted"), "before there is a key");
        session.handleExternalSender(lone.gateway.sender().encode());
        session.handleUserConnected(PARTNER);
        session.handleAlone();
        assertActions();
        session.handleUserDisconnected(PARTNER);
        session.handleAlone();
        session.handleAlone();
        assertActions("send encrypted");
    }

    @Test
    void transitionZeroExecutesAtOnce() throws MlsException {
        lone.pending();
        lone.joinByWelcome();
        assertActions("receive 20", "epoch 1 of version 1", "receive plain false", "send encrypted");
    }

    @Test
    void anotherTransitionWaitsForItsExecution() throws MlsException {
        lone.pending();
        PendingCommit commit = lone.partnerCommits(List.of(lone.add(lone.ownKeyPackage())));
        session.handleWelcome(65_535, LoneSession.welcome(commit));
        assertActions("receive 20", "epoch 1 of version 1", "ready 65535");
        session.handleExecuteTransition(1);
        assertActions("refused 22");
        session.handleExecuteTransition(65_535);
        assertActions("receive plain false", "send encrypted");
        session.handleExecuteTransition(65_535);
        assertActions("refused 22");
    }

    @Test
    void aTransitionThatANewerOneOvertookDoesNotBringBackItsKey() throws MlsException {
        lone.established();
        for (int id = 1; id <= 2; id++) {
            byte[] add = lone.add(lone.bundle(30 + id).keyPackage());
            session.handleUserConnected(30 + id);
            session.handleProposals(append(add));
            lone.weWin(id, List.of(add));
        }
        actions.take();
        session.handleExecuteTransition(2);
        assertActions("receive plain false", "send encrypted");
        byte[] secret = actions.ownSecret.clone();
        session.handleExecuteTransition(1);
        assertActions("refused 22");
        assertArrayEquals(secret, actions.ownSecret);
    }

    @Test
    void transitionsInTheirOrderChangeTheKeyOneByOne() throws MlsException {
        lone.established();
        for (int id = 1; id <= 2; id++) {
            byte[] add = lone.add(lone.bundle(30 + id).keyPackage());
            session.handleUserConnected(30 + id);
            session.handleProposals(append(add));
            lone.weWin(id, List.of(add));
        }
        session.handleExecuteTransition(1);
        byte[] first = actions.ownSecret.clone();
        session.handleExecuteTransition(2);
        assertFalse(Arrays.equals(first, actions.ownSecret));
    }

    @Test
    void aDowngradeReceivesPlainFramesAtOnceAndSendsThemAtItsExecution() throws MlsException {
        lone.established();
        session.handlePrepareTransition(9, 0);
        assertActions("receive plain true", "ready 9");
        session.handleExecuteTransition(9);
        assertActions("send plain", "epoch 0 of version 0");
        session.handleProposals(append());
        assertActions("refused 27");
    }

    @Test
    void aTransitionWithoutANewGroupKeepsTheKey() throws MlsException {
        lone.established();
        session.handlePrepareTransition(9, 1);
        assertActions("ready 9");
        session.handleExecuteTransition(9);
        assertActions("receive plain false");
        lone.assertStillWorks(30);
    }

    @Test
    void theSoleMemberGoesOnWithItsLocalGroup() throws MlsException {
        lone.established();
        session.handleUserDisconnected(PARTNER);
        session.handlePrepareEpoch(1, 1);
        assertActions("epoch 0 of version 1", "key package");
        session.handlePrepareTransition(0, 1);
        assertActions("receive plain false", "send encrypted");
    }

    @Test
    void theAnnouncementOfAnotherEpochChangesNothing() throws MlsException {
        lone.established();
        session.handlePrepareEpoch(2, 1);
        assertActions();
        lone.assertStillWorks(30);
    }

    @Test
    void everyMessageOfProposalsIsAnsweredWithACommitOfAllThatAreLeft() throws MlsException {
        lone.established();
        session.handleUserConnected(30);
        session.handleUserConnected(31);
        byte[] first = lone.add(lone.bundle(30).keyPackage());
        byte[] second = lone.add(lone.bundle(31).keyPackage());
        session.handleProposals(append(first));
        session.handleProposals(append(second, first)); // told twice counts once
        assertActions("commit", "commit");
        lone.weWin(0, List.of(first, second));
        lone.assertAgrees();
        assertEquals(List.of(OURSELVES, PARTNER, 30L, 31L), actions.epoch.users());
    }

    @Test
    void afterTheRevocationOfEverythingNothingIsSent() throws MlsException {
        lone.established();
        session.handleUserConnected(30);
        byte[] add = lone.add(lone.bundle(30).keyPackage());
        session.handleProposals(append(add));
        session.handleProposals(revoke(add));
        assertActions("commit");
        session.handleProposals(revoke(add));
        assertActions("refused 27");
        lone.assertStillWorks(31);
    }

    @Test
    void theAddOfAMemberWaitsForItsRemove() throws MlsException {
        lone.established();
        lone.assertStillWorks(30);
        byte[] add = lone.add(lone.bundle(30).keyPackage());
        byte[] remove = lone.remove(lone.partner.members().get(2).leafIndex());
        session.handleProposals(append(add));
        assertActions("refused 27");
        session.handleProposals(append(remove));
        assertActions("commit");
        lone.weWin(0, List.of(add, remove));
        lone.assertAgrees();
    }

    @Test
    void ourOwnRemovalIsLeftToOthersAndTheirCommitIsRecoveredFrom() throws MlsException {
        lone.established();
        byte[] remove = lone.remove(1);
        session.handleProposals(append(remove));
        assertActions();
        lone.partnerWins(4, List.of(remove));
        assertActions("refused 29", "invalid 4", "epoch 0 of version 1", "key package");
        lone.joinByWelcome();
    }

    @Test
    void aCommitOfThePastIsIgnored() throws MlsException {
        lone.established();
        session.handleUserConnected(30);
        byte[] add = lone.add(lone.bundle(30).keyPackage());
        session.handleProposals(append(add));
        byte[] own = lone.ownCommit();
        byte[] others = lone.partnerCommits(List.of(add)).commit();
        lone.weWin(3, List.of(add));
        actions.take();
        session.handleAnnounceCommit(3, own);
        session.handleAnnounceCommit(3, others);
        assertActions("refused 29", "refused 29");
        lone.assertStillWorks(31);
    }

    @Test
    void aMissedEpochIsRecoveredFrom() throws MlsException {
        lone.established();
        for (int user = 30; user < 32; user++) {
            PendingCommit commit =
                    lone.partnerCommits(List.of(lone.add(lone.bundle(user).keyPackage())));
            if (user == 31) {
                session.handleAnnounceCommit(8, commit.commit());
            }
            lone.partner = commit.next();
        }
        assertActions("refused 29", "invalid 8", "epoch 0 of version 1", "key package");
        lone.joinByWelcome();
        session.handleUserConnected(30);
        lone.assertStillWorks(40);
    }

    @Test
    void thePendingMemberWaitsForItsWelcomeWhenAnothersCommitWins() throws MlsException {
        lone.pending();
        byte[] toUs = lone.gateway.add(lone.groupId, 0, lone.bundle(PARTNER).keyPackage(), lone.random);
        session.handleProposals(append(toUs));
        assertActions("commit");
        PendingCommit commit = lone.partnerCommits(List.of(lone.add(lone.ownKeyPackage())));
        session.handleAnnounceCommit(0, commit.commit());
        assertActions("refused 29");
        session.handleWelcome(0, LoneSession.welcome(commit));
        lone.partner = commit.next();
        lone.assertAgrees();
    }

    @Test
    void aCommitOfOursThatWasForgottenIsRecoveredFromWhenItWins() throws MlsException {
        lone.pending();
        byte[] add = lone.add(lone.bundle(PARTNER).keyPackage());
        session.handleProposals(append(add));
        byte[] oldest = lone.ownCommit();
        for (int i = 0; i < EpochProposals.MAX_COMMITS; i++) {
            session.handleProposals(append(add));
        }
        actions.take();
        session.handleAnnounceCommit(6, oldest);
        assertActions("refused 29", "invalid 6", "key package");
    }

    @Test
    void aWelcomeIsRefusedInAnEstablishedGroup() throws MlsException {
        lone.pending();
        PendingCommit commit = lone.partnerCommits(List.of(lone.add(lone.ownKeyPackage())));
        session.handleWelcome(0, LoneSession.welcome(commit));
        lone.partner = commit.next();
        actions.take();
        session.handleWelcome(1, LoneSession.welcome(commit));
        assertActions("refused 30");
        lone.assertStillWorks(30);
    }

    @Test
    void aWelcomeForAnEarlierKeyPackageIsRecoveredFrom() throws MlsException {
        lone.pending();
        PendingCommit commit = lone.partnerCommits(List.of(lone.add(lone.ownKeyPackage())));
        session.handlePrepareEpoch(1, 1);
        actions.take();
        session.handleWelcome(2, LoneSession.welcome(commit));
        assertActions("refused 30", "invalid 2", "key package");
        lone.joinByWelcome();
    }

    @Test
    void aKeyPackageIsNeverUsedTwice() throws MlsException {
        lone.established();
        byte[] used = actions.keyPackage;
        session.handlePrepareEpoch(1, 1);
        assertFalse(Arrays.equals(used, actions.keyPackage));
        assertArrayEquals(
                lone.ownKeyPackage().leaf().signatureKey(),
                KeyPackage.parse(used).leaf().signatureKey(),
                "the identity stays");
    }

    @Test
    void aSessionThatIsDescribedAgainBeginsAnew() throws MlsException {
        lone.established();
        session.handleSessionDescription(1);
        assertActions("send nothing", "key package", "epoch 0 of version 1");
        lone.joinByWelcome();
    }
}
