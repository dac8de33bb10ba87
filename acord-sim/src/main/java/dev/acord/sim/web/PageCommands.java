package dev.acord.sim.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.network.Fault;
import dev.acord.sim.network.NetworkConditions;
import dev.acord.sim.network.NetworkConditionsBuilder;
import dev.acord.voice.wire.CloseCode;
import java.time.Duration;
import java.util.Map;

/** What a page asks for, as JSON; everything in it is a stranger's until it is checked. */
final class PageCommands {
    private static final Duration QUEUE = Duration.ofMillis(500);
    private static final Duration OVERTAKEN_BY = Duration.ofMillis(40);
    private static final Duration OUTAGE = Duration.ofSeconds(2);
    private static final double MAX_MS = 5_000;
    private static final double MAX_KBIT = 1_000_000;

    private final VoiceServer server;
    private final Map<Long, JsonObject> network;

    /**
     * Makes them.
     *
     * @param server what is steered
     * @param network what was set last, by user id; 0 is everybody
     */
    PageCommands(VoiceServer server, Map<Long, JsonObject> network) {
        this.server = server;
        this.network = network;
    }

    /**
     * Does what a page asks for.
     *
     * @param member the page
     * @param text the command
     * @throws IllegalArgumentException when it is none
     * @throws IllegalStateException when it cannot be done now
     */
    void handle(PageMember member, String text) {
        JsonObject command = parse(text);
        String name = text(command, "cmd");
        switch (name) {
            case "talk" -> member.talk(flag(command));
            case "listen" -> member.listen(flag(command));
            case "network" -> network(user(command), command);
            case "fault" -> fault(user(command), text(command, "kind"));
            default -> throw new IllegalArgumentException("there is no command \"" + shortened(name) + "\"");
        }
    }

    private static JsonObject parse(String text) {
        try {
            return JsonParser.parseString(text).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            throw new IllegalArgumentException("a command is a JSON object", e);
        }
    }

    private void network(long user, JsonObject command) {
        NetworkConditionsBuilder builder = NetworkConditions.builder()
                .loss(number(command, "loss", 1))
                .jitter(millis(command, "jitterMs"))
                .delay(millis(command, "delayMs"))
                .duplication(number(command, "duplicate", 1));
        double reorder = number(command, "reorder", 1);
        if (reorder > 0) {
            builder.reordering(reorder, OVERTAKEN_BY);
        }
        double kbit = number(command, "rateKbit", MAX_KBIT);
        if (kbit > 0) {
            builder.rate(Math.max(1, Math.round(kbit * 1_000)), QUEUE);
        }
        NetworkConditions conditions = builder.build();
        if (user == 0) {
            server.network(conditions, conditions);
        } else {
            requireMember(user);
            server.network(user, conditions, conditions);
        }
        JsonObject kept = new JsonObject();
        for (String key : new String[] {"loss", "jitterMs", "delayMs", "reorder", "duplicate", "rateKbit"}) {
            kept.addProperty(key, number(command, key, Double.MAX_VALUE));
        }
        network.put(user, kept);
    }

    private void fault(long user, String kind) {
        requireMember(user);
        Fault fault =
                switch (kind) {
                    case "kill" -> new Fault(Fault.Kind.KILL, CloseCode.ABNORMAL, 0);
                    case "outage" -> new Fault(Fault.Kind.OUTAGE, 0, OUTAGE.toNanos());
                    case "rebind" -> new Fault(Fault.Kind.REBIND, 0, 0);
                    case "new-key" -> new Fault(Fault.Kind.NEW_KEY, 0, 0);
                    default -> throw new IllegalArgumentException("there is no fault \"" + shortened(kind) + "\"");
                };
        if (!server.inject(user, fault).struck()) {
            throw new IllegalStateException("there was nothing to strike: the member is not connected");
        }
    }

    private void requireMember(long user) {
        if (server.members().stream().noneMatch(each -> each.userId() == user)) {
            throw new IllegalArgumentException("there is no member " + Long.toUnsignedString(user));
        }
    }

    private static Duration millis(JsonObject command, String name) {
        return Duration.ofNanos(Math.round(number(command, name, MAX_MS) * 1_000_000));
    }

    private static double number(JsonObject command, String name, double most) {
        try {
            double value = command.has(name) ? command.get(name).getAsDouble() : 0;
            if (value >= 0 && value <= most) {
                return value;
            }
        } catch (UnsupportedOperationException | IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number", e);
        }
        throw new IllegalArgumentException(name + " must be 0 to " + most);
    }

    private static boolean flag(JsonObject command) {
        try {
            return command.has("on") && command.get("on").getAsBoolean();
        } catch (UnsupportedOperationException | IllegalStateException e) {
            throw new IllegalArgumentException("on must be true or false", e);
        }
    }

    private static long user(JsonObject command) {
        try {
            return Long.parseUnsignedLong(text(command, "user"));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("user must be a user id", e);
        }
    }

    private static String text(JsonObject command, String name) {
        try {
            if (command.has(name)) {
                return command.get(name).getAsString();
            }
        } catch (UnsupportedOperationException | IllegalStateException e) {
            throw new IllegalArgumentException(name + " must be a text", e);
        }
        throw new IllegalArgumentException(name + " is missing");
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
