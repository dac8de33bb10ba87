package dev.acord.bench.jmh;

import dev.acord.voice.EncryptionMode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs all microbenchmarks in a short configuration (about two minutes) and prints one table with the ratios. For longer runs use JMH's own
 * {@code org.openjdk.jmh.Main} on the same class path.
 */
public final class JmhReport {
    private static final int WARM_UPS = 3;
    private static final int MEASUREMENTS = 9;
    private static final int DEFAULT_ITERATION_MS = 600;
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private final Map<String, RunResult> results = new HashMap<>();

    private JmhReport(Collection<RunResult> runs) {
        for (RunResult run : runs) {
            String name = run.getParams().getBenchmark();
            String method = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
            results.put(method + " " + run.getParams().getParam("mode"), run);
        }
    }

    /**
     * Runs the benchmarks.
     *
     * @param args nothing, or how long an iteration takes in milliseconds
     * @throws RunnerException when a benchmark fails
     */
    public static void main(String[] args) throws RunnerException {
        int iterationMs = args.length == 0 ? DEFAULT_ITERATION_MS : Integer.parseInt(args[0]);
        Options options = new OptionsBuilder()
                .include(SealBenchmark.class.getName())
                .include(OpenBenchmark.class.getName())
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(TimeValue.milliseconds(iterationMs))
                .measurementIterations(MEASUREMENTS)
                .measurementTime(TimeValue.milliseconds(iterationMs))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
        new JmhReport(new Runner(options).run()).print();
    }

    private void print() {
        row("one packet of 160 bytes", "mode", "ns/op", "best", "B/op", "/ bare", "JDA /");
        for (EncryptionMode mode : EncryptionMode.values()) {
            printGroup(mode, "SealBenchmark", List.of("bare", "acordSeal", "acordPacket", "jdaPacket"), "jdaPacket");
            printGroup(mode, "OpenBenchmark", List.of("bare", "acordOpen", "jdaOpen"), "jdaOpen");
        }
    }

    private void printGroup(EncryptionMode mode, String benchmark, List<String> methods, String jda) {
        double bareNs = nanoseconds(result(benchmark, "bare", mode));
        double jdaNs = nanoseconds(result(benchmark, jda, mode));
        for (String method : methods) {
            RunResult result = result(benchmark, method, mode);
            Result<?> allocated = result.getSecondaryResults().get(ALLOCATION);
            double ns = nanoseconds(result);
            row(
                    benchmark.replace("Benchmark", "") + " " + method,
                    mode.name(),
                    number(ns),
                    number(result.getPrimaryResult().getStatistics().getMin()),
                    allocated == null ? "?" : number(allocated.getScore()),
                    ratio(ns / bareNs),
                    ratio(jdaNs / ns));
        }
    }

    private RunResult result(String benchmark, String method, EncryptionMode mode) {
        RunResult result = results.get(benchmark + "." + method + " " + mode.name());
        if (result == null) {
            throw new IllegalStateException(benchmark + "." + method + " has no result in " + results.keySet());
        }
        return result;
    }

    /** The median of the iterations, which one disturbed iteration does not change. */
    private static double nanoseconds(RunResult result) {
        return result.getPrimaryResult().getStatistics().getPercentile(50);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }

    private static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static void row(Object... cells) {
        System.out.println(String.format(Locale.ROOT, "%-24s %-20s %8s %8s %8s %8s %8s", cells));
    }
}
