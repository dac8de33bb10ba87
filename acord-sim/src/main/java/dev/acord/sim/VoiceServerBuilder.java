package dev.acord.sim;

import dev.acord.sim.dave.DaveSettings;
import dev.acord.sim.gateway.DaveService;
import dev.acord.sim.gateway.HubSettings;
import dev.acord.sim.media.RelaySettings;
import dev.acord.sim.network.NetworkConditions;
import dev.acord.sim.server.ServerSettings;
import dev.acord.voice.EncryptionMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options of a {@link VoiceServer}. Every method returns the builder. Not thread safe. */
public final class VoiceServerBuilder {
    private static final int MAX_PORT = 0xFFFF;

    private String host = "127.0.0.1";
    private boolean plain = true;
    private boolean secure = true;
    private int wsPort;
    private int wssPort;
    private int udpPort;
    private int heartbeatMs = 13_750;
    private List<EncryptionMode> modes = List.of(EncryptionMode.values());
    private boolean requireDave;
    private Duration resumeWindow = Duration.ofSeconds(30);
    private int replayMessages = 1_000;
    private int firstSequence = 1;
    private int messagesPerSecond = 120;
    private int maxMembers = 4_096;
    private int maxSockets = 4_096;
    private int maxTextBytes = 64 << 10;
    private int maxBinaryBytes = 1 << 20;
    private long seed;
    private boolean decorate;
    private boolean paddingPackets;
    private boolean silenceFrames;
    private int keepPackets = 2_000;
    private int keepViolations = 1_000;
    private Duration pauseTolerance = Duration.ofMillis(100);
    private Duration burst = Duration.ofSeconds(1);
    private Duration keepaliveLimit = Duration.ofSeconds(15);
    private Duration reportInterval = Duration.ZERO;
    private int maxDaveVersion = 1;
    private Duration transitionTimeout = Duration.ofSeconds(2);
    private Duration proposalDelay = Duration.ZERO;
    private Duration raceWindow = Duration.ZERO;
    private DaveService.@Nullable Factory otherDave;
    private NetworkConditions networkUp = NetworkConditions.NONE;
    private NetworkConditions networkDown = NetworkConditions.NONE;

    VoiceServerBuilder() {}

    /**
     * The address to listen on, and to give to clients. Default {@code 127.0.0.1}.
     *
     * @param address a numeric address or a name
     * @return this
     */
    public VoiceServerBuilder host(String address) {
        host = address;
        return this;
    }

    /**
     * Whether there is a port without TLS ({@code ws}). Default true, on a free port.
     *
     * @param enabled whether there is one
     * @param port the port, or 0 for a free one
     * @return this
     */
    public VoiceServerBuilder plainWebSocket(boolean enabled, int port) {
        plain = enabled;
        wsPort = checkPort(port);
        return this;
    }

    /**
     * Whether there is a port with TLS ({@code wss}). Default true, on a free port.
     *
     * @param enabled whether there is one
     * @param port the port, or 0 for a free one
     * @return this
     */
    public VoiceServerBuilder secureWebSocket(boolean enabled, int port) {
        secure = enabled;
        wssPort = checkPort(port);
        return this;
    }

    /**
     * The UDP port. Default 0: a free one.
     *
     * @param port the port, or 0 for a free one
     * @return this
     */
    public VoiceServerBuilder udpPort(int port) {
        udpPort = checkPort(port);
        return this;
    }

    /**
     * The heartbeat interval that Hello names. Default 13.75 s. A heartbeat later than 1.5 intervals and half a second is a violation;
     * after two intervals and a second the session times out (4009).
     *
     * @param interval 10 ms to an hour
     * @return this
     */
    public VoiceServerBuilder heartbeatInterval(Duration interval) {
        heartbeatMs = Math.toIntExact(check("heartbeat interval", interval.toMillis(), 10, 3_600_000));
        return this;
    }

    /**
     * The encryption modes to offer, in this order. Default: all.
     *
     * @param offered at least one
     * @return this
     */
    public VoiceServerBuilder modes(EncryptionMode... offered) {
        check("number of modes", offered.length, 1, EncryptionMode.values().length);
        modes = List.of(offered);
        return this;
    }

