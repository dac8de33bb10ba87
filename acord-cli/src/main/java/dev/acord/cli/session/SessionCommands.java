package dev.acord.cli.session;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.acord.cli.Snowflake;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The commands of a session: one JSON object a line. Reads a line and calls the matching method. */
final class SessionCommands {

    /** Carries out what any command that holds a connection is told. */
    interface CallHandler {
        void update(SessionUpdate update);

        void leave();
    }

    /** Carries commands out. */
    interface Handler extends CallHandler {
        void play(String file);

        void pause();

        void resume();

        void stop();

        void seek(long ms);

        void volume(int percent);
    }

    private static final int MAX_VOLUME_PERCENT = 1_000;
    private static final String KNOWN_OF_CALL = "update, leave";
    private static final String KNOWN = "play, pause, resume, stop, seek, volume, " + KNOWN_OF_CALL;

    private SessionCommands() {}

    /**
     * Reads a line and has it carried out.
     *
     * @throws MalformedCommandException when it is no command; nothing has been called then
     */
    static void dispatch(String line, Handler handler) throws MalformedCommandException {
        JsonObject command = parse(line);
        String name = text(command, "cmd");
        switch (name) {
            case "play" -> handler.play(text(command, "file"));
            case "pause" -> handler.pause();
            case "resume" -> handler.resume();
            case "stop" -> handler.stop();
            case "seek" -> handler.seek(number(command, "ms", Long.MAX_VALUE / 1_000_000));
            case "volume" -> handler.volume((int) number(command, "percent", MAX_VOLUME_PERCENT));
            default -> dispatch(command, name, handler, KNOWN);
        }
    }

    /**
     * As {@link #dispatch}, where nothing is played.
     *
     * @throws MalformedCommandException when it is no command; nothing has been called then
     */
    static void dispatchOfCall(String line, CallHandler handler) throws MalformedCommandException {
        JsonObject command = parse(line);
        dispatch(command, text(command, "cmd"), handler, KNOWN_OF_CALL);
    }

    private static void dispatch(JsonObject command, String name, CallHandler handler, String known)
            throws MalformedCommandException {
        switch (name) {
            case "update" -> handler.update(update(command));
            case "leave" -> handler.leave();
            default ->
                throw new MalformedCommandException("unknown command \"" + shortened(name) + "\"; known are " + known);
        }
    }

    private static JsonObject parse(String line) throws MalformedCommandException {
        JsonReader reader = new JsonReader(new StringReader(line));
        reader.setStrictness(Strictness.STRICT);
        try {
            JsonElement parsed = JsonParser.parseReader(reader);
            if (!parsed.isJsonObject() || reader.peek() != JsonToken.END_DOCUMENT) {
                throw new MalformedCommandException("a command is one JSON object a line: " + shortened(line));
            }
            return parsed.getAsJsonObject();
        } catch (JsonParseException | IOException e) {
            throw new MalformedCommandException("not JSON: " + shortened(line));
        }
    }

    private static SessionUpdate update(JsonObject command) throws MalformedCommandException {
        if (command.has("endpoint") && command.get("endpoint").isJsonNull()) {
            throw new MalformedCommandException("update: the endpoint is null, so there is no voice server just now;"
                    + " send an update when the main gateway names one");
        }
        SessionUpdate update = new SessionUpdate(
                optionalText(command, "endpoint"),
                optionalText(command, "session"),
                optionalText(command, "token"),
                channel(command));
        if (update.equals(new SessionUpdate(null, null, null, null))) {
            throw new MalformedCommandException("update: give at least one of endpoint, session, token, channel");
        }
        return update;
    }

    private static @Nullable Snowflake channel(JsonObject command) throws MalformedCommandException {
        JsonElement value = command.get("channel");
        if (value == null || value.isJsonNull()) {
            return null;
        }
        // numbers are taken as well as texts: the digits are all there either way
        Snowflake id = value.isJsonPrimitive() ? Snowflake.parse(value.getAsString()) : null;
        if (id == null) {
            throw new MalformedCommandException("update: \"channel\" must be an id (decimal digits)");
        }
        return id;
    }

    private static String text(JsonObject command, String name) throws MalformedCommandException {
        if (command.get(name) instanceof JsonPrimitive primitive
                && primitive.isString()
                && !primitive.getAsString().isBlank()) {
            return primitive.getAsString();
        }
        throw new MalformedCommandException("\"" + name + "\" must be a text that is not empty");
    }

    private static @Nullable String optionalText(JsonObject command, String name) throws MalformedCommandException {
        JsonElement value = command.get(name);
        return value == null || value.isJsonNull() ? null : text(command, name);
    }

    private static long number(JsonObject command, String name, long max) throws MalformedCommandException {
        if (command.get(name) instanceof JsonPrimitive primitive && primitive.isNumber()) {
            String digits = primitive.getAsString();
            // 1e999999999 is a number, and would take its time as a BigDecimal's long value
            if (digits.length() <= 24 && digits.indexOf('e') < 0 && digits.indexOf('E') < 0) {
                BigDecimal value = new BigDecimal(digits);
                if (value.signum() >= 0 && value.compareTo(BigDecimal.valueOf(max)) <= 0) {
                    return value.longValue();
                }
            }
        }
        throw new MalformedCommandException("\"" + name + "\" must be a number from 0 to " + max);
    }

    private static String shortened(String text) {
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
