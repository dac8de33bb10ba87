package dev.acord.dave;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.fuzz.FuzzInput;

/**
 * A delivery service that says anything in any order: real messages, changed ones and noise. What is refused changes nothing, unless opcode
 * 31 says so; and whatever came before, a new session description leads into a working group.
 */
class DaveSessionFuzzTest {
    private static final int MAX_STEPS = 24;

    @FuzzTest
    void fuzz(byte[] data) {
        FuzzInput in = new FuzzInput(data);
        MlsWorld world = new MlsWorld();
        DaveSession session = world.session();
        for (int step = 0; step < MAX_STEPS && in.hasMore(); step++) {
            step(in, world, session);
        }
        recovers(world, session);
        session.close();
    }

    private static void step(FuzzInput in, MlsWorld world, DaveSession session) {
        switch (in.below(18)) {
            case 0 -> session.handleSessionDescription(in.flag() ? 1 : in.u16());
            case 1 -> session.handleUserConnected(in.below(5));
            case 2 -> session.handleUserDisconnected(in.below(5));
            case 3 -> session.handlePrepareTransition(in.below(4), in.below(3));
            case 4 -> session.handleExecuteTransition(in.below(4));
            case 5 -> session.handlePrepareEpoch(in.below(3), in.below(3));
            case 6 -> session.handleDoubt();
            case 7 -> session.handleAlone();
            case 8 -> deliver(session, world, 25, 0, in.mutated(world.externalSender()));
            case 9 -> deliver(session, world, 27, 0, in.mutated(world.add(in.below(2))));
            case 10 -> deliver(session, world, 27, 0, in.mutated(world.remove(in.below(3))));
            case 11 -> deliver(session, world, 27, 0, in.mutated(world.revocation()));
            case 12 -> deliver(session, world, 29, in.below(4), in.mutated(world.ownCommit()));
            case 13 -> deliver(session, world, 29, in.below(4), in.mutated(world.peerCommit()));
            case 14 -> deliver(session, world, 30, in.below(4), in.mutated(world.peerWelcome()));
            case 15 -> deliver(session, world, 25 + in.below(6), in.u16(), in.bytes());
            case 16 -> {
                // the whole way into a group, so that short inputs get to what comes after
                session.handleSessionDescription(1);
                intoGroup(world, session, in.flag());
            }
            default -> world.peerFollows();
        }
    }

    private static void deliver(DaveSession session, MlsWorld world, int opcode, int transition, byte[] payload) {
        MlsWorld.Log log = world.log();
        log.clear();
        switch (opcode) {
            case 25 -> session.handleExternalSender(payload);
            case 27 -> session.handleProposals(payload);
            case 29 -> session.handleAnnounceCommit(transition, payload);
            case 30 -> session.handleWelcome(transition, payload);
            default -> {
                // not for clients
            }
        }
        check(
                log.refusals == 0 || log.invalids == 1 || log.changes == 0 || log.lostGroup(),
                () -> "opcode " + opcode + " was refused, yet caused " + log.changes + " actions");
        check(log.invalids == 0 || log.keyPackages == 1, () -> "opcode 31 without a new key package");
    }

    private static void recovers(MlsWorld world, DaveSession session) {
        session.handleSessionDescription(1);
        world.log().clear();
        session.handleExternalSender(world.externalSender());
        intoGroup(world, session, false);
        check(world.log().epoch == 1, () -> "no group formed: epoch " + world.log().epoch);
        check(world.log().sendsWith, () -> "nothing can be sent in the new group");
    }

    private static void intoGroup(MlsWorld world, DaveSession session, boolean byWelcome) {
        session.handleExternalSender(world.externalSender());
        session.handleUserConnected(MlsWorld.PEER);
        if (byWelcome) {
            session.handleWelcome(0, world.peerWelcome());
        } else {
            session.handleProposals(world.add(0));
            session.handleAnnounceCommit(0, world.ownCommit());
        }
    }
}