    /**
     * Whether clients that offer DAVE version 0 are refused with 4017. Default false.
     *
     * @param required whether they are refused
     * @return this
     */
    public VoiceServerBuilder requireDave(boolean required) {
        requireDave = required;
        return this;
    }

    /**
     * For how long a session outlives its websocket. Default 30 s.
     *
     * @param window 0 or more
     * @return this
     */
    public VoiceServerBuilder resumeWindow(Duration window) {
        check("resume window", window.toMillis(), 0, Integer.MAX_VALUE);
        resumeWindow = window;
        return this;
    }

    /**
     * How many messages of a session are kept for re-delivery; a resume that needs more fails with 4006. Default 1000.
     *
     * @param messages 0 to 32768
     * @return this
     */
    public VoiceServerBuilder replayBuffer(int messages) {
        replayMessages = check("replay buffer", messages, 0, 1 << 15);
        return this;
    }

    /**
     * The number of each session's first numbered message. Default 1. A value near 65535 shows how a client takes the wrap.
     *
     * @param sequence 0 to 65535
     * @return this
     */
    public VoiceServerBuilder firstSequence(int sequence) {
        firstSequence = check("first sequence", sequence, 0, 0xFFFF);
        return this;
    }

    /**
     * The limits of what clients may send and open; who exceeds the rate is closed with 4021, who sends more bytes with 1009, a socket
     * too many gets HTTP 503.
     *
     * @param messages messages a second and websocket; default 120
     * @param textBytes length of a text message; default 64 KiB
     * @param binaryBytes length of a binary message; default 1 MiB
     * @param sockets open websockets; default 4096
     * @param members members invited or connected; default 4096
     * @return this
     */
    public VoiceServerBuilder limits(int messages, int textBytes, int binaryBytes, int sockets, int members) {
        messagesPerSecond = check("messages a second", messages, 1, 1_000_000);
        maxTextBytes = check("text bytes", textBytes, 1, 1 << 26);
        maxBinaryBytes = check("binary bytes", binaryBytes, 1, 1 << 26);
        maxSockets = check("sockets", sockets, 1, 1 << 20);
        maxMembers = check("members", members, 1, 1 << 20);
        return this;
    }

    /**
     * The seed of keys, tokens, SSRCs and decorations. Default 0. Everything random repeats with it, so keys are no secret.
     *
     * @param value any number
     * @return this
     */
    public VoiceServerBuilder seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Whether forwarded packets get a header extension and padding, as those of the service have. Default false.
     *
     * @param enabled whether they get them
     * @return this
     */
    public VoiceServerBuilder decoratePackets(boolean enabled) {
        decorate = enabled;
        return this;
    }

    /**
     * Whether packets that are nothing but padding are put between the forwarded ones. They take sequence numbers, so those of later
     * packets are higher than their sender made them. Default false.
     *
     * @param enabled whether they are
     * @return this
     */
    public VoiceServerBuilder paddingPackets(boolean enabled) {
        paddingPackets = enabled;
        return this;
    }

    /**
     * Whether the server makes silence frames of its own: to each new member five with an SSRC that nobody announces, and five in the
     * name of each member that leaves. Default false.
     *
     * @param enabled whether it does
     * @return this
     */
    public VoiceServerBuilder serverSilence(boolean enabled) {
        silenceFrames = enabled;
        return this;
    }

    /**
     * How much is kept for inspection; counters go on.
     *
     * @param packets received packets of each member; default 2000
     * @param violations violations; default 1000
     * @return this
     */
    public VoiceServerBuilder keep(int packets, int violations) {
        keepPackets = check("kept packets", packets, 0, 1 << 24);
        keepViolations = check("kept violations", violations, 0, 1 << 24);
        return this;
    }

