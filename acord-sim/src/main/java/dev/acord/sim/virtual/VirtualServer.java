package dev.acord.sim.virtual;

import dev.acord.sim.MemberState;
import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.audit.StallClock;
import dev.acord.sim.audit.ViolationLog;
import dev.acord.sim.dave.DaveDelivery;
import dev.acord.sim.dave.DaveSettings;
import dev.acord.sim.gateway.Hub;
import dev.acord.sim.gateway.HubSettings;
import dev.acord.sim.gateway.MemberKey;
import dev.acord.sim.gateway.Outbox;
import dev.acord.sim.gateway.SessionView;
import dev.acord.sim.gateway.Ticket;
import dev.acord.sim.media.PacketRelay;
import dev.acord.sim.media.RelaySettings;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceServerInfo;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The voice server of a simulation: the gateway and the forwarding unit of {@link dev.acord.sim.VoiceServer}, on the simulation's clock and
 * network.
 */
public final class VirtualServer {
    private static final long TICK_NS = 100_000_000;
    private static final int UDP_PORT = 50_000;
    private static final int KEEP_VIOLATIONS = 50;
    private static final String ENDPOINT = "server.simulation:443";

    private final VirtualNetwork network;
    private final VirtualTime time;
    private final VirtualServerOptions options;
    private final SplittableRandom random;
    private final ViolationLog violations = new ViolationLog(KEEP_VIOLATIONS);
    private final InetSocketAddress udpAddress = VirtualNetwork.address(255 << 16, UDP_PORT);
    private final Map<Long, VirtualWebSocket> webSockets = new HashMap<>();
    private long nextSocket = 1;
    private Hub hub;
    private PacketRelay relay;
    private boolean up = true;
    private long slownessNs;
    private long lastSaidNs;

    VirtualServer(VirtualNetwork network, VirtualServerOptions options, SplittableRandom random) {
        this.network = network;
        this.time = network.time();
        this.options = options;
        this.random = random;
        this.lastSaidNs = time.nowNs();
        StallClock clock = new StallClock();
        this.relay = relay(clock);
        this.hub = hub(clock);
        time.after(TICK_NS, this::tick);
    }

    private PacketRelay relay(StallClock clock) {
        RelaySettings settings = new RelaySettings(
                options.decorate(),
                false,
                false,
                0,
                Duration.ofMillis(100).toNanos(),
                Duration.ofSeconds(1).toNanos(),
                Duration.ofSeconds(15).toNanos(),
                0);
        return new PacketRelay(settings, violations, clock, random.split(), this::send);
    }

    private Hub hub(StallClock clock) {
        HubSettings settings = new HubSettings(
                (int) options.heartbeatInterval().toMillis(),
                List.of(EncryptionMode.values()),
                false,
                options.resumeWindow().toNanos(),
                1_000,
                random.nextInt(1 << 16), // message numbers wrap at 2^16
                120,
                1_024,
                1_024,
                udpAddress.getAddress().getHostAddress(),
                UDP_PORT);
        DaveSettings dave = new DaveSettings(
                options.maxDaveVersion(), options.transitionTimeout().toNanos(), 0, 0);
        return new Hub(
                settings,
                relay,
                violations,
                clock,
                random.split(),
                DaveDelivery.factory(dave, violations, random.split()),
                new Sockets());
    }

    private void tick() {
        if (up) {
            hub.tick(time.nowNs());
        }
        time.after(TICK_NS, this::tick);
    }

    /**
     * Invites a user into a channel, as the main gateway does; a running session of it in the guild ends with 4014.
     *
     * @param guildId the guild
     * @param channelId the channel
     * @param userId the user
     * @return fresh credentials
     */
    public VoiceServerInfo join(long guildId, long channelId, long userId) {
        Ticket ticket = hub.join(guildId, channelId, userId, time.nowNs());
        return new VoiceServerInfo(guildId, channelId, userId, ticket.sessionId(), ticket.token(), ENDPOINT);
    }

    /**
     * Ends a member's session for good, and takes its credentials away.
     *
     * @param guildId the guild
     * @param userId the member
     * @param code the close code
     */
    public void expel(long guildId, long userId, int code) {
        hub.expel(new MemberKey(guildId, userId), code, "expelled", time.nowNs());
    }

    /**
     * Closes a member's websocket. Below 4000, and with 4015, its session waits for a resume.
     *
     * @param guildId the guild
     * @param userId the member
     * @param code the close code; 1006 breaks the connection without a close frame
     * @return whether the member had a websocket
     */
    public boolean closeWebSocket(long guildId, long userId, int code) {
        return hub.closeSocket(new MemberKey(guildId, userId), code, time.nowNs());
    }

    /**
     * Gives a member another transport key by a second session description.
     *
     * @param guildId the guild
     * @param userId the member
     */
    public void rotateKey(long guildId, long userId) {
        hub.faults().rotateKey(new MemberKey(guildId, userId), time.nowNs());
    }

