package dev.acord.bench;

import java.lang.management.ManagementFactory;

/**
 * The measured time, in milliseconds since 1970, so that three processes mean the same by it.
 *
 * @param startMs where it begins
 * @param endMs where it ends
 */
record Window(long startMs, long endMs) {
    /** Where it begins on this process's {@link System#nanoTime}. */
    long startNs() {
        return System.nanoTime() + (startMs - System.currentTimeMillis()) * 1_000_000;
    }

    long lengthNs() {
        return (endMs - startMs) * 1_000_000;
    }

    /** User and system time of this process so far, in nanoseconds. */
    static long processCpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Sleeps until a time of {@link System#nanoTime}. */
    static void sleepUntil(long deadlineNs) throws InterruptedException {
        long leftNs;
        while ((leftNs = deadlineNs - System.nanoTime()) > 0) {
            Thread.sleep(leftNs / 1_000_000, (int) (leftNs % 1_000_000));
        }
    }
}
