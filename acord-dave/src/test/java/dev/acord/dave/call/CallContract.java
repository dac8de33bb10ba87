package dev.acord.dave.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.Oracle;
import dev.acord.dave.call.FakeCall.Kind;
import dev.acord.dave.call.FakeCall.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What happens in calls, whoever's clients are in them. {@link FakeCall#settle()} checks each time that all members are in one epoch, show the same
 * code and members, and hear one another.
 */
abstract class CallContract {
    private static final long SEED = 0xDA7E;

    private FakeCall call = new FakeCall(SEED, 1, Map.of());
    private int joined;

    /** Whose client the one with this number is. */
    abstract Kind kind(int number);

    /** The other implementations whose clients there may be. */
    abstract Map<Kind, ? extends Oracle> oracles();

    @BeforeEach
    void begin() {
        call = new FakeCall(SEED, 1, oracles());
    }

    @AfterEach
    void end() {
        call.close();
    }

    private DavePeer join() {
        return call.join(kind(joined++));
    }

    private List<DavePeer> settled(int members) {
        List<DavePeer> peers = new ArrayList<>();
        for (int i = 0; i < members; i++) {
            peers.add(join());
        }
        call.settle();
        return peers;
    }

    @Test
    void theFirstOfTwoBeginsTheGroup() {
        DavePeer first = join();
        join();
        call.settle(first);
        assertEquals(2, call.service.members().size());
    }

    @Test
    void sixBeginTogether() {
        settled(6);
        assertEquals(6, call.service.users().size());
        assertEquals(1, call.service.epoch());
    }

    @Test
    void membersJoinOneByOne() {
        settled(2);
        for (int members = 3; members <= 9; members++) {
            join();
            call.settle();
            assertEquals(members, call.service.users().size());
        }
        assertEquals(8, call.service.epoch());
    }

    @Test
    void membersLeaveOneByOneAndInPairs() {
        List<DavePeer> peers = settled(8);
        call.leave(peers.get(0));
        call.settle();
        call.leave(peers.get(5));
        call.leave(peers.get(2));
        call.settle();
        call.leave(peers.get(7));
        call.settle();
        assertEquals(4, call.service.users().size());
    }

    @Test
    void whoLeftHearsNothingMore() {
        List<DavePeer> peers = settled(4);
        DavePeer gone = peers.get(1);
        call.leave(gone);
        call.settle();
        for (byte[] heard : gone.receive(call.sendAll().frames())) {
            assertNull(heard);
        }
    }

    @Test
    void someJoinWhileOthersLeaveInOneEpoch() {
        List<DavePeer> peers = settled(5);
        call.leave(peers.get(1));
        call.leave(peers.get(4));
        join();
        join();
        join();
        call.settle();
        assertEquals(6, call.service.users().size());
        assertEquals(2, call.service.epoch());
    }

    @Test
    void aUserReturnsWithANewKeyPackageInTheCommitThatRemovesTheOldOne() {
        List<DavePeer> peers = settled(4);
        call.rejoin(peers.get(0));
        call.rejoin(peers.get(3));
        call.settle();
        assertEquals(2, call.service.epoch());
        assertEquals(4, call.service.members().size());
    }

    @Test
    void aSessionThatIsDescribedAgainIsReplacedInOneCommit() {
        List<DavePeer> peers = settled(4);
        call.service.describeAgain(peers.get(1).user());
        call.service.describeAgain(peers.get(2).user());
        call.settle();
        assertEquals(2, call.service.epoch());
        assertEquals(4, call.service.members().size());
    }

    @Test
    void theLastMemberGetsANewGroupAndTheCallFillsAgain() {
        settled(3);
        for (int number = 0; number < 3; number++) {
            DavePeer last = call.service.members().get(number);
            call.service.present().stream().filter(peer -> peer != last).forEach(call::leave);
            call.settle();
            assertFalse(call.service.isEstablished());
            assertEquals("", last.privacyCode(), last::toString);
            assertNotNull(last.send(new byte[] {1, 2, 3}), () -> last + " goes on sending");
            join();
            join();
            call.settle();
            assertEquals(1, call.service.epoch());
            assertEquals(number + 2, call.service.groups);
        }
    }

    @Test
    void aRevokedProposalIsNotCommitted() {
        settled(3);
        DavePeer briefly = join();
        DavePeer stays = join();
        call.service.propose();
        call.leave(briefly);
        call.settle();
        assertFalse(call.service.users().contains(briefly.user()));
        assertTrue(call.service.users().contains(stays.user()));
    }

    @Test
    void whenAllProposalsAreRevokedNothingHappens() {
        settled(3);
        DavePeer briefly = join();
        call.service.propose();
        call.leave(briefly);
        call.settle();
        assertEquals(1, call.service.epoch());
    }

    @Test
    void aRevokedProposalOfANewGroupIsNotCommitted() {
        join();
        join();
        DavePeer briefly = join();
        call.service.propose();
        call.leave(briefly);
        call.settle();
        assertEquals(2, call.service.users().size());
    }

    @Test
    void manyProposalsInOneMessageMakeOneEpoch() {
        List<DavePeer> peers = settled(6);
        peers.subList(0, 3).forEach(call::leave);
        for (int i = 0; i < 5; i++) {
            join();
        }
        call.settle();
        assertEquals(2, call.service.epoch());
        assertEquals(8, call.service.users().size());
    }

    @Test
    void proposalsInMessagesOfTheirOwnMakeOneEpoch() {
        call.service.oneByOne = true;
        List<DavePeer> peers = settled(4);
        call.leave(peers.get(2));
        join();
        join();
        call.settle();
        assertEquals(2, call.service.epoch());
        assertEquals(5, call.service.users().size());
    }

