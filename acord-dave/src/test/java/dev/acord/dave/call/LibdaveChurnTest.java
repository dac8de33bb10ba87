package dev.acord.dave.call;

import dev.acord.dave.LibdaveOracle;
import dev.acord.dave.NodeOracle;
import dev.acord.dave.call.FakeCall.Kind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long random calls of up to 12 clients, about half of them libdave. {@code -Dacord.churn=full} runs all 40 seeds instead of the first 10. libdave makes
 * keys of its own, so that a seed repeats what happens and not each byte.
 */
class LibdaveChurnTest {
    private static final int EPOCHS = 100;
    private static final int MEMBERS = 12;
    private static final List<Kind> ANY = List.of(Kind.OURS, Kind.LIBDAVE, Kind.DAVEY);

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

    static LongStream seeds() {
        return LongStream.rangeClosed(1, "full".equals(System.getProperty("acord.churn")) ? 40 : 10);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everybodyAgreesAndHearsEverybodyInEveryEpoch(long seed) {
        try (FakeCall call = new FakeCall(seed, 1, Map.of(Kind.LIBDAVE, Objects.requireNonNull(libdave)))) {
            new Churn(call, seed, MEMBERS, dice -> dice.nextBoolean() ? Kind.OURS : Kind.LIBDAVE).run(EPOCHS);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {101, 102, 103})
    void threeImplementationsAgreeAndHearOneAnotherInEveryEpoch(long seed) {
        try (NodeOracle davey = NodeOracle.openWithDavey();
                FakeCall call = new FakeCall(
                        seed, 1, Map.of(Kind.LIBDAVE, Objects.requireNonNull(libdave), Kind.DAVEY, davey))) {
            new Churn(call, seed, MEMBERS, dice -> ANY.get(dice.nextInt(ANY.size()))).run(EPOCHS);
        }
    }
}
