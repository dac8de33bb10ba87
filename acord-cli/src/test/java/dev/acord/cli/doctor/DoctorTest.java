package dev.acord.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import dev.acord.cli.Running;
import dev.acord.cli.session.CallFixture;
import dev.acord.sim.VoiceServer;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.network.NetworkConditions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor on this machine, and with what can be wrong. */
class DoctorTest {
    @TempDir
    Path folder;

    private static JsonObject run(List<String> arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("doctor", "--json", "--offline"));
        all.addAll(arguments);
        try (Running doctor = Running.here(all.toArray(String[]::new))) {
            int code = doctor.exitCode();
            assertEquals(1, doctor.lines().size(), doctor::toString);
            JsonObject json = JsonParser.parseString(doctor.lines().get(0)).getAsJsonObject();
            assertEquals(json.get("bad").getAsInt() > 0 ? 1 : 0, code);
            return json;
        }
    }

    private static JsonObject check(JsonObject json, String id) {
        JsonObject found = null;
        for (JsonElement each : json.getAsJsonArray("checks")) {
            if (each.getAsJsonObject().get("id").getAsString().equals(id)) {
                found = each.getAsJsonObject();
            }
        }
        assertNotNull(found, json::toString);
        return found;
    }

    private static void assertFinding(JsonObject json, String id, String verdict, String seen, String remedy) {
        JsonObject check = check(json, id);
        assertEquals(verdict, check.get("verdict").getAsString(), check::toString);
        assertTrue(check.get("seen").getAsString().contains(seen), check::toString);
        if (!remedy.isEmpty()) {
            assertTrue(check.get("remedy").getAsString().contains(remedy), check::toString);
        }
    }

    /** Scheduling and capacity depend on what else this machine does, so nothing is said of them but that they are there. */
    @Test
    void thisMachineCarriesAnEncryptedCall() throws Exception {
        JsonObject json = run(List.of());
        assertFinding(json, "java", "good", System.getProperty("java.vendor"), "");
        assertFinding(json, "crypto", check(json, "crypto").get("verdict").getAsString(), "AES-GCM takes", "");
        assertFinding(json, "opus", "good", "self-test passed", "");
        assertFinding(json, "resources", "good", "processor", "");
        assertFinding(json, "handshake", "good", "IP discovery", "");
        assertFinding(json, "udp", "good", "hear each other", "");
        assertFinding(json, "encryption", "good", "DAVE version 1", "");
        assertTrue(check(json, "scheduling").get("seen").getAsString().contains("at worst"));
        assertTrue(check(json, "capacity").get("seen").getAsString().contains("streams"));
    }

    @Test
    void withoutFfmpegItSaysHowToGetIt() {
        String before = System.getProperty("acord.ffmpeg");
        System.setProperty("acord.ffmpeg", folder.resolve("none").toString());
        try {
            Finding finding = MachineChecks.ffmpeg();
            assertEquals(Verdict.DOUBTFUL, finding.verdict());
            assertTrue(finding.remedy().contains("apt install ffmpeg"), finding.remedy());
        } finally {
            if (before == null) {
                System.clearProperty("acord.ffmpeg");
            } else {
                System.setProperty("acord.ffmpeg", before);
            }
        }
    }

    private static List<String> at(VoiceTicket ticket, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--endpoint",
                ticket.endpoint(),
                "--guild",
                Long.toUnsignedString(ticket.guildId()),
                "--channel",
                Long.toUnsignedString(ticket.channelId()),
                "--user",
                Long.toUnsignedString(ticket.userId()),
                "--session",
                ticket.sessionId(),
                "--token",
                ticket.token()));
        all.addAll(List.of(more));
        return all;
    }

    @Test
    void aServerThatIsNamedIsTriedStageByStage() throws Exception {
        try (CallFixture call = new CallFixture(folder)) {
            VoiceTicket ticket = call.server.join(CallFixture.GUILD, CallFixture.CHANNEL, 77);
            JsonObject good = run(at(ticket, call.trusting()));
            assertFinding(good, "handshake", "good", "identify", "");
            assertFinding(good, "udp", "good", "IP discovery was answered", "");

            assertFinding(run(at(ticket)), "handshake", "bad", "not trusted", "--ca");

            VoiceTicket stale = new VoiceTicket(
                    ticket.guildId(),
                    ticket.channelId(),
                    ticket.userId(),
                    ticket.sessionId(),
                    "old",
                    ticket.endpoint());
            assertFinding(run(at(stale, call.trusting())), "handshake", "bad", "4004", "newest voice server update");
        }
    }

    @Test
    void blockedUdpIsToldFromABrokenServer() throws Exception {
        try (VoiceServer server = VoiceServer.builder()
                .plainWebSocket(true, 0)
                .secureWebSocket(false, 0)
                .build()
                .start()) {
            VoiceTicket ticket = server.join(1, 2, 77);
            // datagrams come a minute late; websockets know no overtaking
            server.network(NetworkConditions.parse("reorder=1,reorder-by=60s"), NetworkConditions.NONE);
            JsonObject json = run(at(ticket, "--plain-ws"));
            assertFinding(json, "handshake", "good", "accepted", "");
            assertFinding(json, "udp", "bad", "no answer by UDP", "firewall");
        }
    }

    @Test
    void aWrongClockIsSeenBySomebodyElses() throws Exception {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        http.start();
        URI url = URI.create("http://localhost:" + http.getAddress().getPort() + "/");
        try {
            assertEquals(
                    Verdict.GOOD, new ClockCheck(url, Instant::now).run().get(0).verdict());
            Finding wrong = new ClockCheck(url, () -> Instant.now().minus(Duration.ofDays(400)))
                    .run()
                    .get(0);
            assertEquals(Verdict.BAD, wrong.verdict());
            assertTrue(wrong.seen().contains("days behind"), wrong.seen());
        } finally {
            http.stop(0);
        }
        Finding unreachable = new ClockCheck(url, Instant::now).run().get(0);
        assertEquals(Verdict.DOUBTFUL, unreachable.verdict());
        assertTrue(unreachable.seen().contains("cannot be reached"), unreachable.seen());
    }
}
