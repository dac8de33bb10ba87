package dev.acord.sim.discord.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last messages of all channels. */
final class MessageStore {
    private static final int KEPT = 1_000;
    private static final int MAX_CONTENT = 2_000;
    /** More than all that the service allows in embeds and components. */
    private static final int MAX_JSON = 65_536;

    private static final int EPHEMERAL = 1 << 6;

    private final Guild guild;
    private final GuildJson guildJson;
    private final Snowflakes ids;
    private final Map<Long, JsonObject> messages = new LinkedHashMap<>();

    MessageStore(Guild guild, Snowflakes ids) {
        this.guild = guild;
        this.guildJson = new GuildJson(guild);
        this.ids = ids;
    }

    static boolean ephemeral(JsonObject data) {
        return (Json.integer(data, "flags", 0) & EPHEMERAL) != 0;
    }

    /** Refuses what the service refuses. */
    static void check(JsonObject data, int files, boolean edit) throws RestException {
        String content = Json.text(data, "content", "");
        if (content.length() > MAX_CONTENT) {
            throw RestException.invalid("content: at most 2000 characters, not " + content.length());
        }
        if (data.toString().length() > MAX_JSON) {
            throw RestException.invalid("the message has over " + MAX_JSON + " characters of JSON");
        }
        boolean empty = content.isEmpty()
                && files == 0
                && Json.items(data, "embeds").isEmpty()
                && Json.items(data, "components").isEmpty()
                && Json.items(data, "attachments").isEmpty()
                && Json.items(data, "sticker_ids").isEmpty()
                && !data.has("poll");
        if (empty && !edit) {
            throw new RestException(400, 50_006, "Cannot send an empty message");
        }
    }

    JsonObject create(Person author, long channelId, JsonObject data, @Nullable Interaction answers, long nowNs) {
        long id = ids.next(nowNs);
        JsonObject message = Json.object(
                "id", Json.id(id),
                "channel_id", Json.id(channelId),
                "author", GuildJson.user(author),
                "content", Json.text(data, "content", ""),
                "timestamp", ids.timestamp(nowNs),
                "edited_timestamp", null,
                "tts", false,
                "mention_everyone", false,
                "mentions", mentions(Json.text(data, "content", "")),
                "mention_roles", new JsonArray(),
                "attachments", new JsonArray(),
                "embeds", Json.items(data, "embeds"),
                "components", Json.items(data, "components"),
                "pinned", false,
                "flags", Json.integer(data, "flags", 0),
                "type", answers == null ? 0 : 20);
        JsonElement nonce = data.get("nonce");
        if (nonce != null) {
            message.add("nonce", nonce);
        }
        if (author.bot()) {
            message.addProperty("application_id", Json.id(author.id()));
        }
        if (answers != null) {
            message.addProperty("webhook_id", Json.id(author.id()));
        }
        if (messages.size() >= KEPT) {
            messages.remove(messages.keySet().iterator().next());
        }
        messages.put(id, message);
        return message;
    }

    private JsonArray mentions(String content) {
        JsonArray mentions = new JsonArray();
        for (Person each : guild.people()) {
            if (content.contains("<@" + Json.id(each.id()) + ">")
                    || content.contains("<@!" + Json.id(each.id()) + ">")) {
                JsonObject user = GuildJson.user(each);
                user.add("member", guildJson.memberWithoutUser(each));
                mentions.add(user);
            }
        }
        return mentions;
    }

    /** The message as an event carries it. */
    JsonObject event(JsonObject message, Person author) {
        JsonObject event = message.deepCopy();
        event.addProperty("guild_id", Json.id(guild.id()));
        if (!message.has("webhook_id")) {
            event.add("member", guildJson.memberWithoutUser(author));
        }
        return event;
    }

    JsonObject find(long id) throws RestException {
        JsonObject message = messages.get(id);
        if (message == null) {
            throw RestException.unknown(10_008, "Message");
        }
        return message;
    }

    JsonObject edit(long id, JsonObject data, long nowNs) throws RestException {
        JsonObject message = find(id);
        for (String field : new String[] {"content", "embeds", "components", "flags"}) {
            JsonElement value = data.get(field);
            if (value != null && !value.isJsonNull()) {
                message.add(field, value);
            }
        }
        message.addProperty("edited_timestamp", ids.timestamp(nowNs));
        return message;
    }

    void delete(long id) throws RestException {
        find(id);
        messages.remove(id);
    }

    JsonArray inChannel(long channelId, long limit) {
        JsonArray newestFirst = new JsonArray();
        Object[] all = messages.values().toArray();
        for (int i = all.length - 1; i >= 0 && newestFirst.size() < limit; i--) {
            JsonObject message = (JsonObject) all[i];
            if (Json.snowflake(message.get("channel_id")) == channelId) {
                newestFirst.add(message);
            }
        }
        return newestFirst;
    }
}
