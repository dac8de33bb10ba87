package dev.acord.sim.gateway;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.acord.sim.HandshakeStep;
import dev.acord.sim.Rule;
import dev.acord.voice.wire.CloseCode;
import dev.acord.voice.wire.Opcode;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One websocket: decodes messages, answers heartbeats, and lets a session in by identify or resume.
 *
 * <p>States: new (Hello is out) - bound to a session - closed. A closed socket ignores what still comes.
 */
final class GatewaySocket {
    private static final long SLACK_NS = 500_000_000L;
    private static final long IDENTIFY_LIMIT_NS = 60_000_000_000L;
    private static final int MAX_HELD_ACKS = 64;

    final long id;
    final int version;
    private final Hub hub;
    private final RateMeter rate;
    private final long openedNs;
    private @Nullable VoiceSession session;
    private boolean closed;
    private boolean spoken;
    private long lastHeartbeatNs;
    private boolean lateReported;
    private final ArrayDeque<JsonElement> heldAcks = new ArrayDeque<>();
    private boolean holdsAcks;
    private long holdsAcksUntilNs;

    GatewaySocket(Hub hub, long id, int version, long nowNs) {
        this.hub = hub;
        this.id = id;
        this.version = version;
        this.rate = new RateMeter(hub.settings().messagesPerSecond(), nowNs);
        this.openedNs = hub.observedNs();
        this.lastHeartbeatNs = openedNs;
    }

    void open() {
        if (version < Hub.MIN_VERSION || version > Hub.MAX_VERSION) {
            violate(Rule.UNSUPPORTED_VERSION, "gateway version " + version);
            close(CloseCode.UNKNOWN_PROTOCOL, "gateway version " + version + " is not served");
            return;
        }
        if (isStruck(HandshakeStep.OPENED)) {
            return;
        }
        JsonObject hello = new JsonObject();
        hello.addProperty("v", version);
        hello.addProperty("heartbeat_interval", hub.settings().heartbeatIntervalMs());
        send(Opcode.HELLO, hello);
    }

    void handleText(String text, long nowNs) {
        if (closed || !admit(nowNs)) {
            return;
        }
        try {
            Fields message = Fields.parse(text);
            int opcode = (int) message.integer("op", Integer.MIN_VALUE, Integer.MAX_VALUE);
            handle(opcode, message, nowNs);
        } catch (MalformedMessageException e) {
            malformed(e);
        }
    }

    void handleBinary(byte[] message, long nowNs) {
        if (closed || !admit(nowNs)) {
            return;
        }
        VoiceSession bound = session;
        int opcode = message.length == 0 ? -1 : message[0] & 0xFF;
        if (opcode == '{') {
            violate(Rule.JSON_IN_BINARY_FRAME, message.length + " bytes, dropped"); // as the service does (seen)
        } else if (bound == null) {
            violate(Rule.MESSAGE_BEFORE_IDENTIFY, "binary opcode " + opcode);
            close(CloseCode.NOT_AUTHENTICATED, "identify first");
        } else if (opcode != Opcode.MLS_KEY_PACKAGE && opcode != Opcode.MLS_COMMIT_WELCOME) {
            violate(Rule.UNKNOWN_OPCODE, "binary opcode " + opcode);
            close(CloseCode.UNKNOWN_OPCODE, "unknown binary opcode " + opcode);
        } else {
            try {
                bound.handleDaveBinary(opcode, message, nowNs);
            } catch (MalformedMessageException e) {
                malformed(e);
            }
        }
    }

    /** The peer closed the websocket, or the connection broke (1006). */
    void handleClosed(int code, long nowNs) {
        if (closed) {
            return;
        }
        closed = true;
        // a client that gives up while it opens the websocket cannot send a frame; the server may have taken the
        // opening for done
        if (code == CloseCode.ABNORMAL && spoken) {
            violate(Rule.NO_CLOSE_FRAME, "the connection ended without a close frame");
        }
        VoiceSession bound = session;
        if (bound == null) {
            return;
        }
        if (code == CloseCode.NORMAL) {
            hub.end(bound, nowNs);
        } else {
            bound.detach(hub.observedNs());
        }
    }

