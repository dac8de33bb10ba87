package dev.acord.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run is to measure, and how long.
 *
 * @param iterationMs how long an iteration takes, in milliseconds
 * @param benchmarks the classes of benchmarks
 */
record RunPlan(int iterationMs, List<Class<?>> benchmarks) {
    private static final int DEFAULT_ITERATION_MS = 600;
    private static final int MAX_ITERATION_MS = 60_000;
    private static final Map<String, List<Class<?>>> GROUPS = new TreeMap<>(Map.of(
            "seal", List.of(SealBenchmark.class),
            "open", List.of(OpenBenchmark.class),
            "frame", List.of(FrameBenchmark.class),
            "mls", List.of(MlsBenchmark.class, KeyPackageBenchmark.class)));

    /**
     * Reads the arguments of the program.
     *
     * @param args in any order: names of groups of benchmarks, all groups without one; and how long an iteration takes in milliseconds
     * @throws IllegalArgumentException if one is neither; its message is for the user
     */
    static RunPlan of(String... args) {
        int iterationMs = DEFAULT_ITERATION_MS;
        List<Class<?>> benchmarks = new ArrayList<>();
        for (String arg : args) {
            List<Class<?>> group = GROUPS.get(arg);
            if (group != null) {
                benchmarks.addAll(group);
            } else {
                iterationMs = milliseconds(arg);
            }
        }
        if (benchmarks.isEmpty()) {
            GROUPS.values().forEach(benchmarks::addAll);
        }
        return new RunPlan(iterationMs, benchmarks.stream().distinct().toList());
    }

    private static int milliseconds(String arg) {
        if (arg.matches("[1-9][0-9]{0,4}") && Integer.parseInt(arg) <= MAX_ITERATION_MS) {
            return Integer.parseInt(arg);
        }
        throw new IllegalArgumentException("'" + arg + "' is neither one of " + String.join(", ", GROUPS.keySet())
                + " nor an iteration's milliseconds from 1 to " + MAX_ITERATION_MS);
    }

    /** Whether a benchmark is of MLS: its operations are long, so that fewer iterations are enough. */
    static boolean isMls(Class<?> benchmark) {
        return GROUPS.getOrDefault("mls", List.of()).contains(benchmark);
    }
}
