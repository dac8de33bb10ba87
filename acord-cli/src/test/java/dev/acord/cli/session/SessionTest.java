package dev.acord.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.acord.cli.Running;
import dev.acord.cli.TestAudio;
import dev.acord.sim.MemberState;
import dev.acord.sim.VoiceTicket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String SILENCE = "+P/+";

    @TempDir
    Path folder;

    CallFixture call;

    @BeforeEach
    void startServer() throws Exception {
        call = new CallFixture(folder);
    }

    @AfterEach
    void stopServer() throws Exception {
        call.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes", "xchacha"})
    void whatOneProcessPlaysAnotherRecordsBitForBit(String mode) throws Exception {
        Path file = TestAudio.ogg(folder.resolve("tune.opus"), 100);
        Path record = folder.resolve("heard.jsonl");
        Running bob = call.process(CallFixture.BOB, "--mode", mode, "--record", record.toString());
        bob.event("state", "state", "ready");
        Running alice = call.process(CallFixture.ALICE, "--mode", mode, "--play", file.toString(), "--quit-after-play");

        alice.event("state", "state", "ready");
        alice.event("player", "state", "playing");
        JsonObject idle = alice.event("player", "state", "idle");
        assertEquals("finished", idle.get("reason").getAsString());
        assertEquals(2_000, idle.get("positionMs").getAsInt());
        JsonObject end = alice.event("state", "state", "disconnected");
        assertEquals(1_000, end.get("closeCode").getAsInt());
        assertEquals(0, alice.exitCode(), alice.toString());

        List<String> played = TestAudio.packets(file);
        awaitEnd(record, played.size());
        bob.send("{\"cmd\":\"leave\"}");
        bob.event("state", "state", "disconnected");
        assertEquals(0, bob.exitCode(), bob.toString());

        List<JsonObject> heard = records(record);
        // a source that a slow machine does not read in time is bridged by silence
        assertEquals(
                played, packets(heard).filter(each -> !each.equals(SILENCE)).toList());
        for (int i = 0; i < heard.size(); i++) {
            JsonObject each = heard.get(i);
            assertEquals(
                    Long.toUnsignedString(CallFixture.ALICE), each.get("user").getAsString());
            assertEquals(heard.get(0).get("ssrc"), each.get("ssrc"));
            assertEquals(
                    (heard.get(0).get("seq").getAsInt() + i) & 0xFFFF,
                    each.get("seq").getAsInt());
            long step = each.get("ts").getAsLong()
                    - heard.get(Math.max(0, i - 1)).get("ts").getAsLong();
            assertEquals(0, (step & 0xFFFF_FFFFL) % 960, "timestamp step " + step);
            assertTrue(each.get("t").getAsLong()
                    >= heard.get(Math.max(0, i - 1)).get("t").getAsLong());
        }
        assertEquals(List.of(), call.violations(alice), alice.errors());
        alice.events().forEach(event -> assertTrue(event.has("ev"), event.toString()));
    }

    @Test
    void debugReportsStatisticsAndKeepsStandardOutputPure() throws Exception {
        VoiceTicket ticket = call.ticket(CallFixture.ALICE);
        Running alice = call.added(Running.process(CallFixture.arguments(ticket, call.trusting("--debug"))));
        alice.event("state", "state", "ready");
        JsonObject stats = alice.event(event -> Running.is(event, "ev", "stats"));
        assertEquals("ready", stats.get("state").getAsString());
        assertTrue(stats.get("drops").isJsonObject());
        alice.endInput();
        assertEquals(0, alice.exitCode(), alice.toString());
        alice.events().forEach(event -> assertTrue(event.has("ev"), event.toString()));
        assertTrue(alice.errors().contains("DEBUG"), alice.errors());
        assertFalse(alice.errors().contains(ticket.token()), "a token is in the log");
    }

    @Test
    void aSignalLeavesInOrder() throws Exception {
        Running alice = call.process(CallFixture.ALICE);
        alice.event("state", "state", "ready");
        alice.interrupt();
        assertEquals(
                1_000,
                alice.event("state", "state", "disconnected").get("closeCode").getAsInt());
        assertEquals(0, alice.exitCode(), alice.toString());
        call.server.awaitMember(CallFixture.ALICE, MemberState.LEFT, LIMIT);
        call.server.assertNoViolations();
    }

    @Test
    void everybodyInTheCallIsListedInTheOrderOfTheirIds() throws Exception {
        Running alice = call.here(CallFixture.ALICE, "--no-dave");
        JsonObject alone = alice.event("dave", "version", "0");
        assertEquals("[\"1333333333333333333\"]", alone.get("users").toString());
        assertFalse(alone.get("ready").getAsBoolean());
        Running bob = call.here(CallFixture.BOB);
        String both = "[\"999999999999\",\"1333333333333333333\"]";
        alice.event(event ->
                Running.is(event, "ev", "dave") && event.get("users").toString().equals(both));
        bob.event(event ->
                Running.is(event, "ev", "dave") && event.get("users").toString().equals(both));
        bob.send("{\"cmd\":\"leave\"}");
        assertEquals(0, bob.exitCode());
        alice.event(
                event -> Running.is(event, "ev", "dave") && event.get("users").equals(alone.get("users")));
    }

    @Test
    void playingCanBePausedResumedStoppedAndReplaced() throws Exception {
        Path tune = TestAudio.ogg(folder.resolve("tune.opus"), 400);
        Path wav = TestAudio.wav(folder.resolve("chord.wav"), 44_100, 1, 0.5);
        Running alice = call.here(CallFixture.ALICE);
        alice.send(play(tune)); // before the session is ready: it waits
        alice.event("player", "state", "playing");
        alice.send("{\"cmd\":\"pause\"}");
        alice.event("player", "state", "paused");
        alice.send("{\"cmd\":\"resume\"}");
        alice.event("player", "state", "playing");
        alice.send("{\"cmd\":\"stop\"}");
        assertEquals(
                "stopped", alice.event("player", "state", "idle").get("reason").getAsString());
        alice.send("{\"cmd\":\"pause\"}");
        alice.event("error", "message", "nothing is playing");
        alice.send(play(tune));
        alice.event("player", "state", "playing");
        alice.send(play(wav));
        JsonObject next = alice.event(event -> Running.is(event, "ev", "player"));
        assertEquals(wav.toString(), next.get("file").getAsString());
        assertEquals("playing", next.get("state").getAsString());
        assertEquals(
                "finished", alice.event("player", "state", "idle").get("reason").getAsString());
        alice.send("{\"cmd\":\"leave\"}");
        assertEquals(0, alice.exitCode());
    }

    @Test
    void whatCannotBePlayedIsAnEventAndTheSessionLivesOn() throws Exception {
        Path text = Files.writeString(folder.resolve("text.txt"), "no audio\n".repeat(100));
        Running alice = call.here(CallFixture.ALICE);
        alice.event("state", "state", "ready");
        for (Path file : List.of(folder.resolve("none.opus"), text, folder)) {
            alice.send(play(file));
            JsonObject failed = alice.event("player", "state", "failed");
            assertEquals(file.toString(), failed.get("file").getAsString());
            assertFalse(failed.get("message").getAsString().isBlank());
        }
        alice.send("{\"cmd\":\"seek\",\"ms\":1000}");
        assertTrue(error(alice).contains("nothing is playing"));
        alice.send("{\"cmd\":\"leave\"}");
        assertEquals(0, alice.exitCode());
    }

    @Test
    void linesThatAreNoCommandsAreErrorsAndTheSessionLivesOn() throws Exception {
        Running alice = call.here(CallFixture.ALICE);
        alice.event("state", "state", "ready");
        alice.send("good morning");
        assertTrue(error(alice).contains("not JSON"));
        alice.send("{\"cmd\":\"dance\"}");
        assertTrue(error(alice).contains("dance"));
        alice.send("x".repeat(BoundedLines.MAX_BYTES + 1));
        assertTrue(error(alice).contains("65536"));
        alice.send(new byte[] {(byte) 0xC3, '\n'});
        assertTrue(error(alice).contains("UTF-8"));
        alice.send("");
        alice.send("{\"cmd\":\"leave\"}");
        alice.event("state", "state", "disconnected");
        assertEquals(0, alice.exitCode());
        call.server.awaitMember(CallFixture.ALICE, MemberState.LEFT, LIMIT);
        call.server.assertNoViolations();
    }

    @Test
    void aFileOfTheCommandLineThatIsMissingFailsBeforeAnythingIsJoined() throws Exception {
        Running alice = call.here(
                CallFixture.ALICE, "--play", folder.resolve("none.opus").toString());
        assertEquals(1, alice.exitCode());
        assertEquals(List.of(), alice.lines());
        assertTrue(alice.errors().contains("none.opus: there is no such file"), alice.errors());
        assertEquals(MemberState.INVITED, call.server.members().get(0).state());
    }

    @Test
    void theDurationEndsASession() throws Exception {
        Running alice = call.here(CallFixture.ALICE, "--duration", "1500");
        alice.event("state", "state", "disconnected");
        assertEquals(0, alice.exitCode());
    }

    private static String error(Running session) throws InterruptedException {
        return session.event(event -> Running.is(event, "ev", "error"))
                .get("message")
                .getAsString();
    }

    private static String play(Path file) {
        return "{\"cmd\":\"play\",\"file\":\"" + file + "\"}";
    }

    private static List<JsonObject> records(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    private static Stream<String> packets(List<JsonObject> heard) {
        return heard.stream().map(each -> each.get("opus").getAsString());
    }

    /** Waits for so many packets, and for the five of silence behind them. */
    private static void awaitEnd(Path file, int packets) throws Exception {
        long deadlineNs = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            List<String> heard = packets(records(file)).toList();
            long sound = heard.stream().filter(each -> !each.equals(SILENCE)).count();
            if (sound >= packets
                    && heard.subList(heard.size() - 5, heard.size()).equals(Collections.nCopies(5, SILENCE))) {
                return;
            }
            assertTrue(System.nanoTime() < deadlineNs, "only " + heard.size() + " packets recorded");
            Thread.sleep(20);
        }
    }
}