    void tick(long observedNs, long nowNs) {
        if (closed) {
            return;
        }
        if (holdsAcks && nowNs - holdsAcksUntilNs >= 0) {
            holdsAcks = false;
            while (!heldAcks.isEmpty()) {
                send(Opcode.HEARTBEAT_ACK, heldAcks.remove());
            }
        }
        long intervalNs = hub.settings().heartbeatIntervalMs() * 1_000_000L;
        long silentNs = observedNs - lastHeartbeatNs;
        if (silentNs > intervalNs * 3 / 2 + SLACK_NS && !lateReported) {
            lateReported = true;
            violate(Rule.HEARTBEAT_LATE, "no heartbeat for " + silentNs / 1_000_000 + " ms");
        }
        boolean neverIdentified = session == null && observedNs - openedNs > IDENTIFY_LIMIT_NS;
        if (silentNs > 2 * (intervalNs + SLACK_NS) || neverIdentified) {
            VoiceSession bound = session;
            close(CloseCode.SESSION_TIMEOUT, "session timed out");
            if (bound != null) {
                hub.timeOut(bound, nowNs);
            }
        }
    }

    /** Sends a message that has no number. */
    void send(int opcode, JsonElement data) {
        JsonObject message = new JsonObject();
        message.addProperty("op", opcode);
        message.add("d", data);
        sendText(message.toString());
    }

    void sendText(String text) {
        if (!closed) {
            hub.outbox().text(id, text);
        }
    }

    void sendBinary(byte[] message) {
        if (!closed) {
            hub.outbox().binary(id, message);
        }
    }

    /** Closes the websocket; what becomes of the session is the caller's business. */
    void close(int code, String reason) {
        if (!closed) {
            closed = true;
            hub.outbox().close(id, code, reason);
        }
    }

    void abort() {
        closed = true;
        hub.outbox().abort(id);
    }

    void bind(VoiceSession newSession) {
        session = newSession;
    }

    void violate(Rule rule, String detail) {
        hub.violations().add(userId(), rule, detail);
    }

    void messageTooLarge(long nowNs) {
        if (!closed) {
            violate(Rule.MESSAGE_TOO_LARGE, "over the limit of its kind");
            handleClosed(1009, nowNs);
        }
    }

    private boolean admit(long nowNs) {
        spoken = true;
        if (rate.take(nowNs)) {
            return true;
        }
        violate(Rule.RATE_LIMITED, "over " + hub.settings().messagesPerSecond() + " messages a second");
        closeForGood(CloseCode.RATE_LIMITED, "rate limited", nowNs);
        return false;
    }

    private void handle(int opcode, Fields message, long nowNs) throws MalformedMessageException {
        VoiceSession bound = session;
        if (opcode == Opcode.HEARTBEAT) {
            heartbeat(message);
        } else if (opcode == Opcode.IDENTIFY || opcode == Opcode.RESUME) {
            if (bound != null) {
                violate(Rule.IDENTIFY_TWICE, "opcode " + opcode + " in a running session");
                closeForGood(CloseCode.ALREADY_AUTHENTICATED, "already authenticated", nowNs);
            } else if (opcode == Opcode.IDENTIFY) {
                identify(message.object("d"), nowNs);
            } else {
                resume(message.object("d"), nowNs);
            }
        } else if (bound == null) {
            violate(Rule.MESSAGE_BEFORE_IDENTIFY, "opcode " + opcode);
            close(CloseCode.NOT_AUTHENTICATED, "identify first");
        } else if (opcode == Opcode.SELECT_PROTOCOL && isStruck(HandshakeStep.SELECT_PROTOCOL)) {
            hub.timeOut(bound, nowNs);
        } else if (!bound.handle(opcode, message, nowNs)) {
            violate(Rule.UNKNOWN_OPCODE, "opcode " + opcode);
            closeForGood(CloseCode.UNKNOWN_OPCODE, "unknown opcode " + opcode, nowNs);
        }
    }

