package dev.acord.fuzz;

import java.util.Arrays;
import java.util.function.Supplier;

/** What a target says when an invariant does not hold. Independent of JUnit, so that both of Jazzer's drivers report it alike. */
public final class Checks {
    private Checks() {}

    public static void check(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise.get());
        }
    }

    public static void same(byte[] expected, byte[] actual, String what) {
        if (!Arrays.equals(expected, actual)) {
            throw new AssertionError(what + " of " + actual.length + " bytes differs from the expected "
                    + expected.length + " bytes, first at " + Arrays.mismatch(expected, actual));
        }
    }
}
