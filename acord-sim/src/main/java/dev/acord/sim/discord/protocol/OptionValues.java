package dev.acord.sim.discord.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what a person typed for an option into its value, by the option's declared type; collects what the values refer to. */
final class OptionValues {
    private static final List<String> TYPE_NAMES = List.of(
            "?",
            "subcommand",
            "group",
            "text",
            "integer",
            "true|false",
            "user",
            "channel",
            "role",
            "user",
            "number",
            "file");

    private final Guild guild;
    private final GuildJson json;
    private final JsonObject resolved = new JsonObject();

    OptionValues(Guild guild) {
        this.guild = guild;
        this.json = new GuildJson(guild);
    }

    static String typeName(int type) {
        return type > 0 && type < TYPE_NAMES.size() ? TYPE_NAMES.get(type) : TYPE_NAMES.get(0);
    }

    JsonObject resolved() {
        return resolved;
    }

    JsonElement value(JsonObject option, String text, String path) {
        String what = path + ", option " + Json.text(option, "name");
        JsonElement choice = choice(option, text, what);
        if (choice != null) {
            return choice;
        }
        return switch ((int) Json.integer(option, "type", 0)) {
            case 3 -> new JsonPrimitive(checkedText(option, text, what));
            case 4 -> new JsonPrimitive(integer(option, text, what));
            case 5 -> new JsonPrimitive(flag(text, what));
            case 6, 9 -> new JsonPrimitive(user(text, what));
            case 7 -> new JsonPrimitive(channel(text, what));
            case 8 -> new JsonPrimitive(role(text, what));
            case 10 -> new JsonPrimitive(number(option, text, what));
            default ->
                throw new IllegalArgumentException(
                        what + ": a value of type " + Json.integer(option, "type", 0) + " cannot be typed");
        };
    }

    private static @Nullable JsonElement choice(JsonObject option, String text, String what) {
        List<String> names = new ArrayList<>();
        for (JsonElement each : Json.items(option, "choices")) {
            JsonObject choice = each.getAsJsonObject();
            JsonElement value = choice.get("value");
            String name = Json.text(choice, "name", "");
            if (value != null && (text.equals(name) || text.equals(value.getAsString()))) {
                return value;
            }
            names.add(name);
        }
        if (!names.isEmpty()) {
            throw new IllegalArgumentException(what + " is one of " + names + ", not \"" + text + "\"");
        }
        return null;
    }

    private static String checkedText(JsonObject option, String text, String what) {
        long min = Json.integer(option, "min_length", 0);
        long max = Json.integer(option, "max_length", 6_000);
        if (text.length() < min || text.length() > max) {
            throw new IllegalArgumentException(what + " has " + min + " to " + max + " characters");
        }
        return text;
    }

    private static long integer(JsonObject option, String text, String what) {
        if (!text.matches("-?[0-9]{1,16}")) {
            throw new IllegalArgumentException(what + " is an integer, not \"" + text + "\"");
        }
        long value = Long.parseLong(text);
        checkRange(option, (double) value, what);
        return value;
    }

    private static double number(JsonObject option, String text, String what) {
        try {
            double value = Double.parseDouble(text);
            checkRange(option, value, what);
            return value;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(what + " is a number, not \"" + text + "\"", e);
        }
    }

    private static void checkRange(JsonObject option, double value, String what) {
        double min = bound(option, "min_value", Double.NEGATIVE_INFINITY);
        double max = bound(option, "max_value", Double.POSITIVE_INFINITY);
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + " is from " + min + " to " + max + ", not " + value);
        }
    }

    private static double bound(JsonObject option, String name, double otherwise) {
        JsonElement bound = option.get(name);
        boolean number = bound != null
                && bound.isJsonPrimitive()
                && bound.getAsJsonPrimitive().isNumber();
        return number ? bound.getAsDouble() : otherwise;
    }

    private static boolean flag(String text, String what) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException(what + " is true or false, not \"" + text + "\"");
        };
    }

    private String user(String text, String what) {
        String name = text.replaceAll("^<@!?|^@|>$", "");
        Person person = guild.people().stream()
                .filter(each -> each.name().equals(name) || Json.id(each.id()).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + ": there is no user \"" + text + "\" in "
                        + guild.people().stream().map(Person::name).toList()));
        String id = Json.id(person.id());
        group("users").add(id, GuildJson.user(person));
        group("members").add(id, json.memberWithoutUser(person));
        return id;
    }

    private String channel(String text, String what) {
        String name = text.replaceAll("^<#|^#|>$", "");
        Channel channel = guild.channels().stream()
                .filter(each -> each.name().equals(name) || Json.id(each.id()).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + ": there is no channel \"" + text + "\" in "
                        + guild.channels().stream().map(Channel::name).toList()));
        String id = Json.id(channel.id());
        group("channels").add(id, json.channel(channel));
        return id;
    }

    private String role(String text, String what) {
        if (!text.equals("@everyone") && !text.equals(Json.id(guild.id()))) {
            throw new IllegalArgumentException(what + ": the only role is @everyone");
        }
        String id = Json.id(guild.id());
        group("roles").add(id, json.role());
        return id;
    }

    private JsonObject group(String name) {
        if (!resolved.has(name)) {
            resolved.add(name, new JsonObject());
        }
        return resolved.getAsJsonObject(name);
    }
}
