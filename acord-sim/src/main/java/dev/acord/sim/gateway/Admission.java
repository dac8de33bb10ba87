package dev.acord.sim.gateway;

import dev.acord.sim.Rule;
import dev.acord.voice.wire.CloseCode;
import org.jspecify.annotations.Nullable;

/** Identify and resume: which close code for which mistake. */
final class Admission {
    private static final int CHANNEL_ID_VERSION = 9;
    private static final int MAX_DAVE_VERSION = 0xFFFF;

    private final Hub hub;
    private final TicketBook tickets;

    Admission(Hub hub, TicketBook tickets) {
        this.hub = hub;
        this.tickets = tickets;
    }

    void identify(GatewaySocket socket, Fields data, long nowNs) throws MalformedMessageException {
        Runnable asNumber = () -> socket.violate(Rule.SNOWFLAKE_NOT_STRING, "an id of identify is a number");
        long guildId = data.snowflake("server_id", asNumber);
        long userId = data.snowflake("user_id", asNumber);
        String sessionId = data.string("session_id");
        String token = data.string("token");
        long channelId = socket.version >= CHANNEL_ID_VERSION ? data.snowflake("channel_id", asNumber) : 0;
        int dave = data.has("max_dave_protocol_version")
                ? (int) data.integer("max_dave_protocol_version", 0, MAX_DAVE_VERSION)
                : 0;
        Ticket ticket = tickets.current(new MemberKey(guildId, userId));
        if (!tickets.knowsGuild(guildId)) {
            refuse(socket, CloseCode.SERVER_NOT_FOUND, "server not found");
        } else if (tickets.isRetired(sessionId)) {
            refuse(socket, CloseCode.SESSION_INVALID, "session no longer valid: newer credentials exist");
        } else if (ticket == null || !ticket.token.equals(token)) {
            refuse(socket, CloseCode.AUTHENTICATION_FAILED, "authentication failed");
        } else if (!ticket.sessionId.equals(sessionId) || ticket.used) {
            refuse(socket, CloseCode.SESSION_INVALID, ticket.used ? "session was used before" : "session is not known");
        } else if (socket.version >= CHANNEL_ID_VERSION && channelId != ticket.channelId) {
            refuse(socket, CloseCode.SESSION_INVALID, "session is for another channel");
        } else if (hub.settings().requireDave() && dave == 0) {
            hub.violations().add(userId, Rule.DAVE_REQUIRED, "max_dave_protocol_version is 0 or missing");
            socket.close(CloseCode.DAVE_REQUIRED, "E2EE/DAVE protocol required");
        } else {
            ticket.used = true;
            hub.begin(ticket, socket, dave, nowNs);
        }
    }

    void resume(GatewaySocket socket, Fields data, long nowNs) throws MalformedMessageException {
        boolean numbered = socket.version >= Hub.FIRST_NUMBERED_VERSION;
        String sessionId = data.string("session_id");
        String token = data.string("token");
        long guildId = data.snowflake(
                "server_id", () -> socket.violate(Rule.SNOWFLAKE_NOT_STRING, "server_id of resume is a number"));
        long acknowledged = numbered && data.has("seq_ack") ? data.integer("seq_ack", -1, 0xFFFF) : -1;
        VoiceSession session = hub.bySessionId(sessionId);
        if (session == null) {
            socket.close(CloseCode.SESSION_INVALID, "session no longer valid");
            return;
        }
        String mistake = mistake(session, socket, guildId, token, acknowledged);
        if (mistake != null) {
            hub.violations().add(session.userId(), Rule.RESUME_FIELDS, mistake);
            socket.close(CloseCode.SESSION_INVALID, "session no longer valid: " + mistake);
        } else if (!session.attach(socket, acknowledged)) {
            socket.close(CloseCode.SESSION_INVALID, "session no longer valid: missed messages are gone");
            hub.end(session, nowNs);
        }
    }

    private static @Nullable String mistake(
            VoiceSession session, GatewaySocket socket, long guildId, String token, long acknowledged) {
        if (guildId != session.ticket().guildId) {
            return "wrong server_id";
        }
        if (!session.ticket().token.equals(token)) {
            return "wrong token";
        }
        if (session.version() != socket.version) {
            return "version " + socket.version + " after " + session.version();
        }
        return session.wasSent(acknowledged) ? null : "seq_ack " + acknowledged + " was never sent";
    }

    private static void refuse(GatewaySocket socket, int code, String reason) {
        socket.violate(Rule.CREDENTIALS, reason);
        socket.close(code, reason);
    }
}
