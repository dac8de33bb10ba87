package dev.acord.sim.dave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaceTest {
    private static final DaveSettings LAST_WINS = new DaveSettings(1, 2_000 * Call.MS, 0, 50 * Call.MS);

    /** Lets a call rest, with the time going on. */
    private static void run(Call call) {
        for (int i = 0; i < 20; i++) {
            call.settle();
            call.advance(50);
        }
        call.settle();
    }

    @Test
    void theFirstOfTwoCommitsWinsAndTheOtherIsNoMistake() {
        Call call = Call.of(1, 2);
        long late = call.service.state().lateCommits();
        RawMember three = call.join(3, 1);
        call.deliver(three);
        call.readAll(call.member(1));
        call.readAll(call.member(2));
        call.deliver(call.member(2));
        call.deliver(call.member(1));
        assertEquals(late + 1, call.service.state().lateCommits());
        call.settle();
        call.assertEncrypted();
        assertEquals(2, call.service.state().commits());
    }

    @Test
    void aCommitThatCrossedAnotherProposalIsNoMistakeAndItsSenderCommitsAgain() {
        Call call = Call.of(2, 2);
        RawMember one = call.member(1);
        RawMember two = call.member(2);
        call.deliver(call.join(3, 1));
        call.readAll(one);
        call.deliver(call.join(4, 1));
        call.deliver(one); // without user 4
        assertEquals(1, call.service.state().epoch());
        call.readAll(two);
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void withAWindowTheLastCommitWins() {
        Call call = new Call(3, LAST_WINS);
        RawMember one = call.join(1, 1);
        RawMember two = call.join(2, 1);
        call.deliver(one);
        call.deliver(two);
        call.readAll(one);
        call.readAll(two);
        call.deliver(one);
        call.deliver(two);
        call.advance(49);
        assertEquals(0, call.service.state().epoch());
        call.advance(1);
        assertEquals(1, call.service.state().epoch());
        assertEquals(2, call.service.state().members().get(0), "the second one made the group");
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void aCommitThatWaitsInTheWindowDoesNotWinWhenItsSenderOrANewMemberLeaves() {
        Call call = new Call(4, LAST_WINS);
        for (long user = 1; user <= 3; user++) {
            call.join(user, 1);
        }
        run(call);
        call.assertEncrypted();
        for (long leaver : new long[] {1, 4}) {
            long epoch = call.service.state().epoch();
            call.join(4, 1);
            call.pump(call.member(4));
            call.pump(call.member(1));
            assertEquals(epoch, call.service.state().epoch(), "the window is open");
            call.leave(leaver);
            run(call);
            call.assertEncrypted();
            if (leaver == 1) {
                call.leave(4);
                call.join(1, 1);
                run(call);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void lostRacesDoNotPartTheMembers(long seed) {
        Call call = new Call(seed, LAST_WINS);
        long user = 1;
        for (int round = 0; round < 6; round++) {
            call.join(user++, 1);
            call.join(user++, 1);
            if (round % 2 == 1) {
                call.leave(user - 3);
            }
            run(call);
            call.assertEncrypted();
        }
        assertTrue(call.service.state().lateCommits() > 10);
    }
}
