package dev.acord.voice.gateway;

import static dev.acord.voice.gateway.ClosePolicy.ASK;
import static dev.acord.voice.gateway.ClosePolicy.FINAL;
import static dev.acord.voice.gateway.ClosePolicy.NEW;
import static dev.acord.voice.gateway.ClosePolicy.NEW_ONCE;
import static dev.acord.voice.gateway.ClosePolicy.REFUSED;
import static dev.acord.voice.gateway.ClosePolicy.RESUME;
import static dev.acord.voice.gateway.ClosePolicy.WAIT;
import static java.util.Map.entry;

import dev.acord.voice.VoiceState;
import dev.acord.voice.wire.CloseCode;
import java.util.Map;

/**
 * What a close code means at each stage. {@code docs/gateway.md} has the same table with the reasons; a test holds the two together and
 * tries every cell.
 */
final class CloseTable {
    /** The last code that says nothing about the session, only about the transport. */
    private static final int LAST_TRANSPORT_CODE = 4000;

    private static final Row TRANSPORT = transport("the voice server closed the websocket");
    private static final Row UNKNOWN = always(NEW, "the voice server closed the websocket");

    private static final Map<Integer, Row> ROWS = Map.ofEntries(
            entry(CloseCode.NORMAL, transport("the voice server closed the session normally")),
            entry(CloseCode.GOING_AWAY, transport("the voice server is going away")),
            entry(CloseCode.ABNORMAL, transport("the connection broke")),
            entry(
                    CloseCode.UNKNOWN_OPCODE,
                    always(NEW_ONCE, "the voice server does not know an opcode that we sent; please report this")),
            entry(
                    CloseCode.FAILED_TO_DECODE,
                    always(NEW_ONCE, "the voice server could not decode what we sent; please report this")),
            entry(
                    CloseCode.NOT_AUTHENTICATED,
                    always(NEW_ONCE, "something was sent before identifying; please report this")),
            entry(
                    CloseCode.AUTHENTICATION_FAILED,
                    new Row(
                            "the voice server refused the token; use token and session id of the newest voice updates of"
                                    + " the main gateway",
                            REFUSED,
                            ASK,
                            ASK,
                            ASK)),
            entry(CloseCode.ALREADY_AUTHENTICATED, always(NEW_ONCE, "identified twice; please report this")),
            entry(
                    CloseCode.SESSION_INVALID,
                    always(
                            ASK,
                            "the voice session is no longer valid; a new voice state update is needed from the main"
                                    + " gateway")),
            entry(CloseCode.SESSION_TIMEOUT, always(NEW, "the voice session timed out")),
            entry(
                    CloseCode.SERVER_NOT_FOUND,
                    always(
                            ASK,
                            "the voice server does not know this guild; a new voice server update is needed from the"
                                    + " main gateway")),
            entry(
                    CloseCode.UNKNOWN_PROTOCOL,
                    always(NEW_ONCE, "the voice server does not know the protocol or gateway version")),
            entry(
                    CloseCode.DISCONNECTED,
                    always(WAIT, "disconnected by the service: kicked, moved, or the channel was deleted")),
            entry(CloseCode.VOICE_SERVER_CRASHED, transport("the voice server crashed")),
            entry(
                    CloseCode.UNKNOWN_ENCRYPTION_MODE,
                    always(NEW_ONCE, "the voice server does not accept the encryption mode")),
            entry(
                    CloseCode.DAVE_REQUIRED,
                    always(FINAL, "this call requires end-to-end encryption (DAVE); connect with it switched on")),
            entry(
                    CloseCode.BAD_REQUEST,
                    always(NEW_ONCE, "the voice server calls what we sent malformed; please report this")),
            entry(CloseCode.RATE_LIMITED, always(FINAL, "rate limited by the voice server; wait before joining again")),
            entry(CloseCode.CALL_TERMINATED, always(WAIT, "the call was ended for everybody")));

    /**
     * One code's policies.
     *
     * @param meaning what happened and, where something can be done, what to do
     * @param joining until the server has accepted the session
     * @param accepted from then until the session description
     * @param ready in a working session
     * @param resuming while a lost one is taken up again
     */
    private record Row(
            String meaning, ClosePolicy joining, ClosePolicy accepted, ClosePolicy ready, ClosePolicy resuming) {}

    private CloseTable() {}

    /** What to do about a code in a state. */
    static ClosePolicy policy(int code, VoiceState stage) {
        Row row = row(code);
        return switch (stage) {
            case CONNECTING, AWAITING_HELLO, IDENTIFYING -> row.joining;
            case DISCOVERING, SELECTING -> row.accepted;
            case READY -> row.ready;
            case RESUMING -> row.resuming;
            case NEW, IDLE, AWAITING_SERVER, CLOSED -> ClosePolicy.NOTHING;
        };
    }

    /** What a code means, for people. */
    static String meaning(int code) {
        return row(code).meaning;
    }

    private static Row row(int code) {
        return ROWS.getOrDefault(code, code <= LAST_TRANSPORT_CODE ? TRANSPORT : UNKNOWN);
    }

    /** The session may live on: taken up again where there is one. Before it worked, a new one costs nothing. */
    private static Row transport(String meaning) {
        return new Row(meaning, NEW, NEW, RESUME, RESUME);
    }

    private static Row always(ClosePolicy policy, String meaning) {
        return new Row(meaning, policy, policy, policy, policy);
    }
}
