package dev.acord.dave.call;

import dev.acord.dave.NodeOracle;
import dev.acord.dave.call.FakeCall.Kind;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Long random calls of up to 12 clients, about half of them davey. {@code -Dacord.churn=full} runs all 40 seeds instead of the first 10. davey makes keys
 * of its own, so that a seed repeats what happens and not each byte.
 */
class DaveyChurnTest {
    private static final int EPOCHS = 100;
    private static final int MEMBERS = 12;

    private static @Nullable NodeOracle davey;

    @BeforeAll
    static void start() {
        davey = NodeOracle.openWithDavey();
    }

    @AfterAll
    static void stop() {
        if (davey != null) {
            davey.close();
        }
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, "full".equals(System.getProperty("acord.churn")) ? 40 : 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everybodyAgreesAndHearsEverybodyInEveryEpoch(long seed) {
        try (FakeCall call = new FakeCall(seed, 1, Map.of(Kind.DAVEY, Objects.requireNonNull(davey)))) {
            new Churn(call, seed, MEMBERS, dice -> dice.nextBoolean() ? Kind.OURS : Kind.DAVEY).run(EPOCHS);
        }
    }
}
