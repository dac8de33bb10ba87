package dev.acord.voice.gateway;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
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

/**
 * One JSON message of the gateway: {@code {"op": n, "d": {...}, "seq": n}}. Its readers check types and ranges, and name the field in
 * what they throw.
 */
public final class GatewayMessage {
    private static final TypeAdapter<JsonElement> ADAPTER = new Gson().getAdapter(JsonElement.class);
    private static final int MAX_HOST_CHARACTERS = 253;
    private static final JsonObject EMPTY = new JsonObject();

    private final int opcode;
    private final int sequence;
    private final JsonElement data;

    private GatewayMessage(int opcode, int sequence, JsonElement data) {
        this.opcode = opcode;
        this.sequence = sequence;
        this.data = data;
    }

    /**
     * Parses a message strictly (RFC 8259).
     *
     * @param text one whole text message
     * @return the message
     * @throws MalformedMessageException for anything but a JSON object with an opcode
     */
    public static GatewayMessage parse(String text) throws MalformedMessageException {
        JsonElement root;
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            root = ADAPTER.read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedMessageException("text after the JSON object");
            }
        } catch (IOException | JsonParseException | IllegalStateException e) {
            // Gson quotes the offending text in its messages, which may be a secret key: only the kind of error is
            // passed on
            throw new MalformedMessageException("not JSON (" + e.getClass().getSimpleName() + ")");
        }
        if (!root.isJsonObject()) {
            throw new MalformedMessageException("not a JSON object");
        }
        JsonObject object = root.getAsJsonObject();
        int opcode = (int) integer(object, "op", 0, 255);
        int sequence =
                object.has("seq") && !object.get("seq").isJsonNull() ? (int) integer(object, "seq", 0, 65_535) : -1;
        JsonElement data = object.get("d");
        return new GatewayMessage(opcode, sequence, data == null ? EMPTY : data);
    }

    int opcode() {
        return opcode;
    }

    /** The 16-bit sequence number, or -1 where the message has none. */
    int sequence() {
        return sequence;
    }

    /** The payload, when it is an object. */
    JsonObject object() throws MalformedMessageException {
        if (!data.isJsonObject()) {
            throw new MalformedMessageException("d is not an object");
        }
        return data.getAsJsonObject();
    }

    static long integer(JsonObject object, String field, long min, long max) throws MalformedMessageException {
        JsonElement element = object.get(field);
        if (element instanceof JsonPrimitive primitive && primitive.isNumber()) {
            double value = primitive.getAsDouble();
            if (value >= min && value <= max && value == Math.rint(value)) {
                return (long) value;
            }
            throw new MalformedMessageException(field + " is not within " + min + ".." + max);
        }
        throw new MalformedMessageException(field + (element == null ? " is missing" : " is not a number"));
    }

    static int ssrc(JsonObject object, String field) throws MalformedMessageException {
        return (int) integer(object, field, 0, 0xFFFF_FFFFL);
    }

    /** An SSRC that may be missing or null: 0 then. */
    static int optionalSsrc(JsonObject object, String field) throws MalformedMessageException {
        JsonElement element = object.get(field);
        return element == null || element.isJsonNull() ? 0 : ssrc(object, field);
    }

    static double decimal(JsonObject object, String field, double min, double max) throws MalformedMessageException {
        JsonElement element = object.get(field);
        if (element instanceof JsonPrimitive primitive && primitive.isNumber()) {
            double value = primitive.getAsDouble();
            if (value >= min && value <= max) {
                return value;
            }
            throw new MalformedMessageException(field + " is not within " + min + ".." + max);
        }
        throw new MalformedMessageException(field + (element == null ? " is missing" : " is not a number"));
    }

    static String text(JsonObject object, String field) throws MalformedMessageException {
        JsonElement element = object.get(field);
        if (element instanceof JsonPrimitive primitive && primitive.isString()) {
            return primitive.getAsString();
        }
        throw new MalformedMessageException(field + (element == null ? " is missing" : " is not a string"));
    }

    /** A host name or address: short, and of visible ASCII characters, so that it can be shown. */
    static String host(JsonObject object, String field) throws MalformedMessageException {
        String host = text(object, field);
        if (host.isEmpty()
                || host.length() > MAX_HOST_CHARACTERS
                || !host.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new MalformedMessageException(field + " is no host");
        }
        return host;
    }

    static long snowflake(JsonObject object, String field) throws MalformedMessageException {
        return snowflake(object.get(field), field);
    }

    static long snowflake(@Nullable JsonElement element, String field) throws MalformedMessageException {
        if (element instanceof JsonPrimitive primitive && (primitive.isString() || primitive.isNumber())) {
            try {
                return Long.parseUnsignedLong(primitive.getAsString());
            } catch (NumberFormatException e) {
                throw new MalformedMessageException(field + " is not a snowflake");
            }
        }
        throw new MalformedMessageException(field + (element == null ? " is missing" : " is not a snowflake"));
    }

    static JsonArray array(JsonObject object, String field, int maxSize) throws MalformedMessageException {
        JsonElement element = object.get(field);
        if (element == null || !element.isJsonArray()) {
            throw new MalformedMessageException(field + (element == null ? " is missing" : " is not an array"));
        }
        JsonArray array = element.getAsJsonArray();
        if (array.size() > maxSize) {
            throw new MalformedMessageException(field + " has more than " + maxSize + " entries");
        }
        return array;
    }

    /** Writes a message without a sequence number, as a client sends it. */
    static String write(int opcode, JsonElement data) {
        JsonObject message = new JsonObject();
        message.addProperty("op", opcode);
        message.add("d", data);
        return message.toString();
    }
}
