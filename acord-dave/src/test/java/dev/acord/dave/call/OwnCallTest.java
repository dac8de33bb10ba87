package dev.acord.dave.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.dave.Oracle;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Calls among clients of ours. */
class OwnCallTest extends CallContract {
    @Override
    FakeCall.Kind kind(int number) {
        return FakeCall.Kind.OURS;
    }

    @Override
    Map<FakeCall.Kind, Oracle> oracles() {
        return Map.of();
    }

    @Test
    void anOlderCommitOfOursWinsWhenWhatCameAfterItWasRevoked() {
        try (FakeCall call = new FakeCall(0x01D, 1, Map.of())) {
            DavePeer first = call.join(FakeCall.Kind.OURS);
            call.join(FakeCall.Kind.OURS);
            call.settle();
            call.join(FakeCall.Kind.OURS);
            call.service.propose();
            DavePeer briefly = call.join(FakeCall.Kind.OURS);
            call.service.propose();
            call.leave(briefly);
            call.service.propose();
            assertEquals(
                    2,
                    call.service.candidates().stream().filter(first::equals).count(),
                    "an old and a new commit of the same proposals");
            call.announce(first); // its oldest
            call.service.execute();
            call.requireAgreement();
            call.exchange();
            assertEquals(3, call.service.members().size());
        }
    }
}
