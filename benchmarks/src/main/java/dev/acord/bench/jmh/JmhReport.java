package dev.acord.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the microbenchmarks in a short configuration (about five minutes for all) and prints their tables with the ratios. For longer runs use
 * JMH's own {@code org.openjdk.jmh.Main} on the same class path.
 */
public final class JmhReport {
    private static final int WARM_UPS = 3;
    private static final int MEASUREMENTS = 9;
    private static final int MLS_MEASUREMENTS = 5;

    private JmhReport() {}

    /**
     * Runs the benchmarks.
     *
     * @param args in any order: {@code seal}, {@code open}, {@code frame}, {@code mls} for these only; a number for how long an iteration takes
     *     in milliseconds
     * @throws RunnerException when a benchmark fails
     */
    public static void main(String[] args) throws RunnerException {
        RunPlan plan;
        try {
            plan = RunPlan.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        List<RunResult> runs = new ArrayList<>();
        runs.addAll(run(plan, false, MEASUREMENTS));
        runs.addAll(run(plan, true, MLS_MEASUREMENTS));
        Measurements measured =
                new Measurements(runs.stream().map(Measurement::of).toList());
        Stream.of(TransportTable.lines(measured), FrameTable.lines(measured), MlsTable.lines(measured))
                .filter(lines -> !lines.isEmpty())
                .forEach(lines -> {
                    lines.forEach(System.out::println);
                    System.out.println();
                });
    }

    private static List<RunResult> run(RunPlan plan, boolean mls, int measurements) throws RunnerException {
        List<Class<?>> benchmarks = plan.benchmarks().stream()
                .filter(each -> RunPlan.isMls(each) == mls)
                .toList();
        if (benchmarks.isEmpty()) {
            return List.of();
        }
        TimeValue iteration = TimeValue.milliseconds(plan.iterationMs());
        ChainedOptionsBuilder options = new OptionsBuilder()
                .forks(1)
                .warmupIterations(WARM_UPS)
                .warmupTime(iteration)
                .measurementIterations(measurements)
                .measurementTime(iteration)
                .addProfiler(GCProfiler.class)
                .addProfiler(ThreadCpuProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        for (Class<?> benchmark : benchmarks) {
            options.include("^" + benchmark.getName().replace(".", "\\.") + "\\.");
        }
        return List.copyOf(new Runner(options.build()).run());
    }
}
