package dev.acord.sim.discord.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The commands that the bot has registered, for all guilds or for this one. */
final class CommandBook {
    private static final int MAX_COMMANDS = 100;
    private static final int MAX_OPTIONS = 25;
    private static final int MAX_DESCRIPTION = 100;
    private static final Pattern NAME = Pattern.compile("[-_'\\p{L}\\p{N}]{1,32}");
    private static final int SLASH = 1;

    private final long applicationId;
    private final long guildId;
    private final Snowflakes ids;
    private final Map<Long, JsonObject> global = new LinkedHashMap<>();
    private final Map<Long, JsonObject> ofGuild = new LinkedHashMap<>();

    CommandBook(long applicationId, long guildId, Snowflakes ids) {
        this.applicationId = applicationId;
        this.guildId = guildId;
        this.ids = ids;
    }

    /** The slash command of a name; the guild's own before one for all guilds. */
    @Nullable
    JsonObject slash(String name) {
        for (Map<Long, JsonObject> scope : List.of(ofGuild, global)) {
            for (JsonObject command : scope.values()) {
                if (Json.integer(command, "type", SLASH) == SLASH && name.equals(Json.text(command, "name"))) {
                    return command;
                }
            }
        }
        return null;
    }

    /** Names of all slash commands, for messages. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Map<Long, JsonObject> scope : List.of(ofGuild, global)) {
            scope.values().forEach(each -> names.add("/" + Json.text(each, "name", "?")));
        }
        return names;
    }

    JsonArray all(boolean guild) {
        return Json.array(scope(guild).values());
    }

    JsonObject one(boolean guild, long id) throws RestException {
        JsonObject command = scope(guild).get(id);
        if (command == null) {
            throw RestException.unknown(10_063, "application command");
        }
        return command;
    }

    void delete(boolean guild, long id) throws RestException {
        one(guild, id);
        scope(guild).remove(id);
    }

    /** Replaces all; nothing is changed when one of them is refused. */
    JsonArray replace(boolean guild, JsonArray commands, long nowNs) throws RestException {
        if (commands.size() > MAX_COMMANDS) {
            throw new RestException(400, 30_032, "Maximum number of application commands reached (100)");
        }
        for (JsonElement each : commands) {
            check(each);
        }
        Map<Long, JsonObject> scope = scope(guild);
        Map<Long, JsonObject> before = new LinkedHashMap<>(scope);
        scope.clear();
        for (JsonElement each : commands) {
            JsonObject old = find(before, each.getAsJsonObject());
            JsonObject made = complete(guild, each.getAsJsonObject(), old, nowNs);
            scope.put(Json.snowflake(made.get("id")), made);
        }
        return all(guild);
    }

    /** Adds a command, or replaces the one of the same name and type. */
    JsonObject put(boolean guild, JsonObject command, long nowNs) throws RestException {
        check(command);
        Map<Long, JsonObject> scope = scope(guild);
        JsonObject old = find(scope, command);
        if (old == null && scope.size() >= MAX_COMMANDS) {
            throw new RestException(400, 30_032, "Maximum number of application commands reached (100)");
        }
        JsonObject made = complete(guild, command, old, nowNs);
        scope.put(Json.snowflake(made.get("id")), made);
        return made;
    }

    JsonObject edit(boolean guild, long id, JsonObject changes) throws RestException {
        JsonObject edited = one(guild, id).deepCopy();
        changes.entrySet().forEach(each -> edited.add(each.getKey(), each.getValue()));
        check(edited);
        edited.addProperty("id", Json.id(id));
        scope(guild).put(id, edited);
        return edited;
    }

    private Map<Long, JsonObject> scope(boolean guild) {
        return guild ? ofGuild : global;
    }

    private static @Nullable JsonObject find(Map<Long, JsonObject> scope, JsonObject command) {
        for (JsonObject each : scope.values()) {
            if (Json.text(each, "name", "").equals(Json.text(command, "name"))
                    && Json.integer(each, "type", SLASH) == Json.integer(command, "type", SLASH)) {
                return each;
            }
        }
        return null;
    }

    private JsonObject complete(boolean guild, JsonObject command, @Nullable JsonObject old, long nowNs) {
        JsonObject made = Json.object(
                "id",
                old != null ? old.get("id") : Json.id(ids.next(nowNs)),
                "application_id",
                Json.id(applicationId),
                "version",
                Json.id(ids.next(nowNs)),
                "type",
                Json.integer(command, "type", SLASH),
                "description",
                "",
                "default_member_permissions",
                null,
                "nsfw",
                false);
        if (guild) {
            made.addProperty("guild_id", Json.id(guildId));
        }
        for (Map.Entry<String, JsonElement> each : command.entrySet()) {
            if (!each.getKey().equals("id") && !each.getKey().equals("type")) {
                made.add(each.getKey(), each.getValue());
            }
        }
        return made;
    }

    private static void check(JsonElement element) throws RestException {
        if (!element.isJsonObject()) {
            throw RestException.invalid("a command is an object");
        }
        JsonObject command = element.getAsJsonObject();
        String name = Json.text(command, "name", "");
        long type = Json.integer(command, "type", SLASH);
        if (type != SLASH) {
            if (name.isEmpty() || name.length() > 32) {
                throw RestException.invalid("name: 1 to 32 characters");
            }
            return;
        }
        checkNamed(name, command);
        checkOptions(command, 0);
    }

    private static void checkNamed(String name, JsonObject what) throws RestException {
        if (!NAME.matcher(name).matches() || !name.equals(name.toLowerCase(java.util.Locale.ROOT))) {
            throw RestException.invalid(
                    "name: \"" + name + "\" is not 1 to 32 lower case letters, digits, - and _ without spaces");
        }
        int length = Json.text(what, "description", "").length();
        if (length < 1 || length > MAX_DESCRIPTION) {
            throw RestException.invalid("description of " + name + ": 1 to 100 characters, not " + length);
        }
    }

    private static void checkChoices(JsonObject option) throws RestException {
        JsonArray choices = Json.items(option, "choices");
        boolean wrong = choices.size() > MAX_OPTIONS;
        for (JsonElement each : choices) {
            JsonElement value = each.isJsonObject() ? each.getAsJsonObject().get("value") : null;
            wrong |= value == null || !value.isJsonPrimitive() || Json.text(each.getAsJsonObject(), "name") == null;
        }
        if (wrong) {
            throw RestException.invalid(
                    "choices of option " + Json.text(option, "name") + ": at most 25, each with name and value");
        }
    }

    private static void checkOptions(JsonObject parent, int depth) throws RestException {
        JsonArray options = Json.items(parent, "options");
        if (options.size() > MAX_OPTIONS || (depth > 2 && !options.isEmpty())) {
            throw RestException.invalid("options: at most 25, and at most 2 levels of subcommands");
        }
        boolean optional = false;
        for (JsonElement each : options) {
            if (!each.isJsonObject()) {
                throw RestException.invalid("an option is an object");
            }
            JsonObject option = each.getAsJsonObject();
            checkNamed(Json.text(option, "name", ""), option);
            long type = Json.integer(option, "type", 0);
            if (type < 1 || type > 11) {
                throw RestException.invalid("type of option " + Json.text(option, "name") + ": 1 to 11");
            }
            boolean required = Json.flag(option, "required");
            if (required && optional) {
                throw RestException.invalid(
                        "required options must come before optional ones: " + Json.text(option, "name"));
            }
            optional |= !required;
            checkChoices(option);
            checkOptions(option, depth + 1);
        }
    }
}
