package dev.acord.dave.call;

import dev.acord.dave.NodeOracle;
import org.jspecify.annotations.Nullable;

/** Calls among clients of ours. */
class OwnCallTest extends CallContract {
    @Override
    FakeCall.Kind kind(int number) {
        return FakeCall.Kind.OURS;
    }

    @Override
    @Nullable
    NodeOracle oracle() {
        return null;
    }
}
