package dev.acord.sim.dave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whoCannotProcessACommitIsRemovedAndAddedAgain(long seed) {
        Call call = Call.of(seed, 4);
        call.damage(3);
        call.join(5, 1);
        call.settle();
        call.assertEncrypted();
        assertEquals(1, call.service.state().recoveries());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whoCannotProcessAWelcomeIsRemovedAndAddedAgain(long seed) {
        Call call = Call.of(seed, 3);
        call.damage(4);
        call.join(4, 1);
        call.settle();
        call.assertEncrypted();
        assertEquals(1, call.service.state().recoveries());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anInitialGroupThatOneOfTwoCannotJoinIsMadeAnew(long seed) {
        Call call = new Call(seed);
        call.damage(1);
        call.join(1, 1);
        call.join(2, 1);
        call.settle();
        call.assertEncrypted();
        assertEquals(1, call.service.state().recoveries());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whenNobodyCanProcessACommitANewGroupIsMade(long seed) {
        Call call = Call.of(seed, 3);
        for (long user = 1; user <= 4; user++) {
            call.damage(user);
        }
        call.join(4, 1);
        call.settle();
        call.assertEncrypted();
        assertEquals(4, call.service.state().recoveries());
    }

    @Test
    void theFlagAndTheKeyPackageInOneEpochAreOneCommit() {
        Call call = Call.of(6, 3);
        long epoch = call.service.state().epoch();
        RawMember two = call.member(2);
        call.mayRecover = true;
        two.recover(7);
        call.deliver(two);
        call.deliver(two);
        assertFalse(two.expectedEncrypted);
        assertEquals(2L, call.service.state().pending().get(0));
        call.settle();
        call.assertEncrypted();
        assertEquals(epoch + 1, call.service.state().epoch());
    }

    @Test
    void whoFlagsAndLeavesIsGone() {
        Call call = Call.of(7, 3);
        RawMember two = call.member(2);
        call.mayRecover = true;
        two.recover(7);
        call.deliver(two);
        call.leave(2);
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void whoFlagsNeedNotBeReadyForTheTransition() {
        Call call = Call.of(8, 3);
        call.damage(2);
        call.leave(3);
        call.settle();
        call.assertEncrypted();
        assertTrue(call.service.state().transitions() == 0, "without the time-out");
    }
}
