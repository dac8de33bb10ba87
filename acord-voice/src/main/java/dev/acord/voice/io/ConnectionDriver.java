package dev.acord.voice.io;

import com.google.gson.JsonObject;
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
import dev.acord.voice.rtp.NonceCounter;
import dev.acord.voice.rtp.RtpSender;
import dev.acord.voice.rtp.SourceStatistics;
import dev.acord.voice.rtp.TransportCipher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shell of one connection: drives a {@link GatewaySession} with sockets and clocks, and builds the media path that it asks for.
 * Everything runs on the connection's {@link SerialExecutor}; public methods may be called from any thread and only post to it.
 */
public final class ConnectionDriver implements GatewayActions, MediaSocket.Events {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionDriver.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MAX_WAITING_INPUTS = 10_000;

    private final Threads threads;
    private final VoiceOptions options;
    private final DriverEvents events;
    private final SerialExecutor control;
    private final CallMedia media;
    private final GatewaySession session;
    private @Nullable GatewaySocket socket;
    private @Nullable MediaSocket udp;
    private @Nullable ScheduledFuture<?> timer;
    private long timerNs = Long.MAX_VALUE;
    private int ssrc;
    private volatile VoiceState state = VoiceState.NEW;
    private volatile @Nullable EncryptionMode mode;
    private volatile @Nullable MediaSocket currentUdp;
    private volatile long latencyNs;
    private volatile long ignored;

    /**
     * Makes a driver that does nothing yet.
     *
     * @param threads where everything runs
     * @param info the credentials
     * @param options the user's options
     * @param events hears what happens, on the connection's executor
     */
    public ConnectionDriver(Threads threads, VoiceServerInfo info, VoiceOptions options, DriverEvents events) {
        this.threads = threads;
        this.options = options;
        this.events = events;
        this.control = new SerialExecutor(threads.workers(), MAX_WAITING_INPUTS);
        GatewayConfig config = new GatewayConfig(
                options.gatewayVersion(),
                0,
                options.modes(),
                options.plainWebsocket(),
                options.connectTimeout().toNanos(),
                options.connectAttempts(),
                options.resumeAttempts(),
                options.backoff().toNanos(),
                options.updateGrace().toNanos());
        this.session = new GatewaySession(info, config, this, RANDOM);
        this.media = new CallMedia(
                control,
                threads,
                flags -> session.speaking(flags, 0),
                () -> session.renew("the transport key is used up", System.nanoTime()));
    }

    /** Posts an input to the session, and arms its timer afterwards. */
    private void post(Consumer<GatewaySession> input) {
        control.execute(() -> {
            input.accept(session);
            armTimer();
        });
    }

    /** Begins. */
    public void connect() {
        post(each -> each.start(System.nanoTime()));
    }

    /** Leaves; idempotent. */
    public void disconnect(String why) {
        post(each -> each.leave(why));
    }

    /** A new session from the main gateway. */
    public void update(VoiceServerInfo info) {
        post(each -> {
            dropMedia();
            each.handleUpdate(info, System.nanoTime());
        });
    }

