package dev.acord.voice.rtp;

/**
 * How others receive us, from their reports: of the reports that are not older than {@value #FRESH_S} s, the worst. The worst, because a
 * word that one listener misses costs more than the bits that would have saved it.
 *
 * <p>{@link #handleReport} belongs to the receiving thread; {@link #latest} may be called from any thread.
 */
public final class RemoteReception {
    /** The most receivers that are told apart; beyond, the one that has been silent for longest is forgotten. */
    static final int MAX_REPORTERS = 64;

    private static final int FRESH_S = 15;
    private static final double HIGHEST_FRACTION = 256;

    /**
     * All that is known at one moment.
     *
     * @param reports how many reports came, in all; 0 when there is nothing to know
     * @param fractionLost the highest fraction of packets lost, 0 to 1
     * @param jitterSamples the highest interarrival jitter, in 1/48,000 s
     * @param atNs when the last report came
     */
    public record Summary(long reports, double fractionLost, long jitterSamples, long atNs) {
        /**
         * Whether it is recent enough to say something of the present.
         *
         * @param nowNs the time
         * @return whether a report came in the last {@value RemoteReception#FRESH_S} s
         */
        public boolean isFresh(long nowNs) {
            return reports > 0 && nowNs - atNs < FRESH_NS;
        }
    }

    private static final long FRESH_NS = FRESH_S * 1_000_000_000L;

    private final int[] reporters = new int[MAX_REPORTERS];
    private final long[] atNs = new long[MAX_REPORTERS];
    private final int[] fractions = new int[MAX_REPORTERS];
    private final long[] jitters = new long[MAX_REPORTERS];
    private int count;
    private volatile Summary latest = new Summary(0, 0, 0, 0);

    /** A reception that nobody has reported on. */
    public RemoteReception() {}

    /**
     * Takes a report on our own source.
     *
     * @param report the report
     * @param nowNs when it came
     */
    public void handleReport(ReceptionReport report, long nowNs) {
        int slot = slotOf(report.reporter());
        reporters[slot] = report.reporter();
        atNs[slot] = nowNs;
        fractions[slot] = report.fractionLost();
        jitters[slot] = report.jitter();
        int fraction = 0;
        long jitter = 0;
        for (int i = 0; i < count; i++) {
            if (nowNs - atNs[i] < FRESH_NS) {
                fraction = Math.max(fraction, fractions[i]);
                jitter = Math.max(jitter, jitters[i]);
            }
        }
        latest = new Summary(latest().reports() + 1, fraction / HIGHEST_FRACTION, jitter, nowNs);
    }

    /** The reporter's place; a free one; the oldest one. */
    private int slotOf(int reporter) {
        int oldest = 0;
        for (int i = 0; i < count; i++) {
            if (reporters[i] == reporter) {
                return i;
            }
            if (atNs[i] - atNs[oldest] < 0) {
                oldest = i;
            }
        }
        return count < MAX_REPORTERS ? count++ : oldest;
    }

    /**
     * What is known.
     *
     * @return an immutable summary, as of the last report
     */
    public Summary latest() {
        return latest;
    }

    /** A new session: what was reported before was another path. The count of reports goes on. */
    public void forget() {
        count = 0;
        latest = new Summary(latest().reports(), 0, 0, latest().atNs());
    }
}
