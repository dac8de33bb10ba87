package dev.acord.cli.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.acord.audio.pcm.SampledPcmSource;
import dev.acord.audio.tone.ToneSource;
import dev.acord.cli.Running;
import dev.acord.sim.discord.Heard;
import dev.acord.sim.discord.OfflineChannel;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineUser;
import dev.acord.voice.BasePlayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bot that records in the offline Discord: JDA logs it in, people speak, and it is moved and thrown out. */
class RecordBotTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RATE = 48_000;

    @TempDir
    Path folder;

    private OfflineDiscord discord;
    private Path directory = Path.of("");

    @BeforeEach
    void start() {
        discord = OfflineDiscord.builder().users("alice", "bob", "carol").start();
        directory = folder.resolve("meeting");
    }

    @AfterEach
    void stop() {
        discord.close();
    }

    private String[] arguments(String token, String... more) throws IOException {
        Path tokenFile = Files.writeString(folder.resolve("token"), token + "\n");
        Path ca = Files.writeString(folder.resolve("ca.pem"), discord.certificatePem());
        List<String> all = new ArrayList<>(List.of("record", "--token-file", tokenFile.toString()));
        all.addAll(List.of("--api", discord.restUrl(), "--gateway", discord.gatewayUrl(), "--ca", ca.toString()));
        all.addAll(List.of("--guild", Long.toUnsignedString(discord.guildId())));
        all.addAll(List.of("--channel", Long.toUnsignedString(general().id())));
        all.addAll(List.of(more));
        all.add(directory.toString());
        return all.toArray(String[]::new);
    }

    private OfflineChannel general() {
        return discord.voiceChannel("General");
    }

    private OfflineChannel music() {
        return discord.voiceChannel("Music");
    }

    private void awaitRecording(OfflineChannel channel) {
        discord.awaitVoice(discord.botId(), channel, PATIENCE);
        discord.await("recording", PATIENCE, () -> Files.exists(directory.resolve("recording.json")));
    }

    /** Waits until the bot can decrypt what somebody says. */
    private void awaitEncryptedFor(OfflineUser user) {
        discord.await(
                user.name() + " with the bot in its group",
                PATIENCE,
                () -> user.connection().encryption().ready()
                        && user.connection().encryption().users().contains(discord.botId()));
    }

    private static BasePlayer says(OfflineUser user, double hz, int seconds) {
        return user.plays(new ToneSource(hz, 0.2, Duration.ofSeconds(seconds)));
    }

    private static void finish(BasePlayer... players) {
        for (BasePlayer player : players) {
            player.finished().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        }
    }

    @Test
    void everybodyHasATrackAndTheRecordingGoesOnWhereTheBotIsMoved() throws Exception {
        OfflineUser alice = discord.user("alice").join(general());
        OfflineUser bob = discord.user("bob").join(general());
        OfflineUser carol = discord.user("carol").join(music());
        try (Running record = Running.here(arguments(discord.token(), "--format", "wav", "--json"))) {
            awaitRecording(general());
            record.endInput();
            awaitEncryptedFor(alice);
            awaitEncryptedFor(bob);
            finish(says(alice, 440, 2), says(bob, 660, 2));

            discord.move(discord.botId(), music());
            discord.awaitVoice(discord.botId(), music(), PATIENCE);
            alice.join(music());
            awaitEncryptedFor(alice);
            awaitEncryptedFor(carol);
            finish(says(carol, 880, 2));
            finish(says(alice, 550, 1));
            discord.await("cues of both in the other channel", PATIENCE, () -> cues(alice) >= 2 && cues(carol) >= 1);
            assertTrue(record.isRunning(), "the end of the input is no end");
            record.interrupt();
            assertEquals(0, record.exitCode(), record.toString());
            assertTrue(record.errors().contains("In General of Offline, end-to-end encrypted."), record.errors());
            assertTrue(record.errors().contains("Moved to Music of Offline."), record.errors());
            assertFalse(record.toString().contains(discord.token()), "the token is shown");
            judge(JsonParser.parseString(String.join("", record.lines())).getAsJsonObject(), alice, bob, carol);
        }
        discord.await("the bot to leave", PATIENCE, () -> discord.channelOf(discord.botId()) == 0);
        discord.assertNoViolations();
    }

    private long cues(OfflineUser user) {
        try {
            String voice = "<v " + Long.toUnsignedString(user.id()) + ">";
            return Files.readAllLines(directory.resolve("speech.vtt")).stream()
                    .filter(line -> line.contains(voice))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void judge(JsonObject result, OfflineUser alice, OfflineUser bob, OfflineUser carol) throws IOException {
        assertTrue(result.get("finished").getAsBoolean(), result.toString());
        assertEquals("[]", result.get("failures").toString());
        Map<Long, short[]> tracks = new HashMap<>();
        for (JsonElement each : result.getAsJsonArray("tracks")) {
            JsonObject track = each.getAsJsonObject();
            Path file = Path.of(track.getAsJsonArray("files").get(0).getAsString());
            tracks.put(Long.parseUnsignedLong(track.get("user").getAsString()), pcm(file));
        }
        assertEquals(3, tracks.size(), result.toString());
        short[] ofAlice = Objects.requireNonNull(tracks.get(alice.id()));
        short[] ofBob = Objects.requireNonNull(tracks.get(bob.id()));
        short[] ofCarol = Objects.requireNonNull(tracks.get(carol.id()));
        int[] hisSpan = span(ofBob, 0);
        int[] first = span(ofAlice, 0);
        int[] second = span(ofAlice, first[1] + RATE / 2);
        int[] hers = span(ofCarol, 0);
        assertTone(440, 2, ofAlice, first);
        assertTone(660, 2, ofBob, hisSpan);
        assertTone(880, 2, ofCarol, hers);
        assertTone(550, 1, ofAlice, second);
        assertTrue(first[1] < hers[0] && hers[1] < second[0], "one clock: the move, then carol, then alice again");

        short[] mix = pcm(Path.of(result.get("mix").getAsString()));
        int from = Math.max(first[0], hisSpan[0]) + RATE / 4;
        int to = Math.min(first[1], hisSpan[1]) - RATE / 4;
        assertTrue(to - from > RATE, "both speak at the same time for a second at least");
        assertTrue(level(mix, from, to, 440) > 0.05 && level(mix, from, to, 660) > 0.05, "both are in the mixture");
        assertTrue(level(mix, from, to, 880) < 0.01, "carol was somewhere else");
        assertTrue(level(mix, hers[0] + RATE / 4, hers[1] - RATE / 4, 880) > 0.05, "the mixture goes on");
        assertTrue(Files.exists(Path.of(result.get("picture").getAsString())));
    }

    /** Where the next sound of a track is, in frames; it is over when 300 ms are quiet. */
    private static int[] span(short[] pcm, int fromFrame) {
        int first = -1;
        int last = -1;
        for (int frame = fromFrame; frame < pcm.length / 2; frame++) {
            if (Math.abs(pcm[2 * frame]) > 1_000) {
                first = first < 0 ? frame : first;
                last = frame;
            } else if (last >= 0 && frame - last > 3 * RATE / 10) {
                break;
            }
        }
        assertTrue(first >= 0, "nothing to hear");
        return new int[] {first, last + 1};
    }

    private static void assertTone(double hz, int seconds, short[] pcm, int[] span) {
        assertEquals(seconds, (span[1] - span[0]) / (double) RATE, 0.2, hz + " Hz");
        Heard.of(Arrays.copyOfRange(pcm, 2 * span[0], 2 * span[1])).assertPitch(hz, 3);
    }

    /** The amplitude of one frequency, 1 for full scale (a Fourier sum over whole tenths of a second). */
    private static double level(short[] pcm, int from, int to, double hz) {
        int frames = (to - from) / (RATE / 10) * (RATE / 10);
        double real = 0;
        double imaginary = 0;
        for (int i = 0; i < frames; i++) {
            double angle = 2 * Math.PI * hz * i / RATE;
            real += pcm[2 * (from + i)] * Math.cos(angle);
            imaginary += pcm[2 * (from + i)] * Math.sin(angle);
        }
        return 2 * Math.hypot(real, imaginary) / frames / 32_768;
    }

    private static short[] pcm(Path wav) throws IOException {
        try (SampledPcmSource source = SampledPcmSource.open(wav)) {
            short[] all = new short[0];
            short[] part = new short[2 * RATE];
            int length = 0;
            for (int frames; (frames = source.read(part, 0, RATE)) > 0; ) {
                if (length + 2 * frames > all.length) {
                    all = Arrays.copyOf(all, Math.max(2 * all.length, length + 2 * frames));
                }
                System.arraycopy(part, 0, all, length, 2 * frames);
                length += 2 * frames;
            }
            return Arrays.copyOf(all, length);
        }
    }

    @Test
    void aKickEndsItWithExitCode3AndWholeFiles() throws Exception {
        OfflineUser alice = discord.user("alice").join(general());
        try (Running record = Running.here(arguments(discord.token()))) {
            awaitRecording(general());
            awaitEncryptedFor(alice);
            finish(says(alice, 440, 1));
            discord.kick(discord.botId());
            assertEquals(3, record.exitCode(), record.toString());
            assertTrue(record.errors().contains("the bot was thrown out of General of Offline"), record.errors());
            assertTrue(RecordedCall.read(directory).finished());
            assertEquals(1, RecordedCall.read(directory).tracks().size());
        }
        discord.assertNoViolations();
    }

    @Test
    void theCommandLeaveAndTheDurationEndItAndUpdatesAreRefused() throws Exception {
        try (Running record = Running.here(arguments(discord.token()))) {
            awaitRecording(general());
            record.send("{\"cmd\":\"update\",\"token\":\"x\"}").send("{\"cmd\":\"leave\"}");
            assertEquals(0, record.exitCode(), record.toString());
            assertTrue(
                    record.errors().contains("update: the bot hears from the main gateway by itself"), record::errors);
            assertTrue(record.lines().contains("Nobody was heard."), record.toString());
        }
        directory = folder.resolve("second");
        try (Running record = Running.here(arguments(discord.token(), "--duration", "1000"))) {
            assertEquals(0, record.exitCode(), record.toString());
            assertTrue(RecordedCall.read(directory).finished());
        }
    }

    @Test
    void aSignalEndsAProcessInOrder() throws Exception {
        try (Running record = Running.process(arguments(discord.token()))) {
            awaitRecording(general());
            record.interrupt();
            assertEquals(0, record.exitCode(), record.toString());
            assertTrue(RecordedCall.read(directory).finished());
            assertFalse(record.toString().contains(discord.token()), "the token is shown");
        }
        discord.await("the bot to leave", PATIENCE, () -> discord.channelOf(discord.botId()) == 0);
    }

    @Test
    void bothWaysOfJoiningOrNoneAreAUsageError() throws Exception {
        String[] session = {"--endpoint", "localhost:1", "--user", "5", "--session", "secret1", "--token", "secret2"};
        assertUsage("--token-file", arguments(discord.token(), session));
        String place = "record --guild 1 --channel 2 ";
        assertUsage("--token-file", (place + directory).split(" "));
        assertUsage("--session", (place + "--endpoint localhost:1 --user 5 --token secret2 " + directory).split(" "));
        assertUsage("--token-file", (place + "--api http://localhost/ " + directory).split(" "));
        assertUsage("--gateway", (place + "--token-file x --api http://localhost/ " + directory).split(" "));
        assertUsage("--insecure", (place + "--token-file x --insecure " + directory).split(" "));
    }

    private void assertUsage(String named, String... arguments) throws Exception {
        try (Running record = Running.here(arguments)) {
            assertEquals(2, record.exitCode(), record.toString());
            assertTrue(record.errors().contains(named), record.errors());
            assertFalse(record.errors().contains("secret"), record.errors());
            assertFalse(record.errors().contains("Error:"), record.errors());
        }
        assertFalse(Files.exists(directory));
    }

    @Test
    void ctrlCEndsALoginThatNobodyAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String[] arguments = arguments(discord.token());
            List<String> all = new ArrayList<>(List.of(arguments));
            all.set(all.indexOf("--gateway") + 1, "ws://127.0.0.1:" + silent.getLocalPort() + "/");
            try (Running record = Running.here(all.toArray(String[]::new));
                    Socket reached = silent.accept()) {
                assertTrue(reached.isConnected());
                record.interrupt();
                assertEquals(130, record.exitCode(), record.toString());
                assertTrue(record.errors().contains("interrupted while logging in"), record.errors());
                assertFalse(Files.exists(directory.resolve("recording.json")));
            }
        }
    }

    @Test
    void aRefusedTokenIsNotShown() throws Exception {
        try (Running record = Running.here(arguments("wrong.to.ken"))) {
            assertEquals(1, record.exitCode(), record.toString());
            assertTrue(record.errors().contains("the token was refused"), record.errors());
            assertFalse(record.toString().contains("wrong.to.ken"), record.toString());
        }
        discord.clearViolations();
    }
}
