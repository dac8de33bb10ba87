package dev.acord.sim.discord.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.acord.sim.gateway.CloseFrame;
import dev.acord.sim.gateway.Fields;
import dev.acord.sim.gateway.MalformedMessageException;
import dev.acord.sim.gateway.Outbox;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The main gateway, version 10 with JSON. A socket is opened (Hello goes out), identifies or resumes, and is told of events until it is
 * closed; a session outlives its socket for a while. Driven by {@code handle...} and {@link #tick}; everything goes out through the
 * {@link Outbox} and the {@link Requests}. Not thread safe.
 */
public final class Gateway {
    static final long INTENT_VOICE_STATES = 1 << 7;
    static final long INTENT_MESSAGES = 1 << 9;
    static final long INTENT_CONTENT = 1 << 15;

    static final int VERSION = 10;
    private static final int MAX_MESSAGE_BYTES = 4_096;
    private static final int MAX_MESSAGES = 120;
    private static final long MESSAGES_WINDOW_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long HEARTBEAT_GRACE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int MAX_SESSIONS = 16;
    private static final long KNOWN_INTENTS = (1L << 26) - 1;
    private static final long MAX_SHARDS = 1_000;

    private static final int OP_HEARTBEAT = 1;
    private static final int OP_IDENTIFY = 2;
    private static final int OP_PRESENCE = 3;
    private static final int OP_VOICE_STATE = 4;
    private static final int OP_RESUME = 6;
    private static final int OP_MEMBERS = 8;

    /** What a bot asks for over the gateway, once it is known. */
    interface Requests {
        /** A voice state update. */
        void voiceState(long guildId, long channelId, boolean selfMute, boolean selfDeaf, long nowNs);

        /** The bot's last session is over. */
        void gone(long nowNs);
    }

    private final GatewaySettings settings;
    private final Outbox outbox;
    private final Guild guild;
    private final GatewayPayloads payloads;
    private final Violations violations;
    private final Requests requests;
    private final String sessionPrefix;
    private final Map<Long, GatewaySocket> sockets = new HashMap<>();
    private final Map<String, GatewaySession> sessions = new LinkedHashMap<>();
    private int sessionsMade;
    private long resumes;

    Gateway(
            GatewaySettings settings,
            Outbox outbox,
            Guild guild,
            Violations violations,
            Requests requests,
            String sessionPrefix) {
        this.settings = settings;
        this.outbox = outbox;
        this.guild = guild;
        this.payloads = new GatewayPayloads(settings, guild);
        this.violations = violations;
        this.requests = requests;
        this.sessionPrefix = sessionPrefix;
    }

    /**
     * A websocket is open.
     *
     * @param socketId the socket
     * @param version the version that its address asks for, or 0
     * @param nowNs the time
     */
    public void handleOpened(long socketId, int version, long nowNs) {
        sockets.put(socketId, new GatewaySocket(socketId, version == VERSION, nowNs));
        outbox.text(
                socketId,
                GatewayPayloads.message(10, Json.object("heartbeat_interval", settings.heartbeatIntervalMs())));
    }

    /**
     * A text message came.
     *
     * @param socketId the socket
     * @param text the message
     * @param nowNs the time
     */
    public void handleText(long socketId, String text, long nowNs) {
        GatewaySocket socket = sockets.get(socketId);
        if (socket == null || socket.closing) {
            return;
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_BYTES) {
            refuse(socket, 4002, BotRule.MESSAGE_TOO_LARGE, "a message of over " + MAX_MESSAGE_BYTES + " bytes", nowNs);
            return;
        }
        if (nowNs - socket.windowStartNs > MESSAGES_WINDOW_NS) {
            socket.windowStartNs = nowNs;
            socket.messagesInWindow = 0;
        }
        if (++socket.messagesInWindow > MAX_MESSAGES) {
            refuse(socket, 4008, BotRule.RATE_LIMITED, "more than 120 messages in 60 s", nowNs);
            return;
        }
        try {
            Fields message = Fields.parse(text);
            handle(socket, (int) message.integer("op", 0, 100), message.object(), nowNs);
        } catch (MalformedMessageException e) {
            refuse(socket, 4002, BotRule.MALFORMED_MESSAGE, String.valueOf(e.getMessage()), nowNs);
        }
    }

    /**
     * A binary message came.
     *
     * @param socketId the socket
     * @param nowNs the time
     */
    public void handleBinary(long socketId, long nowNs) {
        GatewaySocket socket = sockets.get(socketId);
        if (socket != null && !socket.closing) {
            refuse(socket, 4002, BotRule.BINARY_MESSAGE, "a binary message: the encoding is JSON", nowNs);
        }
    }

    /**
     * A socket is closed.
     *
     * @param socketId the socket
     * @param code its close code
     * @param nowNs the time
     */
    public void handleClosed(long socketId, int code, long nowNs) {
        GatewaySocket socket = sockets.remove(socketId);
        if (socket != null && socket.session != null) {
            detach(socket, !socket.closing && (code == 1000 || code == 1001), nowNs);
        }
    }

    private void handle(GatewaySocket socket, int op, JsonObject message, long nowNs) throws MalformedMessageException {
        if (op == OP_HEARTBEAT) {
            heartbeat(socket, message, nowNs);
            return;
        }
        if (!socket.versionOk) {
            refuse(socket, 4012, BotRule.UNSUPPORTED_VERSION, "the address does not ask for v=10", nowNs);
        } else if (op == OP_IDENTIFY || op == OP_RESUME) {
            if (socket.session != null) {
                refuse(socket, 4005, BotRule.IDENTIFY_TWICE, "opcode " + op + " in a running session", nowNs);
            } else if (!settings.token().equals(Json.text(Json.part(message, "d"), "token"))) {
                refuse(socket, 4004, BotRule.WRONG_TOKEN, "opcode " + op + " with another token than the bot's", nowNs);
            } else if (op == OP_IDENTIFY) {
                identify(socket, Json.part(message, "d"), nowNs);
            } else {
                resume(socket, Json.part(message, "d"), nowNs);
            }
        } else if (socket.session == null) {
            refuse(socket, 4003, BotRule.MESSAGE_BEFORE_IDENTIFY, "opcode " + op + " before identify", nowNs);
        } else {
            command(socket, socket.session, op, message, nowNs);
        }
    }

    private void command(GatewaySocket socket, GatewaySession session, int op, JsonObject message, long nowNs)
            throws MalformedMessageException {
        JsonElement element = message.get("d");
        if (element == null || !element.isJsonObject()) {
            throw new MalformedMessageException("opcode " + op + ": d is not an object");
        }
        JsonObject d = element.getAsJsonObject();
        switch (op) {
            case OP_PRESENCE -> {} // shown to nobody
            case OP_VOICE_STATE -> {
                if (!session.wants(INTENT_VOICE_STATES)) {
                    violations.add(
                            BotRule.VOICE_WITHOUT_INTENT,
                            "opcode 4, but the intents lack GUILD_VOICE_STATES (128): the bot never learns its session id");
                }
                requests.voiceState(
                        Json.snowflake(d.get("guild_id")),
                        Json.snowflake(d.get("channel_id")),
                        Json.flag(d, "self_mute"),
                        Json.flag(d, "self_deaf"),
                        nowNs);
            }
            case OP_MEMBERS -> send(session, "GUILD_MEMBERS_CHUNK", payloads.members(d));
            default -> refuse(socket, 4001, BotRule.UNKNOWN_OPCODE, "opcode " + op + ", which bots do not send", nowNs);
        }
    }

    private void heartbeat(GatewaySocket socket, JsonObject message, long nowNs) throws MalformedMessageException {
        JsonElement seen = message.get("d");
        if (seen != null && !seen.isJsonNull()) {
            long sequence = Json.integer(message, "d", -1);
            if (sequence < 0) {
                throw new MalformedMessageException("heartbeat: d is neither null nor a sequence number");
            }
            if (socket.session != null && sequence > socket.session.sequence()) {
                violations.add(
                        BotRule.HEARTBEAT_SEQUENCE,
                        "heartbeat for event " + sequence + ", the last one was " + socket.session.sequence());
            }
        }
        socket.lastBeatNs = nowNs;
        outbox.text(socket.id, GatewayPayloads.message(11, null));
    }

    private void identify(GatewaySocket socket, JsonObject d, long nowNs) {
        long intents = Json.bits(d, "intents", -1);
        JsonArray shard = Json.items(d, "shard");
        long shards = shard.size() == 2 ? Json.snowflake(shard.get(1)) : 1;
        long number = shard.size() == 2 ? Json.snowflake(shard.get(0)) : 0;
        if (intents < 0 || (intents & ~KNOWN_INTENTS) != 0) {
            refuse(socket, 4013, BotRule.INVALID_INTENTS, "intents " + d.get("intents"), nowNs);
        } else if (shards < 1 || shards > MAX_SHARDS || number < 0 || number >= shards) {
            refuse(socket, 4010, BotRule.INVALID_SHARD, "shard " + shard, nowNs);
        } else if (sessions.size() >= MAX_SESSIONS) {
            socket.closing = true;
            outbox.close(socket.id, 4009, "too many sessions");
        } else {
            boolean hasGuild = (guild.id() >>> 22) % shards == number;
            GatewaySession session = new GatewaySession(sessionPrefix + ++sessionsMade, intents, hasGuild, socket.id);
            sessions.put(session.id, session);
            socket.session = session;
            send(session, "READY", payloads.ready(session, shard.size() == 2 ? shard : null));
            if (hasGuild) {
                send(session, "GUILD_CREATE", payloads.guildCreate());
            }
        }
    }

    private void resume(GatewaySocket socket, JsonObject d, long nowNs) {
        GatewaySession session = sessions.get(Json.text(d, "session_id", ""));
        long seen = Json.integer(d, "seq", -1);
        if (session != null && seen > session.sequence()) {
            String what = "resume after event " + seen + ", the last one was " + session.sequence();
            refuse(socket, 4007, BotRule.RESUME_SEQUENCE, what, nowNs);
            return;
        }
        List<String> missed = session == null || seen < 0 ? null : session.after(seen);
        if (session == null || missed == null) {
            outbox.text(socket.id, GatewayPayloads.message(9, false));
            return;
        }
        GatewaySocket old = sockets.get(session.socketId);
        if (old != null && old != socket) {
            old.session = null; // the bot noticed sooner than we that it is dead
            old.closing = true;
            outbox.abort(old.id);
        }
        session.socketId = socket.id;
        socket.session = session;
        resumes++;
        missed.forEach(each -> outbox.text(socket.id, each));
        send(session, "RESUMED", new JsonObject());
    }

    /** Tells the bot of something. */
    void dispatch(String type, JsonObject data, long intent) {
        for (GatewaySession session : sessions.values()) {
            if (session.hasGuild && session.wants(intent)) {
                send(session, type, data);
            }
        }
    }

    /** Tells the bot of a message: all of it, or without its text where the intents lack MESSAGE_CONTENT. */
    void dispatchMessage(JsonObject full, JsonObject hidden) {
        for (GatewaySession session : sessions.values()) {
            if (session.hasGuild && session.wants(INTENT_MESSAGES)) {
                send(session, "MESSAGE_CREATE", session.wants(INTENT_CONTENT) ? full : hidden);
            }
        }
    }

    private void send(GatewaySession session, String type, JsonObject data) {
        String message = session.event(type, data);
        if (session.socketId != GatewaySession.NO_SOCKET) {
            outbox.text(session.socketId, message);
        }
    }

    /**
     * Lets time pass: heartbeats that are missing, sessions that nobody comes back to.
     *
     * @param nowNs the time
     */
    public void tick(long nowNs) {
        long intervalNs = TimeUnit.MILLISECONDS.toNanos(settings.heartbeatIntervalMs());
        for (GatewaySocket socket : List.copyOf(sockets.values())) {
            if (!socket.closing && nowNs - socket.lastBeatNs > 2 * intervalNs + HEARTBEAT_GRACE_NS) {
                refuse(socket, 4009, BotRule.HEARTBEAT_MISSING, "no heartbeat for two intervals", nowNs);
            }
        }
        for (GatewaySession session : List.copyOf(sessions.values())) {
            if (session.socketId == GatewaySession.NO_SOCKET
                    && nowNs - session.detachedNs > settings.resumeWindowNs()) {
                end(session, nowNs);
            }
        }
    }

    private void refuse(GatewaySocket socket, int code, BotRule rule, String detail, long nowNs) {
        violations.add(rule, detail);
        socket.closing = true;
        outbox.close(socket.id, code, CloseFrame.reason(detail));
        if (socket.session != null) {
            detach(socket, code != 4008 && code != 4009, nowNs);
        }
    }

    private void detach(GatewaySocket socket, boolean over, long nowNs) {
        GatewaySession session = Objects.requireNonNull(socket.session);
        socket.session = null;
        session.socketId = GatewaySession.NO_SOCKET;
        session.detachedNs = nowNs;
        if (over) {
            end(session, nowNs);
        }
    }

    private void end(GatewaySession session, long nowNs) {
        sessions.remove(session.id);
        if (sessions.isEmpty()) {
            requests.gone(nowNs);
        }
    }

    /**
     * Whether the bot has a session with a socket.
     *
     * @return whether it has
     */
    public boolean online() {
        return sessions.values().stream().anyMatch(each -> each.socketId != GatewaySession.NO_SOCKET);
    }

    /**
     * How often a session was resumed.
     *
     * @return the number
     */
    public long resumes() {
        return resumes;
    }

    /**
     * How many sessions were begun.
     *
     * @return the number
     */
    public int identifies() {
        return sessionsMade;
    }

    /**
     * Breaks all sockets off without a close frame; sessions can be resumed.
     *
     * @param nowNs the time
     */
    public void kill(long nowNs) {
        for (GatewaySocket socket : new ArrayList<>(sockets.values())) {
            outbox.abort(socket.id);
            if (socket.session != null) {
                detach(socket, false, nowNs);
            }
            socket.closing = true;
        }
    }

    /** Asks all sockets to reconnect and resume (opcode 7). */
    public void requestReconnect() {
        sockets.values().forEach(each -> outbox.text(each.id, GatewayPayloads.message(7, null)));
    }

    /**
     * Ends all sessions (opcode 9): the bot must identify again.
     *
     * @param nowNs the time
     */
    public void invalidate(long nowNs) {
        for (GatewaySocket socket : sockets.values()) {
            if (socket.session != null) {
                detach(socket, false, nowNs);
                outbox.text(socket.id, GatewayPayloads.message(9, false));
            }
        }
        sessions.clear();
        requests.gone(nowNs);
    }
}