    /**
     * The tolerances of the media rules.
     *
     * @param pause by how much a timestamp may be off the real time after a pause; default 100 ms
     * @param ahead how much audio may come ahead of the real time; default 1 s
     * @param keepalive the longest time without a keepalive; default 15 s
     * @return this
     */
    public VoiceServerBuilder tolerances(Duration pause, Duration ahead, Duration keepalive) {
        pauseTolerance = pause;
        burst = ahead;
        keepaliveLimit = keepalive;
        return this;
    }

    /**
     * How often each member that sends audio gets an RTCP receiver report on how the server receives it. {@link Member#pretendLoss} has
     * them say something else. Default 0: never.
     *
     * @param interval 0, or 20 ms to a minute
     * @return this
     */
    public VoiceServerBuilder receiverReports(Duration interval) {
        if (!interval.isZero()) {
            check("report interval", interval.toMillis(), 20, 60_000);
        }
        reportInterval = interval;
        return this;
    }

    /**
     * The highest version of DAVE, the end-to-end encryption of audio. A call has the lowest version that any of its members offers.
     * Default 1.
     *
     * @param version 0 for calls that are never end-to-end encrypted, or 1
     * @return this
     */
    public VoiceServerBuilder maxDaveVersion(int version) {
        maxDaveVersion = check("DAVE version", version, 0, 1);
        return this;
    }

    /**
     * The times of end-to-end encryption.
     *
     * @param transition how long a transition waits for members that are not ready; default 2 s
     * @param proposals how long proposals wait for others, to be sent together; default 0
     * @return this
     */
    public VoiceServerBuilder daveTimes(Duration transition, Duration proposals) {
        transitionTimeout = transition;
        proposalDelay = proposals;
        return this;
    }

    /**
     * Collects the commits of an epoch and lets the last one win, so that members whose commits would have won lose. Default 0: the
     * first one wins.
     *
     * @param window how long commits are collected from the first one on
     * @return this
     */
    public VoiceServerBuilder loseRaces(Duration window) {
        raceWindow = window;
        return this;
    }

    /**
     * A bad network for everybody, from the start. It can be changed while the server runs. Default: one that does nothing.
     *
     * @param up from clients to the server
     * @param down from the server to clients
     * @return this
     */
    public VoiceServerBuilder network(NetworkConditions up, NetworkConditions down) {
        networkUp = up;
        networkDown = down;
        return this;
    }

    VoiceServerBuilder dave(DaveService.Factory factory) {
        otherDave = factory;
        return this;
    }

    /**
     * Makes a server with these options. It does not listen before it is started. Where JUnit 5 is on the class path, it is also a JUnit
     * extension, for {@code @RegisterExtension}.
     *
     * @return the server
     */
    public VoiceServer build() {
        if (!plain && !secure) {
            throw new IllegalStateException(
                    "both websocket ports are off: switch plainWebSocket or secureWebSocket on");
        }
        return VoiceServer.of(settings());
    }

    ServerSettings settings() {
        HubSettings hub = new HubSettings(
                heartbeatMs,
                modes,
                requireDave,
                resumeWindow.toNanos(),
                replayMessages,
                firstSequence,
                messagesPerSecond,
                maxMembers,
                maxSockets,
                host,
                0);
        RelaySettings relay = new RelaySettings(
                decorate,
                paddingPackets,
                silenceFrames,
                keepPackets,
                pauseTolerance.toNanos(),
                burst.toNanos(),
                keepaliveLimit.toNanos(),
                reportInterval.toNanos());
        DaveSettings dave = new DaveSettings(
                maxDaveVersion, transitionTimeout.toNanos(), proposalDelay.toNanos(), raceWindow.toNanos());
        return new ServerSettings(
                host,
                plain,
                wsPort,
                secure,
                wssPort,
                udpPort,
                hub,
                relay,
                dave,
                otherDave,
                networkUp,
                networkDown,
                seed,
                keepViolations,
                maxTextBytes,
                maxBinaryBytes);
    }

    private static int checkPort(int port) {
        return check("port", port, 0, MAX_PORT);
    }

    private static int check(String name, long value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", must be from " + min + " to " + max);
        }
        return (int) value;
    }
}
