package dev.acord.sim.gateway;

import com.google.gson.JsonObject;
import dev.acord.sim.audit.StallClock;
import dev.acord.sim.audit.ViolationLog;
import dev.acord.sim.media.MediaMember;
import dev.acord.sim.media.PacketRelay;
import dev.acord.voice.wire.CloseCode;
import dev.acord.voice.wire.Opcode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All guilds, channels, sessions and sockets: the voice gateway without I/O. What sockets receive comes in through
 * {@link #socketOpened}, {@link #handleText}, {@link #handleBinary} and {@link #socketClosed}; {@link #tick} several times a second
 * drives all time-outs. Not thread safe.
 */
public final class Hub {
    /** The lowest gateway version that is served. */
    public static final int MIN_VERSION = 4;
    /** The highest gateway version that is served. */
    public static final int MAX_VERSION = 9;
    /** The first version with message numbers and the heartbeat of this form. */
    public static final int FIRST_NUMBERED_VERSION = 8;

    private static final int DEPARTED_KEPT = 1024;

    private final HubSettings settings;
    private final PacketRelay relay;
    private final ViolationLog violations;
    private final StallClock clock;
    private final Allotment allotment;
    private final Outbox outbox;
    private final TicketBook tickets;
    private final Admission admission;
    private final MemberFaults faults = new MemberFaults(this);
    private final PlannedCloses plannedCloses = new PlannedCloses();
    private final Map<Long, GatewaySocket> sockets = new HashMap<>();
    private final Map<MemberKey, VoiceSession> sessions = new LinkedHashMap<>();
    private final RoomBook rooms;
    private final Map<MemberKey, SessionView> departed = new RecentMap<>(DEPARTED_KEPT);
    private long nowNs;

    /**
     * Creates a gateway without guilds.
     *
     * @param settings behaviour and limits
     * @param relay the forwarding unit
     * @param violations where breaches of the rules go
     * @param clock the observed time, shared with the relay
     * @param random keys, tokens and SSRCs; predictable with a seed, so for tests only
     * @param dave makes the end-to-end encryption service of each channel
     * @param outbox takes what the gateway says
     */
    public Hub(
            HubSettings settings,
            PacketRelay relay,
            ViolationLog violations,
            StallClock clock,
            RandomGenerator random,
            DaveService.Factory dave,
            Outbox outbox) {
        this.settings = settings;
        this.relay = relay;
        this.violations = violations;
        this.clock = clock;
        this.allotment = new Allotment(random, relay);
        this.rooms = new RoomBook(dave);
        this.outbox = outbox;
        this.tickets = new TicketBook(random, settings.maxTickets());
        this.admission = new Admission(this, tickets);
    }

    /**
     * A websocket has been opened; it gets Hello, or is closed with 4012 when its version is not served.
     *
     * @param id a number that no other socket ever had
     * @param version the version that its address asks for, or 0 for none
     * @param now the time in nanoseconds
     */
    public void socketOpened(long id, int version, long now) {
        advance(now);
        GatewaySocket socket = new GatewaySocket(this, id, version, now);
        sockets.put(id, socket);
        socket.open();
    }

    /**
     * Handles a text message.
     *
     * @param id the socket
     * @param text the message
     * @param now the time in nanoseconds
     */
    public void handleText(long id, String text, long now) {
        advance(now);
        GatewaySocket socket = sockets.get(id);
        if (socket != null) {
            socket.handleText(text, now);
        }
    }

    /**
     * Handles a binary message.
     *
     * @param id the socket
     * @param message the message; not changed
     * @param now the time in nanoseconds
     */
    public void handleBinary(long id, byte[] message, long now) {
        advance(now);
        GatewaySocket socket = sockets.get(id);
        if (socket != null) {
            socket.handleBinary(message, now);
        }
    }

    /**
     * A message was over the limit; the shell closes the websocket with 1009.
     *
     * @param id the socket
     * @param now the time in nanoseconds
     */
    public void messageTooLarge(long id, long now) {
        advance(now);
        GatewaySocket socket = sockets.get(id);
        if (socket != null) {
            socket.messageTooLarge(now);
        }
    }

    /**
     * A websocket is closed, by whomever.
     *
     * @param id the socket
     * @param code the close code that came, or 1006 when the connection broke
     * @param now the time in nanoseconds
     */
    public void socketClosed(long id, int code, long now) {
        advance(now);
        GatewaySocket socket = sockets.remove(id);
        if (socket != null) {
            socket.handleClosed(code, now);
        }
    }

    /**
     * Drives all time-outs.
     *
     * @param now the time in nanoseconds
     */
    public void tick(long now) {
        advance(now);
        long observed = clock.observedNs();
        for (GatewaySocket socket : List.copyOf(sockets.values())) {
            socket.tick(observed, now);
        }
        for (VoiceSession session : List.copyOf(sessions.values())) {
            if (session.isExpired(observed)) {
                end(session, now);
            }
        }
        rooms.all().forEach(room -> room.dave.tick(now));
        relay.tick(now);
    }

    /**
     * Invites a user into a channel, as the main gateway does. Older credentials of the user in this guild are no longer good; a
     * running session of it ends with 4014.
     *
     * @param guildId the guild
     * @param channelId the channel
     * @param userId the user
     * @param now the time in nanoseconds
     * @return fresh credentials
     */
    public Ticket join(long guildId, long channelId, long userId, long now) {
        advance(now);
        VoiceSession old = sessions.get(new MemberKey(guildId, userId));
        if (old != null) {
            disconnect(old, CloseCode.DISCONNECTED, "disconnected", now);
        }
        return tickets.issue(guildId, channelId, userId);
    }

    /**
     * Takes a member's credentials away and ends its session.
     *
     * @param key the member
     * @param code the close code
     * @param reason the reason for the close frame
     * @param now the time in nanoseconds
     * @return whether there was anything to take
     */
    public boolean expel(MemberKey key, int code, String reason, long now) {
        advance(now);
        boolean invited = tickets.current(key) != null;
        VoiceSession session = sessions.get(key);
        if (session != null) {
            disconnect(session, code, reason, now);
        }
        tickets.retire(key);
        return invited;
    }

    /**
     * Closes or breaks the websocket of a member. Its session stays for a resume where the code allows one: up to 4000, and 4015. Its
     * credentials stay good for another identify unless the code says that they are not.
     *
     * @param key the member
     * @param code the close code, or 1006 to break the connection without a close frame
     * @param now the time in nanoseconds
     * @return whether the member had a websocket
     */
    public boolean closeSocket(MemberKey key, int code, long now) {
        advance(now);
        VoiceSession session = sessions.get(key);
        GatewaySocket socket = session == null ? null : session.socket();
        if (session == null || socket == null) {
            return false;
        }
        if (code == CloseCode.ABNORMAL) {
            socket.abort();
        } else {
            socket.close(code, "closed by the test");
        }
        if (PlannedCloses.isResumable(code)) {
            session.detach(clock.observedNs());
        } else {
            end(session, now);
            session.ticket().used = !PlannedCloses.keepsCredentials(code);
        }
        return true;
    }

    /**
     * What else can be done to single members.
     *
     * @return the interventions, of this gateway
     */
    public MemberFaults faults() {
        return faults;
    }

    /**
     * All members that are or were here: invited, connected, and lately left.
     *
     * @return what is known of each
     */
    public List<SessionView> members() {
        Map<MemberKey, SessionView> all = new LinkedHashMap<>(departed);
        sessions.forEach((key, session) -> all.put(key, SessionView.of(session)));
        for (Ticket ticket : tickets.all()) {
            if (!ticket.used) {
                all.put(ticket.key(), SessionView.invited(ticket, all.get(ticket.key())));
            }
        }
        return new ArrayList<>(all.values());
    }

    /**
     * The delivery services of a channel.
     *
     * @param channelId the channel
     * @return one for each guild in which somebody is in a channel with this id
     */
    public List<DaveService> deliveryServices(long channelId) {
        return rooms.all().stream()
                .filter(room -> room.channelId == channelId)
                .map(room -> room.dave)
                .toList();
    }

    void begin(Ticket ticket, GatewaySocket socket, int maxDave, long now) {
        Room room = rooms.enter(ticket.guildId, ticket.channelId);
        MediaMember media = relay.add(ticket.userId, allotment.ssrc(), room.media);
        VoiceSession session = new VoiceSession(this, ticket, socket.version, maxDave, room, media);
        departed.remove(ticket.key());
        sessions.put(ticket.key(), session);
        room.members.add(session);
        session.begin(socket, now);
    }

    /** Ends a session whose websocket is closed or gone. */
    void end(VoiceSession session, long now) {
        MemberKey key = session.ticket().key();
        if (!sessions.remove(key, session)) {
            return;
        }
        Room room = session.room();
        room.members.remove(session);
        JsonObject left = new JsonObject();
        left.add("user_id", UserIds.id(session.userId()));
        room.broadcast(session, Opcode.CLIENT_DISCONNECT, left);
        relay.remove(session.media());
        room.dave.left(session, now);
        departed.put(key, SessionView.left(session));
        rooms.leave(room);
    }

    /** Ends a session that is no longer known; its credentials are good for another identify. */
    void timeOut(VoiceSession session, long now) {
        end(session, now);
        session.ticket().used = false;
    }

    private void disconnect(VoiceSession session, int code, String reason, long now) {
        GatewaySocket socket = session.socket();
        if (socket != null) {
            socket.close(code, reason);
        }
        end(session, now);
    }

    void advance(long now) {
        nowNs = now;
        clock.advance(now);
    }

    /** Which websockets a test wants closed at a step of their handshake. */
    public PlannedCloses plannedCloses() {
        return plannedCloses;
    }

    byte[] newKey() {
        return allotment.key();
    }

    @Nullable
    VoiceSession bySessionId(String sessionId) {
        for (VoiceSession session : sessions.values()) {
            if (session.ticket().sessionId.equals(sessionId)) {
                return session;
            }
        }
        return null;
    }

    @Nullable
    VoiceSession session(MemberKey key) {
        return sessions.get(key);
    }

    @Nullable
    GatewaySocket socket(long id) {
        return sockets.get(id);
    }

    HubSettings settings() {
        return settings;
    }

    Admission admission() {
        return admission;
    }

    PacketRelay relay() {
        return relay;
    }

    ViolationLog violations() {
        return violations;
    }

    Outbox outbox() {
        return outbox;
    }

    long observedNs() {
        return clock.observedNs();
    }

    long nowNs() {
        return nowNs;
    }
}
