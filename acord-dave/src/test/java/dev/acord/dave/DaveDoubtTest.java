package dev.acord.dave;

import static dev.acord.dave.LoneSession.PARTNER;
import static dev.acord.dave.LoneSession.append;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.codec.MlsException;
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
