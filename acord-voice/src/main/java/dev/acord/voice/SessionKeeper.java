package dev.acord.voice;

/**
 * What renews a connection's session by itself, in place of the user's listeners; called on the connection's executor, so it must not
 * block.
 */
interface SessionKeeper {
    /** New credentials are needed; the main gateway brings them by itself unless it must be asked for them. */
    void onServerNeeded(CloseReason reason, boolean ask);

    /** The connection's state changed. */
    void onState(VoiceState state);

    /** The connection is closed for good. */
    void onClosed(CloseReason reason);
}
