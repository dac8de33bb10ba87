package dev.acord.voice.receive;

/**
 * How a {@link JitterBuffer} behaves. Immutable.
 *
 * @param minDelayMs the playout delay never aims lower, 0 to 2,000 ms; also how far packets may overtake one another on a quiet network
 * @param initialDelayMs what the delay aims at before anything is known of the network, {@code minDelayMs} to {@code maxDelayMs}
 * @param maxDelayMs the delay never grows beyond; what comes later than this is given up; 20 to 2,000 ms
 * @param onTimeShare the share of packets that the delay has to be long enough for, 0.5 to 0.999. The others are concealed, or make the
 *     delay longer for a while
 * @param maxPackets packets held at most, 2 to {@value #MOST_PACKETS}; the oldest are given up beyond
 * @param stretching whether the delay may also change while somebody speaks, by playing up to 0.83 % slower or faster (0.52 % at 20 ms a
 *     packet). Without it the delay changes in pauses and where packets are missing, so that an endless talker with a fast clock meets
 *     {@code maxDelayMs}
 */
public record JitterOptions(
        int minDelayMs, int initialDelayMs, int maxDelayMs, double onTimeShare, int maxPackets, boolean stretching) {

    /** The most packets that a buffer can hold: 5 s at 20 ms each. */
    public static final int MOST_PACKETS = 256;

    private static final int MOST_DELAY_MS = 2_000;

    /** 20 to 1,000 ms, beginning with 60; 99 % on time; 256 packets; with stretching. */
    public static final JitterOptions DEFAULTS = new JitterOptions(20, 60, 1_000, 0.99, MOST_PACKETS, true);

    /**
     * Checks the ranges.
     *
     * @param minDelayMs the playout delay never aims lower, 0 to 2,000 ms; also how far packets may overtake one another on a quiet
     *     network
     * @param initialDelayMs what the delay aims at before anything is known of the network, {@code minDelayMs} to {@code maxDelayMs}
     * @param maxDelayMs the delay never grows beyond; what comes later than this is given up; 20 to 2,000 ms
     * @param onTimeShare the share of packets that the delay has to be long enough for, 0.5 to 0.999
     * @param maxPackets packets held at most, 2 to {@value #MOST_PACKETS}
     * @param stretching whether the delay may also change while somebody speaks
     * @throws IllegalArgumentException if a value is out of its range
     */
    public JitterOptions {
        if (maxDelayMs < 20 || maxDelayMs > MOST_DELAY_MS) {
            throw new IllegalArgumentException("maxDelayMs must be 20 to " + MOST_DELAY_MS + ", not " + maxDelayMs);
        }
        if (minDelayMs < 0 || minDelayMs > maxDelayMs) {
            throw new IllegalArgumentException(
                    "minDelayMs must be 0 to maxDelayMs (" + maxDelayMs + "), not " + minDelayMs);
        }
        if (initialDelayMs < minDelayMs || initialDelayMs > maxDelayMs) {
            throw new IllegalArgumentException("initialDelayMs must be " + minDelayMs + " to " + maxDelayMs
                    + " as the other delays are, not " + initialDelayMs);
        }
        if (!(onTimeShare >= 0.5 && onTimeShare <= 0.999)) {
            throw new IllegalArgumentException("onTimeShare must be 0.5 to 0.999, not " + onTimeShare);
        }
        if (maxPackets < 2 || maxPackets > MOST_PACKETS) {
            throw new IllegalArgumentException("maxPackets must be 2 to " + MOST_PACKETS + ", not " + maxPackets);
        }
    }

    /**
     * The same with other delays.
     *
     * @param minMs the shortest, 0 to 2,000 ms
     * @param initialMs the first, {@code minMs} to {@code maxMs}
     * @param maxMs the longest, 20 to 2,000 ms
     * @return new options
     */
    public JitterOptions withDelays(int minMs, int initialMs, int maxMs) {
        return new JitterOptions(minMs, initialMs, maxMs, onTimeShare, maxPackets, stretching);
    }

    /**
     * The same with another share of packets on time.
     *
     * @param share 0.5 to 0.999
     * @return new options
     */
    public JitterOptions withOnTimeShare(double share) {
        return new JitterOptions(minDelayMs, initialDelayMs, maxDelayMs, share, maxPackets, stretching);
    }

    /**
     * The same with another limit of packets.
     *
     * @param packets 2 to {@value #MOST_PACKETS}
     * @return new options
     */
    public JitterOptions withMaxPackets(int packets) {
        return new JitterOptions(minDelayMs, initialDelayMs, maxDelayMs, onTimeShare, packets, stretching);
    }

    /**
     * The same with or without changes of the delay while somebody speaks.
     *
     * @param enabled whether there may be such changes
     * @return new options
     */
    public JitterOptions withStretching(boolean enabled) {
        return new JitterOptions(minDelayMs, initialDelayMs, maxDelayMs, onTimeShare, maxPackets, enabled);
    }
}
