package dev.acord.voice.io;

import com.google.gson.JsonObject;
import dev.acord.dave.DaveEpoch;
import dev.acord.dave.DaveSession;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceException;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import dev.acord.voice.gateway.GatewayActions;
import dev.acord.voice.gateway.GatewayConfig;
import dev.acord.voice.gateway.GatewaySession;
import dev.acord.voice.gateway.VoiceEndpoint;
import dev.acord.voice.rtp.SourceStatistics;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell of one connection: drives a {@link GatewaySession} with sockets and clocks, and builds the media path that it asks for.
 * Everything runs on the connection's {@link SerialExecutor}; public methods may be called from any thread and only post to it.
 */
public final class ConnectionDriver implements GatewayActions, SessionMedia.Events {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDriver.class);
    private static final int MAX_WAITING_INPUTS = 10_000;

    private final Environment environment;
    private final VoiceOptions options;
    private final DriverEvents events;
    private final LogContext logContext;
    private final SerialExecutor control;
    private final CallMedia media;
    private final SessionMedia path;
    private final GatewaySession session;
    private @Nullable WebSocketPort socket;
    private Scheduler.@Nullable Timer timer;
    private long timerNs = Long.MAX_VALUE;
    private volatile VoiceServerInfo info;
    /** The session before this one ended because no group took us in. */
    private boolean encryptionStuck;

    private volatile VoiceState state = VoiceState.NEW;
    private volatile long latencyNs;
    private volatile long ignored;

    /**
     * Makes a driver that does nothing yet.
     *
     * @param environment where everything runs
     * @param info the credentials
     * @param options the user's options
     * @param events hears what happens, on the connection's executor
     */
    public ConnectionDriver(Environment environment, VoiceServerInfo info, VoiceOptions options, DriverEvents events) {
        this.info = info;
        this.environment = environment;
        this.options = options;
        this.events = events;
        this.logContext = new LogContext(info.guildId(), this::channelId);
        this.control = new SerialExecutor(environment.workers(), MAX_WAITING_INPUTS, logContext);
        GatewayConfig config = new GatewayConfig(
                options.gatewayVersion(),
                options.endToEndEncryption() ? DaveSession.MAX_PROTOCOL_VERSION : 0,
                options.modes(),
                options.plainWebsocket(),
                options.connectTimeout().toNanos(),
                options.connectAttempts(),
                options.resumeAttempts(),
                options.backoff().toNanos(),
                options.updateGrace().toNanos());
        this.session = new GatewaySession(info, config, this, environment.random());
        this.media = new CallMedia(
                control,
                environment,
                flags -> session.speaking(flags, 0),
                () -> session.renew("the transport key is used up", environment.nowNs()));
        this.path = new SessionMedia(
                environment, control, options, media, options.identity().keyPair(), this);
    }

    /** Posts an input to the session, and arms its timer afterwards. */
    @Override
    public void post(Consumer<GatewaySession> input) {
        control.execute(() -> {
            input.accept(session);
            armTimer();
        });
    }

    /** Begins. */
    public void connect() {
        post(each -> each.start(environment.nowNs()));
    }

    /** Leaves; idempotent. */
    public void disconnect(String why) {
        post(each -> each.leave(why));
    }

    /**
     * A new session from the main gateway.
     *
     * @param newInfo the session
     * @param first run before, in the same step: nothing that the connection reports can come between
     */
    public void update(VoiceServerInfo newInfo, Runnable first) {
        post(each -> {
            first.run();
            reportChange(info, newInfo);
            info = newInfo;
            path.drop();
            each.handleUpdate(newInfo, environment.nowNs());
        });
    }

    private void reportChange(VoiceServerInfo from, VoiceServerInfo to) {
        if (state == VoiceState.NEW || state == VoiceState.IDLE || state == VoiceState.CLOSED) {
            return; // there is nothing that could have been moved
        }
        if (from.channelId() != to.channelId()) {
            events.onMoved(from.channelId(), to.channelId());
        } else if (!from.endpoint().equals(to.endpoint())) {
            events.onServerChanged(to.endpoint());
        }
    }

    /** The voice server is gone, and the main gateway will name another. */
    public void serverLost() {
        post(each -> each.handleServerLost(environment.nowNs()));
    }

    /**
     * Ends the session and waits for an update without a deadline.
     *
     * @param left whether one left by oneself
     * @param why a few words
     * @param first run before, in the same step: nothing that the connection reports can come between
     */
    public void suspend(boolean left, String why, Runnable first) {
        post(each -> {
            first.run();
            each.suspend(left, why, environment.nowNs());
        });
    }

    /** Resumes now. */
    public void resume() {
        post(each -> each.resume(environment.nowNs()));
    }

    /** Sends op 5 with these flags, now and whenever audio begins. */
    public void speakingFlags(int flags, int delay) {
        post(each -> {
            if (flags != 0) {
                media.playback().flags(flags);
            }
            each.speaking(flags, delay);
        });
    }

    /** Sends op 12. */
    public void clientConnect() {
        post(GatewaySession::clientConnect);
    }

    /** What the connection runs on. */
    public Environment environment() {
        return environment;
    }

    /** What plays and what is heard. */
    public CallMedia media() {
        return media;
    }

    /** The connection's executor: tasks run in order, one at a time. */
    public SerialExecutor control() {
        return control;
    }

    /** What loggers know of the connection. */
    LogContext logContext() {
        return logContext;
    }

    /** The present state. */
    public VoiceState state() {
        return state;
    }

    /** The transport encryption mode; null before the first session description. */
    public @Nullable EncryptionMode mode() {
        return path.mode();
    }

    /** The session's UDP socket; null while there is none. */
    public @Nullable MediaSocket udp() {
        return path.socket();
    }

    /** The last heartbeat's round trip; 0 before the first. */
    public long latencyNs() {
        return latencyNs;
    }

    /** Gateway messages that were not understood. */
    public long ignored() {
        return ignored;
    }

    /** Reception statistics of the present session; empty while there is none. */
    public CompletableFuture<List<SourceStatistics>> statistics() {
        return path.statistics();
    }

    private long channelId() {
        return info.channelId();
    }

    private void armTimer() {
        long nextNs = session.nextTimerNs();
        if (nextNs == timerNs) {
            return;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        timerNs = nextNs;
        if (nextNs != Long.MAX_VALUE) {
            timer = environment.schedule(() -> control.execute(this::onTimer), nextNs - environment.nowNs());
        }
    }

    private void onTimer() {
        timerNs = Long.MAX_VALUE;
        session.handleTimer(environment.nowNs());
        armTimer();
    }

    @Override
    public void openSocket(int number, VoiceEndpoint endpoint) {
        LOG.debug("opening {}", endpoint.uri());
        socket = environment.openWebSocket(
                endpoint.uri(), options.sslContext(), new SocketEvents(number, environment, this::post));
    }

    @Override
    public void sendText(int number, String message) {
        if (socket != null) {
            socket.sendText(message);
        }
    }

    @Override
    public void sendBinary(int number, byte[] message) {
        if (socket != null) {
            socket.sendBinary(message);
        }
    }

    @Override
    public void closeSocket(int number, int code, String reason) {
        if (socket != null) {
            socket.close(code, reason);
            socket = null;
        }
    }

    @Override
    public void onState(VoiceState next) {
        LOG.debug("{} -> {}", state, next);
        state = next;
        switch (next) {
            case CONNECTING, AWAITING_SERVER, IDLE -> path.drop();
            default -> {}
        }
        // first, so that nobody hears of a player that plays before the session that it plays into
        events.onState(next);
        updateReady();
    }

    /** Audio can be sent when the session is there and, in an encrypted call, its keys are. */
    private void updateReady() {
        media.playback().ready((state == VoiceState.READY || state == VoiceState.RESUMING) && path.canSend());
    }

    @Override
    public void onEncryption(DaveEpoch epoch, boolean encrypted) {
        if (epoch.epoch() > 0) {
            encryptionStuck = false;
        }
        updateReady();
        events.onEncryption(epoch, encrypted);
    }

    @Override
    public void onEncryptionRepeated(long waitedNs) {
        events.onEncryptionWaiting(waitedNs);
    }

    @Override
    public void onEncryptionStuck(long waitedNs) {
        String why = "the other members of the call did not take this one into their encrypted group within "
                + waitedNs / 1_000_000 + " ms";
        boolean again = encryptionStuck;
        encryptionStuck = true;
        post(each -> {
            if (again) {
                each.fail(CloseReason.Kind.TIMEOUT, why + ", nor in the session before");
            } else {
                each.renew(why, environment.nowNs());
            }
        });
    }

    @Override
    public void onReady(int ssrc, String address, int port) {
        path.open(info, ssrc, address, port);
    }

    @Override
    public void onSessionDescription(EncryptionMode given, byte[] secretKey, int daveVersion) {
        path.describe(given, secretKey, daveVersion);
    }

    @Override
    public void onSpeaking(long userId, int userSsrc, int flags) {
        path.speaking(userId, userSsrc);
        events.onSpeaking(userId, flags);
    }

    @Override
    public void onSources(long userId, int audioSsrc, int videoSsrc, int rtxSsrc) {
        path.sources(userId, audioSsrc, videoSsrc, rtxSsrc);
    }

    @Override
    public void onUserConnected(long userId) {
        path.userConnected(userId);
        events.onUserConnected(userId);
    }

    @Override
    public void onUserDisconnected(long userId) {
        path.userDisconnected(userId);
        events.onUserDisconnected(userId);
    }

    @Override
    public void onResumed() {
        path.resumed();
        events.onResumed();
    }

    @Override
    public void onLatency(long roundTripNs) {
        latencyNs = roundTripNs;
    }

    @Override
    public void onDaveMessage(int opcode, JsonObject data) {
        events.onDaveMessage();
        path.handleDaveMessage(opcode, data);
    }

    @Override
    public void onDaveBinary(int opcode, byte[] message, int offset) {
        events.onDaveMessage();
        path.handleDaveBinary(opcode, message, offset);
    }

    @Override
    public void onIgnored(int opcode, String why) {
        ignored = ignored() + 1; // only ever written here, on the connection's executor
        LOG.debug("message ignored: op {}, {}", opcode, why);
    }

    @Override
    public void onReconnecting(CloseReason reason) {
        events.onReconnecting(reason);
    }

    @Override
    public void onServerNeeded(CloseReason reason) {
        events.onServerNeeded(reason);
    }

    @Override
    public void onDisconnected(CloseReason reason) {
        events.onDisconnected(reason);
    }

    @Override
    public void onClosed(CloseReason reason) {
        if (socket != null) {
            socket.abort();
            socket = null;
        }
        boolean left = reason.kind() == CloseReason.Kind.LOCAL;
        media.playback().end(left ? null : new VoiceException(reason));
        path.drop();
        events.onClosed(reason);
    }
}
