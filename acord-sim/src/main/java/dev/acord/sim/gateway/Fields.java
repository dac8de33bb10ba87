package dev.acord.sim.gateway;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/** A JSON object of a client's message, read strictly: a field has the type that the protocol gives it, or the message is refused. */
public final class Fields {
    private static final TypeAdapter<JsonElement> ELEMENTS = new Gson().getAdapter(JsonElement.class);
    private static final int MAX_DIGITS = 19;

    private final JsonObject object;

    private Fields(JsonObject object) {
        this.object = object;
    }

    /**
     * Reads a message.
     *
     * @param text JSON as in RFC 8259, nothing after it
     * @return its fields
     * @throws MalformedMessageException when it is no JSON object
     */
    public static Fields parse(String text) throws MalformedMessageException {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = ELEMENTS.read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedMessageException("text after the JSON object");
            }
            return of("message", element);
        } catch (JsonParseException | IOException | NumberFormatException e) {
            throw new MalformedMessageException("no JSON: " + e.getMessage());
        }
    }

    static Fields of(String name, @Nullable JsonElement element) throws MalformedMessageException {
        if (element == null || !element.isJsonObject()) {
            throw new MalformedMessageException(name + " is not an object");
        }
        return new Fields(element.getAsJsonObject());
    }

    /**
     * The object itself.
     *
     * @return the object
     */
    public JsonObject object() {
        return object;
    }

    /** Whether the field is there and not null. */
    boolean has(String name) {
        JsonElement element = object.get(name);
        return element != null && !element.isJsonNull();
    }

    /**
     * An integer field.
     *
     * @param name its name
     * @param min the smallest value that is allowed
     * @param max the largest value that is allowed
     * @return its value
     * @throws MalformedMessageException when it is missing, no integer or out of range
     */
    public long integer(String name, long min, long max) throws MalformedMessageException {
        JsonPrimitive primitive = primitive(name);
        String digits = primitive.getAsString();
        if (primitive.isNumber() && digits.length() <= MAX_DIGITS && digits.matches("-?[0-9]+")) {
            long value = Long.parseLong(digits);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw new MalformedMessageException(name + " is not an integer from " + min + " to " + max);
    }

    String string(String name) throws MalformedMessageException {
        JsonPrimitive primitive = primitive(name);
        if (!primitive.isString()) {
            throw new MalformedMessageException(name + " is not a string");
        }
        return primitive.getAsString();
    }

    Fields object(String name) throws MalformedMessageException {
        return of(name, object.get(name));
    }

    /** A snowflake; as a number it is understood too, and {@code asNumber} is told. */
    long snowflake(String name, Runnable asNumber) throws MalformedMessageException {
        JsonPrimitive primitive = primitive(name);
        if (primitive.isNumber()) {
            asNumber.run();
        }
        String digits = primitive.getAsString();
        if (!digits.matches("[0-9]{1,20}")) {
            throw new MalformedMessageException(name + " is not a snowflake");
        }
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            throw new MalformedMessageException(name + " is over 64 bits");
        }
    }

    /** A number of any kind, to be sent back as it is. */
    static JsonPrimitive number(String name, @Nullable JsonElement element) throws MalformedMessageException {
        if (element == null
                || !element.isJsonPrimitive()
                || !element.getAsJsonPrimitive().isNumber()) {
            throw new MalformedMessageException(name + " is not a number");
        }
        return element.getAsJsonPrimitive();
    }

    @Nullable
    JsonElement element(String name) {
        return object.get(name);
    }

    private JsonPrimitive primitive(String name) throws MalformedMessageException {
        JsonElement element = object.get(name);
        if (element == null || !element.isJsonPrimitive()) {
            throw new MalformedMessageException(name + " is missing");
        }
        return element.getAsJsonPrimitive();
    }
}
