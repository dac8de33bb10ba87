package dev.acord.sim;

/**
 * The rules of the protocol that the server watches. What each one means, and the document that it follows, is in
 * {@code docs/sim-violations.md}; {@link #ruleName()} is what {@link ProtocolViolation#rule()} carries.
 */
public enum Rule {
    /** About a second of audio came while the client's speaking flags were 0 or had never been sent. */
    SPEAKING_BEFORE_AUDIO,
    /** A client announced an SSRC that is not its own, or none (opcodes 5 and 12). */
    ANNOUNCED_SSRC,
    /** Audio stopped more than a second ago and the speaking flags are still set. */
    SPEAKING_NOT_CLEARED,
    /** Audio stopped without five silence frames. */
    PAUSE_WITHOUT_SILENCE,
    /** Two different packets were encrypted with one nonce under one key. */
    NONCE_REUSED,
    /** A nonce is further behind the highest one than reordering explains. */
    NONCE_BACKWARDS,
    /** The RTP sequence number of the next packet is not one more than that of the packet before. */
    RTP_SEQUENCE,
    /** The RTP timestamp did not advance by the duration of the packet before. */
    RTP_TIMESTAMP_STEP,
    /** The RTP timestamp did not keep the real time through a pause. */
    RTP_TIMESTAMP_CLOCK,
    /** The RTP payload type is not 120. */
    RTP_PAYLOAD_TYPE,
    /** The RTP version is not 2. */
    RTP_VERSION,
    /** The SSRC is not the one that the server gave to the sender. */
    RTP_SSRC,
    /** The padding or the header extension reaches beyond the packet. */
    RTP_LAYOUT,
    /** Audio came faster than it plays, by more than the allowed burst. */
    FASTER_THAN_REAL_TIME,
    /** A heartbeat came late, or the session timed out for want of one. */
    HEARTBEAT_LATE,
    /** A heartbeat acknowledged a sequence number that was not sent, went backwards, or stayed behind. */
    HEARTBEAT_SEQ_ACK,
    /** A heartbeat without a usable nonce. */
    HEARTBEAT_MALFORMED,
    /** A second identify, or a resume on a socket that has a session. */
    IDENTIFY_TWICE,
    /** A wrong token or session, or one that was used before. */
    CREDENTIALS,
    /** A message other than identify, resume and heartbeat came first. */
    MESSAGE_BEFORE_IDENTIFY,
    /** An opcode that clients do not send. */
    UNKNOWN_OPCODE,
    /** A message that is no JSON object, or whose fields are missing or of the wrong type. */
    MALFORMED_MESSAGE,
    /** JSON in a binary frame; the service drops it silently. */
    JSON_IN_BINARY_FRAME,
    /** A message over the size limit. */
    MESSAGE_TOO_LARGE,
    /** More messages a second than the limit. */
    RATE_LIMITED,
    /** A gateway version that is not served, or none. */
    UNSUPPORTED_VERSION,
    /** Select Protocol named another transport than UDP. */
    UNKNOWN_TRANSPORT,
    /** Select Protocol named a mode that was not offered. */
    UNKNOWN_MODE,
    /** Select Protocol named another address than the one that the server sees. */
    SELECT_PROTOCOL_ADDRESS,
    /** A resume whose server, session, token or {@code seq_ack} is wrong. */
    RESUME_FIELDS,
    /** An id was sent as a number. */
    SNOWFLAKE_NOT_STRING,
    /** The TCP connection ended without a websocket close frame. */
    NO_CLOSE_FRAME,
    /** No UDP keepalive for 15 seconds. */
    KEEPALIVE_MISSING,
    /** A DAVE message although the session has no DAVE. */
    DAVE_NOT_NEGOTIATED,
    /** The client offers no DAVE where the server requires it. */
    DAVE_REQUIRED,
    /** A key package that is not valid, not the sender's own or limited in time. */
    DAVE_KEY_PACKAGE,
    /** A commit that is not valid. */
    DAVE_COMMIT_INVALID,
    /** A commit without some of the proposals that its sender knew. */
    DAVE_COMMIT_INCOMPLETE,
    /** A commit with proposals that its sender was not told of. */
    DAVE_COMMIT_FOREIGN_PROPOSALS,
    /** A commit whose welcome is missing, superfluous or not for those that it adds. */
    DAVE_WELCOME,
    /** A client is ready for a transition that it was not told of. */
    DAVE_UNKNOWN_TRANSITION,
    /** A frame that is not end-to-end encrypted in a call that is. */
    DAVE_FRAME_NOT_ENCRYPTED;

    private final String ruleName;

    Rule() {
        ruleName = name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /**
     * The rule's name as violations carry it.
     *
     * @return the constant's name in lower case with hyphens, such as {@code speaking-before-audio}
     */
    public String ruleName() {
        return ruleName;
    }
}
