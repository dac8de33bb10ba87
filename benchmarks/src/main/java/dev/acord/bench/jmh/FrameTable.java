package dev.acord.bench.jmh;

import static dev.acord.bench.jmh.TransportTable.number;
import static dev.acord.bench.jmh.TransportTable.ratio;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The end-to-end encryption of a frame: relative to the JDK's bare ciphers, and to native libdave.
 *
 * <p>libdave, which needs Java 22 and a recent glibc, does not run in this benchmark. Its cost is derived from one comparison: a prototype in
 * plain Java took 1.13 times as long as native libdave (called through the foreign function interface) for a frame both ways. The prototype made
 * the three cipher calls of {@link FrameBenchmark#bareSealCtrSeal}, so that it cannot have been faster than these, and libdave not faster than
 * these / 1.13. What else the prototype did is not known and counts as nothing: that makes libdave look cheaper than it is, and the target harder.
 *
 * <p>Measured in the same run, this travels to other machines, as far as they agree about the cost of the JDK's AES-GCM relative to that in
 * libdave. Side by side with libdave itself, with JDK 25, the three calls took 1.03 and 1.10 times as long as libdave. The prototype's absolute
 * times (0.31 to 0.36 us and 0.38 to 0.39 us on another machine) are not used: they are medians of different runs, with the noise of such.
 */
final class FrameTable {
    private static final double PROTOTYPE_TO_LIBDAVE = 1.13;

    /** The cost of a frame both ways that is good enough, relative to libdave's. */
    static final double GOAL_TO_LIBDAVE = 1.2;

    private FrameTable() {}

    /** The table with libdave's row and the target; empty if the run did not have this benchmark. */
    static List<String> lines(Measurements measured) {
        if (!measured.has(FrameBenchmark.class)) {
            return List.of();
        }
        double sealNs = measurement(measured, "bareSeal").bestNs();
        double sealOpenNs = measurement(measured, "bareSealOpen").bestNs();
        List<String> lines = new ArrayList<>();
        lines.add(row("one frame of 160 bytes", "median", "best ns", "B/op", "/ seal", "/ seal+open"));
        for (String method :
                List.of("bareSeal", "bareSealOpen", "bareSealCtrSeal", "encrypt", "decrypt", "encryptDecrypt")) {
            Measurement each = measurement(measured, method);
            lines.add(row(
                    method,
                    number(each.medianNs()),
                    number(each.bestNs()),
                    number(each.bytes()),
                    ratio(each.bestNs() / sealNs),
                    ratio(each.bestNs() / sealOpenNs)));
        }
        double libdaveNs = measurement(measured, "bareSealCtrSeal").bestNs() / PROTOTYPE_TO_LIBDAVE;
        lines.add(row(
                "libdave both ways, derived",
                "",
                number(libdaveNs),
                "",
                ratio(libdaveNs / sealNs),
                ratio(libdaveNs / sealOpenNs)));
        lines.add(target(measurement(measured, "encryptDecrypt").bestNs() / libdaveNs)
                .line());
        return lines;
    }

    /**
     * Whether the library is good enough beside libdave.
     *
     * @param toLibdave what a frame both ways costs, relative to libdave's
     */
    static Target target(double toLibdave) {
        return new Target(
                "a frame both ways at most 1.2x native libdave",
                ratio(toLibdave) + "x its derived cost",
                toLibdave <= GOAL_TO_LIBDAVE);
    }

    private static Measurement measurement(Measurements measured, String method) {
        return measured.of(FrameBenchmark.class, method, "");
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-28s %8s %8s %8s %8s %12s", cells);
    }
}
