package dev.acord.cli.doctor;

import java.util.Objects;

/**
 * One line of the diagnosis.
 *
 * @param id what was looked at, a word
 * @param verdict how it is
 * @param seen what was seen
 * @param remedy what to do about it; empty when it is good
 */
record Finding(String id, Verdict verdict, String seen, String remedy) {
    Finding {
        Objects.requireNonNull(id);
        if (verdict != Verdict.GOOD && remedy.isBlank()) {
            throw new IllegalArgumentException(id + ": what is not good needs a remedy");
        }
    }

    static Finding good(String id, String seen) {
        return new Finding(id, Verdict.GOOD, seen, "");
    }

    static Finding doubtful(String id, String seen, String remedy) {
        return new Finding(id, Verdict.DOUBTFUL, seen, remedy);
    }

    static Finding bad(String id, String seen, String remedy) {
        return new Finding(id, Verdict.BAD, seen, remedy);
    }
}
