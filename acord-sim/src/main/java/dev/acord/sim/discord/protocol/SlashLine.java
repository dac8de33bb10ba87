package dev.acord.sim.discord.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a slash command as a person types it, by the definition that the bot registered: {@code /play never gonna give you up},
 * {@code /play query:never gonna volume:30}, {@code /queue move 3 1}. Values without a name go to the options in their order; a text
 * option takes all words that are left unless a required option follows it. Quotation marks keep words together.
 */
final class SlashLine {
    private static final int SUBCOMMAND = 1;
    private static final int SUBCOMMAND_GROUP = 2;
    private static final int STRING = 3;
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern NAMED = Pattern.compile("([^\\s:\"]{1,32}):(.*)", Pattern.DOTALL);

    /** One word: where it stands, and what it is without quotation marks. */
    private record Word(String raw, String value) {}

    private final JsonObject command;
    private final OptionValues values;

    private SlashLine(JsonObject command, OptionValues values) {
        this.command = command;
        this.values = values;
    }

    /**
     * Makes the data of an interaction.
     *
     * @throws IllegalArgumentException when the text does not fit the definition; the message says what would
     */
    static JsonObject parse(String arguments, JsonObject command, OptionValues values) {
        return new SlashLine(command, values).data(words(arguments));
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String quoted = matcher.group(1);
            words.add(new Word(matcher.group(), quoted == null ? matcher.group() : quoted));
        }
        return words;
    }

    private JsonObject data(List<Word> words) {
        JsonObject data = Json.object(
                "id", Json.text(command, "id"),
                "name", Json.text(command, "name"),
                "type", 1);
        String guild = Json.text(command, "guild_id");
        if (guild != null) {
            data.addProperty("guild_id", guild);
        }
        data.add("options", level(command, words, "/" + Json.text(command, "name")));
        data.add("resolved", values.resolved());
        return data;
    }

    private JsonArray level(JsonObject parent, List<Word> words, String path) {
        List<JsonObject> options = new ArrayList<>();
        for (JsonElement each : Json.items(parent, "options")) {
            options.add(each.getAsJsonObject());
        }
        boolean nested = options.stream().anyMatch(each -> type(each) == SUBCOMMAND || type(each) == SUBCOMMAND_GROUP);
        if (!nested) {
            return values(options, words, path);
        }
        String wanted = words.isEmpty() ? "" : words.get(0).value();
        JsonObject sub = options.stream()
                .filter(each -> wanted.equals(Json.text(each, "name")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(path + " needs one of "
                        + options.stream().map(each -> Json.text(each, "name")).toList() + ", not \"" + wanted + "\""));
        JsonArray below = level(sub, words.subList(1, words.size()), path + " " + wanted);
        JsonArray result = new JsonArray();
        result.add(Json.object("name", wanted, "type", type(sub), "options", below));
        return result;
    }

    private JsonArray values(List<JsonObject> options, List<Word> words, String path) {
        Map<String, String> given = new LinkedHashMap<>();
        List<Word> unnamed = new ArrayList<>();
        String open = null;
        for (Word word : words) {
            Matcher named = NAMED.matcher(word.raw());
            if (named.matches() && option(options, named.group(1)) != null) {
                open = named.group(1);
                given.put(open, named.group(2).replace("\"", ""));
            } else if (open != null) {
                String before = given.getOrDefault(open, "");
                given.put(open, before.isEmpty() ? word.value() : before + " " + word.value());
            } else {
                unnamed.add(word);
            }
        }
        assign(options, unnamed, given, path);
        JsonArray result = new JsonArray();
        for (JsonObject option : options) {
            String name = Json.text(option, "name", "");
            String text = given.get(name);
            if (text != null) {
                JsonElement value = values.value(option, text, path);
                result.add(Json.object("name", name, "type", type(option), "value", value));
            } else if (Json.flag(option, "required")) {
                throw new IllegalArgumentException(path + " needs " + name + ": " + usage(options, path));
            }
        }
        return result;
    }

    private static void assign(List<JsonObject> options, List<Word> unnamed, Map<String, String> given, String path) {
        int next = 0;
        for (int i = 0; i < options.size() && next < unnamed.size(); i++) {
            JsonObject option = options.get(i);
            String name = Json.text(option, "name", "");
            if (given.containsKey(name)) {
                continue;
            }
            long requiredAfter = options.subList(i + 1, options.size()).stream()
                    .filter(each -> Json.flag(each, "required") && !given.containsKey(Json.text(each, "name", "")))
                    .count();
            int left = unnamed.size() - next;
            int take = type(option) == STRING ? Math.max(1, left - (int) requiredAfter) : 1;
            List<String> taken =
                    unnamed.subList(next, next + take).stream().map(Word::value).toList();
            given.put(name, String.join(" ", taken));
            next += take;
        }
        if (next < unnamed.size()) {
            throw new IllegalArgumentException(
                    path + ": nothing takes \"" + unnamed.get(next).value() + "\"; " + usage(options, path));
        }
    }

    private static String usage(List<JsonObject> options, String path) {
        StringBuilder usage = new StringBuilder("use ").append(path);
        for (JsonObject option : options) {
            boolean required = Json.flag(option, "required");
            usage.append(required ? " " : " [")
                    .append(Json.text(option, "name"))
                    .append(':');
            usage.append(OptionValues.typeName(type(option))).append(required ? "" : "]");
        }
        return usage.toString();
    }

    private static @Nullable JsonObject option(List<JsonObject> options, String name) {
        return options.stream()
                .filter(each -> name.equals(Json.text(each, "name")))
                .findFirst()
                .orElse(null);
    }

    private static int type(JsonObject option) {
        return (int) Json.integer(option, "type", 0);
    }
}
