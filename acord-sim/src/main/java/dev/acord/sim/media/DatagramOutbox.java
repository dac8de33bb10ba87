package dev.acord.sim.media;

import java.net.InetSocketAddress;

/** Takes the datagrams that the relay sends. */
@FunctionalInterface
public interface DatagramOutbox {
    /**
     * Sends a datagram, or drops it when that would block.
     *
     * @param datagram the bytes from offset 0; only valid during the call
     * @param length how many
     * @param to the receiver
     * @return whether it was sent
     */
    boolean send(byte[] datagram, int length, InetSocketAddress to);
}
