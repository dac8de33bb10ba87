package dev.acord.audio;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What was given is no audio, or none that can be played here. The message says what it is, and what to do. */
public final class UnplayableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What it is. */
    private final String seen;

    UnplayableException(String name, String seen, String advice, @Nullable Throwable cause) {
        super(name + " holds " + seen + advice, cause);
        this.seen = seen;
    }

    /**
     * What was given, by its content.
     *
     * @return such as {@code a PNG picture}, for a message
     */
    public String seen() {
        return seen;
    }
}
