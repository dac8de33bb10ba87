package dev.acord.voice;

import com.google.gson.JsonObject;
import dev.acord.dave.DaveSession;
import dev.acord.dave.DisplayableCode;
import dev.acord.dave.PairwiseFingerprint;
import dev.acord.voice.gateway.GatewayConfig;
import dev.acord.voice.gateway.Payloads;
import dev.acord.voice.gateway.VoiceEndpoint;
import dev.acord.voice.io.ConnectionDriver;
import dev.acord.voice.io.MediaSocket;
import dev.acord.voice.rtp.RtpSender;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to one voice channel: joins, plays, receives, and stays there until told to leave.
 *
 * <pre>{@code
 * VoiceConnection connection = VoiceConnection.create(info);
 * connection.connect().join();
 * new BasePlayer(connection, Path.of("tune.opus")).play().join();
 * connection.disconnect("done").join();
 * }</pre>
 *
 * <p>All methods may be called from any thread and none blocks, unless its name begins with {@code await} or it says so. Errors come
 * out of the futures as {@link VoiceException}, which names the stage and the cause.
 */
public final class VoiceConnection implements AutoCloseable {
    private final VoiceRuntime runtime;
    private final VoiceOptions options;
    private final ConnectionDriver driver;
    private final EventDispatcher events;
    private volatile VoiceServerInfo info;
    private volatile int speakingFlags = 1;
    private volatile boolean started;

    private VoiceConnection(VoiceServerInfo info, VoiceOptions options, VoiceRuntime runtime) {
        VoiceEndpoint.of(info.endpoint(), options.gatewayVersion(), options.plainWebsocket()); // refuses what is none
        this.info = info;
        this.options = options;
        this.runtime = runtime;
        this.events = new EventDispatcher(this, runtime.environment());
        this.driver = new ConnectionDriver(runtime.environment(), info, options, events);
    }

    /**
     * Makes a connection with default options on the shared runtime; {@link #connect()} opens it.
     *
     * @param info the session, from the main gateway
     * @return a connection that is not open yet
     */
    public static VoiceConnection create(VoiceServerInfo info) {
        return create(info, VoiceOptions.defaults());
    }

    /**
     * Makes a connection on the shared runtime; {@link #connect()} opens it.
     *
     * @param info the session, from the main gateway
     * @param options how it behaves
     * @return a connection that is not open yet
     */
    public static VoiceConnection create(VoiceServerInfo info, VoiceOptions options) {
        return create(info, options, VoiceRuntime.shared());
    }

    /**
     * Makes a connection; {@link #connect()} opens it.
     *
     * @param info the session, from the main gateway
     * @param options how it behaves
     * @param runtime whose threads it uses
     * @return a connection that is not open yet
     * @throws IllegalArgumentException when the endpoint is not of the form HOST or HOST:PORT
     */
    public static VoiceConnection create(VoiceServerInfo info, VoiceOptions options, VoiceRuntime runtime) {
        return new VoiceConnection(info, options, runtime);
    }

    /**
     * Opens the connection: websocket, session, UDP. A second call returns the same future.
     *
     * @return completes when audio can be sent; fails with {@link VoiceException}, at the latest when
     *     {@link VoiceOptions#connectTimeout()} is over
     * @throws IllegalStateException when its runtime was closed
     */
    public synchronized CompletableFuture<VoiceConnection> connect() {
        if (!started) {
            runtime.begin(this);
            started = true;
            driver.connect();
        }
        return awaitReady();
    }

    /**
     * Takes a new session from the main gateway, in answer to {@link VoiceListener#onServerNeeded} or after a move; what plays goes on.
     * A voice server update without an endpoint is for {@link #serverLost()}. {@link GuildVoice} does both by itself.
     *
     * @param newInfo the new session
     * @return completes when audio can be sent again
     */
    public CompletableFuture<VoiceConnection> update(VoiceServerInfo newInfo) {
        return update(newInfo, () -> {});
    }

    /** Runs something first, in the same step of the connection. */
    CompletableFuture<VoiceConnection> update(VoiceServerInfo newInfo, Runnable first) {
        VoiceEndpoint.of(
                newInfo.endpoint(), options.gatewayVersion(), options.plainWebsocket()); // refuses what is none
        info = newInfo;
        CompletableFuture<VoiceConnection> result = new CompletableFuture<>();
        driver.update(newInfo, first);
        driver.control().execute(() -> events.ready().whenComplete((connection, error) -> {
            if (connection == null) {
                result.completeExceptionally(error);
            } else {
                result.complete(connection);
            }
        }));
        return result;
    }

    /**
     * Takes a voice server update of the main gateway whose {@code endpoint} is null: the server is gone and another is being looked for.
     * The session ends, what plays waits, and {@link #update} goes on; without it the connection closes after
     * {@link VoiceOptions#updateGrace()}.
     */
    public void serverLost() {
        driver.serverLost();
        events.fire(listener -> listener.onServerLost(this));
    }

    /** Ends the session only, until the next {@link #update}; runs something first, in the same step of the connection. */
    void suspend(boolean left, String why, Runnable first) {
        driver.suspend(left, why, first);
    }

