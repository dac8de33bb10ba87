package dev.acord.sim.network;

/**
 * What became of everything that was put into a link. Always {@code sent + duplicated = delivered + lost + dropped + inFlight}.
 *
 * @param sent how many were put in
 * @param delivered how many came out
 * @param lost how many were lost at random, in bursts or in a partition; for a stream, how many ended with it
 * @param dropped how many the queue of the rate limit, or the bound of the link's memory, had no room for
 * @param duplicated how many additional copies were made
 * @param reordered how many were held back for others to overtake them
 * @param corrupted how many were changed; a copy of a duplicated one counts for itself
 * @param retransmitted for a stream, how many times a lost piece held everything up; 0 for datagrams
 * @param inFlight how many are under way
 */
public record LinkCounts(
        long sent,
        long delivered,
        long lost,
        long dropped,
        long duplicated,
        long reordered,
        long corrupted,
        long retransmitted,
        long inFlight) {

    /** Nothing was sent. */
    public static final LinkCounts NONE = new LinkCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /**
     * The counts of two links together.
     *
     * @param other the counts of the other link
     * @return the sums
     */
    public LinkCounts plus(LinkCounts other) {
        return new LinkCounts(
                sent + other.sent,
                delivered + other.delivered,
                lost + other.lost,
                dropped + other.dropped,
                duplicated + other.duplicated,
                reordered + other.reordered,
                corrupted + other.corrupted,
                retransmitted + other.retransmitted,
                inFlight + other.inFlight);
    }
}
