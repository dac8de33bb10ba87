package dev.acord.voice;

/** A connection that could not be made, or was lost for good. The message names the stage, the cause and, if there is one, a remedy. */
public class VoiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why it ended. */
    private final transient CloseReason reason;

    /**
     * Makes an exception of a close reason.
     *
     * @param reason why the connection ended
     */
    public VoiceException(CloseReason reason) {
        super(reason.message());
        this.reason = reason;
    }

    /**
     * Why the connection ended.
     *
     * @return the reason, with its close code and stage
     */
    public CloseReason reason() {
        return reason;
    }
}
