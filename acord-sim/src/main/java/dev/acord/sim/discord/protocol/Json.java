package dev.acord.sim.discord.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Short forms for making JSON, and for reading what may be missing or of another type. */
final class Json {
    private Json() {}

    /** An object of names and values in turn; a value is a text, a number, a boolean, JSON or null. */
    static JsonObject object(@Nullable Object... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.add(String.valueOf(namesAndValues[i]), element(namesAndValues[i + 1]));
        }
        return object;
    }

    private static JsonElement element(@Nullable Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof JsonElement json) {
            return json;
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        return value instanceof Boolean flag ? new JsonPrimitive(flag) : new JsonPrimitive(value.toString());
    }

    static JsonArray array(Collection<? extends JsonElement> elements) {
        JsonArray array = new JsonArray();
        elements.forEach(array::add);
        return array;
    }

    /** An id as the service writes it. */
    static String id(long id) {
        return Long.toUnsignedString(id);
    }

    /** A text, or null when there is none. */
    static @Nullable String text(JsonObject object, String name) {
        JsonElement element = object.get(name);
        return element != null
                        && element.isJsonPrimitive()
                        && element.getAsJsonPrimitive().isString()
                ? element.getAsString()
                : null;
    }

    static String text(JsonObject object, String name, String otherwise) {
        String text = text(object, name);
        return text == null ? otherwise : text;
    }

    static boolean flag(JsonObject object, String name) {
        JsonElement element = object.get(name);
        return element != null
                && element.isJsonPrimitive()
                && element.getAsJsonPrimitive().isBoolean()
                && element.getAsBoolean();
    }

    /** A number that is an integer, or {@code otherwise}. */
    static long integer(JsonObject object, String name, long otherwise) {
        JsonElement element = object.get(name);
        if (element == null || !element.isJsonPrimitive()) {
            return otherwise;
        }
        String digits = element.getAsString();
        return element.getAsJsonPrimitive().isNumber() && digits.matches("-?[0-9]{1,18}")
                ? Long.parseLong(digits)
                : otherwise;
    }

    /** A set of bits, which the service also takes as a text of digits, or {@code otherwise}. */
    static long bits(JsonObject object, String name, long otherwise) {
        String digits = text(object, name);
        return digits != null && digits.matches("[0-9]{1,18}")
                ? Long.parseLong(digits)
                : integer(object, name, otherwise);
    }

    /** An id, written as text or number; 0 when there is none. */
    static long snowflake(@Nullable JsonElement element) {
        return element != null && element.isJsonPrimitive() ? snowflake(element.getAsString()) : 0;
    }

    /** An id; 0 when the text is none. */
    static long snowflake(String digits) {
        if (!digits.matches("[0-9]{1,20}")) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            return 0; // over 64 bits
        }
    }

    static JsonArray items(JsonObject object, String name) {
        JsonElement element = object.get(name);
        return element != null && element.isJsonArray() ? element.getAsJsonArray() : new JsonArray();
    }

    static JsonObject part(JsonObject object, String name) {
        JsonElement element = object.get(name);
        return element != null && element.isJsonObject() ? element.getAsJsonObject() : new JsonObject();
    }
}