    /**
     * Leaves: closes UDP and the websocket (normally, code 1000) and ends what plays. Idempotent.
     *
     * @param reason a few words for the logs and the server
     * @return completes when the connection is closed, with the reason it was closed for
     */
    public CompletableFuture<CloseReason> disconnect(String reason) {
        driver.disconnect(reason);
        return events.closed().copy();
    }

    /** Leaves, without waiting. */
    @Override
    public void close() {
        driver.disconnect("closed");
    }

    /**
     * Waits for the server to accept the websocket.
     *
     * @return completes once the server has said Hello; fails when the connection closes
     */
    public CompletableFuture<VoiceConnection> awaitConnected() {
        return events.connected().copy();
    }

    /**
     * Waits until audio can be sent.
     *
     * @return completes at once when it can; fails when the connection closes
     */
    public CompletableFuture<VoiceConnection> awaitReady() {
        return events.ready().copy();
    }

    /**
     * Waits for the end.
     *
     * @return completes with the reason when the connection is closed for good
     */
    public CompletableFuture<CloseReason> closed() {
        return events.closed().copy();
    }

    /** Resumes the websocket session now; normally automatic. Does nothing unless the connection is ready. */
    public void resume() {
        driver.resume();
    }

    /**
     * Adds a listener.
     *
     * @param listener hears events from now on
     * @return this
     */
    public VoiceConnection addListener(VoiceListener listener) {
        events.add(listener);
        return this;
    }

    /**
     * Removes a listener.
     *
     * @param listener hears nothing more
     */
    public void removeListener(VoiceListener listener) {
        events.remove(listener);
    }

    /**
     * Sets one's own speaking flags (op 5): now, and again whenever audio begins. Players do it by themselves; this is for other flags
     * than 1.
     *
     * @param flags 1 microphone, 2 soundshare, 4 priority, added up; 0 for none
     * @param delay milliseconds, normally 0
     */
    public void changeSpeakingState(int flags, int delay) {
        if (flags < 0 || flags > 7) {
            throw new IllegalArgumentException("speaking flags must be 0 to 7, not " + flags);
        }
        if (flags != 0) {
            speakingFlags = flags;
        }
        driver.speakingFlags(flags, delay);
    }

    /** Says that one does not speak any more (op 5 with flags 0). After audio this happens by itself, behind five silence frames. */
    public void stopSpeaking() {
        driver.speakingFlags(0, 0);
    }

    /** Announces one's own SSRCs (op 12). The service does not need it from clients that send audio only. */
    public void clientConnect() {
        driver.clientConnect();
    }

    /**
     * Sends one Opus packet at the next free place of the 20 ms grid, with speaking flags before the first and silence after the last.
     * For audio that comes from a source there are players.
     *
     * @param opus an Opus packet; copied
     * @param samplesPerFrame its duration in samples per channel at 48 kHz: 120 to 5760; the timestamp advances by it
     * @return false when two seconds of packets are already waiting
     */
    public boolean sendAudioPacket(byte[] opus, int samplesPerFrame) {
        return sendAudioPacket(opus, samplesPerFrame, false);
    }

    /**
     * Sends one packet like {@link #sendAudioPacket(byte[], int)}, with or without an RTP header of the caller's. A header is taken off:
     * sequence, timestamp and SSRC are always the connection's own, since any others would break its stream.
     *
     * @param data an Opus packet, or a 12-byte RTP header and an Opus packet
     * @param samplesPerFrame its duration in samples per channel at 48 kHz: 120 to 5760
     * @param hasHeader whether an RTP header stands before the Opus packet
     * @return false when two seconds of packets are already waiting
     */
    public boolean sendAudioPacket(byte[] data, int samplesPerFrame, boolean hasHeader) {
        int offset = hasHeader ? 12 : 0;
        if (data.length <= offset) {
            throw new IllegalArgumentException("a packet of " + data.length + " bytes holds no Opus");
        }
        if (samplesPerFrame < 120 || samplesPerFrame > 5_760 || samplesPerFrame % 120 != 0) {
            throw new IllegalArgumentException(
                    "samplesPerFrame must be a multiple of 120 from 120 to 5760, not " + samplesPerFrame);
        }
        return driver.media().offer(data, offset, data.length - offset, samplesPerFrame);
    }

    /**
     * The Identify payload (op 0) of this connection, token included.
     *
     * @param video whether to ask for video
     * @return JSON text
     */
    public String identity(boolean video) {
        GatewayConfig config = new GatewayConfig(
                options.gatewayVersion(),
                options.endToEndEncryption() ? DaveSession.MAX_PROTOCOL_VERSION : 0,
                options.modes(),
                false,
                0,
                1,
                0,
                0,
                0);
        return Payloads.identify(info, config, video).toString();
    }

    /**
     * The Select Protocol payload (op 1) for an external address.
     *
     * @param address the external IP address
     * @param port the external UDP port
     * @param selectedMode a mode, or null for the connection's own (before there is one: the preferred one)
     * @return JSON text
     */
    public String udpPayload(String address, int port, @Nullable EncryptionMode selectedMode) {
        EncryptionMode chosen = selectedMode != null ? selectedMode : mode();
        JsonObject payload = Payloads.selectProtocol(
                address, port, chosen != null ? chosen : options.modes().get(0));
        return payload.toString();
    }

