package dev.acord.sim;

/** A moment of a websocket's handshake at which {@link VoiceServer#closeNext} can close it. */
public enum HandshakeStep {
    /** The websocket is open; instead of Hello. */
    OPENED,
    /** Identify (opcode 0) has come; instead of Ready. */
    IDENTIFY,
    /** Behind Ready (opcode 2). */
    READY,
    /** Select Protocol (opcode 1) has come; instead of the session description. */
    SELECT_PROTOCOL,
    /** Resume (opcode 7) has come; instead of Resumed. */
    RESUME
}
