package dev.acord.voice.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One connection's side of the voice gateway, version 8 (versions 4 to 7 differ only in lacking sequence numbers), over as many
 * websockets as it takes.
 *
 * <pre>
 * NEW -> CONNECTING -> AWAITING_HELLO -> IDENTIFYING -> DISCOVERING -> SELECTING -> READY      a new session
 * READY -> RESUMING -> READY                                          websocket lost: resume (op 7, op 9)
 * any -> CONNECTING                                                   resume failed, or not possible: new session
 * any -> AWAITING_SERVER -> CONNECTING                                credentials used up: a new session after handleUpdate
 * any -> CLOSED                                                       left, refused, or every attempt failed
 * </pre>
 *
 * <p>Driving: {@link #start}; then every input goes to its {@code handle} method with the present time, and {@link #handleTimer} is
 * called when {@link #nextTimerNs} has come. What is to be done comes out as calls of {@link GatewayActions}. Not thread safe; one
 * owner at a time.
 */
public final class GatewaySession {
    /** Sent when heartbeats go unanswered; not a normal closure, so that the session can be resumed. */
    static final int CLOSE_ZOMBIE = 4900;

    private static final int MAX_MALFORMED = 100;

    private final GatewayConfig config;
    private final GatewayActions actions;
    private final Heartbeat heartbeat = new Heartbeat();
    private final CallEvents call;

    private VoiceServerInfo info;
    private VoiceState state = VoiceState.NEW;
    private int socket;
    private boolean socketOpen;
    private int lastSequence = -1;
    private int ssrc;
    private boolean ssrcKnown;
    private Optional<EncryptionMode> mode = Optional.empty();
    private int speakingFlags;
    private int malformed;

    private boolean resuming;
    private final Attempts attempts;
    private long stageDeadlineNs = Heartbeat.NONE;
    private long reconnectNs = Heartbeat.NONE;
    private CloseReason lastFailure;

    /**
     * Makes a session that has not begun.
     *
     * @param info the credentials
     * @param config how it behaves
     * @param actions what carries out its actions
     * @param random spreads reconnects in time
     */
    public GatewaySession(VoiceServerInfo info, GatewayConfig config, GatewayActions actions, RandomGenerator random) {
        this.info = info;
        this.config = config;
        this.actions = actions;
        this.attempts = new Attempts(config, random);
        this.call = new CallEvents(actions);
        this.lastFailure = reason(CloseReason.Kind.NETWORK, 0, "not connected");
    }

    /** The present state. */
    public VoiceState state() {
        return state;
    }

    /** When {@link #handleTimer} must be called at the latest; {@link Long#MAX_VALUE} when nothing is due. */
    public long nextTimerNs() {
        return Math.min(heartbeat.nextNs(), Math.min(stageDeadlineNs, reconnectNs));
    }

    /** Begins the first session. */
    public void start(long nowNs) {
        openFresh(nowNs);
    }

    /** The websocket is open. */
    public void handleOpen(int fromSocket, long nowNs) {
        if (isStale(fromSocket)) {
            return;
        }
        socketOpen = true;
        if (!resuming) {
            enter(VoiceState.AWAITING_HELLO);
        }
    }

    /** A text message came. */
    public void handleText(int fromSocket, String text, long nowNs) {
        if (isStale(fromSocket)) {
            return;
        }
        int opcode = -1;
        try {
            GatewayMessage message = GatewayMessage.parse(text);
            opcode = message.opcode();
            if (message.sequence() >= 0) {
                lastSequence = message.sequence();
            }
            dispatch(message, nowNs);
        } catch (MalformedMessageException e) {
            handleMalformed(opcode, String.valueOf(e.getMessage()), nowNs);
        }
    }

    /** A binary message came: {@code u16 sequence, u8 opcode, payload}, big-endian. */
    public void handleBinary(int fromSocket, byte[] message, long nowNs) {
        if (isStale(fromSocket)) {
            return;
        }
        if (message.length < 3) {
            handleMalformed(-1, "binary message of " + message.length + " bytes; at least 3 are needed", nowNs);
            return;
        }
        lastSequence = ((message[0] & 0xFF) << 8) | (message[1] & 0xFF);
        actions.onDaveBinary(message[2] & 0xFF, message, 3);
    }

    /** The websocket was closed by the server, or broke ({@code code} 1006 then). */
    public void handleSocketClosed(int fromSocket, int code, String why, long nowNs) {
        if (isStale(fromSocket)) {
            return;
        }
        socketGone();
        String text = code == CloseCode.ABNORMAL
                ? why
                : ClosePolicy.describe(code) + (why.isBlank() ? "" : " (\"" + why + "\")");
        CloseReason.Kind kind = code == CloseCode.ABNORMAL ? CloseReason.Kind.NETWORK : CloseReason.Kind.SERVER;
        CloseReason failure = reason(kind, code, text);
        switch (ClosePolicy.of(code)) {
            case RESUME -> recover(failure, nowNs);
            case FRESH -> {
                if (ClosePolicy.isOurFault(code) && !attempts.mayRepeatFault()) {
                    end(failure);
                } else {
                    retryFresh(failure, nowNs);
                }
            }
            case ASK, WAIT -> awaitServer(failure, nowNs);
            case TERMINAL -> end(failure);
        }
    }

    /** The websocket could not be opened for a reason that another attempt would not change, such as its certificate. */
    public void handleSocketRefused(int fromSocket, String why, long nowNs) {
        if (isStale(fromSocket)) {
            return;
        }
        socketGone();
        end(reason(CloseReason.Kind.NETWORK, 0, why));
    }

    /** IP discovery succeeded: {@code address} and {@code port} are how the server sees us. */
    public void handleDiscovered(String address, int port, long nowNs) {
        if (state != VoiceState.DISCOVERING) {
            return;
        }
        enter(VoiceState.SELECTING);
        actions.sendText(
                socket,
                GatewayMessage.write(
                        Opcode.SELECT_PROTOCOL, Payloads.selectProtocol(address, port, mode.orElseThrow())));
    }

    /** UDP or IP discovery failed. */
    public void handleDiscoveryFailed(String why, long nowNs) {
        if (state == VoiceState.DISCOVERING) {
            abandonSocket(CloseCode.NORMAL, "no UDP");
            retryFresh(reason(CloseReason.Kind.NETWORK, 0, why), nowNs);
        }
    }

    /** The main gateway gave a new session; it replaces the present one at once. */
    public void handleUpdate(VoiceServerInfo newInfo, long nowNs) {
        if (state == VoiceState.CLOSED) {
            return;
        }
        abandonSocket(CloseCode.NORMAL, "moved");
        info = newInfo;
        attempts.reset();
        if (state != VoiceState.NEW) {
            openFresh(nowNs);
        }
    }

    /** Sets one's own speaking flags (op 5); repeated by itself in a new session. */
    public void speaking(int flags, int delay) {
        speakingFlags = flags;
        if (state == VoiceState.READY && socketOpen) {
            JsonObject data = new JsonObject();
            data.addProperty("speaking", flags);
            data.addProperty("delay", delay);
            data.addProperty("ssrc", Integer.toUnsignedLong(ssrc));
            actions.sendText(socket, GatewayMessage.write(Opcode.SPEAKING, data));
        }
    }

    /** Sends a message of one's own making; dropped unless the websocket is usable. */
    public boolean send(int opcode, JsonElement data) {
        if (!socketOpen || resuming || ssrcUnknown()) {
            return false;
        }
        actions.sendText(socket, GatewayMessage.write(opcode, data));
        return true;
    }

    /** Announces one's own SSRCs (op 12): audio only. */
    public boolean clientConnect() {
        JsonObject data = new JsonObject();
        data.addProperty("audio_ssrc", Integer.toUnsignedLong(ssrc));
        data.addProperty("video_ssrc", 0);
        data.addProperty("rtx_ssrc", 0);
        data.add("streams", new JsonArray());
        return send(Opcode.VIDEO, data);
    }

    /** Resumes now, on a new websocket; normally automatic. Returns whether there is a session to resume. */
    public boolean resume(long nowNs) {
        if (state != VoiceState.READY) {
            return false;
        }
        abandonSocket(CLOSE_ZOMBIE, "resuming");
        recover(reason(CloseReason.Kind.LOCAL, 0, "resume was asked for"), nowNs);
        return true;
    }

    /** Begins a new session in place of one that works, because something in it is used up. */
    public void renew(String why, long nowNs) {
        if (state == VoiceState.READY || resuming) {
            abandonSocket(CloseCode.NORMAL, why);
            openFresh(nowNs);
        }
    }

    /** Leaves for good, with a normal closure. */
    public void leave(String why) {
        if (state == VoiceState.CLOSED) {
            return;
        }
        CloseReason reason = reason(CloseReason.Kind.LOCAL, CloseCode.NORMAL, why);
        abandonSocket(CloseCode.NORMAL, why);
        end(reason);
    }

    /** Something is due: see {@link #nextTimerNs}. */
    public void handleTimer(long nowNs) {
        if (reconnectNs != Heartbeat.NONE && nowNs - reconnectNs >= 0) {
            reconnectNs = Heartbeat.NONE;
            openSocket();
        }
        if (stageDeadlineNs != Heartbeat.NONE && nowNs - stageDeadlineNs >= 0) {
            handleStageTimeout(nowNs);
        }
        switch (heartbeat.poll(nowNs)) {
            case SEND -> beat(nowNs);
            case DEAD -> {
                abandonSocket(CLOSE_ZOMBIE, "heartbeat not acknowledged");
                recover(reason(CloseReason.Kind.TIMEOUT, 0, "the voice server stopped answering heartbeats"), nowNs);
            }
            case NOTHING -> {}
        }
    }

    private void dispatch(GatewayMessage message, long nowNs) throws MalformedMessageException {
        switch (message.opcode()) {
            case Opcode.HELLO -> handleHello(message.object(), nowNs);
            case Opcode.READY -> handleReady(message.object());
            case Opcode.SESSION_DESCRIPTION -> handleSessionDescription(message.object());
            case Opcode.HEARTBEAT -> beat(nowNs);
            case Opcode.HEARTBEAT_ACK -> {
                long roundTripNs =
                        heartbeat.handleAck(GatewayMessage.integer(message.object(), "t", 0, Long.MAX_VALUE), nowNs);
                if (roundTripNs >= 0) {
                    actions.onLatency(roundTripNs);
                }
            }
            case Opcode.RESUMED -> handleResumed();
            case Opcode.DAVE_PREPARE_TRANSITION, Opcode.DAVE_EXECUTE_TRANSITION, Opcode.DAVE_PREPARE_EPOCH ->
                actions.onDaveMessage(message.opcode(), message.object());
            default -> call.handle(message);
        }
    }

    private void handleHello(JsonObject data, long nowNs) throws MalformedMessageException {
        double intervalMs = GatewayMessage.decimal(data, "heartbeat_interval", 100, 600_000);
        heartbeat.start((long) (intervalMs * 1e6), nowNs);
        if (resuming) {
            actions.sendText(socket, GatewayMessage.write(Opcode.RESUME, Payloads.resume(info, config, lastSequence)));
        } else {
            enter(VoiceState.IDENTIFYING);
            actions.sendText(socket, GatewayMessage.write(Opcode.IDENTIFY, Payloads.identify(info, config, false)));
        }
    }

    private void handleReady(JsonObject data) throws MalformedMessageException {
        if (state != VoiceState.IDENTIFYING) {
            actions.onIgnored(Opcode.READY, "Ready in state " + state);
            return;
        }
        int newSsrc = GatewayMessage.ssrc(data, "ssrc");
        String address = GatewayMessage.text(data, "ip");
        int port = (int) GatewayMessage.integer(data, "port", 1, 65_535);
        mode = Payloads.preferredMode(data, config.modes());
        if (mode.isEmpty()) {
            abandonSocket(CloseCode.NORMAL, "no common encryption mode");
            end(reason(
                    CloseReason.Kind.PROTOCOL,
                    0,
                    "the voice server offers none of the encryption modes "
                            + config.modes().stream()
                                    .map(EncryptionMode::wireName)
                                    .toList()));
            return;
        }
        ssrc = newSsrc;
        ssrcKnown = true;
        enter(VoiceState.DISCOVERING);
        actions.onReady(ssrc, address, port);
    }

    private void handleSessionDescription(JsonObject data) throws MalformedMessageException {
        boolean rekey = state == VoiceState.READY || resuming;
        if (state != VoiceState.SELECTING && !rekey) {
            actions.onIgnored(Opcode.SESSION_DESCRIPTION, "session description in state " + state);
            return;
        }
        String name = GatewayMessage.text(data, "mode");
        EncryptionMode given = EncryptionMode.ofWireName(name)
                .filter(config.modes()::contains)
                .orElseThrow(() -> new MalformedMessageException("mode is none that was offered"));
        byte[] key = Payloads.secretKey(data);
        int daveVersion = data.has("dave_protocol_version")
                        && !data.get("dave_protocol_version").isJsonNull()
                ? (int) GatewayMessage.integer(data, "dave_protocol_version", 0, 65_535)
                : 0;
        mode = Optional.of(given);
        actions.onSessionDescription(given, key, daveVersion);
        if (!rekey) {
            becomeReady();
            if (speakingFlags != 0) {
                speaking(speakingFlags, 0);
            }
        }
    }

    private void handleResumed() {
        if (!resuming) {
            actions.onIgnored(Opcode.RESUMED, "Resumed without a resume");
            return;
        }
        resuming = false;
        becomeReady();
        actions.onResumed();
        speaking(speakingFlags, 0);
    }

    private void becomeReady() {
        stageDeadlineNs = Heartbeat.NONE;
        attempts.succeeded();
        enter(VoiceState.READY);
    }

    private void handleMalformed(int opcode, String why, long nowNs) {
        actions.onIgnored(opcode, why);
        boolean handshake = opcode == Opcode.HELLO || opcode == Opcode.READY || opcode == Opcode.SESSION_DESCRIPTION;
        if (++malformed > MAX_MALFORMED || (handshake && state != VoiceState.READY)) {
            abandonSocket(CloseCode.FAILED_TO_DECODE, "malformed message");
            String what = opcode < 0 ? "malformed messages" : "a malformed message (op " + opcode + ")";
            retryFresh(reason(CloseReason.Kind.PROTOCOL, 0, "the voice server sent " + what + ": " + why), nowNs);
        }
    }

    private void handleStageTimeout(long nowNs) {
        stageDeadlineNs = Heartbeat.NONE;
        CloseReason failure = reason(CloseReason.Kind.TIMEOUT, 0, "timed out while " + state.description());
        if (state == VoiceState.AWAITING_SERVER) {
            end(reason(
                    lastFailure.kind(),
                    lastFailure.code(),
                    lastFailure.message() + "; no new voice session came from the main gateway in time"));
            return;
        }
        abandonSocket(CloseCode.NORMAL, "timed out");
        if (resuming || attempts.everSucceeded()) {
            retryFresh(failure, nowNs);
        } else {
            end(failure);
        }
    }

    /** The websocket is lost but the session may not be. */
    private void recover(CloseReason failure, long nowNs) {
        boolean resumable = state == VoiceState.READY || resuming;
        if (!resumable || !attempts.mayResume()) {
            retryFresh(failure, nowNs);
            return;
        }
        lastFailure = failure;
        long delayNs = attempts.nextResumeDelayNs();
        resuming = true;
        enter(VoiceState.RESUMING);
        stageDeadlineNs = nowNs + config.stageTimeoutNs();
        reconnect(delayNs, nowNs);
    }

    private void retryFresh(CloseReason failure, long nowNs) {
        lastFailure = failure;
        if (!attempts.mayTryAfresh()) {
            end(failure);
            return;
        }
        forgetSession();
        enter(VoiceState.CONNECTING);
        long delayNs = attempts.nextFreshDelayNs();
        if (attempts.everSucceeded() || stageDeadlineNs == Heartbeat.NONE) {
            stageDeadlineNs = nowNs + delayNs + config.stageTimeoutNs();
        }
        reconnect(delayNs, nowNs);
    }

    private void awaitServer(CloseReason failure, long nowNs) {
        forgetSession();
        lastFailure = failure;
        reconnectNs = Heartbeat.NONE;
        enter(VoiceState.AWAITING_SERVER);
        stageDeadlineNs = nowNs + config.updateGraceNs();
        actions.onServerNeeded(failure);
    }

    private void openFresh(long nowNs) {
        forgetSession();
        enter(VoiceState.CONNECTING);
        stageDeadlineNs = nowNs + config.stageTimeoutNs();
        openSocket();
    }

    private void reconnect(long delayNs, long nowNs) {
        if (delayNs == 0) {
            openSocket();
        } else {
            reconnectNs = nowNs + delayNs;
        }
    }

    private void openSocket() {
        reconnectNs = Heartbeat.NONE;
        socket++;
        socketOpen = false;
        malformed = 0;
        heartbeat.stop();
        actions.openSocket(socket, VoiceEndpoint.of(info.endpoint(), config.gatewayVersion(), config.plainWebsocket()));
    }

    private void forgetSession() {
        resuming = false;
        attempts.forgetResumes();
        lastSequence = -1;
        ssrcKnown = false;
        heartbeat.stop();
    }

    private void abandonSocket(int code, String why) {
        if (socket > 0) {
            actions.closeSocket(socket, code, why);
        }
        socketGone();
    }

    /** After this, whatever the old socket still delivers is stale. */
    private void socketGone() {
        socket++;
        socketOpen = false;
        heartbeat.stop();
    }

    private void end(CloseReason reason) {
        heartbeat.stop();
        stageDeadlineNs = Heartbeat.NONE;
        reconnectNs = Heartbeat.NONE;
        resuming = false;
        enter(VoiceState.CLOSED);
        actions.onClosed(reason);
    }

    private void beat(long nowNs) {
        actions.sendText(
                socket,
                GatewayMessage.write(Opcode.HEARTBEAT, heartbeat.send(config.gatewayVersion(), lastSequence, nowNs)));
    }

    private void enter(VoiceState next) {
        if (state != next) {
            state = next;
            actions.onState(next);
        }
    }

    private boolean ssrcUnknown() {
        return !ssrcKnown;
    }

    private boolean isStale(int fromSocket) {
        return fromSocket != socket || state == VoiceState.CLOSED;
    }

    private CloseReason reason(CloseReason.Kind kind, int code, String message) {
        return new CloseReason(kind, code, state, message);
    }
}