    /**
     * Leaves a member's heartbeats unanswered, or answers them again.
     *
     * @param guildId the guild
     * @param userId the member
     * @param muted whether they are left unanswered
     */
    public void muteAcks(long guildId, long userId, boolean muted) {
        hub.faults().muteAcks(new MemberKey(guildId, userId), muted);
    }

    /**
     * The server dies with all that it knows: sessions, credentials, groups. Its websockets break.
     *
     * @param outage after which time it is back, empty
     */
    public void crash(Duration outage) {
        up = false;
        for (VirtualWebSocket webSocket : List.copyOf(webSockets.values())) {
            webSocket.broken("the server is gone");
        }
        webSockets.clear();
        StallClock clock = new StallClock();
        relay = relay(clock);
        hub = hub(clock);
        time.after(outage.toNanos(), () -> up = true);
    }

    /**
     * Delays everything that the server says on websockets, heartbeats' answers included.
     *
     * @param delay how long; zero for not at all
     */
    public void slowDown(Duration delay) {
        slownessNs = delay.toNanos();
    }

    /**
     * Whether it runs.
     *
     * @return false after a crash, until it is back
     */
    public boolean isUp() {
        return up;
    }

    /**
     * How far a member is.
     *
     * @param guildId the guild
     * @param userId the member
     * @return its state; {@link MemberState#LEFT} when nothing is known of it
     */
    public MemberState state(long guildId, long userId) {
        MemberKey key = new MemberKey(guildId, userId);
        for (SessionView view : hub.members()) {
            if (view.key().equals(key)) {
                return view.state();
            }
        }
        return MemberState.LEFT;
    }

    /**
     * How many breaches of the protocol were seen.
     *
     * @return the count
     */
    public long violationCount() {
        return violations.total();
    }

    /**
     * The breaches of the protocol that were seen.
     *
     * @return the first ones, at most 50
     */
    public List<ProtocolViolation> violations() {
        return violations.kept();
    }

    /**
     * What became of the datagrams since the server last began.
     *
     * @return name and count
     */
    public Map<String, Long> datagrams() {
        return relay.counters();
    }

    /** Makes the judgements that wait for the end. */
    public void finish() {
        relay.report();
    }

    InetSocketAddress udpAddress() {
        return udpAddress;
    }

    long accept(VirtualWebSocket webSocket, int version) {
        long id = nextSocket++;
        webSockets.put(id, webSocket);
        hub.socketOpened(id, version, time.nowNs());
        return id;
    }

    void handleText(long id, String message) {
        if (webSockets.containsKey(id)) {
            hub.handleText(id, message, time.nowNs());
        }
    }

    void handleBinary(long id, byte[] message) {
        if (webSockets.containsKey(id)) {
            hub.handleBinary(id, message, time.nowNs());
        }
    }

    void socketClosed(long id, int code) {
        if (webSockets.remove(id) != null) {
            hub.socketClosed(id, code, time.nowNs());
        }
    }

    /** The network broke it; 1001 is "gone" to the gateway, so that nobody is blamed for the missing close frame. */
    void socketKilled(long id) {
        socketClosed(id, 1001);
    }

    void handleDatagram(byte[] datagram, InetSocketAddress from) {
        if (up) {
            byte[] copy = Arrays.copyOf(datagram, Math.max(datagram.length, PacketRelay.MAX_DATAGRAM_BYTES));
            relay.handleDatagram(copy, datagram.length, from, time.nowNs());
        }
    }

    private boolean send(byte[] datagram, int length, InetSocketAddress to) {
        VirtualPort port = network.port(to);
        if (port != null) {
            port.fromServer(Arrays.copyOf(datagram, length));
        }
        return true;
    }

    /** What the gateway says, to whom. */
    private final class Sockets implements Outbox {
        @Override
        public void text(long socketId, String message) {
            later(socketId, webSocket -> webSocket.text(message));
        }

        @Override
        public void binary(long socketId, byte[] message) {
            later(socketId, webSocket -> webSocket.binary(message));
        }

        @Override
        public void close(long socketId, int code, String reason) {
            later(socketId, webSocket -> {
                webSockets.remove(socketId);
                hub.socketClosed(socketId, code, time.nowNs());
                webSocket.closed(code, reason);
            });
        }

        @Override
        public void abort(long socketId) {
            later(socketId, webSocket -> {
                webSockets.remove(socketId);
                hub.socketClosed(socketId, 1006, time.nowNs());
                webSocket.broken("connection reset");
            });
        }

        /** Not from within the gateway: what it says must not call back. */
        private void later(long socketId, java.util.function.Consumer<VirtualWebSocket> saying) {
            long atNs = time.nowNs() + slownessNs;
            lastSaidNs = atNs - lastSaidNs < 0 ? lastSaidNs : atNs; // in order, also when it becomes faster
            time.after(lastSaidNs - time.nowNs(), () -> {
                VirtualWebSocket webSocket = webSockets.get(socketId);
                if (webSocket != null) {
                    saying.accept(webSocket);
                }
            });
        }
    }
}
