package dev.acord.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalStatisticsTest {
    private static final double[] SHARES = {0.001, 0.25, 0.5, 0.9, 0.99, 0.999, 1};

    @Test
    void nothingRecordedGivesZero() {
        IntervalStatistics statistics = new IntervalStatistics();
        assertEquals(0, statistics.percentileNs(0.5));
        assertEquals(0, statistics.maxNs());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31, 32, 33, 63, 64, 1_000, 20_000_000, 3_600_000_000_000L})
    void aSingleDurationIsEveryPercentile(long ns) {
        IntervalStatistics statistics = new IntervalStatistics();
        statistics.record(ns);
        for (double share : SHARES) {
            assertEquals(ns, statistics.percentileNs(share));
        }
    }

    @Test
    void durationsBeyondTheLastBucketAreNotLost() {
        IntervalStatistics statistics = new IntervalStatistics();
        statistics.record(Long.MAX_VALUE);
        assertEquals(1, statistics.total());
        assertTrue(statistics.percentileNs(1) > 3_600_000_000_000L);
        assertEquals(Long.MAX_VALUE, statistics.maxNs());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void percentilesAreThoseOfTheSortedDurationsWithinOneBucket(long seed) {
        Random random = new Random(seed);
        long[] durations = new long[10_000];
        IntervalStatistics statistics = new IntervalStatistics();
        for (int i = 0; i < durations.length; i++) {
            durations[i] = (long) Math.exp(random.nextDouble() * 27); // 1 ns to about 9 minutes
            statistics.record(durations[i]);
        }
        Arrays.sort(durations);
        for (double share : SHARES) {
            long exact = durations[(int) Math.ceil(durations.length * share) - 1];
            long told = statistics.percentileNs(share);
            String which = "seed " + seed + ", share " + share + ", exact " + exact + ", told " + told;
            assertTrue(told >= exact, which);
            assertTrue(told <= exact + exact / IntervalStatistics.SUB_BUCKETS, which);
        }
        assertEquals(durations[durations.length - 1], statistics.maxNs());
    }
}