    @Test
    void everybodyWinsARaceAndEverybodyLosesOne() {
        List<DavePeer> peers = settled(4);
        for (DavePeer winner : peers) {
            join();
            call.settle(winner);
        }
        assertEquals(5, call.service.epoch());
    }

    @Test
    void everybodyWinsTheRaceToBegin() {
        for (int number = 0; number < 4; number++) {
            try (FakeCall other = new FakeCall(SEED + number, 1, oracles())) {
                List<DavePeer> peers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    peers.add(other.join(kind(i)));
                }
                other.settle(peers.get(number));
            }
        }
    }

    @Test
    void whoCannotReadACommitIsAddedAgain() {
        for (DavePeer damaged : settled(4)) {
            join();
            call.service.propose();
            call.service.damageNext(damaged.user());
            DavePeer winner = call.service.candidates().stream()
                    .filter(peer -> peer != damaged)
                    .findFirst()
                    .orElseThrow();
            int before = call.service.invalid;
            call.announce(winner);
            call.service.execute();
            assertEquals(before + 1, call.service.invalid);
            call.settle();
            assertTrue(call.service.members().contains(damaged));
        }
    }

    @Test
    void whoCannotReadAWelcomeIsAddedAgain() {
        settled(2);
        for (int i = 0; i < 4; i++) {
            DavePeer joiner = join();
            call.service.damageNext(joiner.user());
            call.service.propose();
            // those who hear everything lose the race, those who do not get the damaged welcome
            call.service.announce(0);
            call.service.execute();
            call.settle();
            assertTrue(call.service.members().contains(joiner));
        }
    }

    @Test
    void framesOnTheirWayAreHeardAfterTheTransition() {
        List<DavePeer> peers = settled(4);
        for (DavePeer winner : peers) {
            Sent before = call.sendAll();
            join();
            call.service.propose();
            call.announce(winner);
            Sent between = call.sendAll();
            call.advance(4);
            call.requireHeard(between.sentTo(before.receivers()));
            call.service.execute();
            Sent after = call.sendAll();
            call.advance(5);
            call.requireHeard(after);
            call.requireHeard(before);
        }
    }

    @Test
    void oldFramesAreRefusedTenSecondsLater() {
        List<DavePeer> peers = settled(3);
        Sent before = call.sendAll();
        join();
        call.settle();
        call.advance(11);
        for (DavePeer peer : peers) {
            if (!FakeCall.kindOf(peer).hasMachineClock) {
                for (DavePeer.Frame frame : before.frames()) {
                    assertNull(
                            frame.sender() == peer.user()
                                    ? null
                                    : peer.receive(List.of(frame)).get(0));
                }
            }
        }
        call.exchange();
    }

    @Test
    void noFrameIsHeardTwice() {
        settled(3);
        Sent sent = call.sendAll();
        call.requireHeard(sent);
        for (DavePeer peer : call.service.members()) {
            for (DavePeer.Frame frame : sent.frames()) {
                if (frame.sender() != peer.user()) {
                    assertNull(peer.receive(List.of(frame)).get(0), peer::toString);
                }
            }
        }
    }

    @Test
    void everyPairSeesOneVerificationCode() {
        List<DavePeer> peers = settled(3);
        for (DavePeer a : peers) {
            for (DavePeer b : peers) {
                if (a.user() < b.user()) {
                    String code = a.verificationCode(b.user());
                    assertEquals(45, code.length());
                    assertEquals(code, b.verificationCode(a.user()));
                }
            }
        }
    }

    @Test
    void theCallGoesOnWithoutEncryptionAndWithItAgain() {
        List<DavePeer> peers = settled(3);
        String before = peers.get(0).privacyCode();
        DavePeer ours = peers.stream()
                .filter(peer -> FakeCall.kindOf(peer) == Kind.OURS)
                .findFirst()
                .orElseThrow();
        Sent encrypted = call.sendAll();
        call.service.prepareDowngrade();
        peers.forEach(peer -> call.requireHeard(peer, encrypted));
        call.service.execute();
        Sent plain = call.sendAll();
        assertEquals(
                plain.frames().stream().map(DavePeer.Frame::media).collect(Collectors.toList()),
                plain.frames().stream().map(DavePeer.Frame::sent).collect(Collectors.toList()));
        peers.forEach(peer -> call.requireHeard(peer, plain));
        assertEquals("", ours.privacyCode());

        call.service.upgrade();
        call.service.propose();
        call.service.announce(0);
        Sent between = call.sendAll();
        call.requireHeard(between);
        call.service.execute();
        call.requireAgreement();
        call.exchange();
        assertNotEquals(before, ours.privacyCode());
        call.advance(11);
        Sent late = call.sendAll();
        List<DavePeer.Frame> plainAgain = late.frames().stream()
                .map(frame -> new DavePeer.Frame(frame.sender(), frame.media(), frame.media()))
                .filter(frame -> frame.sender() != ours.user())
                .toList();
        for (byte[] heard : ours.receive(plainAgain)) {
            assertNull(heard);
        }
    }

    @Test
    void aCallThatBeginsWithoutEncryptionIsUpgraded() {
        try (FakeCall plainCall = new FakeCall(SEED, 0, oracles())) {
            for (int i = 0; i < 4; i++) {
                plainCall.join(kind(i));
            }
            Sent plain = plainCall.sendAll();
            assertEquals(4, plain.frames().size());
            plainCall.service.present().forEach(peer -> plainCall.requireHeard(peer, plain));
            plainCall.service.upgrade();
            plainCall.settle();
            assertEquals(4, plainCall.service.members().size());
        }
    }
}
