package dev.acord.dave.call;

import dev.acord.dave.NodeOracle;
import dev.acord.dave.Oracle;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Calls in which every other client is davey; the first one is ours. */
class DaveyJoinsUsTest extends CallContract {
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

    @Override
    FakeCall.Kind kind(int number) {
        return number % 2 == 0 ? FakeCall.Kind.OURS : FakeCall.Kind.DAVEY;
    }

    @Override
    Map<FakeCall.Kind, Oracle> oracles() {
        return Map.of(FakeCall.Kind.DAVEY, Objects.requireNonNull(davey));
    }
}
