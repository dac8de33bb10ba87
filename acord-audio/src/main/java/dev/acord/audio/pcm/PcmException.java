package dev.acord.audio.pcm;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Samples cannot be read or written. The message names the file or stream, says what is wrong and where, and what to do about it. */
public final class PcmException extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * A problem found by this library.
     *
     * @param message what is wrong, where, and what to do
     */
    public PcmException(String message) {
        super(message);
    }

    /**
     * A problem with a cause.
     *
     * @param message what is wrong, where, and what to do
     * @param cause what the layer below reported
     */
    public PcmException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