    /** Resumes now. */
    public void resume() {
        post(each -> each.resume(System.nanoTime()));
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

    /** What plays and what is heard. */
    public CallMedia media() {
        return media;
    }

    /** The connection's executor: tasks run in order, one at a time. */
    public SerialExecutor control() {
        return control;
    }

    /** The present state. */
    public VoiceState state() {
        return state;
    }

    /** The transport encryption mode; null before the first session description. */
    public @Nullable EncryptionMode mode() {
        return mode;
    }

    /** The session's UDP socket; null while there is none. */
    public @Nullable MediaSocket udp() {
        return currentUdp;
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
        MediaSocket now = currentUdp;
        return now == null ? CompletableFuture.completedFuture(List.of()) : now.statistics();
    }

    private void armTimer() {
        long nextNs = session.nextTimerNs();
        if (nextNs == timerNs) {
            return;
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
        timerNs = nextNs;
        if (nextNs != Long.MAX_VALUE) {
            long delayNs = Math.max(0, nextNs - System.nanoTime());
            timer = threads.timer().schedule(() -> control.execute(this::onTimer), delayNs, TimeUnit.NANOSECONDS);
        }
    }

    private void onTimer() {
        timerNs = Long.MAX_VALUE;
        session.handleTimer(System.nanoTime());
        armTimer();
    }

    @Override
    public void openSocket(int number, VoiceEndpoint endpoint) {
        LOG.debug("opening {}", endpoint.uri());
        socket = new GatewaySocket(
                threads.httpClient(options.sslContext()),
                endpoint.uri(),
                threads.timer(),
                new SocketEvents(number, this::post));
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
        if (next == VoiceState.CONNECTING || next == VoiceState.AWAITING_SERVER) {
            dropMedia();
        }
        media.playback().ready(next == VoiceState.READY || next == VoiceState.RESUMING);
        events.onState(next);
    }

    @Override
    public void onReady(int newSsrc, String address, int port) {
        dropMedia();
        ssrc = newSsrc;
        try {
            MediaSocket opened = new MediaSocket(
                    threads,
                    control,
                    new InetSocketAddress(address, port),
                    ssrc,
                    options.discoveryAttempts(),
                    media.router(),
                    media.drops(),
                    this);
            udp = opened;
            currentUdp = opened;
            opened.start();
        } catch (IOException | RuntimeException e) {
            LOG.debug("cannot open UDP", e);
            String why = "cannot open UDP to " + address + ":" + port + " (" + e.getMessage() + ")";
            post(each -> each.handleDiscoveryFailed(why, System.nanoTime()));
        }
    }

    @Override
    public void onDiscovered(MediaSocket from, String address, int port) {
        if (from == udp) {
            post(each -> each.handleDiscovered(address, port, System.nanoTime()));
        }
    }

    @Override
    public void onDiscoveryFailed(MediaSocket from, String why) {
        if (from == udp) {
            post(each -> each.handleDiscoveryFailed(why, System.nanoTime()));
        }
    }

    @Override
    public void onSessionDescription(EncryptionMode given, byte[] secretKey, int daveVersion) {
        MediaSocket to = udp;
        if (to == null) {
            return;
        }
        mode = given;
        to.rekey(TransportCipher.create(given, secretKey));
        TransportCipher sending = TransportCipher.create(given, secretKey);
        SendStream.Path path = media.stream().path();
        if (path != null && path.channel() == to.channel()) {
            media.stream().rekey(new SendStream.Rekey(sending, new NonceCounter(0)));
        } else {
            RtpSender sender = new RtpSender(
                    ssrc, RANDOM.nextInt(1 << 16), RANDOM.nextInt() & 0xFFFF_FFFFL, sending, new NonceCounter(0));
            media.stream().path(new SendStream.Path(to.channel(), sender));
        }
        Arrays.fill(secretKey, (byte) 0);
    }

    @Override
    public void onSpeaking(long userId, int userSsrc, int flags) {
        media.users().speaking(userId, userSsrc);
        releaseHeld();
        events.onSpeaking(userId, flags);
    }

    @Override
    public void onSources(long userId, int audioSsrc, int videoSsrc, int rtxSsrc) {
        media.users().video(userId, audioSsrc, videoSsrc, rtxSsrc);
        releaseHeld();
    }

    private void releaseHeld() {
        MediaSocket now = udp;
        if (now != null) {
            now.releaseHeld();
        }
    }

    @Override
    public void onUserConnected(long userId) {
        events.onUserConnected(userId);
    }

    @Override
    public void onUserDisconnected(long userId) {
        int gone = media.users().disconnected(userId);
        MediaSocket now = udp;
        if (now != null && gone != 0) {
            now.forget(gone);
        }
        events.onUserDisconnected(userId);
    }

    @Override
    public void onResumed() {
        events.onResumed();
    }

    @Override
    public void onLatency(long roundTripNs) {
        latencyNs = roundTripNs;
    }

    @Override
    public void onDaveMessage(int opcode, JsonObject data) {
        onIgnored(opcode, "end-to-end encryption was not offered");
    }

    @Override
    public void onDaveBinary(int opcode, byte[] message, int offset) {
        onIgnored(opcode, "end-to-end encryption was not offered");
    }

    @Override
    public void onIgnored(int opcode, String why) {
        ignored = ignored() + 1; // only ever written here, on the connection's executor
        LOG.debug("message ignored: op {}, {}", opcode, why);
    }

    @Override
    public void onServerNeeded(CloseReason reason) {
        events.onServerNeeded(reason);
    }

    @Override
    public void onClosed(CloseReason reason) {
        if (socket != null) {
            socket.abort();
            socket = null;
        }
        boolean left = reason.kind() == CloseReason.Kind.LOCAL;
        media.playback().end(left ? null : new VoiceException(reason));
        dropMedia();
        events.onClosed(reason);
    }

    private void dropMedia() {
        media.stream().path(null);
        media.users().clear();
        MediaSocket old = udp;
        udp = null;
        currentUdp = null;
        if (old != null) {
            old.close();
        }
    }
}
