package dev.acord.voice.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A UDP socket that is connected to one peer. */
public interface DatagramPort extends AutoCloseable {
    /** What a socket's owner does with its datagrams; called on the receiving thread, one at a time, and must not block. */
    interface Handler {
        /** A datagram came; the array is only lent for the call. */
        void handleDatagram(byte[] buffer, int offset, int length, long nowNs);

        /** The socket reported an error, such as an unreachable port; it stays open. */
        void handleError(IOException error);
    }

    /** Receives from now on, until the socket is closed. */
    void receive(Handler handler);

    /**
     * Sends a datagram, without waiting.
     *
     * @return the bytes sent; 0 when the operating system's buffer is full and nothing was sent
     * @throws IOException when the socket is closed or the network refuses the datagram
     */
    int write(ByteBuffer datagram) throws IOException;

    /** Whether it has not been closed. */
    boolean isOpen();

    @Override
    void close() throws IOException;
}
