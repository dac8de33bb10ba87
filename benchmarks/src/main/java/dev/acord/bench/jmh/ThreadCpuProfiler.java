package dev.acord.bench.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * An operation's processor time on the benchmark's thread. Other programs stretch it less than the time that passes, and libdave's figures are in it.
 * JMH makes one in each process that runs a benchmark.
 */
public final class ThreadCpuProfiler implements InternalProfiler {
    static final String CPU_NS = "thread.cpu";

    private static final String WORKER = "-jmh-worker-";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long startNs;

    /** A profiler that has seen nothing. */
    public ThreadCpuProfiler() {}

    @Override
    public String getDescription() {
        return "processor time of the benchmark's thread";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        startNs = workersNs();
    }

    @Override
    public List<Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double ns = (double) (workersNs() - startNs) / result.getMetadata().getAllOps();
        return List.of(new ScalarResult(CPU_NS, ns, "ns/op", AggregationPolicy.AVG));
    }

    private long workersNs() {
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().contains(WORKER)) {
                sum += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return sum;
    }
}
