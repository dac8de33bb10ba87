package dev.acord.sim.discord.protocol;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests that a bot needs. What is not there is answered with 404 in the service's shape, counted, and logged once. */
final class RestApi {
    private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
    private static final Gson JSON = new Gson();
    private static final int MAX_UNKNOWN = 200;

    private final GatewaySettings settings;
    private final Guild guild;
    private final GuildJson json;
    private final Violations violations;
    private final CommandBook commands;
    private final Interactions interactions;
    private final RestGuild guildRequests;
    private final RestMessages messageRequests;
    private final Set<String> unknown = new LinkedHashSet<>();
    private long unknownCount;

    RestApi(
            GatewaySettings settings,
            Guild guild,
            Violations violations,
            CommandBook commands,
            Interactions interactions,
            RestGuild guildRequests,
            RestMessages messageRequests) {
        this.settings = settings;
        this.guild = guild;
        this.json = new GuildJson(guild);
        this.violations = violations;
        this.commands = commands;
        this.interactions = interactions;
        this.guildRequests = guildRequests;
        this.messageRequests = messageRequests;
    }

    long unknownCount() {
        return unknownCount;
    }

    List<String> unknown() {
        return List.copyOf(unknown);
    }

    RestResponse handle(RestRequest request, long nowNs) {
        List<String> path = new ArrayList<>(List.of(request.path().split("/")));
        path.removeIf(String::isEmpty);
        try {
            RestResponse response = route(path, request, nowNs);
            return response != null ? response : unknown(request);
        } catch (RestException e) {
            if (e.malformed()) {
                violations.add(BotRule.INVALID_REQUEST, request + ": " + e.getMessage());
            }
            return e.response();
        }
    }

    private @Nullable RestResponse route(List<String> path, RestRequest request, long nowNs) throws RestException {
        if (path.isEmpty()) {
            return null;
        }
        String method = request.method();
        switch (path.get(0)) {
            case "interactions" -> { // the token of the interaction is all the authorization there is
                return path.size() == 4 && path.get(3).equals("callback") && method.equals("POST")
                        ? interactions.callback(
                                Json.snowflake(path.get(1)), path.get(2), object(request), request, nowNs)
                        : null;
            }
            case "webhooks" -> {
                boolean message = path.size() == 5 && path.get(3).equals("messages");
                return path.size() == 3 || message
                        ? interactions.webhook(
                                path.get(2),
                                message ? path.get(4) : null,
                                method.equals("GET") || method.equals("DELETE") ? new JsonObject() : object(request),
                                request,
                                nowNs)
                        : null;
            }
            default -> {
                if (path.equals(List.of("gateway")) && method.equals("GET")) {
                    return RestResponse.ok(Json.object("url", settings.resumeUrl()));
                }
                authorize(request);
                return authorized(path, request, nowNs);
            }
        }
    }

    private void authorize(RestRequest request) throws RestException {
        if (!request.authorization().equals("Bot " + settings.token())) {
            violations.add(BotRule.WRONG_TOKEN, request + " without \"Authorization: Bot TOKEN\" of the bot");
            throw new RestException(401, 0, "401: Unauthorized");
        }
    }

    private @Nullable RestResponse authorized(List<String> path, RestRequest request, long nowNs) throws RestException {
        boolean get = request.method().equals("GET");
        return switch (path.get(0)) {
            case "gateway" -> get && path.equals(List.of("gateway", "bot")) ? gatewayBot() : null;
            case "users" -> get && path.size() == 2 ? user(path.get(1)) : null;
            case "oauth2" -> get && path.equals(List.of("oauth2", "applications", "@me")) ? application() : null;
            case "applications" -> applications(path, request, nowNs);
            case "guilds" -> guildRequests.handle(path, request, () -> object(request), nowNs);
            case "channels" -> messageRequests.handle(path, request, () -> object(request), nowNs);
            default -> null;
        };
    }

    private RestResponse gatewayBot() {
        return RestResponse.ok(Json.object(
                "url",
                settings.resumeUrl(),
                "shards",
                1,
                "session_start_limit",
                Json.object("total", 1_000, "remaining", 1_000, "reset_after", 86_400_000, "max_concurrency", 1)));
    }

