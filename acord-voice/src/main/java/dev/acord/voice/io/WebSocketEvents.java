package dev.acord.voice.io;

/**
 * What happens on a {@link WebSocketPort}, one event at a time. Each message hands over a {@code next} to run when it has been dealt with;
 * the message after it comes only then.
 */
public interface WebSocketEvents {
    /** It is open. */
    void onOpen();

    /** A text message came. */
    void onText(String message, Runnable next);

    /** A binary message came. */
    void onBinary(byte[] message, Runnable next);

    /** The end, at most once: the peer's close code, or 1006 when the connection broke. */
    void onClosed(int code, String why);

    /** The end, instead of {@link #onOpen}: another attempt would fail in the same way. */
    void onRefused(String why);
}
