package dev.acord.sim.dave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionTest {

    @Test
    void aCallWithAMemberWithoutDaveHasNone() {
        Call call = new Call(1);
        RawMember old = call.join(1, 0);
        RawMember young = call.join(2, 1);
        call.settle();
        assertEquals(List.of(), old.heard);
        assertEquals(List.of(), young.heard);
        assertEquals(0, call.service.versionFor(young));
        call.assertPlain();
    }

    @Test
    void aServerWithoutDaveOffersNone() {
        Call call = new Call(1, new DaveSettings(0, 2_000 * Call.MS, 0, 0));
        call.join(1, 1);
        call.join(2, 1);
        call.settle();
        call.assertPlain();
        call.service.limitVersion(1, call.nowNs);
        call.settle();
        call.assertPlain();
    }

    @Test
    void higherVersionsThanOneAreOne() {
        Call call = new Call(2);
        call.join(1, 7);
        call.join(2, 65_535);
        call.settle();
        call.assertEncrypted();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aMemberWithoutDaveTakesTheCallDownAndItsLeavingBringsItUp(long seed) {
        Call call = Call.of(seed, 3);
        RawMember one = call.member(1);
        RawMember old = call.join(4, 0);
        int before = one.heard.size();
        call.settle();
        assertEquals(List.of(21, 22), one.heard.subList(before, one.heard.size()));
        assertTrue(one.lastTransition > 0);
        call.assertPlain();
        RawMember late = call.join(5, 1);
        call.settle();
        assertEquals(List.of(), late.heard);
        call.assertPlain();
        before = one.heard.size();
        call.leave(4);
        call.settle();
        assertEquals(List.of(24, 25), one.heard.subList(before, before + 2));
        assertEquals(List.of(), old.heard);
        call.assertEncrypted();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theWayDownMayBeTakenBackBeforeItsEnd(long seed) {
        Call call = Call.of(seed, 3);
        call.join(4, 0);
        call.step();
        call.step();
        call.leave(4);
        call.settle();
        call.assertEncrypted();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theWayUpMayBeTakenBackBeforeItsEnd(long seed) {
        Call call = Call.of(seed, 3);
        call.join(4, 0);
        call.settle();
        call.leave(4);
        for (int i = 0; i < 5; i++) {
            call.step();
        }
        call.join(5, 0);
        call.settle();
        call.assertPlain();
        call.leave(5);
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void whoIsNotReadyHoldsTheDowngradeUpForTwoSecondsOnly() {
        Call call = Call.of(3, 2);
        call.join(3, 0);
        call.member(1).inbox.clear();
        call.settle();
        assertEquals(1, call.service.state().executedVersion());
        call.advance(2_000);
        assertEquals(0, call.service.state().executedVersion());
    }

    @Test
    void theOnlyMemberThatIsLeftAfterOneWithoutDaveExecutesAtOnce() {
        Call call = new Call(4);
        call.join(1, 0);
        RawMember two = call.join(2, 1);
        call.leave(1);
        call.settle();
        assertEquals(List.of(24, 25, 21), two.heard);
        assertEquals(0, two.lastTransition);
        assertEquals(1, two.sendingVersion);
        call.join(3, 1);
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void aTestMayTakeARunningCallDownAndUp() {
        Call call = Call.of(5, 3);
        call.service.limitVersion(0, call.nowNs);
        call.settle();
        call.assertPlain();
        call.service.limitVersion(1, call.nowNs);
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void messagesThatCrossTheDowngradeAreNoMistakes() {
        Call call = Call.of(6, 2);
        RawMember one = call.member(1);
        call.deliver(call.join(3, 1));
        call.readAll(one);
        call.join(4, 0);
        assertFalse(one.outbox.isEmpty());
        call.settle();
        call.assertPlain();
    }
}
