package dev.acord.voice;

/**
 * Why a connection, or a session of it, ended.
 *
 * @param kind what sort of end it is
 * @param code the websocket close code, or 0 where there was none
 * @param stage how far the connection was
 * @param message what happened and, where something can be done, what to do
 */
public record CloseReason(Kind kind, int code, VoiceState stage, String message) {

    /** Sorts of ends. */
    public enum Kind {
        /** The user of the library asked for it. */
        LOCAL,
        /** The server closed the session. */
        SERVER,
        /** The network or the voice server could not be reached, or was lost. */
        NETWORK,
        /** A deadline passed. */
        TIMEOUT,
        /** The server sent something that cannot be worked with. */
        PROTOCOL
    }
}
