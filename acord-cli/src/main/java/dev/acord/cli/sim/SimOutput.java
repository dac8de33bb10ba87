package dev.acord.cli.sim;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.acord.cli.Console;
import dev.acord.sim.MemberStats;
import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.ServerReport;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What the embedded server has to say: for people, or one JSON object a line for scripts. */
final class SimOutput {
    private static final Gson JSON = new GsonBuilder().disableHtmlEscaping().create();

    private final PrintStream out;
    private final PrintStream err;
    private final boolean json;

    SimOutput(Console console, boolean json) {
        this.out = console.text();
        this.err = console.err();
        this.json = json;
    }

    void listening(VoiceServer server, String plainEndpoint, Path certificate) {
        if (json) {
            JsonObject event = event("listening");
            event.addProperty("endpoint", server.endpoint());
            event.addProperty("plainEndpoint", plainEndpoint);
            event.addProperty("udpPort", server.udpPort());
            event.addProperty("certificate", certificate.toString());
            emit(event);
        } else {
            out.println("Voice server on wss://" + server.endpoint() + ", ws://" + plainEndpoint + ", UDP "
                    + server.udpPort());
            out.println("Certificate: " + certificate);
        }
    }

    /** A member's credentials, good for one session. */
    void ticket(VoiceTicket ticket, String plainEndpoint, Path certificate) {
        String guild = Long.toUnsignedString(ticket.guildId());
        String channel = Long.toUnsignedString(ticket.channelId());
        String user = Long.toUnsignedString(ticket.userId());
        if (json) {
            JsonObject event = event("ticket");
            event.addProperty("guild", guild);
            event.addProperty("channel", channel);
            event.addProperty("user", user);
            event.addProperty("session", ticket.sessionId());
            event.addProperty("token", ticket.token());
            event.addProperty("endpoint", ticket.endpoint());
            event.addProperty("plainEndpoint", plainEndpoint);
            emit(event);
        } else {
            out.println();
            out.println("acord session --endpoint " + ticket.endpoint() + " --ca " + quoted(certificate) + " --guild "
                    + guild + " --channel " + channel + " --user " + user + " --session " + ticket.sessionId()
                    + " --token " + ticket.token());
        }
    }

    void member(MemberStats member) {
        String state = member.state().name().toLowerCase(Locale.ROOT);
        String user = Long.toUnsignedString(member.userId());
        if (json) {
            JsonObject event = event("member");
            event.addProperty("guild", Long.toUnsignedString(member.guildId()));
            event.addProperty("channel", Long.toUnsignedString(member.channelId()));
            event.addProperty("user", user);
            event.addProperty("state", state);
            event.addProperty("ssrc", member.ssrc());
            event.addProperty(
                    "mode", member.mode() == null ? null : member.mode().wireName());
            emit(event);
        } else {
            log(user + " " + state
                    + (member.mode() == null ? "" : " (" + member.mode().wireName() + ")"));
        }
    }

    void violation(ProtocolViolation violation) {
        String user = Long.toUnsignedString(violation.userId());
        if (json) {
            JsonObject event = event("violation");
            event.addProperty("user", user);
            event.addProperty("rule", violation.rule());
            event.addProperty("detail", violation.detail());
            emit(event);
        } else {
            log("VIOLATION by " + user + ": " + violation.rule() + ": " + violation.detail());
        }
    }

    void report(ServerReport report) {
        if (json) {
            JsonObject event = event("report");
            event.addProperty("violations", report.totalViolations());
            JsonObject datagrams = new JsonObject();
            report.datagrams().forEach(datagrams::addProperty);
            event.add("datagrams", datagrams);
            emit(event);
        } else {
            out.println();
            out.print(report.text());
        }
    }

    /** Whether somebody still reads the output. */
    boolean isBroken() {
        return out.checkError();
    }

    private void log(String line) {
        err.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS) + " " + line);
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./:\\\\-]+") ? text : "'" + text + "'";
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
