package dev.acord.voice.io;

/**
 * How late packets left, in buckets that grow by a quarter of a power of two, from 1 us to about 17 s. One writer; readers may be one
 * update behind.
 */
public final class LatenessHistogram {
    private static final int SUB_BUCKETS = 4;
    private static final int BUCKETS = 24 * SUB_BUCKETS;

    private final long[] counts = new long[BUCKETS];

    void record(long lateNs) {
        counts[bucketOf(lateNs)]++;
    }

    /** A copy of the counts, to be added up with those of other streams. */
    public long[] counts() {
        return counts.clone();
    }

    /**
     * The lateness that a share of all packets did not exceed.
     *
     * @param counts as from {@link #counts}
     * @param share 0 to 1, such as 0.99
     * @return nanoseconds, the upper end of the bucket; 0 when nothing was recorded
     */
    public static long percentileNs(long[] counts, double share) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        long wanted = (long) Math.ceil(total * share);
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= wanted && seen > 0) {
                return upperNs(i);
            }
        }
        return 0;
    }

    private static int bucketOf(long lateNs) {
        long us = Math.max(1, lateNs / 1_000);
        int power = 63 - Long.numberOfLeadingZeros(us);
        int sub = power < 2 ? 0 : (int) (us >>> (power - 2)) & (SUB_BUCKETS - 1);
        return Math.min(power * SUB_BUCKETS + sub, BUCKETS - 1);
    }

    private static long upperNs(int bucket) {
        int power = bucket / SUB_BUCKETS;
        int sub = bucket % SUB_BUCKETS;
        double us = power < 2 ? 1L << (power + 1) : (1L << power) * (1 + (sub + 1) / (double) SUB_BUCKETS);
        return (long) (us * 1_000);
    }
}
