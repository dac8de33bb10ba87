package dev.acord.sim.gateway;

/** A client's message that cannot be understood; its message names the field and what was expected. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception.
     *
     * @param message the field and what was expected
     */
    public MalformedMessageException(String message) {
        super(message);
    }
}
