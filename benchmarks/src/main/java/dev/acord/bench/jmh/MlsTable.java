package dev.acord.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The operations of MLS by the size of the group, beside libdave's.
 *
 * <p>libdave's figures are thread CPU times that were measured once, on another machine of a similar kind: the ratios to them hold within the
 * difference of the machines. Only the target that compares sizes with one another travels.
 */
final class MlsTable {
    static final List<Integer> SIZES = List.of(2, 10, 50, 100);

    static final double GOAL_JOIN_TO_LIBDAVE = 3;
    /** Room for hashing and copying, which depend on the size, but not for one operation on the curve per member. */
    static final double GOAL_FLAT = 1.5;

    private static final String FIRST = "%-26s";
    private static final String CELL = "%22s";
    private static final double NS_PER_MS = 1e6;

    private static final Operation JOIN = new Operation("join by Welcome", "join", 0.4, 1.0, 3.5, 6.7);
    private static final Operation PROCESS_ADD =
            new Operation("process an add commit", "processAddCommit", 0.3, 0.5, 0.8, 1.4);
    private static final List<Operation> OPERATIONS = List.of(
            new Operation("initial commit, n-1 adds", "initialCommit", 1.3, 4.1, 24, 51),
            JOIN,
            PROCESS_ADD,
            new Operation("own remove (path) commit", "removeCommit", 0.5, 1.0, 4.2, 9.2),
            new Operation("process a path commit", "processPathCommit", 0.3, 0.8, 1.7, 3.3));

    /** An operation, the method that measures it, and libdave's ms for each size. */
    private static final class Operation {
        final String words;
        final String method;
        final double[] libdaveMs;

        Operation(String words, String method, double... libdaveMs) {
            this.words = words;
            this.method = method;
            this.libdaveMs = libdaveMs;
        }

        double ms(Measurements measured, int size) {
            return measured.of(MlsBenchmark.class, method, Integer.toString(size))
                            .bestNs()
                    / NS_PER_MS;
        }
    }

    private MlsTable() {}

    /** The table and the targets; empty if the run did not have these benchmarks. */
    static List<String> lines(Measurements measured) {
        List<String> lines = new ArrayList<>();
        if (measured.has(MlsBenchmark.class)) {
            lines.add("MLS, ms of thread CPU: acord / libdave on another machine (ratio)");
            StringBuilder head = new StringBuilder(format(FIRST, "members n"));
            SIZES.forEach(size -> head.append(format(CELL, size)));
            lines.add(head.toString());
            for (Operation operation : OPERATIONS) {
                lines.add(row(measured, operation));
            }
        }
        if (measured.has(KeyPackageBenchmark.class)) {
            double ns = measured.of(KeyPackageBenchmark.class, "keyPackage", "").bestNs();
            lines.add(format(FIRST + "%10s", "key package", format("%.2f", ns / NS_PER_MS)));
        }
        if (measured.has(MlsBenchmark.class)) {
            lines.add(joinTarget(JOIN.ms(measured, 100)).line());
            lines.add(flatTarget(PROCESS_ADD.ms(measured, 2), PROCESS_ADD.ms(measured, 100))
                    .line());
        }
        return lines;
    }

    private static String row(Measurements measured, Operation operation) {
        StringBuilder row = new StringBuilder(format(FIRST, operation.words));
        for (int i = 0; i < SIZES.size(); i++) {
            double ms = operation.ms(measured, SIZES.get(i));
            double libdaveMs = operation.libdaveMs[i];
            row.append(format(CELL, format("%.2f / %.1f (%.1fx)", ms, libdaveMs, ms / libdaveMs)));
        }
        return row.toString();
    }

    /** Whether joining a group of 100 is cheap enough beside libdave. */
    static Target joinTarget(double join100Ms) {
        double libdaveMs = JOIN.libdaveMs[SIZES.indexOf(100)];
        double ratio = join100Ms / libdaveMs;
        return new Target(
                "joining 100 members in under 3x libdave's CPU time",
                format("%.1f ms, %.2fx its %.1f ms on another machine", join100Ms, ratio, libdaveMs),
                ratio < GOAL_JOIN_TO_LIBDAVE);
    }

    /** Whether processing an add commit costs the same in every group. */
    static Target flatTarget(double of2Ms, double of100Ms) {
        double ratio = of100Ms / of2Ms;
        return new Target(
                "processing an add commit flat: 100 members at most 1.5x as dear as 2",
                format("%.2fx (libdave %.1fx)", ratio, libdaveGrowth()),
                ratio <= GOAL_FLAT);
    }

    private static double libdaveGrowth() {
        double[] ms = PROCESS_ADD.libdaveMs;
        return ms[ms.length - 1] / ms[0];
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
