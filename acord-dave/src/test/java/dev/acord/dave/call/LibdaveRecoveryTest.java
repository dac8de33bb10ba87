package dev.acord.dave.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.LibdaveOracle;
import dev.acord.dave.call.FakeCall.Kind;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A valid commit that libdave cannot process, and how the call goes on. */
class LibdaveRecoveryTest {
    private static @Nullable LibdaveOracle libdave;

    @BeforeAll
    static void start() {
        libdave = LibdaveOracle.open();
    }

    @AfterAll
    static void stop() {
        if (libdave != null) {
            libdave.close();
        }
    }

    private static FakeCall call() {
        return new FakeCall(0x11BDA7E, 1, Map.of(Kind.LIBDAVE, Objects.requireNonNull(libdave)));
    }

    /**
     * Leaves 0 to 5; leaf 0 replaces the keys above 0 to 3, without leaf 3, which has left; the joiner gets leaf 3 from a commit without a path, and so
     * none of these keys; then leaf 4 encrypts a new key for them.
     */
    private static DavePeer joinUnderAKeyThatItDoesNotHave(FakeCall call, Kind kind) {
        for (int i = 0; i < 6; i++) {
            call.join(Kind.OURS);
        }
        call.settle();
        leave(call, 3);
        call.settle(at(call, 0));
        DavePeer joiner = call.join(kind);
        call.settle(at(call, 0));
        assertEquals(joiner.user(), call.service.group().userAt(3));
        leave(call, 5);
        call.service.propose();
        call.announce(at(call, 4));
        call.service.execute();
        return joiner;
    }

    private static DavePeer at(FakeCall call, int leaf) {
        long user = call.service.group().userAt(leaf);
        return call.service.members().stream()
                .filter(peer -> peer.user() == user)
                .findFirst()
                .orElseThrow();
    }

    private static void leave(FakeCall call, int leaf) {
        call.leave(at(call, leaf));
    }

    @Test
    void libdaveThatCannotReadACommitForAnUnmergedLeafIsRemovedAndAddedAgain() {
        try (FakeCall call = call()) {
            DavePeer joiner = joinUnderAKeyThatItDoesNotHave(call, Kind.LIBDAVE);
            assertEquals(1, call.knownFaults());
            assertEquals(1, call.service.invalid, "libdave asks for recovery, nobody else does");
            call.requireAgreement();
            call.exchange(); // the others go on meanwhile
            call.settle();
            assertEquals(1, call.service.invalid);
            assertTrue(call.service.members().contains(joiner));
        }
    }

    @Test
    void oursReadsThatCommit() {
        try (FakeCall call = call()) {
            DavePeer joiner = joinUnderAKeyThatItDoesNotHave(call, Kind.OURS);
            assertEquals(0, call.service.invalid);
            assertTrue(call.service.members().contains(joiner));
            call.requireAgreement();
            call.exchange();
        }
    }
}
