package dev.acord.sim.network;

/** Takes what comes out of a {@link DatagramLink}. */
@FunctionalInterface
public interface DatagramSink {
    /**
     * Takes a datagram. May put others into any link, the same one included.
     *
     * @param datagram the array, which now belongs to the receiver
     * @param offset where the datagram begins
     * @param length how many bytes it has, 0 or more
     */
    void accept(byte[] datagram, int offset, int length);
}
