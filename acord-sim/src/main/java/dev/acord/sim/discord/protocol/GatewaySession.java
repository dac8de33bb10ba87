package dev.acord.sim.discord.protocol;

import com.google.gson.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One session of a bot: it outlives its sockets, numbers its events and keeps the last ones for a resume. */
final class GatewaySession {
    static final long NO_SOCKET = -1;
    /** How many events a resume can bring back. */
    private static final int REPLAY = 1_000;

    final String id;
    final long intents;
    final boolean hasGuild;
    long socketId;
    long detachedNs;
    private long sequence;
    private final ArrayDeque<String> events = new ArrayDeque<>();

    GatewaySession(String id, long intents, boolean hasGuild, long socketId) {
        this.id = id;
        this.intents = intents;
        this.hasGuild = hasGuild;
        this.socketId = socketId;
    }

    boolean wants(long intent) {
        return intent == 0 || (intents & intent) == intent;
    }

    long sequence() {
        return sequence;
    }

    /** Numbers an event and keeps it; gives the message. */
    String event(String type, JsonObject data) {
        JsonObject message = Json.object("t", type, "s", ++sequence, "op", 0, "d", data);
        String text = message.toString();
        if (events.size() == REPLAY) {
            events.poll();
        }
        events.add(text);
        return text;
    }

    /** The events after one; null when some of them are no longer kept. */
    @Nullable
    List<String> after(long seen) {
        long missed = sequence - seen;
        if (missed < 0 || missed > events.size()) {
            return null;
        }
        List<String> kept = new ArrayList<>(events);
        return kept.subList((int) (kept.size() - missed), kept.size());
    }
}
