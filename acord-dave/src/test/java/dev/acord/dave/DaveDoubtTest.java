package dev.acord.dave;

import static dev.acord.dave.LoneSession.PARTNER;
import static dev.acord.dave.LoneSession.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.message.KeyPackage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was sent may be lost with a websocket: it is said again, and the call goes on. */
class DaveDoubtTest {
    private final LoneSession lone = new LoneSession(0xD0B7);
    private final DaveSession session = lone.session;
    private final Recording actions = lone.actions;

    private void assertActions(String... expected) {
        assertEquals(List.of(expected), actions.take(), () -> "last refusal: " + actions.lastWhy);
    }

    @Test
    void whoWaitsForAGroupOffersAnotherKeyPackageAndIsWelcomedByIt() throws MlsException {
        lone.pending();
        byte[] lost = actions.keyPackage.clone();
        session.handleDoubt();
        assertActions("key package");
        assertFalse(Arrays.equals(lost, actions.keyPackage), "a key package is never used twice");
        lone.joinByWelcome();
        actions.take();
        lone.assertStillWorks(30);
    }

    @Test
    void aWelcomeForTheKeyPackageBeforeIsStillOfUse() throws MlsException {
        lone.pending();
        KeyPackage before = lone.ownKeyPackage();
        session.handleDoubt();
        actions.take();
        PendingCommit commit = lone.partnerCommits(List.of(lone.add(before)));
        session.handleWelcome(0, LoneSession.welcome(commit));
        lone.partner = commit.next();
        lone.assertAgrees();
        lone.assertStillWorks(30);
    }

    @Test
    void whoWasTakenInByAnEarlierKeyPackageIsAddedAnewByTheLaterOne() throws MlsException {
        lone.pending();
        KeyPackage before = lone.ownKeyPackage();
        session.handleDoubt();
        PendingCommit first = lone.partnerCommits(List.of(lone.add(before)));
        session.handleWelcome(0, LoneSession.welcome(first));
        lone.partner = first.next();
        lone.joinByWelcome();
        actions.take();
        lone.assertStillWorks(30);
        session.handleWelcome(0, LoneSession.welcome(first));
        assertActions("refused 30");
        lone.assertAgrees();
    }

    @Test
    void theOldestOfManyKeyPackagesIsForgotten() throws MlsException {
        lone.pending();
        KeyPackage first = lone.ownKeyPackage();
        for (int i = 0; i < OfferedKeyPackages.MAX; i++) {
            session.handleDoubt();
        }
        actions.take();
        PendingCommit commit = lone.partnerCommits(List.of(lone.add(first)));
        session.handleWelcome(3, LoneSession.welcome(commit));
        assertActions("refused 30", "invalid 3", "key package");
    }

    @Test
    void whoCannotBeTakenInAsksFiveTimesAtOnceAndThenOnlyWhenInDoubt() throws MlsException {
        lone.pending();
        byte[] notForUs = LoneSession.welcome(
                lone.partnerCommits(List.of(lone.add(lone.bundle(PARTNER + 1).keyPackage()))));
        for (int i = 1; i <= 5; i++) {
            session.handleWelcome(i, notForUs);
            assertActions("refused 30", "invalid " + i, "key package");
        }
        for (int i = 6; i <= 8; i++) {
            session.handleWelcome(i, notForUs);
            assertActions("refused 30");
        }
        assertTrue(session.isWaiting(), "or nobody would ask again");
        session.handleDoubt();
        assertActions("invalid 8", "key package");
        lone.joinByWelcome();
        actions.take();
        lone.assertStillWorks(30);
    }

    @Test
    void whatWasProposedBeforeIsCommittedAgainWithTheNewKeyPackage() throws MlsException {
        lone.pending();
        byte[] add = lone.gateway.add(lone.groupId, 0, lone.bundle(PARTNER).keyPackage(), lone.random);
        session.handleProposals(append(add));
        assertActions("commit");
        byte[] lost = lone.ownCommit();
        session.handleDoubt();
        assertActions("key package", "commit");
        byte[] again = lone.ownCommit();
        session.handleAnnounceCommit(0, lost);
        assertEquals(0, actions.epoch.epoch(), "the lost commit is of a group that is no more");
        actions.take();
        session.handleDoubt();
        session.handleAnnounceCommit(0, lone.ownCommit());
        assertEquals(1, actions.epoch.epoch());
        assertFalse(Arrays.equals(again, lone.ownCommit()));
    }

    @Test
    void aCommitThatTheGatewayNeverGotIsMadeAgain() throws MlsException {
        lone.established();
        byte[] add = lone.add(lone.bundle(30).keyPackage());
        session.handleUserConnected(30);
        session.handleProposals(append(add));
        session.handleDoubt();
        assertActions("commit", "commit");
        lone.weWin(0, List.of(add));
        lone.assertAgrees();
    }

    @Test
    void transitionsThatWaitAreReadyAgain() throws MlsException {
        lone.pending();
        PendingCommit commit = lone.partnerCommits(List.of(lone.add(lone.ownKeyPackage())));
        session.handleWelcome(7, LoneSession.welcome(commit));
        actions.take();
        session.handleDoubt();
        assertActions("ready 7");
        session.handleExecuteTransition(7);
        actions.take();
        session.handleDoubt();
        assertActions();
    }

    @Test
    void onlyWhoIsInAnEncryptedCallWithOthersAndInNoGroupWaits() throws MlsException {
        assertFalse(session.isWaiting(), "before the session begins");
        session.handleSessionDescription(1);
        assertFalse(session.isWaiting(), "alone");
        session.handleUserConnected(PARTNER);
        assertTrue(session.isWaiting());
        session.handleSessionDescription(0);
        assertFalse(session.isWaiting(), "a call without encryption");
        lone.established();
        assertFalse(session.isWaiting(), "in the group");
        session.handlePrepareEpoch(1, 1);
        assertTrue(session.isWaiting(), "the group was given up while the partner is there");
    }

    @Test
    void aCallWithoutEncryptionHasNothingToRepeat() {
        session.handleSessionDescription(0);
        actions.take();
        session.handleDoubt();
        assertActions();
    }
}
