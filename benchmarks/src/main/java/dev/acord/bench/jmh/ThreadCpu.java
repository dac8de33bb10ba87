package dev.acord.bench.jmh;

import dev.acord.dave.mls.codec.MlsException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The processor time of the benchmark's thread, which other programs stretch less than the time that passes, and which libdave's figures are
 * in. For operations of at least 0.1 ms: reading the clock costs about a microsecond.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ThreadCpu {
    static final String CPU_NS = "cpuNs";
    static final String OPERATIONS = "operations";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Processor time of the operations, in nanoseconds; JMH sets it to 0 before each iteration. */
    public long cpuNs;

    /** How many operations that was. */
    public long operations;

    /** A clock at 0; JMH makes one for each thread. */
    public ThreadCpu() {}

    /** An operation of MLS. */
    interface Operation<T> {
        T run() throws MlsException;
    }

    /** Runs an operation and adds its time. */
    <T> T time(Operation<T> operation) throws MlsException {
        long startNs = THREADS.getCurrentThreadCpuTime();
        T result = operation.run();
        cpuNs += THREADS.getCurrentThreadCpuTime() - startNs;
        operations++;
        return result;
    }
}
