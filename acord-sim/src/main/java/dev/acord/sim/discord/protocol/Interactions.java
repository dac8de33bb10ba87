package dev.acord.sim.discord.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Slash commands from when they are given to the bot's last word on them. */
final class Interactions {
    private static final int KEPT = 1_000;
    private static final long TOKEN_VALID_NS = TimeUnit.MINUTES.toNanos(15);

    private final GatewaySettings settings;
    private final Guild guild;
    private final GuildJson json;
    private final Snowflakes ids;
    private final MessageStore messages;
    private final Conversation conversation;
    private final Violations violations;
    private final Map<Long, Interaction> pending = new LinkedHashMap<>();

    Interactions(
            GatewaySettings settings,
            Guild guild,
            Snowflakes ids,
            MessageStore messages,
            Conversation conversation,
            Violations violations) {
        this.settings = settings;
        this.guild = guild;
        this.json = new GuildJson(guild);
        this.ids = ids;
        this.messages = messages;
        this.conversation = conversation;
        this.violations = violations;
    }

    /** Somebody gives a command; tells the bot. */
    long begin(Gateway gateway, Person user, Channel channel, String line, JsonObject data, long nowNs) {
        long id = ids.next(nowNs);
        Interaction interaction = new Interaction(id, "token-of-" + Json.id(id), channel.id(), user.id(), line, nowNs);
        if (pending.size() >= KEPT) {
            pending.remove(pending.keySet().iterator().next());
        }
        pending.put(id, interaction);
        JsonObject event = Json.object(
                "id", Json.id(id),
                "application_id", Json.id(settings.applicationId()),
                "type", 2,
                "version", 1,
                "token", interaction.token,
                "guild_id", Json.id(guild.id()),
                "guild", Json.object("id", Json.id(guild.id()), "locale", "en-US", "features", new JsonArray()),
                "guild_locale", "en-US",
                "channel_id", Json.id(channel.id()),
                "channel", json.channel(channel),
                "member", json.member(user),
                "locale", "en-US",
                "app_permissions", Long.toString((1L << 53) - 1),
                "entitlements", new JsonArray(),
                "authorizing_integration_owners", Json.object("0", Json.id(guild.id())),
                "context", 0,
                "attachment_size_limit", 10_485_760);
        event.add("data", data);
        gateway.dispatch("INTERACTION_CREATE", event, 0);
        return id;
    }

    /** The bot acknowledges a command, with or without an answer. */
    RestResponse callback(long id, String token, JsonObject body, RestRequest request, long nowNs)
            throws RestException {
        Interaction interaction = byToken(token, nowNs);
        if (interaction.id != id) {
            throw RestException.unknown(10_062, "interaction");
        }
        if (interaction.acknowledged) {
            violations.add(
                    BotRule.INTERACTION_ACKNOWLEDGED_TWICE, "\"" + interaction.line + "\" was acknowledged before");
            throw new RestException(400, 40_060, "Interaction has already been acknowledged.");
        }
        int type = (int) Json.integer(body, "type", 0);
        JsonObject data = Json.part(body, "data");
        JsonObject resource = Json.object("type", type);
        switch (type) {
            case 4 -> {
                MessageStore.check(data, request.files(), false);
                interaction.acknowledged = true;
                resource.add("message", answer(interaction, "REPLY", data, nowNs));
            }
            case 5 -> {
                interaction.acknowledged = true;
                conversation.add(new Reply("DEFERRED", id, interaction.channelId, 0, data));
            }
            case 6, 7, 8, 9 -> {
                interaction.acknowledged = true;
                conversation.add(new Reply("OTHER", id, interaction.channelId, 0, body));
            }
            default -> throw RestException.invalid("type: an interaction is answered with 4 to 9, not " + type);
        }
        if (!request.query().contains("with_response=true")) {
            return RestResponse.NO_CONTENT;
        }
        JsonObject about = Json.object(
                "id",
                Json.id(id),
                "type",
                2,
                "response_message_id",
                interaction.answerId == 0 ? null : Json.id(interaction.answerId),
                "response_message_loading",
                type == 5,
                "response_message_ephemeral",
                MessageStore.ephemeral(data));
        return RestResponse.ok(Json.object("interaction", about, "resource", resource));
    }

    /** A request under {@code /webhooks/application/token}. */
    RestResponse webhook(String token, @Nullable String which, JsonObject body, RestRequest request, long nowNs)
            throws RestException {
        Interaction interaction = byToken(token, nowNs);
        if (!interaction.acknowledged) {
            throw RestException.unknown(10_015, "Webhook");
        }
        if (which == null) {
            if (!request.method().equals("POST")) {
                throw new RestException(405, 0, "405: Method Not Allowed");
            }
            MessageStore.check(body, request.files(), false);
            boolean first = interaction.answerId == 0;
            return RestResponse.ok(answer(interaction, first ? "REPLY" : "FOLLOW_UP", body, nowNs));
        }
        boolean original = which.equals("@original");
        long id = original ? interaction.answerId : Json.snowflake(which);
        switch (request.method()) {
            case "GET" -> {
                return RestResponse.ok(messages.find(id));
            }
            case "PATCH" -> {
                MessageStore.check(body, request.files(), id != 0);
                if (id == 0) {
                    return RestResponse.ok(answer(interaction, "REPLY", body, nowNs)); // a deferred one is filled in
                }
                JsonObject edited = messages.edit(id, body, nowNs);
                conversation.add(new Reply("EDIT", interaction.id, interaction.channelId, id, body));
                return RestResponse.ok(edited);
            }
            case "DELETE" -> {
                messages.delete(id);
                conversation.add(new Reply("DELETED", interaction.id, interaction.channelId, id, new JsonObject()));
                return RestResponse.NO_CONTENT;
            }
            default -> throw new RestException(405, 0, "405: Method Not Allowed");
        }
    }

    private JsonObject answer(Interaction interaction, String kind, JsonObject data, long nowNs) {
        JsonObject message = messages.create(guild.bot(), interaction.channelId, data, interaction, nowNs);
        Person user = Objects.requireNonNull(guild.person(interaction.userId));
        message.add(
                "interaction_metadata",
                Json.object(
                        "id", Json.id(interaction.id),
                        "type", 2,
                        "user", GuildJson.user(user),
                        "authorizing_integration_owners", Json.object("0", Json.id(guild.id()))));
        long id = Json.snowflake(message.get("id"));
        if (interaction.answerId == 0) {
            interaction.answerId = id;
        }
        conversation.add(new Reply(kind, interaction.id, interaction.channelId, id, data));
        return message;
    }

    private Interaction byToken(String token, long nowNs) throws RestException {
        for (Interaction each : pending.values()) {
            if (each.token.equals(token) && nowNs - each.createdNs < TOKEN_VALID_NS) {
                return each;
            }
        }
        throw RestException.unknown(10_062, "interaction");
    }

    void tick(long nowNs) {
        for (Interaction each : pending.values()) {
            if (!each.acknowledged && !each.reported && nowNs - each.createdNs > settings.interactionDeadlineNs()) {
                each.reported = true;
                violations.add(
                        BotRule.INTERACTION_NOT_ACKNOWLEDGED,
                        "\"" + each.line + "\" has no answer after "
                                + TimeUnit.NANOSECONDS.toMillis(settings.interactionDeadlineNs()) + " ms");
            }
        }
    }
}
