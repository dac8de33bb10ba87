package dev.acord.bench.jmh;

import java.util.Collection;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * What one benchmark method measured.
 *
 * @param benchmark the class's simple name
 * @param method the method's name
 * @param parameter the parameter's value; empty without one
 * @param medianNs an operation's processor time in the median iteration
 * @param bestNs the same in the fastest iteration: whatever else the machine does can only make one slower. Ratios are made of these
 * @param bytes allocated by an operation; NaN if not known
 */
record Measurement(String benchmark, String method, String parameter, double medianNs, double bestNs, double bytes) {
    private static final String ALLOCATION = "gc.alloc.rate.norm";

    /** Reads a result of JMH. */
    static Measurement of(RunResult run) {
        String[] name = run.getParams().getBenchmark().split("\\.");
        String parameter = run.getParams().getParamsKeys().stream()
                .map(key -> run.getParams().getParam(key))
                .collect(Collectors.joining(","));
        double[] ns = run.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .mapToDouble(Measurement::cpuNs)
                .sorted()
                .toArray();
        Result<?> allocated = run.getSecondaryResults().get(ALLOCATION);
        return new Measurement(
                name[name.length - 2],
                name[name.length - 1],
                parameter,
                ns[ns.length / 2],
                ns[0],
                allocated == null ? Double.NaN : allocated.getScore());
    }

    private static double cpuNs(IterationResult iteration) {
        Result<?> result = iteration.getSecondaryResults().get(ThreadCpuProfiler.CPU_NS);
        if (result == null) {
            throw new IllegalStateException("JMH did not report " + ThreadCpuProfiler.CPU_NS);
        }
        return result.getScore();
    }
}
