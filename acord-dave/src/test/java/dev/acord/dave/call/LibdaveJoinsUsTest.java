package dev.acord.dave.call;

import dev.acord.dave.LibdaveOracle;
import dev.acord.dave.Oracle;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Calls in which every other client is libdave; the first one is ours. */
class LibdaveJoinsUsTest extends CallContract {
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

    @Override
    FakeCall.Kind kind(int number) {
        return number % 2 == 0 ? FakeCall.Kind.OURS : FakeCall.Kind.LIBDAVE;
    }

    @Override
    Map<FakeCall.Kind, Oracle> oracles() {
        return Map.of(FakeCall.Kind.LIBDAVE, Objects.requireNonNull(libdave));
    }
}
