package dev.acord.voice.wire;

/** The voice gateway's opcodes. "C" is the client, "S" the server; opcodes 25 to 30 are binary messages, all others JSON. */
public final class Opcode {
    /** C to S: begins a session. */
    public static final int IDENTIFY = 0;
    /** C to S: names the transport, the external address and the encryption mode. */
    public static final int SELECT_PROTOCOL = 1;
    /** S to C: SSRC, UDP address and encryption modes. */
    public static final int READY = 2;
    /** C to S (and, seen, S to C as a request for one now). */
    public static final int HEARTBEAT = 3;
    /** S to C: mode, secret key and DAVE version. */
    public static final int SESSION_DESCRIPTION = 4;
    /** Both: speaking flags and SSRC. */
    public static final int SPEAKING = 5;
    /** S to C: answers a heartbeat. */
    public static final int HEARTBEAT_ACK = 6;
    /** C to S: takes a lost session up again. */
    public static final int RESUME = 7;
    /** S to C: the first message; carries the heartbeat interval. */
    public static final int HELLO = 8;
    /** S to C: the session has been resumed. */
    public static final int RESUMED = 9;
    /** S to C: users that are in the call, or joined it. */
    public static final int CLIENTS_CONNECT = 11;
    /** Both: a client's media sources (SSRCs). */
    public static final int VIDEO = 12;
    /** S to C: another user left. */
    public static final int CLIENT_DISCONNECT = 13;
    /** S to C: the session's codecs changed. */
    public static final int SESSION_UPDATE = 14;
    /** Both: which media streams are wanted. */
    public static final int MEDIA_SINK_WANTS = 15;
    /** Both: backend versions. */
    public static final int VOICE_BACKEND_VERSION = 16;
    /** S to C: channel options. */
    public static final int CHANNEL_OPTIONS_UPDATE = 17;
    /** S to C: a user's flags. */
    public static final int CLIENT_FLAGS = 18;
    /** S to C: a user's platform. */
    public static final int CLIENT_PLATFORM = 20;
    /** S to C: DAVE, prepare a protocol transition. */
    public static final int DAVE_PREPARE_TRANSITION = 21;
    /** S to C: DAVE, execute a protocol transition. */
    public static final int DAVE_EXECUTE_TRANSITION = 22;
    /** C to S: DAVE, ready for a transition. */
    public static final int DAVE_TRANSITION_READY = 23;
    /** S to C: DAVE, prepare an epoch. */
    public static final int DAVE_PREPARE_EPOCH = 24;
    /** S to C, binary: MLS external sender. */
    public static final int MLS_EXTERNAL_SENDER = 25;
    /** C to S, binary: MLS key package. */
    public static final int MLS_KEY_PACKAGE = 26;
    /** S to C, binary: MLS proposals. */
    public static final int MLS_PROPOSALS = 27;
    /** C to S, binary: MLS commit and welcome. */
    public static final int MLS_COMMIT_WELCOME = 28;
    /** S to C, binary: MLS commit for a transition. */
    public static final int MLS_ANNOUNCE_COMMIT_TRANSITION = 29;
    /** S to C, binary: MLS welcome for a transition. */
    public static final int MLS_WELCOME = 30;
    /** C to S: a commit or welcome could not be processed. */
    public static final int MLS_INVALID_COMMIT_WELCOME = 31;

    private Opcode() {}
}
