package dev.acord.cli.doctor;

import java.util.Locale;

/** How a check ended; in the order of gravity. */
enum Verdict {
    GOOD,
    /** It works, or could not be found out; somebody should look. */
    DOUBTFUL,
    BAD;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
