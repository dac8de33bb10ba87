package dev.acord.bench;

import java.util.Arrays;

/**
 * A histogram of durations with a bounded relative error: buckets are 1/{@value #SUB_BUCKETS} of a power of two wide, from 1 ns to over an
 * hour. Not thread safe.
 */
final class IntervalStatistics {
    /** Buckets per power of two; a percentile is too high by at most one bucket. */
    static final int SUB_BUCKETS = 32;

    private static final int SUB_BITS = 5;
    private static final int POWERS = 43;

    private final long[] counts = new long[POWERS * SUB_BUCKETS];
    private long total;
    private long maxNs;

    /**
     * Counts one duration.
     *
     * @param ns nanoseconds; a negative one counts as 0
     */
    void record(long ns) {
        long value = Math.max(0, ns);
        counts[Math.min(bucketOf(value), counts.length - 1)]++;
        total++;
        maxNs = Math.max(maxNs, value);
    }

    /** How many durations were counted. */
    long total() {
        return total;
    }

    /** The longest, in nanoseconds; 0 when nothing was counted. */
    long maxNs() {
        return maxNs;
    }

    /**
     * The duration that a share of all did not exceed.
     *
     * @param share above 0, up to 1, such as 0.999
     * @return nanoseconds, at most 1/{@value #SUB_BUCKETS} too high; 0 when nothing was counted
     */
    long percentileNs(double share) {
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return Math.min(upperNs(i), maxNs);
            }
        }
        return 0;
    }

    void clear() {
        Arrays.fill(counts, 0);
        total = 0;
        maxNs = 0;
    }

    /** Values below {@value #SUB_BUCKETS} have a bucket each; above, the five bits after the leading one choose it. */
    private static int bucketOf(long value) {
        if (value < SUB_BUCKETS) {
            return (int) value;
        }
        int shift = 63 - Long.numberOfLeadingZeros(value) - SUB_BITS;
        return (shift + 1) * SUB_BUCKETS + (int) (value >>> shift) - SUB_BUCKETS;
    }

    private static long upperNs(int bucket) {
        if (bucket < SUB_BUCKETS) {
            return bucket;
        }
        int shift = bucket / SUB_BUCKETS - 1;
        return ((long) (bucket % SUB_BUCKETS + SUB_BUCKETS + 1) << shift) - 1;
    }
}
