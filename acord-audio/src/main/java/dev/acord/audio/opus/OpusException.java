package dev.acord.audio.opus;

import java.io.IOException;

/** An Opus packet or header that is not valid. The message says which rule it breaks; the object that refused it can be used on. */
public final class OpusException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * A packet or header is not valid.
     *
     * @param message what is wrong
     */
    public OpusException(String message) {
        super(message);
    }

    /**
     * A packet or header is not valid.
     *
     * @param message what is wrong
     * @param cause the codec's own exception
     */
    public OpusException(String message, Throwable cause) {
        super(message, cause);
    }
}
