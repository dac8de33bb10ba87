package dev.acord.voice.gateway;

import dev.acord.voice.wire.CloseCode;

/** What to do when the server closed the websocket. The table in {@code docs/gateway.md} gives the reasons. */
enum ClosePolicy {
    /** Take the session up again; a new one if that fails. */
    RESUME,
    /** Begin a new session with the same credentials. */
    FRESH,
    /** The credentials are used up: ask the main gateway at once. */
    ASK,
    /** The main gateway will say what happened (a kick, a move, the end of the call): wait for it. */
    WAIT,
    /** Trying again cannot help. */
    TERMINAL;

    static ClosePolicy of(int code) {
        return switch (code) {
            case CloseCode.VOICE_SERVER_CRASHED -> RESUME;
            case CloseCode.AUTHENTICATION_FAILED, CloseCode.DAVE_REQUIRED, CloseCode.RATE_LIMITED -> TERMINAL;
            case CloseCode.SESSION_INVALID, CloseCode.SERVER_NOT_FOUND -> ASK;
            case CloseCode.DISCONNECTED, CloseCode.CALL_TERMINATED -> WAIT;
            // with 4009, and where we sent something wrong, the server keeps nothing that could be resumed
            default -> code >= 4001 ? FRESH : RESUME;
        };
    }

    /** Whether the code says that we sent something wrong, so that a new session is worth one try only. */
    static boolean isOurFault(int code) {
        return switch (code) {
            case CloseCode.UNKNOWN_OPCODE,
                    CloseCode.FAILED_TO_DECODE,
                    CloseCode.NOT_AUTHENTICATED,
                    CloseCode.ALREADY_AUTHENTICATED,
                    CloseCode.UNKNOWN_PROTOCOL,
                    CloseCode.UNKNOWN_ENCRYPTION_MODE,
                    CloseCode.BAD_REQUEST -> true;
            default -> false;
        };
    }

    static String describe(int code) {
        return switch (code) {
            case CloseCode.NORMAL -> "the voice server closed the session normally";
            case CloseCode.GOING_AWAY -> "the voice server is going away";
            case CloseCode.UNKNOWN_OPCODE ->
                "the voice server does not know an opcode that we sent; please report this";
            case CloseCode.FAILED_TO_DECODE -> "the voice server could not decode what we sent; please report this";
            case CloseCode.NOT_AUTHENTICATED -> "something was sent before identifying; please report this";
            case CloseCode.AUTHENTICATION_FAILED ->
                "the voice server refused the token; use token and session id of the newest voice updates of the main gateway";
            case CloseCode.ALREADY_AUTHENTICATED -> "identified twice; please report this";
            case CloseCode.SESSION_INVALID ->
                "the voice session is no longer valid; a new voice state update is needed from the main gateway";
            case CloseCode.SESSION_TIMEOUT -> "the voice session timed out";
            case CloseCode.SERVER_NOT_FOUND ->
                "the voice server does not know this guild; a new voice server update is needed from the main gateway";
            case CloseCode.UNKNOWN_PROTOCOL -> "the voice server does not know the protocol or gateway version";
            case CloseCode.DISCONNECTED -> "disconnected by the service: kicked, moved, or the channel was deleted";
            case CloseCode.VOICE_SERVER_CRASHED -> "the voice server crashed";
            case CloseCode.UNKNOWN_ENCRYPTION_MODE -> "the voice server does not accept the encryption mode";
            case CloseCode.DAVE_REQUIRED ->
                "this call requires end-to-end encryption (DAVE); connect with it switched on";
            case CloseCode.BAD_REQUEST -> "the voice server calls what we sent malformed; please report this";
            case CloseCode.RATE_LIMITED -> "rate limited by the voice server; wait before joining again";
            case CloseCode.CALL_TERMINATED -> "the call was ended for everybody";
            default -> "the voice server closed the websocket";
        };
    }
}