    private void identify(Fields data, long nowNs) throws MalformedMessageException {
        if (isStruck(HandshakeStep.IDENTIFY)) {
            return;
        }
        hub.admission().identify(this, data, nowNs);
        VoiceSession begun = session;
        if (begun != null && isStruck(HandshakeStep.READY)) {
            hub.timeOut(begun, nowNs);
        }
    }

    private void resume(Fields data, long nowNs) throws MalformedMessageException {
        int code = hub.plannedCloses().take(HandshakeStep.RESUME);
        if (code < 0) {
            hub.admission().resume(this, data, nowNs);
            return;
        }
        strike(code);
        VoiceSession lost = hub.bySessionId(data.string("session_id"));
        if (lost != null && !PlannedCloses.isResumable(code)) {
            hub.timeOut(lost, nowNs);
        }
    }

    /** Whether a test wanted the websocket closed at this step; then it is. */
    private boolean isStruck(HandshakeStep step) {
        int code = hub.plannedCloses().take(step);
        if (code >= 0) {
            strike(code);
        }
        return code >= 0;
    }

    private void strike(int code) {
        if (code == CloseCode.ABNORMAL) {
            abort();
        } else {
            close(code, "closed by the test");
        }
    }

    private void heartbeat(Fields message) {
        JsonElement data = message.element("d");
        try {
            JsonElement answer;
            if (version >= Hub.FIRST_NUMBERED_VERSION) {
                Fields fields = Fields.of("d", data);
                JsonPrimitive nonce = Fields.number("t", fields.element("t"));
                checkAcknowledged(fields);
                JsonObject object = new JsonObject();
                object.add("t", nonce);
                answer = object;
            } else {
                answer = Fields.number("d", data);
            }
            lastHeartbeatNs = hub.observedNs();
            lateReported = false;
            VoiceSession bound = session;
            if (bound == null || bound.heartbeat()) {
                acknowledge(answer);
            }
        } catch (MalformedMessageException e) {
            violate(Rule.HEARTBEAT_MALFORMED, String.valueOf(e.getMessage()));
            close(CloseCode.FAILED_TO_DECODE, CloseFrame.reason("heartbeat: " + e.getMessage()));
            endSession(hub.nowNs());
        }
    }

    private void acknowledge(JsonElement answer) {
        if (!holdsAcks) {
            send(Opcode.HEARTBEAT_ACK, answer);
        } else if (heldAcks.size() < MAX_HELD_ACKS) {
            heldAcks.add(answer);
        }
    }

    /** Holds the acknowledgements of heartbeats back until a time. */
    void holdAcksUntil(long untilNs) {
        holdsAcks = true;
        holdsAcksUntilNs = untilNs;
    }

    /** The user of the session, or 0 before there is one. */
    long userId() {
        VoiceSession bound = session;
        return bound == null ? 0 : bound.userId();
    }

    private void checkAcknowledged(Fields fields) throws MalformedMessageException {
        long sequence = fields.has("seq_ack") ? fields.integer("seq_ack", -1, 0xFFFF) : -1;
        VoiceSession bound = session;
        if (bound != null) {
            bound.acknowledge(sequence);
        }
    }

    private void malformed(MalformedMessageException e) {
        violate(Rule.MALFORMED_MESSAGE, String.valueOf(e.getMessage()));
        closeForGood(CloseCode.FAILED_TO_DECODE, CloseFrame.reason(String.valueOf(e.getMessage())), hub.nowNs());
    }

    /** Closes the websocket and ends the session. */
    void closeForGood(int code, String reason, long nowNs) {
        close(code, reason);
        endSession(nowNs);
    }

    private void endSession(long nowNs) {
        VoiceSession bound = session;
        if (bound != null) {
            hub.end(bound, nowNs);
        }
    }

    /** The field {@code d} of a message that has none. */
    static JsonElement nothing() {
        return JsonNull.INSTANCE;
    }
}
