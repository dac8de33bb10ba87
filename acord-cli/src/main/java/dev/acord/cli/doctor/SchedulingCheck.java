package dev.acord.cli.doctor;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** How late a thread wakes up that sends a packet every 20 ms. */
final class SchedulingCheck implements Check {
    private static final long STEP_NS = 20_000_000;
    private static final int STEPS = 100;

    @Override
    public String id() {
        return "scheduling";
    }

    @Override
    public List<Finding> run() {
        long[] lateNs = new long[STEPS];
        long dueNs = System.nanoTime();
        for (int i = 0; i < STEPS; i++) {
            dueNs += STEP_NS;
            long leftNs;
            while ((leftNs = dueNs - System.nanoTime()) > 0) {
                LockSupport.parkNanos(this, leftNs);
            }
            lateNs[i] = -leftNs;
        }
        return List.of(judge(lateNs));
    }

    /** Takes how late each of some wake-ups was. */
    static Finding judge(long[] lateNs) {
        long[] sorted = lateNs.clone();
        Arrays.sort(sorted);
        double medianMs = sorted[sorted.length / 2] / 1e6;
        double lateMs = sorted[(int) (sorted.length * 0.98)] / 1e6;
        double worstMs = sorted[sorted.length - 1] / 1e6;
        String seen = String.format(
                Locale.ROOT,
                "late by %.1f ms in the median, %.1f ms in 2 %%, %.1f ms at worst",
                medianMs,
                lateMs,
                worstMs);
        if (lateMs < 5) {
            return Finding.good("scheduling", seen);
        }
        String remedy =
                "other work holds the processors, or a container's CPU quota does: give it more, or fewer neighbours";
        return lateMs < 40
                ? Finding.doubtful("scheduling", seen, "listeners' buffers hide this; " + remedy)
                : Finding.bad("scheduling", seen, "this is heard as stutter; " + remedy);
    }
}
