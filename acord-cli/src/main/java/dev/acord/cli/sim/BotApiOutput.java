package dev.acord.cli.sim;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.acord.cli.Console;
import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.discord.BotReply;
import dev.acord.sim.discord.OfflineChannel;
import dev.acord.sim.discord.OfflineDiscord;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What the offline Discord has to say: a line each for people, or one JSON object a line for scripts. Thread safe. */
final class BotApiOutput {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private final PrintStream out;
    private final boolean json;

    BotApiOutput(Console console, boolean json) {
        this.out = console.text();
        this.json = json;
    }

    /** All that a bot needs to know. */
    void listening(OfflineDiscord discord, Path token, Path certificate) {
        if (json) {
            describe(discord, token, certificate);
            return;
        }
        String bot = " --token-file " + SimOutput.quoted(token) + " --api " + discord.restUrl() + " --gateway "
                + discord.gatewayUrl() + " --ca " + SimOutput.quoted(certificate) + " --guild " + id(discord.guildId())
                + " --channel " + id(discord.voiceChannel().id());
        StringBuilder text = new StringBuilder();
        row(text, "requests", discord.restUrl() + " (without version: " + discord.apiUrl() + ")");
        row(text, "gateway", discord.gatewayUrl());
        row(text, "token", discord.token() + " (also in " + token + ")");
        row(text, "bot", id(discord.botId()));
        row(text, "guild", id(discord.guildId()));
        discord.channels()
                .forEach(each -> row(text, each.voice() ? "voice" : "text", id(each.id()) + " " + each.name()));
        row(text, "user", id(discord.user().id()) + " " + discord.user().name());
        row(text, "certificate", certificate + " (of voice servers; NODE_EXTRA_CA_CERTS)");
        out.print(text);
        out.println();
        out.println("acord play" + bot + " FILE");
        out.println("acord record" + bot + " DIRECTORY");
        out.println();
        out.println("Lines on standard input say what people do; 'help' lists them.");
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append(String.format(Locale.ROOT, "%-12s %s%n", name, value));
    }

    private void describe(OfflineDiscord discord, Path token, Path certificate) {
        JsonObject event = event("botApi");
        event.addProperty("rest", discord.restUrl());
        event.addProperty("api", discord.apiUrl());
        event.addProperty("gateway", discord.gatewayUrl());
        event.addProperty("token", discord.token());
        event.addProperty("tokenFile", token.toString());
        event.addProperty("certificate", certificate.toString());
        event.addProperty("bot", id(discord.botId()));
        event.addProperty("guild", id(discord.guildId()));
        JsonArray channels = new JsonArray();
        for (OfflineChannel each : discord.channels()) {
            JsonObject channel = named(each.name(), each.id());
            channel.addProperty("voice", each.voice());
            channels.add(channel);
        }
        event.add("channels", channels);
        JsonArray users = new JsonArray();
        users.add(named(discord.user().name(), discord.user().id()));
        event.add("users", users);
        emit(event);
    }

    private static JsonObject named(String name, long id) {
        JsonObject object = new JsonObject();
        object.addProperty("id", id(id));
        object.addProperty("name", name);
        return object;
    }

    /** Where the first voice channel can be seen. */
    void page(URI uri) {
        if (json) {
            JsonObject event = event("page");
            event.addProperty("url", uri.toString());
            emit(event);
        } else {
            out.println("Page: " + uri);
        }
    }

    /** Somebody is new in the guild. */
    void member(String name, long id) {
        if (json) {
            JsonObject event = event("user");
            event.addProperty("id", id(id));
            event.addProperty("name", name);
            emit(event);
        } else {
            log(name + " (" + id(id) + ") is new in the guild");
        }
    }

    /** The bot has come to the main gateway, or has gone. */
    void online(boolean online) {
        if (json) {
            JsonObject event = event("bot");
            event.addProperty("online", online);
            emit(event);
        } else {
            log(online ? "bot is online" : "bot is offline");
        }
    }

    /** Which slash commands the bot has. */
    void commands(List<String> names) {
        if (json) {
            JsonObject event = event("commands");
            JsonArray array = new JsonArray();
            names.forEach(array::add);
            event.add("names", array);
            emit(event);
        } else {
            log("bot has the commands " + String.join(", ", names));
        }
    }

    /** Somebody goes to a voice channel; an empty name for none. */
    void voice(String user, String channel) {
        if (json) {
            JsonObject event = event("voice");
            event.addProperty("user", user);
            event.addProperty("channel", channel.isEmpty() ? null : channel);
            emit(event);
        } else {
            log(user + (channel.isEmpty() ? " is in no voice channel" : " is in " + channel));
        }
    }

    /** The bot has begun or ended to send sound. */
    void sound(boolean sends) {
        if (json) {
            JsonObject event = event("sound");
            event.addProperty("sends", sends);
            emit(event);
        } else {
            log(sends ? "bot sends sound" : "bot sends no more sound");
        }
    }

    /** The bot said something. */
    void reply(BotReply reply, String channel) {
        String kind = reply.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (json) {
            JsonObject event = event("reply");
            event.addProperty("kind", kind);
            event.addProperty("channel", channel);
            event.addProperty("content", reply.content());
            event.addProperty("ephemeral", reply.ephemeral());
            event.addProperty("data", reply.json());
            emit(event);
        } else {
            boolean wordless = reply.content().isEmpty() && reply.kind().isText(); // embeds and the like
            log("bot in " + channel + ", " + kind + (reply.ephemeral() ? " for one's eyes" : "") + ": "
                    + (wordless ? reply.json() : reply.content()));
        }
    }

    /** The bot broke the protocol. */
    void violation(ProtocolViolation violation) {
        if (json) {
            JsonObject event = event("violation");
            event.addProperty("rule", violation.rule());
            event.addProperty("detail", violation.detail());
            emit(event);
        } else {
            log("VIOLATION: " + violation.rule() + ": " + violation.detail());
        }
    }

    /** What somebody does, or found out. */
    void note(String text) {
        if (json) {
            JsonObject event = event("note");
            event.addProperty("text", text);
            emit(event);
        } else {
            log(text);
        }
    }

    /** A line cannot be done. */
    void refused(String why) {
        if (json) {
            JsonObject event = event("error");
            event.addProperty("message", why);
            emit(event);
        } else {
            log("error: " + why);
        }
    }

    /** What lines there are; nothing for scripts. */
    void help(String text) {
        if (!json) {
            out.println(text);
        }
    }

    /** How it was. */
    void report(OfflineDiscord discord) {
        if (json) {
            JsonObject event = event("report");
            event.addProperty("violations", discord.violations().size());
            JsonArray unknown = new JsonArray();
            discord.unknownRequests().forEach(unknown::add);
            event.add("unknownRequests", unknown);
            emit(event);
        } else {
            out.println();
            out.print(discord.report());
        }
    }

    /** Whether somebody still reads the output. */
    boolean isBroken() {
        return out.checkError();
    }

    private static String id(long snowflake) {
        return Long.toUnsignedString(snowflake);
    }

    /** One line; what bots and files are called must not control the terminal. */
    private void log(String line) {
        out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS) + " "
                + line.replaceAll("\\s*\\R\\s*", " / ").replaceAll("\\p{Cntrl}", "?"));
    }

    private static JsonObject event(String name) {
        JsonObject event = new JsonObject();
        event.addProperty("ev", name);
        return event;
    }

    private void emit(JsonObject event) {
        out.println(JSON.toJson(event));
    }
}
