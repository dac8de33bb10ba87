package dev.acord.dave.call;

import dev.acord.dave.call.FakeCall.Kind;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random calls of our own clients: small ones for long, and large ones. */
class OwnChurnTest {

    @ParameterizedTest(name = "seed {0}: up to {1} members, {2} epochs")
    @CsvSource({"101, 6, 120", "102, 12, 60", "103, 50, 22", "104, 50, 22"})
    void everybodyAgreesAndHearsEverybodyInEveryEpoch(long seed, int members, int epochs) {
        try (FakeCall call = new FakeCall(seed, 1, Map.of())) {
            new Churn(call, seed, members, dice -> Kind.OURS).run(epochs);
        }
    }
}