    private RestResponse user(String who) throws RestException {
        if (who.equals("@me")) {
            return RestResponse.ok(json.self());
        }
        Person person = guild.person(Json.snowflake(who));
        if (person == null) {
            throw RestException.unknown(10_013, "User");
        }
        return RestResponse.ok(GuildJson.user(person));
    }

    private RestResponse application() {
        Person owner = guild.person(guild.ownerId());
        JsonObject application = Json.object(
                "id",
                Json.id(settings.applicationId()),
                "name",
                guild.bot().name(),
                "icon",
                null,
                "description",
                "",
                "summary",
                "",
                "bot_public",
                false,
                "bot_require_code_grant",
                false,
                "verify_key",
                "0".repeat(64),
                "flags",
                0,
                "tags",
                new JsonArray(),
                "redirect_uris",
                new JsonArray(),
                "team",
                null,
                "bot",
                GuildJson.user(guild.bot()));
        if (owner != null) {
            application.add("owner", GuildJson.user(owner));
        }
        return RestResponse.ok(application);
    }

    /** The application itself, and its commands, for all guilds or for this one. */
    private @Nullable RestResponse applications(List<String> path, RestRequest request, long nowNs)
            throws RestException {
        if (path.size() == 2 && path.get(1).equals("@me")) {
            return request.method().equals("GET") ? application() : null;
        }
        boolean ofGuild = path.size() > 3 && path.get(2).equals("guilds");
        if (path.size() < 3 || Json.snowflake(path.get(1)) != settings.applicationId()) {
            throw RestException.unknown(10_002, "Application");
        }
        if (ofGuild && Json.snowflake(path.get(3)) != guild.id()) {
            throw RestException.unknown(10_004, "Guild");
        }
        List<String> rest = path.subList(ofGuild ? 4 : 2, path.size());
        if (rest.isEmpty() || !rest.get(0).equals("commands") || rest.size() > 2) {
            return null;
        }
        if (rest.size() == 1) {
            return switch (request.method()) {
                case "GET" -> RestResponse.ok(commands.all(ofGuild));
                case "PUT" -> RestResponse.ok(commands.replace(ofGuild, array(request), nowNs));
                case "POST" -> RestResponse.ok(commands.put(ofGuild, object(request), nowNs));
                default -> null;
            };
        }
        long id = Json.snowflake(rest.get(1));
        switch (request.method()) {
            case "GET" -> {
                return RestResponse.ok(commands.one(ofGuild, id));
            }
            case "PATCH" -> {
                return RestResponse.ok(commands.edit(ofGuild, id, object(request)));
            }
            case "DELETE" -> {
                commands.delete(ofGuild, id);
                return RestResponse.NO_CONTENT;
            }
            default -> {
                return null;
            }
        }
    }

    private static JsonElement parse(RestRequest request) throws RestException {
        try {
            JsonElement parsed = JSON.fromJson(request.body().isEmpty() ? "{}" : request.body(), JsonElement.class);
            return parsed == null ? new JsonObject() : parsed; // null for a body of blanks
        } catch (JsonParseException e) {
            throw new RestException(400, 50_109, "The request body contains invalid JSON.");
        }
    }

    private static JsonObject object(RestRequest request) throws RestException {
        JsonElement body = parse(request);
        if (!body.isJsonObject()) {
            throw RestException.invalid("the body is an object");
        }
        return body.getAsJsonObject();
    }

    private static JsonArray array(RestRequest request) throws RestException {
        JsonElement body = parse(request);
        if (!body.isJsonArray()) {
            throw RestException.invalid("the body is a list");
        }
        return body.getAsJsonArray();
    }

    private RestResponse unknown(RestRequest request) {
        unknownCount++;
        String what = request.toString();
        if (unknown.size() < MAX_UNKNOWN && unknown.add(what)) {
            LOG.warn(
                    "offline Discord does not have {}: answered with 404. Have the test do without it; docs/testing-bots.md"
                            + " lists what there is",
                    what);
        }
        return RestResponse.error(404, 0, "404: Not Found");
    }

    /** Reads a body when it is needed. */
    @FunctionalInterface
    interface Body {
        JsonObject read() throws RestException;
    }
}
