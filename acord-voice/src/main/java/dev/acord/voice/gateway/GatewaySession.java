package dev.acord.voice.gateway;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import dev.acord.voice.wire.CloseCode;
import dev.acord.voice.wire.Opcode;
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
 * any -> IDLE -> CONNECTING                                           out of every channel until handleUpdate
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
    private final Lifecycle life;
    private final Heartbeat heartbeat = new Heartbeat();
    private final CallEvents call;
    private int lastSequence = -1;
    private int ssrc;
    private boolean ssrcKnown;
    /** Op 5 has been sent in this session. */
    private boolean speakingSaid;

    private final ModeChoice mode;
    private int speakingFlags;
    private int malformed;
    /** What was to be sent while the session was being resumed. */
    private final KeptMessages kept = new KeptMessages();

    /**
     * Makes a session that has not begun.
     *
     * @param info the credentials
     * @param config how it behaves
     * @param actions what carries out its actions
     * @param random spreads reconnects in time
     */
    public GatewaySession(VoiceServerInfo info, GatewayConfig config, GatewayActions actions, RandomGenerator random) {
        this.config = config;
        this.actions = actions;
        this.call = new CallEvents(actions);
        this.mode = new ModeChoice(config.modes());
        this.life = new Lifecycle(info, config, actions, random, this::forget);
    }

    /** The present state. */
    public VoiceState state() {
        return life.state();
    }

    /** When {@link #handleTimer} must be called at the latest; {@link Long#MAX_VALUE} when nothing is due. */
    public long nextTimerNs() {
        return Math.min(life.isSocketOpen() ? heartbeat.nextNs() : Heartbeat.NONE, life.nextTimerNs());
    }

    /** Begins the first session. */
    public void start(long nowNs) {
        life.start(nowNs);
    }

    /** The websocket is open. */
    public void handleOpen(int fromSocket) {
        if (!life.isStale(fromSocket)) {
            malformed = 0;
            heartbeat.stop();
            life.opened();
        }
    }

    /** A text message came. */
    public void handleText(int fromSocket, String text, long nowNs) {
        if (life.isStale(fromSocket)) {
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
        if (life.isStale(fromSocket)) {
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
        if (life.isStale(fromSocket)) {
            return;
        }
        if (code == CloseCode.UNKNOWN_ENCRYPTION_MODE) {
            mode.refuse();
        }
        life.handleClosed(code, why, nowNs);
    }

    /** The websocket could not be opened for a reason that another attempt would not change, such as its certificate. */
    public void handleSocketRefused(int fromSocket, String why) {
        if (!life.isStale(fromSocket)) {
            life.end(life.reason(CloseReason.Kind.NETWORK, 0, why));
        }
    }

    /** IP discovery succeeded: {@code address} and {@code port} are how the server sees us. */
    public void handleDiscovered(String address, int port, long nowNs) {
        if (life.state() != VoiceState.DISCOVERING) {
            return;
        }
        life.enter(VoiceState.SELECTING);
        actions.sendText(
                life.socket(),
                GatewayMessage.write(
                        Opcode.SELECT_PROTOCOL,
                        Payloads.selectProtocol(address, port, mode.chosen().orElseThrow())));
    }

    /** UDP or IP discovery failed. */
    public void handleDiscoveryFailed(String why, long nowNs) {
        if (life.state() == VoiceState.DISCOVERING) {
            life.abandonSocket(CloseCode.NORMAL, "no UDP");
            life.retryFresh(life.reason(CloseReason.Kind.NETWORK, 0, why), nowNs);
        }
    }

    /** The main gateway gave a new session; it replaces the present one at once. */
    public void handleUpdate(VoiceServerInfo newInfo, long nowNs) {
        if (life.state() != VoiceState.CLOSED) {
            mode.forget();
            life.update(newInfo, nowNs);
        }
    }

    /** The main gateway says that the voice server is gone and that it will name another: waits for {@link #handleUpdate}. */
    public void handleServerLost(long nowNs) {
        if (hasBegun()) {
            life.serverLost(nowNs);
        }
    }

    /** Ends the session only: idle ({@code left}) or awaiting a server, without a deadline, until {@link #handleUpdate}. */
    public void suspend(boolean left, String why, long nowNs) {
        if (hasBegun()) {
            life.suspend(left ? VoiceState.IDLE : VoiceState.AWAITING_SERVER, why, nowNs);
        }
    }

    private boolean hasBegun() {
        return life.state() != VoiceState.NEW && life.state() != VoiceState.CLOSED;
    }

    /** Sets one's own speaking flags (op 5); repeated by itself in a new session. */
    public void speaking(int flags, int delay) {
        speakingFlags = flags;
        if (life.state() == VoiceState.READY && life.isSocketOpen()) {
            speakingSaid = true;
            sendJson(Opcode.SPEAKING, Payloads.speaking(flags, delay, ssrc));
        }
    }

    private void sendJson(int opcode, JsonElement data) {
        actions.sendText(life.socket(), GatewayMessage.write(opcode, data));
    }

    /** Sends a message of one's own making; {@link KeptMessages kept} while the session is being resumed, dropped without a session. */
    public void send(int opcode, JsonElement data) {
        sendOrKeep(opcode, () -> sendJson(opcode, data));
    }

    /** The same for a binary message. */
    public void sendBinary(int opcode, byte[] payload) {
        byte[] message = new byte[payload.length + 1];
        message[0] = (byte) opcode;
        System.arraycopy(payload, 0, message, 1, payload.length);
        sendOrKeep(opcode, () -> actions.sendBinary(life.socket(), message));
    }

    private void sendOrKeep(int opcode, Runnable sending) {
        if (life.isResuming()) {
            kept.add(opcode, sending);
        } else if (life.isSocketOpen() && ssrcKnown) {
            sending.run();
        }
    }

    /** Announces one's own SSRCs (op 12): audio only. */
    public void clientConnect() {
        send(Opcode.VIDEO, Payloads.audioOnly(ssrc));
    }

    /** Resumes now, on a new websocket; normally automatic. Returns whether there is a session to resume. */
    public boolean resume(long nowNs) {
        if (life.state() != VoiceState.READY) {
            return false;
        }
        life.abandonSocket(CLOSE_ZOMBIE, "resuming");
        life.recover(life.reason(CloseReason.Kind.LOCAL, 0, "resume was asked for"), nowNs);
        return true;
    }

    /** Begins a new session in place of one that works, because something in it is used up. */
    public void renew(String why, long nowNs) {
        if (life.state() == VoiceState.READY || life.isResuming()) {
            life.abandonSocket(CloseCode.NORMAL, why);
            actions.onReconnecting(life.reason(CloseReason.Kind.LOCAL, 0, why));
            life.openFresh(nowNs);
        }
    }

    /** Ends for good, because something outside the gateway protocol does not work and would not in another session. */
    public void fail(CloseReason.Kind kind, String why) {
        if (life.state() != VoiceState.CLOSED) {
            CloseReason reason = life.reason(kind, 0, why);
            life.abandonSocket(CloseCode.NORMAL, "giving up");
            life.end(reason);
        }
    }

    /** Leaves for good, with a normal closure. */
    public void leave(String why) {
        if (life.state() == VoiceState.CLOSED) {
            return;
        }
        CloseReason reason = life.reason(CloseReason.Kind.LOCAL, CloseCode.NORMAL, why);
        life.abandonSocket(CloseCode.NORMAL, why);
        life.end(reason);
    }

    /** Something is due: see {@link #nextTimerNs}. */
    public void handleTimer(long nowNs) {
        life.handleTimer(nowNs);
        if (!life.isSocketOpen()) {
            return;
        }
        switch (heartbeat.poll(nowNs)) {
            case SEND -> beat(nowNs);
            case DEAD -> {
                CloseReason failure =
                        life.reason(CloseReason.Kind.TIMEOUT, 0, "the voice server stopped answering heartbeats");
                life.abandonSocket(CLOSE_ZOMBIE, "heartbeat not acknowledged");
                life.recover(failure, nowNs);
            }
            case NOTHING -> {}
        }
    }

    private void dispatch(GatewayMessage message, long nowNs) throws MalformedMessageException {
        switch (message.opcode()) {
            case Opcode.HELLO -> handleHello(message.object(), nowNs);
            case Opcode.READY -> handleReady(message.object());
            case Opcode.SESSION_DESCRIPTION -> handleSessionDescription(message.object(), nowNs);
            case Opcode.HEARTBEAT -> beat(nowNs);
            case Opcode.HEARTBEAT_ACK -> {
                long roundTripNs =
                        heartbeat.handleAck(GatewayMessage.integer(message.object(), "t", 0, Long.MAX_VALUE), nowNs);
                if (roundTripNs >= 0) {
                    actions.onLatency(roundTripNs);
                }
            }
            case Opcode.RESUMED -> handleResumed(nowNs);
            case Opcode.DAVE_PREPARE_TRANSITION, Opcode.DAVE_EXECUTE_TRANSITION, Opcode.DAVE_PREPARE_EPOCH ->
                actions.onDaveMessage(message.opcode(), message.object());
            default -> call.handle(message);
        }
    }

    private void handleHello(JsonObject data, long nowNs) throws MalformedMessageException {
        double intervalMs = GatewayMessage.decimal(data, "heartbeat_interval", 100, 600_000);
        heartbeat.start((long) (intervalMs * 1e6), nowNs);
        if (life.isResuming()) {
            sendJson(Opcode.RESUME, Payloads.resume(life.info(), config, lastSequence));
        } else {
            life.enter(VoiceState.IDENTIFYING);
            sendJson(Opcode.IDENTIFY, Payloads.identify(life.info(), config, false));
        }
    }

    private void handleReady(JsonObject data) throws MalformedMessageException {
        if (life.state() != VoiceState.IDENTIFYING) {
            actions.onIgnored(Opcode.READY, "Ready in state " + life.state());
            return;
        }
        int newSsrc = GatewayMessage.ssrc(data, "ssrc");
        String address = GatewayMessage.host(data, "ip");
        int port = (int) GatewayMessage.integer(data, "port", 1, 65_535);
        if (mode.choose(data).isEmpty()) {
            life.abandonSocket(CloseCode.NORMAL, "no common encryption mode");
            life.end(life.reason(
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
        life.enter(VoiceState.DISCOVERING);
        actions.onReady(ssrc, address, port);
    }

    private void handleSessionDescription(JsonObject data, long nowNs) throws MalformedMessageException {
        boolean rekey = life.state() == VoiceState.READY || life.isResuming();
        if (life.state() != VoiceState.SELECTING && !rekey) {
            actions.onIgnored(Opcode.SESSION_DESCRIPTION, "session description in state " + life.state());
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
        mode.given(given);
        actions.onSessionDescription(given, key, daveVersion);
        if (!rekey) {
            life.becomeReady(nowNs);
            if (speakingFlags != 0 && !speakingSaid) {
                speaking(speakingFlags, 0);
            }
        }
    }

    private void handleResumed(long nowNs) {
        if (!life.isResuming()) {
            actions.onIgnored(Opcode.RESUMED, "Resumed without a resume");
            return;
        }
        life.becomeReady(nowNs);
        actions.onResumed();
        kept.sendAll();
        speaking(speakingFlags, 0);
    }

    /** What belonged to a session that is over. */
    private void forget() {
        speakingSaid = false;
        lastSequence = -1;
        ssrcKnown = false;
        kept.clear();
    }

    private void handleMalformed(int opcode, String why, long nowNs) {
        actions.onIgnored(opcode, why);
        boolean handshake = opcode == Opcode.HELLO || opcode == Opcode.READY || opcode == Opcode.SESSION_DESCRIPTION;
        if (++malformed > MAX_MALFORMED || (handshake && life.state() != VoiceState.READY)) {
            life.abandonSocket(CloseCode.FAILED_TO_DECODE, "malformed message");
            String what = opcode < 0 ? "malformed messages" : "a malformed message (op " + opcode + ")";
            life.retryFresh(
                    life.reason(CloseReason.Kind.PROTOCOL, 0, "the voice server sent " + what + ": " + why), nowNs);
        }
    }

    private void beat(long nowNs) {
        sendJson(Opcode.HEARTBEAT, heartbeat.send(config.gatewayVersion(), lastSequence, nowNs));
    }
}
