package dev.acord.cli.sim;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.acord.cli.Console;
import dev.acord.sim.InjectedFault;
import dev.acord.sim.MemberStats;
import dev.acord.sim.NetworkCounts;
import dev.acord.sim.ProtocolViolation;
import dev.acord.sim.ServerReport;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.network.Fault;
import dev.acord.sim.network.FaultSettings;
import dev.acord.sim.network.LinkCounts;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

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

    /** Where the channel can be seen. */
    void page(URI uri) {
        if (json) {
            JsonObject event = event("page");
            event.addProperty("url", uri.toString());
            emit(event);
        } else {
            out.println("Page: " + uri);
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

    /** What is going to go wrong, and the seed with which it goes wrong in the same way again. */
    void faults(FaultSettings settings, long seed) {
        if (json) {
            JsonObject event = event("faults");
            event.addProperty("seed", Long.toString(seed)); // 64 bits are too many for a number of JSON
            event.addProperty("network", settings.conditions().toString());
            event.addProperty("rates", settings.rates().toString());
            emit(event);
        } else {
            out.println();
            out.println("Seed " + seed + ", network \"" + settings.conditions() + "\", faults \"" + settings.rates()
                    + "\"");
        }
    }

    /** A fault has struck, or found nothing to strike. */
    void fault(InjectedFault injected, long atMs) {
        String user = injected.userId() == 0 ? null : Long.toUnsignedString(injected.userId());
        if (json) {
            JsonObject event = event("fault");
            event.addProperty("t", atMs);
            event.addProperty("fault", injected.fault().kind().key());
            event.addProperty("user", user);
            if (injected.fault().closeCode() != 0) {
                event.addProperty("closeCode", injected.fault().closeCode());
            }
            if (injected.fault().durationNs() != 0) {
                event.addProperty("durationMs", injected.fault().durationNs() / 1_000_000);
            }
            event.addProperty("struck", injected.struck());
            emit(event);
        } else {
            log("FAULT " + injected.fault() + (user == null ? "" : " for " + user)
                    + (injected.struck() ? "" : " (nothing to strike)"));
        }
    }

    /** What went wrong, all in all. */
    void injected(Map<Fault.Kind, Long> faults, NetworkCounts network) {
        if (json) {
            JsonObject event = event("injected");
            JsonObject counts = new JsonObject();
            faults.forEach((kind, count) -> counts.addProperty(kind.key(), count));
            event.add("faults", counts);
            event.add("datagramsUp", counts(network.datagramsUp()));
            event.add("datagramsDown", counts(network.datagramsDown()));
            event.add("messagesUp", counts(network.messagesUp()));
            event.add("messagesDown", counts(network.messagesDown()));
            emit(event);
        } else {
            StringBuilder line = new StringBuilder("faults:");
            faults.forEach((kind, count) ->
                    line.append(' ').append(kind.key()).append(' ').append(count));
            out.println(faults.isEmpty() ? "faults: none" : line);
            out.println(
                    "network: datagrams up " + text(network.datagramsUp()) + "; down " + text(network.datagramsDown()));
        }
    }

    private static JsonObject counts(LinkCounts counts) {
        JsonObject object = new JsonObject();
        object.addProperty("sent", counts.sent());
        object.addProperty("delivered", counts.delivered());
        object.addProperty("lost", counts.lost());
        object.addProperty("dropped", counts.dropped());
        object.addProperty("duplicated", counts.duplicated());
        object.addProperty("reordered", counts.reordered());
        object.addProperty("corrupted", counts.corrupted());
        object.addProperty("retransmitted", counts.retransmitted());
        return object;
    }

    private static String text(LinkCounts counts) {
        return counts.sent() + " (lost " + counts.lost() + ", dropped " + counts.dropped() + ", duplicated "
                + counts.duplicated() + ", reordered " + counts.reordered() + ", corrupted " + counts.corrupted() + ")";
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

    /** A path as an argument of a shell. */
    static String quoted(Path path) {
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
