package dev.acord.voice.wire;

/** The voice gateway's documented websocket close codes, and the standard ones (RFC 6455) that this project names. */
public final class CloseCode {
    /** Normal closure. */
    public static final int NORMAL = 1000;
    /** The endpoint is going away. */
    public static final int GOING_AWAY = 1001;
    /** Never on the wire: the connection broke without a close frame. */
    public static final int ABNORMAL = 1006;
    /** An opcode that the server does not know. */
    public static final int UNKNOWN_OPCODE = 4001;
    /** A payload that the server could not decode. */
    public static final int FAILED_TO_DECODE = 4002;
    /** A payload before identifying. */
    public static final int NOT_AUTHENTICATED = 4003;
    /** The token is wrong. */
    public static final int AUTHENTICATION_FAILED = 4004;
    /** A second identify. */
    public static final int ALREADY_AUTHENTICATED = 4005;
    /** The session is no longer valid. */
    public static final int SESSION_INVALID = 4006;
    /** The session timed out. */
    public static final int SESSION_TIMEOUT = 4009;
    /** The server (guild) was not found. */
    public static final int SERVER_NOT_FOUND = 4011;
    /** The transport protocol is not known. */
    public static final int UNKNOWN_PROTOCOL = 4012;
    /** Disconnected: kicked, moved, channel deleted or main gateway session lost. */
    public static final int DISCONNECTED = 4014;
    /** The voice server crashed. */
    public static final int VOICE_SERVER_CRASHED = 4015;
    /** The encryption mode is not known. */
    public static final int UNKNOWN_ENCRYPTION_MODE = 4016;
    /** The call requires end-to-end encryption (DAVE). */
    public static final int DAVE_REQUIRED = 4017;
    /** A malformed request. */
    public static final int BAD_REQUEST = 4020;
    /** Too many requests. */
    public static final int RATE_LIMITED = 4021;
    /** The call was terminated: all clients are disconnected. */
    public static final int CALL_TERMINATED = 4022;

    private CloseCode() {}
}
