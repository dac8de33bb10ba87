package dev.acord.voice.io;

/** One websocket that is being opened, or open: whole messages, queued. For one thread at a time. */
public interface WebSocketPort {
    /** Sends a text message after those before it. */
    void sendText(String message);

    /** Sends a binary message after those before it. */
    void sendBinary(byte[] message);

    /** Closes after what is queued has been sent; nothing more is heard of it. */
    void close(int code, String why);

    /** Breaks the connection without a close frame; nothing more is heard of it. */
    void abort();
}
