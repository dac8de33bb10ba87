package dev.acord.voice.receive;

/**
 * What a {@link JitterBuffer} has seen, at one moment. Every packet that the sender's sequence numbers promise is in exactly one of
 * {@code received} and {@code lost}, once its turn is over.
 *
 * @param received packets that came, copies not counted, late ones included
 * @param lost packets whose turn is over and that have not come
 * @param late packets that came after their turn was over; they were counted as lost until then
 * @param duplicates further copies of packets
 * @param reordered packets that were overtaken by others, but came in time
 * @param discarded packets that came and were given up, because the delay or the number of packets would have passed its limit
 * @param rejected packets that were empty or too long for Opus
 * @param strays packets whose numbers were far from all others and that nothing confirmed
 * @param restarts how often the sender began anew with other numbers
 * @param delayMs the present playout delay: what a packet waits that took the shortest way through the network, in ms
 * @param targetDelayMs what the delay aims at, in ms
 * @param jitterMs the interarrival jitter (RFC 3550, A.8) in ms
 */
public record JitterStats(
        long received,
        long lost,
        long late,
        long duplicates,
        long reordered,
        long discarded,
        long rejected,
        long strays,
        long restarts,
        double delayMs,
        double targetDelayMs,
        double jitterMs) {}
