package dev.acord.cli.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.pcm.SampledPcmSource;
import dev.acord.audio.tone.ToneSource;
import dev.acord.cli.OtherTools;
import dev.acord.cli.Running;
import dev.acord.cli.session.CallFixture;
import dev.acord.sim.MemberState;
import dev.acord.sim.VoiceTicket;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceServerInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call on the embedded server, recorded by the command, and judged by other people's programs. */
class RecordTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String ALICE = Long.toUnsignedString(CallFixture.ALICE);
    private static final long OTHER_CHANNEL = CallFixture.CHANNEL + 1;

    @TempDir
    Path folder;

    CallFixture call;
    Path directory = Path.of("");

    @BeforeEach
    void startServer() throws Exception {
        call = new CallFixture(folder);
        directory = folder.resolve("meeting");
    }

    @AfterEach
    void stopServer() throws Exception {
        call.close();
    }

    private String[] arguments(VoiceTicket ticket, String... more) {
        String[] args = call.trusting(more);
        String[] all = CallFixture.argumentsOf("record", ticket, args);
        String[] withDirectory = java.util.Arrays.copyOf(all, all.length + 1);
        withDirectory[all.length] = directory.toString();
        return withDirectory;
    }

    private Running bobRecords(String... more) throws Exception {
        Running bob = call.added(Running.here(arguments(call.ticket(CallFixture.BOB), more)));
        awaitText("recording.json", "started_at");
        return bob;
    }

    /** Waits until a file of the recording says something. */
    private void awaitText(String name, String text) throws IOException, InterruptedException {
        Path file = directory.resolve(name);
        long deadlineNs = System.nanoTime() + LIMIT.toNanos();
        while (!Files.exists(file) || !Files.readString(file).contains(text)) {
            assertTrue(System.nanoTime() < deadlineNs, name + " does not say " + text);
            Thread.sleep(20);
        }
    }

    private VoiceConnection alice() {
        VoiceTicket ticket = call.ticket(CallFixture.ALICE);
        VoiceConnection alice = VoiceConnection.create(
                new VoiceServerInfo(
                        ticket.guildId(),
                        ticket.channelId(),
                        ticket.userId(),
                        ticket.sessionId(),
                        ticket.token(),
                        ticket.endpoint()),
                VoiceOptions.builder().sslContext(call.server.trustingContext()).build());
        alice.connect();
        alice.awaitReady(LIMIT);
        return alice;
    }

    private static void say(VoiceConnection connection) {
        new BasePlayer(connection, new ToneSource(440, 0.3, Duration.ofSeconds(1)), OpusEncoderOptions.defaults())
                .play()
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Where a file is loud: the first and the last moment, in seconds. */
    private static double[] loud(Path wav) throws IOException {
        double[] times = {-1, -1};
        try (SampledPcmSource source = SampledPcmSource.open(wav)) {
            short[] pcm = new short[960];
            long at = 0;
            for (int frames; (frames = source.read(pcm, 0, 480)) > 0; at += frames) {
                for (int i = 0; i < 2 * frames; i++) {
                    if (Math.abs(pcm[i]) > 2_000) {
                        times[1] = (at + i / 2) / 48_000.0;
                        times[0] = times[0] < 0 ? times[1] : times[0];
                    }
                }
            }
        }
        return times;
    }

    private static double seconds(Path file) throws IOException, InterruptedException {
        return Double.parseDouble(OtherTools.run(
                        "ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file.toString())
                .strip());
    }

    @Test
    void aToneIsInAllFilesAndHasABarInThePicture() throws Exception {
        Running bob = bobRecords("--format", "both", "--mix", "ogg", "--json");
        bob.endInput();
        try (VoiceConnection alice = alice()) {
            say(alice);
            awaitText("speech.vtt", "<v " + ALICE + ">");
        }
        assertTrue(bob.isRunning(), "the end of the input is no end");
        bob.interrupt();
        assertEquals(0, bob.exitCode(), bob.toString());
        assertEquals("", bob.errors());
        JsonObject result = JsonParser.parseString(String.join("", bob.lines())).getAsJsonObject();
        assertTrue(result.get("finished").getAsBoolean());
        JsonObject track = result.getAsJsonArray("tracks").get(0).getAsJsonObject();
        assertEquals(ALICE, track.get("user").getAsString());
        assertEquals(
                55, track.get("packets").getAsInt() + track.get("lost").getAsInt(), "a second, and five of silence");
        Path ogg = directory.resolve("user-" + ALICE + ".ogg");
        Path wav = directory.resolve("user-" + ALICE + ".wav");
        assertEquals(
                List.of(ogg.toString(), wav.toString()),
                track.getAsJsonArray("files").asList().stream()
                        .map(file -> file.getAsString())
                        .toList());

        RecordedCall recorded = RecordedCall.read(directory);
        List<double[]> bars =
                SvgBars.read(Path.of(result.get("picture").getAsString())).of(ALICE);
        assertEquals(recorded.cues().size(), bars.size());
        double pixel = result.get("durationMs").getAsLong() / 1e3 / 900;
        assertEquals(recorded.cues().get(0).fromMs() / 1e3, bars.get(0)[0], pixel);
        assertEquals(recorded.cues().get(0).toMs() / 1e3, bars.get(0)[1], pixel);
        // what is heard is what was sent, later by the delay of the jitter buffer
        double[] heard = loud(wav);
        assertEquals(bars.get(0)[0], heard[0], 0.5);
        assertEquals(bars.get(bars.size() - 1)[1], heard[1], 0.5);

        Path decoded = folder.resolve("decoded.wav");
        OtherTools.run("opusdec", "--quiet", ogg.toString(), decoded.toString());
        assertEquals(heard[0], loud(decoded)[0], 0.1, "both tracks are on one clock");
        String info = OtherTools.run("opusinfo", ogg.toString());
        assertFalse(info.contains("WARNING") || info.contains("ERROR"), info);
        for (Path file : List.of(ogg, wav, directory.resolve("mix.ogg"))) {
            assertEquals(result.get("durationMs").getAsLong() / 1e3, seconds(file), 0.05, file.toString());
        }
    }

    @Test
    void aSignalEndsAProcessInOrderWithATable() throws Exception {
        Running bob = call.added(Running.process(arguments(call.ticket(CallFixture.BOB))));
        awaitText("recording.json", "started_at");
        try (VoiceConnection alice = alice()) {
            say(alice);
            awaitText("speech.vtt", "<v " + ALICE + ">");
        }
        bob.interrupt();
        assertEquals(0, bob.exitCode(), bob.toString());
        assertEquals("", bob.errors(), "no live line, since that is no terminal");
        String table = String.join("\n", bob.lines());
        assertTrue(table.contains("mix.wav") && table.contains("speech.vtt") && table.contains("speech.svg"), table);
        assertTrue(table.contains("user-" + ALICE + ".ogg"), table);
        assertTrue(RecordedCall.read(directory).finished());
        call.server.awaitMember(CallFixture.BOB, MemberState.LEFT, LIMIT);
        call.server.assertNoViolations();
    }

    @Test
    void theDurationEndsItAndASecondRecordingNeedsAnotherDirectory() throws Exception {
        Path picture = folder.resolve("who.svg");
        Running bob = bobRecords("--duration", "3000", "--picture", picture.toString());
        assertEquals(0, bob.exitCode(), bob.toString());
        assertTrue(bob.lines().contains("Nobody was heard."), bob.toString());
        assertTrue(Files.exists(picture));
        assertFalse(Files.exists(directory.resolve("speech.svg")));
        Running again = call.added(Running.here(arguments(call.ticket(CallFixture.BOB))));
        assertEquals(1, again.exitCode(), again.toString());
        assertTrue(again.errors().contains("has a recording already; name another directory"), again.errors());
    }

    @Test
    void aKickThatNothingFollowsEndsWithExitCode3AndWholeFiles() throws Exception {
        Running bob = bobRecords("--update-grace", "700");
        call.server.kick(CallFixture.BOB);
        assertEquals(3, bob.exitCode(), bob.toString());
        assertTrue(bob.errors().contains("close code 4014"), bob.errors());
        assertTrue(RecordedCall.read(directory).finished());
        assertTrue(bob.lines().contains("Nobody was heard."), bob.toString());
    }

    @Test
    void anUpdateGoesOnInTheSameRecording() throws Exception {
        Running bob = bobRecords();
        VoiceTicket moved = call.server.move(CallFixture.BOB, OTHER_CHANNEL);
        bob.send("{\"cmd\":\"play\",\"file\":\"x\"}").send(CallFixture.update(moved));
        long deadlineNs = System.nanoTime() + LIMIT.toNanos();
        while (call.server.member(CallFixture.BOB).stats().channelId() != OTHER_CHANNEL
                || call.server.member(CallFixture.BOB).stats().state() != MemberState.READY) {
            assertTrue(System.nanoTime() < deadlineNs, "the move was not followed");
            Thread.sleep(20);
        }
        bob.send("{\"cmd\":\"leave\"}");
        assertEquals(0, bob.exitCode(), bob.toString());
        assertTrue(bob.errors().contains("unknown command \"play\"; known are update, leave"), bob.errors());
        assertTrue(RecordedCall.read(directory).finished());
        call.server.assertNoViolations();
    }

    @Test
    void whoCannotJoinLeavesNoRecording() throws Exception {
        VoiceTicket ticket = call.ticket(CallFixture.BOB);
        VoiceTicket wrong = new VoiceTicket(
                ticket.guildId(), ticket.channelId(), ticket.userId(), ticket.sessionId(), "wrong", ticket.endpoint());
        Running bob = call.added(Running.here(arguments(wrong, "--update-grace", "100")));
        int code = bob.exitCode();
        assertTrue(code == 1 || code == 3, bob.toString());
        assertTrue(bob.errors().contains("nothing was recorded"), bob.errors());
        assertTrue(bob.lines().isEmpty(), bob.toString());
        assertFalse(Files.exists(directory.resolve("recording.json")));
    }
}
