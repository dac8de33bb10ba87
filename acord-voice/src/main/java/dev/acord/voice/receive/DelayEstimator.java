package dev.acord.voice.receive;

import java.util.Arrays;

/**
 * How long packets take, and how long playout has to wait for them.
 *
 * <p>The transit of a packet is its arrival minus its media time; only differences mean anything. The base is the least transit of the last
 * 3.5 to 4 seconds of sound: it follows the drift of the sender's clock and changes of the route. A packet's relative delay is its transit
 * minus the base. Relative delays are counted in a histogram of {@value #BIN_SAMPLES} samples (5 ms) a bin that forgets: all packets weigh
 * the same until there are {@value #MEMORY_PACKETS}, from then on each counts less than the next by 1 in {@value #MEMORY_PACKETS}. The target
 * is the upper edge of the bin that holds the wanted quantile.
 */
final class DelayEstimator {

    static final int BIN_SAMPLES = 240;
    static final int MEMORY_PACKETS = 1_500;

    private static final int BUCKETS = 8;
    private static final int BUCKET_SAMPLES = 24_000;
    private static final double GROWTH = MEMORY_PACKETS / (MEMORY_PACKETS - 1.0);
    private static final double MAX_WEIGHT = 1e12;

    private final long[] leastTransits = new long[BUCKETS];
    private int bucket;
    private int bucketSamples;
    private long base;
    private boolean hasBase;

    private final double[] bins;
    private final double share;
    private final int minTargetSamples;
    private final int maxTargetSamples;
    private double increment = 1;
    private double total;
    private int counted;
    /** The bin of the quantile, and the weight of all bins up to and with it. */
    private int quantileBin;

    private double below;

    private long lastTransit;
    private boolean hasLastTransit;
    private double jitterSamples;

    DelayEstimator(JitterOptions options) {
        maxTargetSamples = options.maxDelayMs() * JitterBuffer.SAMPLES_PER_MS;
        minTargetSamples = options.minDelayMs() * JitterBuffer.SAMPLES_PER_MS;
        share = options.onTimeShare();
        bins = new double[maxTargetSamples / BIN_SAMPLES + 1];
        // the first guess has the weight of one packet: it is outweighed after 1 / (1 - share) of them
        count(options.initialDelayMs() * JitterBuffer.SAMPLES_PER_MS - 1);
    }

    /** The least transit; 0 before the first packet. */
    long base() {
        return base;
    }

    /** The playout delay to aim at, beyond the base. */
    int targetSamples() {
        return Math.max(minTargetSamples, Math.min(maxTargetSamples, (quantileBin + 1) * BIN_SAMPLES));
    }

    double jitterSamples() {
        return jitterSamples;
    }

    /** Takes note of a packet. */
    void add(long transit, int packetSamples) {
        updateBase(transit, packetSamples);
        count(transit - base);
        if (hasLastTransit) {
            jitterSamples += (Math.abs(transit - lastTransit) - jitterSamples) / 16;
        }
        lastTransit = transit;
        hasLastTransit = true;
    }

    /** The next packet's transit has nothing to do with those before. */
    void interrupt() {
        hasLastTransit = false;
    }

    private void updateBase(long transit, int packetSamples) {
        if (!hasBase) {
            hasBase = true;
            Arrays.fill(leastTransits, Long.MAX_VALUE);
        }
        bucketSamples += packetSamples;
        if (bucketSamples > BUCKET_SAMPLES) {
            bucketSamples = packetSamples;
            bucket = (bucket + 1) % BUCKETS;
            leastTransits[bucket] = Long.MAX_VALUE;
        }
        leastTransits[bucket] = Math.min(leastTransits[bucket], transit);
        base = Long.MAX_VALUE;
        for (long least : leastTransits) {
            base = Math.min(base, least);
        }
    }

    private void count(long relativeDelay) {
        int bin = (int) Math.max(0, Math.min(bins.length - 1, relativeDelay / BIN_SAMPLES));
        bins[bin] += increment;
        total += increment;
        if (bin <= quantileBin) {
            below += increment;
        }
        if (++counted > MEMORY_PACKETS) {
            increment *= GROWTH;
        }
        if (increment > MAX_WEIGHT) {
            scaleDown();
        }
        double wanted = share * total;
        while (below < wanted && quantileBin < bins.length - 1) {
            below += bins[++quantileBin];
        }
        while (quantileBin > 0 && below - bins[quantileBin] >= wanted) {
            below -= bins[quantileBin--];
        }
    }

    /** Keeps the numbers small, and gets rid of what rounding has piled up. */
    private void scaleDown() {
        total = 0;
        below = 0;
        for (int i = 0; i < bins.length; i++) {
            bins[i] /= increment;
            total += bins[i];
            if (i <= quantileBin) {
                below += bins[i];
            }
        }
        increment = 1;
    }
}
