package dev.acord.voice.gateway;

/** A message that does not have the form the protocol gives it. Its text never quotes the message, which may hold secrets. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message);
    }
}
