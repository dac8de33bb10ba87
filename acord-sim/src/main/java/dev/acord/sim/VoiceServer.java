package dev.acord.sim;

import dev.acord.sim.gateway.Hub;
import dev.acord.sim.gateway.MemberKey;
import dev.acord.sim.gateway.SessionView;
import dev.acord.sim.gateway.Ticket;
import dev.acord.sim.server.ServerCertificate;
import dev.acord.sim.server.ServerCore;
import dev.acord.sim.server.ServerSettings;
import dev.acord.voice.wire.CloseCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An embedded Discord voice server: voice gateway, IP discovery and packet forwarding on the local machine, for tests without Discord.
 *
 * <pre>{@code
 * @RegisterExtension
 * VoiceServer server = VoiceServer.create();
 *
 * @Test
 * void plays() {
 *     VoiceTicket ticket = server.join(guildId, channelId, userId);
 *     // connect a client with the ticket's session id, token and endpoint, and let it play
 *     server.awaitReceived(userId, 50, Duration.ofSeconds(30));
 *     server.assertNoViolations();
 * }
 * }</pre>
 *
 * <p>Without JUnit it is used with {@link #start()} and {@link #close()}. As a JUnit extension it is started before each test and closed
 * after it; a static field once for the class. It plays the main gateway too: {@link #join} gives the credentials that a client would
 * have received. Clients connect to {@code wss://endpoint/?v=8}, trusting {@link #certificatePem()}.
 *
 * <p>Where a user is in several guilds, methods that take only a user id throw {@link IllegalStateException}; {@link #member(long, long)}
 * has them all for one guild. Thread safe.
 */
public class VoiceServer extends Disturbances implements AutoCloseable {
    private static final String EXTENSION_INTERFACE = "org.junit.jupiter.api.extension.BeforeEachCallback";

    private final ServerSettings settings;
    private final @Nullable ServerCertificate certificate;
    private volatile @Nullable ServerCore core;
    private boolean running;

    VoiceServer(ServerSettings settings) {
        this.settings = settings;
        this.certificate = settings.secure() ? ServerCertificate.create(settings.host()) : null;
    }

    /**
     * Makes a server with the default options. It does not listen before it is started.
     *
     * @return the server; where JUnit 5 is on the class path, a JUnit extension
     */
    public static VoiceServer create() {
        return builder().build();
    }

    /**
     * Begins a server with other options.
     *
     * @return the options
     */
    public static VoiceServerBuilder builder() {
        return new VoiceServerBuilder();
    }

    static VoiceServer of(ServerSettings settings) {
        try {
            Class.forName(EXTENSION_INTERFACE, false, VoiceServer.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            return new VoiceServer(settings); // JUnit is optional
        }
        return VoiceServerExtension.extension(settings);
    }

    /**
     * Opens the ports. What an earlier run saw is forgotten. Does nothing when the server runs.
     *
     * @return this
     * @throws UncheckedIOException when a port is taken
     */
    public synchronized VoiceServer start() {
        if (!running) {
            try {
                core = new ServerCore(settings, certificate);
            } catch (IOException e) {
                throw new UncheckedIOException("the voice server could not open its ports", e);
            }
            running = true;
        }
        return this;
    }

    /** Closes all sockets. What the server saw can still be asked for. Does nothing when the server does not run. */
    @Override
    public synchronized void close() {
        if (running) {
            running = false;
            try {
                core().close();
            } catch (IOException e) {
                throw new UncheckedIOException("the voice server could not close its ports", e);
            }
        }
    }

    /**
     * Whether the ports are open.
     *
     * @return whether they are
     */
    public synchronized boolean isRunning() {
        return running;
    }

    /**
     * Invites a user into a channel, as the main gateway does when a voice state update was sent. Guilds and channels need not be made.
     * Credentials that the user had in this guild before are void; its running session ends with 4014.
     *
     * @param guildId the guild
     * @param channelId the channel
     * @param userId the user
     * @return credentials for one session
     */
    @Override
    public VoiceTicket join(long guildId, long channelId, long userId) {
        ServerCore c = core();
        Ticket ticket = c.locked(() -> c.hub().join(guildId, channelId, userId, System.nanoTime()));
        return new VoiceTicket(guildId, channelId, userId, ticket.sessionId(), ticket.token(), endpoint());
    }

    /**
     * Moves a member to another channel: its session ends with 4014, and it gets new credentials.
     *
     * @param userId the member
     * @param channelId the other channel
     * @return credentials for one session
     */
    public VoiceTicket move(long userId, long channelId) {
        return member(userId).move(channelId);
    }

    /**
     * Throws a member out: 4014, and its credentials are void.
     *
     * @param userId the member
     */
    public void kick(long userId) {
        member(userId).kick();
    }

    /**
     * Disconnects everybody; all credentials are void.
     *
     * @param closeCode the close code, such as 4022
     */
    public void disconnectAll(int closeCode) {
        checkCode(closeCode);
        forAll(key -> hub().expel(key, closeCode, "disconnected", System.nanoTime()) ? 1 : 0);
    }

    /** Crashes: every websocket is closed with 4015, every session can be resumed. */
    public void crash() {
        crash(CloseCode.VOICE_SERVER_CRASHED, true);
    }

    /**
     * Closes a member's websocket. Its session can be resumed when the code is at most 4000, or 4015.
     *
     * @param userId the member
     * @param closeCode 1000 to 4999, without those that may not be sent (1004 to 1006, 1015)
     */
    public void closeSocket(long userId, int closeCode) {
        member(userId).closeSocket(closeCode);
    }

    /**
     * Closes the next websocket that comes to a step of its handshake, whoever's it is; several orders are carried out one after another,
     * each when those before it are. The credentials stay good.
     *
     * @param step when
     * @param closeCode 1000 to 4999, without those that may not be sent (1004, 1005, 1015); 1006 breaks the connection without a close frame
     */
    public void closeNext(HandshakeStep step, int closeCode) {
        if (closeCode != CloseCode.ABNORMAL) {
            checkCode(closeCode);
        }
        ServerCore c = core();
        c.locked(() -> {
            c.hub().plannedCloses().add(step, closeCode);
            return true;
        });
    }

    /**
     * Breaks a member's connection off without a close frame. Its session can be resumed.
     *
     * @param userId the member
     */
    public void killSocket(long userId) {
        member(userId).killSocket();
    }

    /**
     * Sends a member a second session description with a new key. Packets under the old key are taken for 2 s more.
     *
     * @param userId the member
     */
    public void rotateKey(long userId) {
        member(userId).rotateKey();
    }

    /**
     * From now on leaves a member's heartbeats unanswered.
     *
     * @param userId the member
     */
    public void muteAcks(long userId) {
        member(userId).muteAcks(true);
    }

    /**
     * Asks a member for a heartbeat now (opcode 3).
     *
     * @param userId the member
     */
    public void requestHeartbeat(long userId) {
        member(userId).requestHeartbeat();
    }

    /**
     * A member, in whichever guild it is.
     *
     * @param userId the user
     * @return the member
     * @throws IllegalStateException when the user was never invited, or in several guilds
     */
    @Override
    public Member member(long userId) {
        List<SessionView> views = views(userId);
        if (views.size() != 1) {
            throw new IllegalStateException("user " + Long.toUnsignedString(userId) + " is in " + views.size()
                    + " guilds; " + (views.isEmpty() ? "call join first" : "use member(guildId, userId)"));
        }
        return new Member(this, views.get(0).key());
    }

    /**
     * A member in a guild; it need not have been invited yet.
     *
     * @param guildId the guild
     * @param userId the user
     * @return the member
     */
    public Member member(long guildId, long userId) {
        return new Member(this, new MemberKey(guildId, userId));
    }

    /**
     * The end-to-end encryption of a channel.
     *
     * @param channelId the channel; somebody need not be in it yet
     * @return what is known of it, and how to disturb it
     */
    public DaveChannel dave(long channelId) {
        return new DaveChannel(this, channelId);
    }

    /**
     * The endpoint as the main gateway names it: no scheme, and the port of the websocket, with TLS where there is one.
     *
     * @return {@code host:port}
     */
    public String endpoint() {
        return settings.host() + ":" + (settings.secure() ? core().securePort() : core().plainPort());
    }

    /**
     * Where a client opens its websocket without TLS.
     *
     * @param version the gateway version
     * @return {@code ws://host:port/?v=version}
     * @throws IllegalStateException when there is no port without TLS
     */
    public URI wsUri(int version) {
        return uri("ws", settings.plain(), core().plainPort(), version);
    }

    /**
     * Where a client opens its websocket with TLS.
     *
     * @param version the gateway version
     * @return {@code wss://host:port/?v=version}
     * @throws IllegalStateException when there is no port with TLS
     */
    public URI wssUri(int version) {
        return uri("wss", settings.secure(), core().securePort(), version);
    }

    /**
     * The UDP port.
     *
     * @return the port
     */
    public int udpPort() {
        return core().udpPort();
    }

    /**
     * The server's self-signed certificate.
     *
     * @return PEM
     * @throws IllegalStateException when there is no port with TLS
     */
    public String certificatePem() {
        return certificate().pem();
    }

    /**
     * A TLS context for clients that trusts the server's certificate and nothing else.
     *
     * @return the context
     * @throws IllegalStateException when there is no port with TLS
     */
    public SSLContext trustingContext() {
        return certificate().trustingContext();
    }

    @Override
    ServerCore core() {
        ServerCore started = core;
        if (started == null) {
            throw new IllegalStateException("the voice server was not started");
        }
        return started;
    }

    Hub hub() {
        return core().hub();
    }

    static void checkCode(int code) {
        boolean reserved = (code >= 1004 && code <= 1006) || code == 1015;
        if (code < 1000 || code > 4999 || reserved) {
            throw new IllegalArgumentException(code + " is no close code that may be sent");
        }
    }

    private void forAll(ToIntFunction<MemberKey> action) {
        ServerCore c = core();
        c.locked(() -> c.hub().members().stream()
                .map(SessionView::key)
                .mapToInt(action)
                .sum());
    }

    private URI uri(String scheme, boolean enabled, int port, int version) {
        if (!enabled) {
            throw new IllegalStateException("the server has no " + scheme + " port");
        }
        return URI.create(scheme + "://" + settings.host() + ":" + port + "/?v=" + version);
    }

    private ServerCertificate certificate() {
        ServerCertificate made = certificate;
        if (made == null) {
            throw new IllegalStateException("the server has no port with TLS");
        }
        return made;
    }
}
