package dev.acord.sim.discord.protocol;

import com.google.gson.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests under {@code /channels}. */
final class RestMessages {
    private static final int DEFAULT_LIMIT = 50;

    private final Guild guild;
    private final GuildJson json;
    private final MessageStore messages;
    private final Conversation conversation;
    private final Gateway gateway;

    RestMessages(Guild guild, MessageStore messages, Conversation conversation, Gateway gateway) {
        this.guild = guild;
        this.json = new GuildJson(guild);
        this.messages = messages;
        this.conversation = conversation;
        this.gateway = gateway;
    }

    @Nullable
    RestResponse handle(List<String> path, RestRequest request, RestApi.Body body, long nowNs) throws RestException {
        Channel channel = path.size() < 2 ? null : guild.channel(Json.snowflake(path.get(1)));
        if (channel == null) {
            throw RestException.unknown(10_003, "Channel");
        }
        String method = request.method();
        if (path.size() == 2) {
            return method.equals("GET") ? RestResponse.ok(json.channel(channel)) : null;
        }
        String part = path.get(2);
        if (path.size() == 3) {
            return switch (method + " " + part) {
                case "GET messages" -> RestResponse.ok(messages.inChannel(channel.id(), DEFAULT_LIMIT));
                case "POST messages" -> create(channel, body.read(), request, nowNs);
                case "POST typing", "PUT voice-status" -> RestResponse.NO_CONTENT;
                default -> null;
            };
        }
        return path.size() == 4 && part.equals("messages")
                ? message(channel, Json.snowflake(path.get(3)), request, body, nowNs)
                : null;
    }

    private RestResponse create(Channel channel, JsonObject data, RestRequest request, long nowNs)
            throws RestException {
        MessageStore.check(data, request.files(), false);
        JsonObject message = messages.create(guild.bot(), channel.id(), data, null, nowNs);
        long id = Json.snowflake(message.get("id"));
        conversation.add(new Reply("MESSAGE", 0, channel.id(), id, data));
        gateway.dispatch("MESSAGE_CREATE", messages.event(message, guild.bot()), Gateway.INTENT_MESSAGES);
        return RestResponse.ok(message);
    }

    private @Nullable RestResponse message(Channel channel, long id, RestRequest request, RestApi.Body body, long nowNs)
            throws RestException {
        switch (request.method()) {
            case "GET" -> {
                return RestResponse.ok(messages.find(id));
            }
            case "PATCH" -> {
                JsonObject data = body.read();
                MessageStore.check(data, request.files(), true);
                JsonObject edited = messages.edit(id, data, nowNs);
                conversation.add(new Reply("EDIT", 0, channel.id(), id, data));
                return RestResponse.ok(edited);
            }
            case "DELETE" -> {
                messages.delete(id);
                conversation.add(new Reply("DELETED", 0, channel.id(), id, new JsonObject()));
                return RestResponse.NO_CONTENT;
            }
            default -> {
                return null;
            }
        }
    }
}
