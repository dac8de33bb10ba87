package dev.acord.cli.session;

/** A line that is no command. The message says why. */
public final class MalformedCommandException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param message why, for a person, in one line
     */
    public MalformedCommandException(String message) {
        super(message);
    }
}
