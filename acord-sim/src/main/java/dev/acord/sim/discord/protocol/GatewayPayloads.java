package dev.acord.sim.discord.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the main gateway's messages are made of. */
final class GatewayPayloads {
    private final GatewaySettings settings;
    private final Guild guild;
    private final GuildJson json;

    GatewayPayloads(GatewaySettings settings, Guild guild) {
        this.settings = settings;
        this.guild = guild;
        this.json = new GuildJson(guild);
    }

    /** A message that is no event. */
    static String message(int op, @Nullable Object data) {
        return Json.object("t", null, "s", null, "op", op, "d", data).toString();
    }

    JsonObject guildCreate() {
        return json.guildCreate();
    }

    /** What a session begins with. */
    JsonObject ready(GatewaySession session, @Nullable JsonArray shard) {
        JsonArray guilds = new JsonArray();
        if (session.hasGuild) {
            guilds.add(Json.object("id", Json.id(guild.id()), "unavailable", true));
        }
        JsonObject ready = Json.object(
                "v",
                Gateway.VERSION,
                "user",
                json.self(),
                "guilds",
                guilds,
                "session_id",
                session.id,
                "resume_gateway_url",
                settings.resumeUrl(),
                "session_type",
                "normal",
                "private_channels",
                new JsonArray(),
                "relationships",
                new JsonArray(),
                "presences",
                new JsonArray(),
                "_trace", // for the service's own use, and Kord reads no READY without it
                Json.array(List.of(new JsonPrimitive("acord-sim"))),
                "application",
                Json.object("id", Json.id(settings.applicationId()), "flags", 0));
        if (shard != null) {
            ready.add("shard", shard);
        }
        return ready;
    }

    /** The answer to Request Guild Members. */
    JsonObject members(JsonObject d) {
        JsonArray wanted = Json.items(d, "user_ids");
        if (d.has("user_ids") && wanted.isEmpty()) {
            wanted.add(d.get("user_ids"));
        }
        String prefix = Json.text(d, "query", "");
        JsonArray found = new JsonArray();
        JsonArray missing = new JsonArray();
        if (wanted.isEmpty()) {
            guild.people().stream()
                    .filter(each -> each.name().startsWith(prefix))
                    .forEach(each -> found.add(json.member(each)));
        }
        for (JsonElement each : wanted) {
            Person person = guild.person(Json.snowflake(each));
            if (person == null) {
                missing.add(each);
            } else {
                found.add(json.member(person));
            }
        }
        JsonObject chunk =
                Json.object("guild_id", Json.id(guild.id()), "members", found, "chunk_index", 0, "chunk_count", 1);
        chunk.add("not_found", missing);
        if (Json.flag(d, "presences")) {
            chunk.add("presences", new JsonArray());
        }
        String nonce = Json.text(d, "nonce");
        if (nonce != null) {
            chunk.addProperty("nonce", nonce);
        }
        return chunk;
    }
}
