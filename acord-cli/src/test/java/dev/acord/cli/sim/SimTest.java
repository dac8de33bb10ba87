package dev.acord.cli.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.acord.cli.Running;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimTest {
    @TempDir
    Path folder;

    @Test
    void thePrintedLineJoinsAndWhoLeavesGetsANewOne() throws Exception {
        Path certificate = folder.resolve("server.pem");
        try (Running sim = Running.process("sim", "--user", "42", "--cert-out", certificate.toString())) {
            for (int i = 0; i < 2; i++) {
                String line = sim.line(each -> each.startsWith("acord session "));
                String[] args = line.substring("acord ".length()).split(" ");
                try (Running session = Running.here(args)) {
                    session.event("state", "state", "ready");
                    awaitLogged(
                            sim, "42 ready"); // the log follows a little later, and a quick visit might not show in it
                    session.send("{\"cmd\":\"leave\"}");
                    assertEquals(0, session.exitCode(), session.toString());
                }
            }
            sim.line(each -> each.startsWith("acord session "));
            sim.interrupt();
            assertEquals(0, sim.exitCode(), sim.toString());
            assertTrue(sim.lines().contains("violations: 0"), sim.toString());
            assertTrue(sim.errors().contains("42 ready"), sim.errors());
            assertTrue(sim.errors().contains("42 left"), sim.errors());
        }
    }

    @Test
    void scriptsGetEventsAndViolationsAreExitCode1() throws Exception {
        try (Running sim = Running.here("sim", "--json", "--members", "1", "--guild", "5", "--channel", "6")) {
            JsonObject listening = sim.event(event -> Running.is(event, "ev", "listening"));
            JsonObject ticket = sim.event(event -> Running.is(event, "ev", "ticket"));
            assertEquals("5", ticket.get("guild").getAsString());
            assertEquals("6", ticket.get("channel").getAsString());
            assertEquals("100", ticket.get("user").getAsString());
            URI uri = URI.create("ws://" + listening.get("plainEndpoint").getAsString() + "/?v=8");
            WebSocket socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(uri, new WebSocket.Listener() {})
                    .join();
            socket.sendText("this is no JSON", true).join();
            JsonObject violation = sim.event(event -> Running.is(event, "ev", "violation"));
            assertTrue(!violation.get("rule").getAsString().isBlank(), violation.toString());
            sim.interrupt();
            assertEquals(1, sim.exitCode(), sim.toString());
            JsonObject report = sim.event(event -> Running.is(event, "ev", "report"));
            assertTrue(report.get("violations").getAsInt() > 0, report.toString());
            assertTrue(sim.errors().contains("acord: 1 violation of the protocol"), sim.errors());
        }
    }

    @Test
    void thePageOfTheChannelIsServedWhereTheEventSays() throws Exception {
        try (Running sim = Running.here("sim", "--json", "--web")) {
            JsonObject page = sim.event(event -> Running.is(event, "ev", "page"));
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create(page.get("url").getAsString()))
                    .build();
            String html = HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
            assertTrue(html.contains("<title>Acord: voice channel</title>"), html);
            sim.interrupt();
            assertEquals(0, sim.exitCode(), sim.toString());
        }
        try (Running sim = Running.here("sim", "--web", "70000")) {
            assertEquals(1, sim.exitCode());
            assertEquals(
                    "acord: --web: the page's port must be 0 to 65535, not 70000",
                    sim.errors().strip());
        }
    }

    @Test
    void aDemonstrationInTheBrowserPlaysUntilItIsInterrupted() throws Exception {
        try (Running demo = Running.here("demo", "--web")) {
            demo.line(each -> each.startsWith("Open http://127.0.0.1:"));
            demo.interrupt();
            assertEquals(0, demo.exitCode(), demo.toString());
        }
    }

    @Test
    void aPortThatIsTakenIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                Running sim = Running.here("sim", "--ws-port", String.valueOf(taken.getLocalPort()))) {
            assertEquals(1, sim.exitCode());
            assertEquals(1, sim.errors().lines().count(), sim.errors());
            assertTrue(sim.errors().startsWith("acord: "), sim.errors());
        }
    }

    @Test
    void faultsAreInjectedListedAndCountedAndTheClientSurvivesThem() throws Exception {
        String faults = "loss=0.1,jitter=5ms,kill=2s,ack-delay=1s/50ms";
        try (Running sim = Running.here(
                "sim", "--json", "--members", "1", "--seed", "7", "--heartbeat", "2000", "--faults", faults)) {
            JsonObject announced = sim.event(event -> Running.is(event, "ev", "faults"));
            assertEquals("7", announced.get("seed").getAsString());
            assertEquals("loss=0.1,jitter=5ms", announced.get("network").getAsString());
            assertEquals("kill=2s,ack-delay=1s/50ms", announced.get("rates").getAsString());
            JsonObject ticket = sim.event(event -> Running.is(event, "ev", "ticket"));
            String[] args = {
                "session",
                "--plain-ws",
                "--endpoint",
                ticket.get("plainEndpoint").getAsString(),
                "--guild",
                "1",
                "--channel",
                "2",
                "--user",
                "100",
                "--session",
                ticket.get("session").getAsString(),
                "--token",
                ticket.get("token").getAsString()
            };
            try (Running session = Running.here(args)) {
                session.event("state", "state", "ready");
                JsonObject kill = sim.event(event -> Running.is(event, "ev", "fault")
                        && Running.is(event, "fault", "kill")
                        && event.get("struck").getAsBoolean());
                assertEquals("100", kill.get("user").getAsString());
                assertEquals(1006, kill.get("closeCode").getAsInt());
                session.event("state", "state", "ready"); // resumed
                session.send("{\"cmd\":\"leave\"}");
            }
            sim.interrupt();
            sim.exitCode();
            JsonObject end = sim.event(event -> Running.is(event, "ev", "injected"));
            assertTrue(end.getAsJsonObject("faults").get("kill").getAsInt() >= 1, end.toString());
            assertTrue(end.getAsJsonObject("messagesUp").get("sent").getAsInt() >= 3, end.toString());
        }
    }

    @Test
    void wrongFaultsAreAUsageErrorThatNamesThePlace() throws Exception {
        try (Running sim = Running.here("sim", "--faults", "loss=0.1,explode=1s")) {
            assertEquals(2, sim.exitCode(), sim.toString());
            assertTrue(sim.errors().contains("\"explode\" is none of loss"), sim.errors());
            assertTrue(sim.errors().contains("at character 9"), sim.errors());
        }
    }

    @Test
    void theDurationEndsTheServer() throws Exception {
        try (Running sim = Running.here("sim", "--duration", "300", "--seed", "1")) {
            assertEquals(0, sim.exitCode(), sim.toString());
        }
    }

    private static void awaitLogged(Running sim, String line) throws InterruptedException {
        long deadlineNs = System.nanoTime() + 60_000_000_000L;
        while (!sim.errors().contains(line) && System.nanoTime() < deadlineNs) {
            Thread.sleep(20);
        }
    }
}
