package dev.acord.sim.dave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MembershipTest {

    @Test
    void aMemberIsAddedByTheOthersAndHearsNothingUntilItIsWelcomed() {
        Call call = Call.of(1, 3);
        long epoch = call.service.state().epoch();
        RawMember four = call.join(4, 1);
        call.settle();
        assertEquals(List.of(25, 30, 22), four.heard);
        call.assertEncrypted();
        assertEquals(epoch + 1, call.service.state().epoch());
    }

    @Test
    void whoLeavesIsRemovedByTheOthers() {
        Call call = Call.of(2, 4);
        call.leave(2);
        call.settle();
        call.assertEncrypted();
        assertEquals(
                List.of(1L, 3L, 4L),
                call.service.state().members().stream().sorted().toList());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void membersComeAndGoWhileOthersAreBeingAdded(long seed) {
        Call call = Call.of(seed, 3);
        call.join(4, 1);
        call.step();
        call.leave(1);
        call.join(5, 1);
        call.step();
        call.step();
        call.leave(4);
        call.join(1, 1);
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void proposalsAreSentTogetherWhenTheyMayWait() {
        Call call = new Call(3, new DaveSettings(1, 2_000 * Call.MS, 100 * Call.MS, 0));
        for (long user = 1; user <= 4; user++) {
            call.join(user, 1);
        }
        call.settle();
        assertEquals(0, call.service.state().commits());
        call.advance(100);
        call.settle();
        call.assertEncrypted();
        assertEquals(1, call.service.state().commits());
        int before = call.member(3).heard.size();
        call.leave(1);
        call.join(5, 1);
        call.join(6, 1);
        call.settle();
        call.advance(99);
        call.settle();
        assertEquals(1, call.service.state().epoch());
        call.advance(1);
        call.settle();
        assertEquals(2, call.service.state().epoch());
        assertEquals(List.of(27, 29, 22), call.member(3).heard.subList(before, before + 3));
        call.assertEncrypted();
    }

    @Test
    void proposalsThatAreHeldBackComeTogetherWhenTheyAreLetGo() {
        Call call = Call.of(4, 2);
        call.service.holdProposals(true, call.nowNs);
        call.join(3, 1);
        call.join(4, 1);
        call.advance(60_000);
        call.settle();
        assertEquals(1, call.service.state().epoch());
        call.service.holdProposals(false, call.nowNs);
        call.settle();
        assertEquals(2, call.service.state().epoch());
        call.assertEncrypted();
    }

    @Test
    void theProposalOfWhoLeavesBeforeItIsAddedIsRevoked() {
        Call call = Call.of(5, 2);
        RawMember one = call.member(1);
        call.join(3, 1);
        call.deliver(call.member(3));
        call.readAll(one);
        assertEquals(1, one.proposals.size());
        call.leave(3);
        call.readAll(one);
        assertTrue(one.proposals.isEmpty());
        call.settle(); // the commit that was on its way has come too late
        call.assertEncrypted();
        assertEquals(1, call.service.state().epoch());
        assertTrue(call.service.state().lateCommits() >= 1);
        call.join(4, 1);
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void whatIsLeftAfterARevocationIsCommitted() {
        Call call = Call.of(6, 2);
        call.join(3, 1);
        call.join(4, 1);
        call.deliver(call.member(3));
        call.deliver(call.member(4));
        call.leave(3);
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void aPendingMemberMayReplaceItsKeyPackage() {
        Call call = Call.of(7, 2);
        RawMember three = call.join(3, 1);
        call.deliver(three);
        call.mayRecover = true; // a welcome for the first one may be on its way
        three.offer();
        call.settle();
        call.assertEncrypted();
        assertEquals(3, call.service.state().members().size());
    }

    @Test
    void aKeyPackageIsReplacedBeforeThereIsAGroupToo() {
        Call call = new Call(8);
        RawMember one = call.join(1, 1);
        call.pump(one);
        one.offer();
        RawMember two = call.join(2, 1);
        call.settle();
        call.assertEncrypted();
        assertFalse(two.heard.contains(31));
    }

    @Test
    void aMemberThatStartsAnewIsRemovedAndAddedInOneCommit() {
        Call call = Call.of(9, 3);
        long epoch = call.service.state().epoch();
        RawMember two = call.member(2);
        two.recovering = true; // it ignores what still comes of the old group
        two.offer();
        call.settle();
        call.assertEncrypted();
        assertEquals(epoch + 1, call.service.state().epoch());
        assertEquals(3, call.service.state().members().size());
    }

    @Test
    void whoLeavesAndReturnsBeforeAnybodyCommitsIsReplacedInOneCommit() {
        Call call = Call.of(10, 3);
        long epoch = call.service.state().epoch();
        call.service.holdProposals(true, call.nowNs);
        call.leave(2);
        call.join(2, 1);
        call.settle();
        call.service.holdProposals(false, call.nowNs);
        call.settle();
        assertEquals(epoch + 1, call.service.state().epoch());
        call.assertEncrypted();
    }

    @Test
    void theLastOneOfAGroupStartsAnewAndTheNextOneMakesAGroupWithIt() {
        Call call = Call.of(11, 3);
        RawMember three = call.member(3);
        call.leave(1);
        call.leave(2);
        int before = three.heard.size();
        call.settle();
        List<Integer> heard = three.heard.subList(before, three.heard.size());
        assertEquals(List.of(24, 21), heard.subList(heard.size() - 2, heard.size()));
        assertEquals(0, three.lastTransition);
        assertEquals(1, three.sendingVersion);
        assertEquals(0, call.service.state().epoch());
        assertEquals(List.of(3L), call.service.state().pending());
        assertFalse(three.expectedEncrypted, "nobody hears it");
        call.join(4, 1);
        call.settle();
        call.assertEncrypted();
        assertEquals(1, call.service.state().epoch());
    }

    @Test
    void theLastOneOfAGroupWithAnotherWaitingCommitsIt() {
        Call call = Call.of(12, 2);
        call.leave(2);
        call.join(3, 1);
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void transitionIdsGoOnAndAreNeverZero() {
        Call call = Call.of(13, 2);
        TransitionQueue queue = new TransitionQueue(1);
        DaveMember member = new DaveMember(call.member(1));
        for (int i = 1; i <= 0xFFFF; i++) {
            assertEquals(i, queue.start(1, List.of(member), 0));
            queue.clear();
        }
        assertEquals(1, queue.start(1, List.of(member), 0));
    }
}
