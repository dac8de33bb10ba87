package dev.acord.cli.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.acord.cli.Running;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
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
    void aPortThatIsTakenIsOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                Running sim = Running.here("sim", "--ws-port", String.valueOf(taken.getLocalPort()))) {
            assertEquals(1, sim.exitCode());
            assertEquals(1, sim.errors().lines().count(), sim.errors());
            assertTrue(sim.errors().startsWith("acord: "), sim.errors());
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
