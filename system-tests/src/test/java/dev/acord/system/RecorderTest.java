package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.Recorder;
import dev.acord.voice.VoiceConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A recorded call, judged by tools that are not ours. */
class RecorderTest {
    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    @TempDir
    Path folder;

    private static void say(VoiceConnection connection, double hz) {
        new BasePlayer(connection, new ToneSource(hz, 0.3, Duration.ofSeconds(1)), OpusEncoderOptions.defaults())
                .play()
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    private static String run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            return output;
        } catch (IOException e) {
            assumeTrue(false, "skipped: " + command[0] + " is not installed (" + e.getMessage() + ")");
            throw e;
        }
    }

    private static double seconds(Path file) throws IOException, InterruptedException {
        return Double.parseDouble(run(
                        "ffprobe",
                        "-v",
                        "error",
                        "-show_entries",
                        "format=duration",
                        "-of",
                        "default=nw=1:nk=1",
                        file.toString())
                .strip());
    }

    @Test
    void aRecordedCallIsAcceptedByOpusinfoAndFfprobe() throws IOException, InterruptedException {
        Path directory = folder.resolve("meeting");
        Duration duration;
        try (Call call = new Call(server)) {
            VoiceConnection bot = call.join(1);
            VoiceConnection alice = call.join(2);
            VoiceConnection bob = call.join(3);
            Recorder recorder = new Recorder(bot, directory);
            say(alice, 440);
            say(bob, 1_000);
            say(alice, 440);
            recorder.stop().orTimeout(60, TimeUnit.SECONDS).join();
            duration = recorder.duration().orTimeout(60, TimeUnit.SECONDS).join();
            assertEquals(List.of(), recorder.failures());
            call.leave();
        }
        server.assertNoViolations();
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    List.of("mix.wav", "recording.json", "speech.vtt", "user-2.ogg", "user-3.ogg"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        String vtt = Files.readString(directory.resolve("speech.vtt"));
        assertEquals(2, vtt.split("<v 2>", -1).length - 1, vtt);
        assertEquals(1, vtt.split("<v 3>", -1).length - 1, vtt);
        double wanted = duration.toMillis() / 1e3;
        for (String name : List.of("mix.wav", "user-2.ogg", "user-3.ogg")) {
            assertEquals(wanted, seconds(directory.resolve(name)), 0.05, name);
        }
        for (String name : List.of("user-2.ogg", "user-3.ogg")) {
            String info = run("opusinfo", directory.resolve(name).toString());
            assertFalse(info.contains("WARNING") || info.contains("ERROR"), info);
        }
        // what ffmpeg decodes is one second of a tone, twice; silence between
        String levels = run(
                "ffmpeg",
                "-hide_banner",
                "-i",
                directory.resolve("user-2.ogg").toString(),
                "-af",
                "silencedetect=n=-40dB:d=0.3",
                "-f",
                "null",
                "-");
        assertTrue(levels.split("silence_start", -1).length - 1 >= 1, levels);
    }
}
