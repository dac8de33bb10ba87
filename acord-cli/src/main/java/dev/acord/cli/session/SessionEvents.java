package dev.acord.cli.session;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceStats;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The events of a session: one JSON object a line, each written at once and in one piece. Thread safe. */
final class SessionEvents {
    private static final Gson JSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final OutputStream out;
    private final Runnable onBroken;
    private boolean broken;

    /**
     * Makes a writer.
     *
     * @param out receives the lines
     * @param onBroken called once when nobody reads them any more
     */
    SessionEvents(OutputStream out, Runnable onBroken) {
        this.out = out;
        this.onBroken = onBroken;
    }

    void ready() {
        JsonObject event = event("state");
        event.addProperty("state", "ready");
        emit(event);
    }

    void disconnected(CloseReason reason) {
        JsonObject event = event("state");
        event.addProperty("state", "disconnected");
        addReason(event, reason);
        emit(event);
    }

    void gateway(CloseReason reason) {
        JsonObject event = event("gateway");
        addReason(event, reason);
        emit(event);
    }

    /** A close code of 0 stands for none. */
    private static void addReason(JsonObject event, CloseReason reason) {
        event.addProperty("closeCode", reason.code() == 0 ? null : (Integer) reason.code());
        event.addProperty("reason", reason.message());
    }

    void dave(CallStatus status) {
        JsonObject event = event("dave");
        event.addProperty("version", status.version());
        event.addProperty("ready", status.ready());
        event.addProperty("epoch", status.epoch());
        event.addProperty("privacyCode", status.privacyCode());
        JsonArray users = new JsonArray();
        status.users().forEach(users::add);
        event.add("users", users);
        emit(event);
    }

    /** The pairwise codes of an epoch, by user. */
    void verification(long epoch, Map<String, String> codes) {
        JsonObject event = event("verification");
        event.addProperty("epoch", epoch);
        JsonObject byUser = new JsonObject();
        codes.forEach(byUser::addProperty);
        event.add("codes", byUser);
        emit(event);
    }

    /**
     * A player's change.
     *
     * @param state playing, paused, idle or failed
     * @param file what it plays
     * @param positionMs how much of it has been played
     * @param detail the name and value of one more field, or null
     */
    void player(String state, String file, long positionMs, Map.@Nullable Entry<String, String> detail) {
        JsonObject event = event("player");
        event.addProperty("state", state);
        event.addProperty("file", file);
        event.addProperty("positionMs", positionMs);
        if (detail != null) {
            event.addProperty(detail.getKey(), detail.getValue());
        }
        emit(event);
    }

    void stats(VoiceStats stats) {
        JsonObject event = event("stats");
        event.addProperty("state", stats.state().name().toLowerCase(java.util.Locale.ROOT));
        event.addProperty("packetsSent", stats.packetsSent());
        event.addProperty("bytesSent", stats.bytesSent());
        event.addProperty("framesStarved", stats.framesStarved());
        event.addProperty("packetsReceived", stats.packetsReceived());
        event.addProperty("packetsLost", stats.packetsLost());
        event.addProperty("jitterUs", stats.jitterNs() / 1_000);
        event.addProperty("latencyUs", stats.latencyNs() / 1_000);
        event.addProperty("sendLatenessP50Us", stats.sendLatenessP50Ns() / 1_000);
        event.addProperty("sendLatenessP99Us", stats.sendLatenessP99Ns() / 1_000);
        JsonObject drops = new JsonObject();
        new TreeMap<>(stats.drops())
                .forEach((reason, count) -> drops.addProperty(reason.name().toLowerCase(java.util.Locale.ROOT), count));
        event.add("drops", drops);
        event.addProperty("messagesIgnored", stats.messagesIgnored());
        event.addProperty("eventsDropped", stats.eventsDropped());
        emit(event);
    }

    void error(String message) {
        JsonObject event = event("error");
        event.addProperty("message", message);
        emit(event);
    }

    private static JsonObject event(String name) {
        JsonObject event = new JsonObject();
        event.addProperty("ev", name);
        return event;
    }

    private void emit(JsonObject event) {
        byte[] line = (JSON.toJson(event) + "\n").getBytes(StandardCharsets.UTF_8);
        synchronized (this) {
            if (broken) {
                return;
            }
            try {
                out.write(line);
                out.flush();
                return;
            } catch (IOException e) {
                broken = true;
            }
        }
        onBroken.run();
    }
}