    /**
     * The session's UDP socket.
     *
     * @return the socket, or null while there is no session
     */
    public @Nullable UdpConnection udpConnection() {
        MediaSocket socket = driver.udp();
        return socket == null ? null : new UdpConnection(this, socket);
    }

    /**
     * The guild.
     *
     * @return a snowflake, unsigned
     */
    public long guildId() {
        return info.guildId();
    }

    /**
     * The voice channel.
     *
     * @return a snowflake, unsigned
     */
    public long channelId() {
        return info.channelId();
    }

    /**
     * One's own user.
     *
     * @return a snowflake, unsigned
     */
    public long userId() {
        return info.userId();
    }

    /**
     * The sequence number of the next RTP packet.
     *
     * @return 0 to 65535; 0 while there is no session
     */
    public int sequence() {
        RtpSender sender = driver.media().sender();
        return sender == null ? 0 : sender.sequence();
    }

    /**
     * The timestamp of the next RTP packet. Between two stretches of audio it stands still; real time is added when the next begins.
     *
     * @return 0 to 2^32 - 1, at 48 kHz; 0 while there is no session
     */
    public long timestamp() {
        RtpSender sender = driver.media().sender();
        return sender == null ? 0 : sender.timestamp();
    }

    /**
     * One's own RTP synchronisation source.
     *
     * @return unsigned; 0 while there is no session
     */
    public int ssrc() {
        RtpSender sender = driver.media().sender();
        return sender == null ? 0 : sender.ssrc();
    }

    /**
     * The transport encryption mode.
     *
     * @return the mode, or null before the first session
     */
    public @Nullable EncryptionMode mode() {
        return driver.mode();
    }

    /**
     * The connection's state.
     *
     * @return the state
     */
    public VoiceState state() {
        return driver.state();
    }

    /**
     * The call's end-to-end encryption.
     *
     * @return the newest state
     */
    public EncryptionState encryption() {
        return events.encryption();
    }

    /**
     * The code that is equal for everybody in the present epoch; who compares it by other means knows that nobody listens in.
     *
     * @return 30 digits; empty while there is no group
     */
    public String privacyCode() {
        return events.encryption().privacyCode();
    }

    /**
     * The code that oneself and one other user share, for as long as both keep their identities. It is computed slowly, on purpose, by a
     * worker.
     *
     * @param otherUserId the other user
     * @return completes with 45 digits; fails with {@link IllegalArgumentException} when the user is not in the group
     */
    public CompletableFuture<String> verificationCode(long otherUserId) {
        return CompletableFuture.supplyAsync(
                () -> {
                    byte[] otherKey = events.lastEpoch()
                            .signatureKey(otherUserId)
                            .orElseThrow(() -> new IllegalArgumentException(
                                    "user " + Long.toUnsignedString(otherUserId) + " is not in the encrypted call"));
                    byte[] ownKey = options.identity().publicKey();
                    return DisplayableCode.ofPair(PairwiseFingerprint.of(userId(), ownKey, otherUserId, otherKey));
                },
                runtime.environment().workers());
    }

    /**
     * Whether no audio can be sent: not connected yet, between two sessions, or closed.
     *
     * @return false when {@link #state()} is ready or resuming
     */
    public boolean isDisconnected() {
        VoiceState now = driver.state();
        return now != VoiceState.READY && now != VoiceState.RESUMING;
    }

    /**
     * The speaking flags used while audio is sent.
     *
     * @return 1 unless changed
     */
    public int speakingFlags() {
        return speakingFlags;
    }

    /**
     * The options it was made with.
     *
     * @return the options
     */
    public VoiceOptions options() {
        return options;
    }

    /**
     * The runtime it runs on.
     *
     * @return the runtime
     */
    public VoiceRuntime runtime() {
        return runtime;
    }

    /**
     * The connection's figures now. Asks the receiving thread, which answers at once unless the machine is stalled (then, after
     * 200 ms, the losses and the jitter are left out).
     *
     * @return a snapshot
     */
    public VoiceStats stats() {
        return StatsReader.read(driver, events);
    }

    /**
     * Waits, blocking, until audio can be sent.
     *
     * @param timeout how long to wait at most
     * @throws VoiceException when the connection closes, or the time is over
     */
    public void awaitReady(Duration timeout) {
        try {
            awaitReady().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof VoiceException voice) {
                throw voice;
            }
            VoiceState now = driver.state();
            throw new VoiceException(new CloseReason(
                    CloseReason.Kind.TIMEOUT, 0, now, "not ready within " + timeout + ", while " + now.description()));
        }
    }

    ConnectionDriver driver() {
        return driver;
    }

    EventDispatcher events() {
        return events;
    }

    /**
     * Guild, channel and state; no secrets.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        return "VoiceConnection[guild=" + Long.toUnsignedString(guildId()) + ", channel="
                + Long.toUnsignedString(channelId()) + ", " + driver.state() + "]";
    }
}
