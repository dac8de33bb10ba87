package dev.acord.sim.dave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.mls.codec.MlsWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InitialGroupTest {

    @ParameterizedTest(name = "{1} members, seed {0}")
    @CsvSource({"1, 2", "2, 2", "3, 3", "4, 3", "5, 4", "6, 5", "7, 5", "8, 5"})
    void membersThatComeAtOnceFormAGroup(long seed, int count) {
        Call.of(seed, count).assertEncrypted();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void membersThatComeOneAfterTheOtherFormAGroup(long seed) {
        Call call = new Call(seed);
        for (long user = 1; user <= 5; user++) {
            call.join(user, 1);
            call.settle();
        }
        call.assertEncrypted();
        assertEquals(4, call.service.state().epoch());
    }

    @Test
    void aMemberAloneGetsTheExternalSenderAndNothingElse() {
        Call call = Call.of(1, 1);
        assertEquals(List.of(25), call.member(1).heard);
        assertEquals(List.of(1L), call.service.state().pending());
        assertFalse(call.service.state().isSettled());
        assertFalse(call.member(1).expectedEncrypted);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void eitherSideMayCreateTheGroupAndTheOtherIsWelcomed(long creator) {
        Call call = new Call(4);
        RawMember one = call.join(1, 1);
        RawMember two = call.join(2, 1);
        call.deliver(one); // the key packages
        call.deliver(two);
        call.readAll(one);
        call.readAll(two);
        RawMember first = call.member(creator);
        RawMember second = call.member(3 - creator);
        call.deliver(first);
        call.readAll(first);
        call.readAll(second);
        assertEquals(0, first.group().ownLeafIndex());
        assertEquals(List.of(25, 27, 29), first.heard);
        assertEquals(List.of(25, 27, 30), second.heard);
        call.settle();
        call.assertEncrypted();
        assertEquals(1, call.service.state().lateCommits(), "the other's commit came later");
    }

    @Test
    void whoComesBeforeTheGroupIsEstablishedHearsOfAllWhoWereThere() {
        Call call = new Call(5);
        call.join(1, 1).commitsNothing = true;
        call.join(2, 1).commitsNothing = true;
        call.settle();
        RawMember three = call.join(3, 1);
        call.readAll(three);
        assertEquals(2, three.proposals.size());
        call.settle();
        call.assertEncrypted();
        assertEquals(3, call.service.state().members().get(0), "the only one who commits");
    }

    @Test
    void theFirstCommitNeedNotWaitForWhoHasSentNoKeyPackage() {
        Call call = new Call(6);
        call.join(1, 1);
        call.join(2, 1);
        RawMember slow = call.join(3, 1);
        slow.commitsNothing = true;
        RawMember.Message keyPackage = slow.outbox.remove();
        call.settle();
        assertEquals(List.of(3L), call.service.state().pending());
        assertEquals(1, call.service.state().epoch());
        slow.outbox.add(keyPackage);
        call.settle();
        call.assertEncrypted();
        assertEquals(2, call.service.state().epoch());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aCreatorMayHaveAnotherLeafThanItsKeyPackage(long seed) {
        Call call = new Call(seed);
        call.separateLeaves = true;
        call.join(1, 1);
        call.join(2, 1);
        call.join(3, 1);
        call.settle();
        assertNull(call.service.treeHash());
        call.assertEncrypted();
        call.leave(call.service.state().members().get(0)); // the creator
        call.settle();
        call.join(4, 1);
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void aKeyPackageInAnMlsMessageIsAsGoodAsABareOne() {
        Call call = new Call(7);
        call.join(1, 1);
        RawMember two = call.join(2, 1);
        byte[] bare = two.outbox.remove().payload;
        two.say(26, new MlsWriter().u16(1).u16(5).bytes(bare).toBytes());
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void readinessIsAwaitedAndThenTheTransitionIsExecuted() {
        Call call = new Call(8);
        RawMember one = call.join(1, 1);
        RawMember two = call.join(2, 1);
        two.commitsNothing = true;
        call.deliver(two);
        call.readAll(one);
        call.deliver(one); // key package
        call.deliver(one); // commit
        call.readAll(one);
        call.readAll(two);
        assertEquals(1, one.outbox.size());
        call.deliver(one);
        assertEquals(1, call.service.state().transitions());
        assertTrue(two.inbox.isEmpty());
        call.deliver(two);
        assertEquals(0, call.service.state().transitions());
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void whoIsNotReadyHoldsTheOthersUpForTwoSecondsOnly() {
        Call call = new Call(9);
        call.join(1, 1);
        RawMember two = call.join(2, 1);
        call.pump(two);
        call.pump(call.member(1));
        two.inbox.clear(); // as if it stood still
        call.advance(1_999);
        assertEquals(1, call.service.state().transitions());
        call.advance(1);
        assertEquals(0, call.service.state().transitions());
        assertEquals(1, call.service.state().executedVersion());
    }
}
