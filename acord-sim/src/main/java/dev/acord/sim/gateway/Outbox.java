package dev.acord.sim.gateway;

/** Takes what the gateway says, in order for each socket. No call may block or call back. */
public interface Outbox {
    /**
     * Sends a text message.
     *
     * @param socketId the socket
     * @param message the message
     */
    void text(long socketId, String message);

    /**
     * Sends a binary message.
     *
     * @param socketId the socket
     * @param message the message; not changed afterwards
     */
    void binary(long socketId, byte[] message);

    /**
     * Closes a socket with a close frame, after what was sent before.
     *
     * @param socketId the socket
     * @param code the close code
     * @param reason the reason, at most 123 bytes of UTF-8
     */
    void close(long socketId, int code, String reason);

    /**
     * Breaks a socket off without a close frame.
     *
     * @param socketId the socket
     */
    void abort(long socketId);
}
