package dev.acord.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.acord.audio.ffmpeg.FfmpegExecutable;
import dev.acord.cli.Running;
import dev.acord.cli.TestAudio;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoTest {
    private static final String SILENCE = "+P/+";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"aes", "aead_xchacha20_poly1305_rtpsize"})
    void anOggFileIsHeardBitForBit(String mode) throws Exception {
        Path file = TestAudio.ogg(folder.resolve("tune.opus"), 75);
        List<String> table = heardRight(file.toString(), "--mode", mode);
        assertRow(table, "bit for bit", "yes");
        assertRow(table, "source", "tune.opus, passed through");
        assertTrue(row(table, "mode").contains(mode.equals("aes") ? "aes256_gcm" : mode), table.toString());

        List<String> heard = TestAudio.packets(folder.resolve("heard.ogg"));
        List<String> audio = new ArrayList<>(heard);
        audio.removeIf(SILENCE::equals);
        assertEquals(TestAudio.packets(file), audio);
        AudioFileFormat wav =
                AudioSystem.getAudioFileFormat(folder.resolve("heard.wav").toFile());
        assertEquals(48_000, wav.getFormat().getSampleRate());
        assertTrue(wav.getFrameLength() >= 75 * 960, "only " + wav.getFrameLength() + " frames in the WAV file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes", "xchacha"})
    void aMonoWavFileOf44100HzIsEncodedAndHeard(String mode) throws Exception {
        Path file = TestAudio.wav(folder.resolve("chord.wav"), 44_100, 1, 1.5);
        List<String> table = heardRight(file.toString(), "--mode", mode, "--plain-ws");
        assertRow(table, "source", "chord.wav, encoded here");
        assertTrue(row(table, "mode").endsWith("over ws"), table.toString());
        assertTrue(row(table, "frames sent").contains("(75 audio"), table.toString());
        assertRow(table, "violations", "0");
    }

    @Test
    void whatOnlyFfmpegReadsIsHeardWhereItIsInstalled() throws Exception {
        assumeTrue(FfmpegExecutable.find().isPresent(), "ffmpeg is not installed");
        Path wav = TestAudio.wav(folder.resolve("chord.wav"), 48_000, 2, 1);
        for (String name : new String[] {"chord.mp3", "chord.webm"}) {
            Path file = folder.resolve(name);
            Process ffmpeg = new ProcessBuilder("ffmpeg", "-v", "error", "-y", "-i", wav.toString(), file.toString())
                    .redirectErrorStream(true)
                    .start();
            ffmpeg.getOutputStream().close();
            String said = new String(ffmpeg.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertTrue(ffmpeg.waitFor(60, TimeUnit.SECONDS));
            assumeTrue(ffmpeg.exitValue() == 0, "ffmpeg cannot make " + name + " here: " + said);
            List<String> table = heardRight(file.toString());
            assertRow(table, "source", name + (name.endsWith("webm") ? ", passed through" : ", encoded here"));
        }
    }

    @Test
    void aFileThatBreaksInTheMiddleIsNotHeardRight() throws Exception {
        Path file = TestAudio.ogg(folder.resolve("tune.opus"), 100);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 100));
        try (Running run = Running.here("demo", file.toString(), "--output", folder.toString())) {
            assertEquals(1, run.exitCode(), run.toString());
            assertTrue(run.errors().contains("acord: playing broke: "), run.errors());
        }
    }

    @Test
    void theDemonstrationCanBeInterrupted() throws Exception {
        try (Running run = Running.process("demo", "--output", folder.toString())) {
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (!Files.exists(folder.resolve("heard.wav")) && System.nanoTime() < deadlineNs) {
                Thread.sleep(20);
            }
            run.interrupt();
            assertEquals(130, run.exitCode(), run.toString());
            assertTrue(run.errors().contains("acord: interrupted"), run.errors());
        }
    }

    /**
     * Runs the demonstration. A machine that does not let the sending thread run for longer than can be caught up shows in the table, and
     * is no failure of what is tested here: then it is tried again.
     */
    private List<String> heardRight(String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of("demo", "--output", folder.toString()));
        args.addAll(Arrays.asList(more));
        for (int attempt = 0; ; attempt++) {
            try (Running run = Running.here(args.toArray(new String[0]))) {
                int code = run.exitCode();
                boolean stalled = run.lines().stream().anyMatch(line -> line.startsWith("  stalls"));
                if (code != 0 && stalled && attempt < 4) {
                    continue;
                }
                assertEquals(0, code, run.toString());
                assertTrue(run.lines().get(0).startsWith("Heard right"), run.toString());
                return run.lines();
            }
        }
    }

    private static void assertRow(List<String> table, String name, String value) {
        assertEquals(value, row(table, name), table.toString());
    }

    private static String row(List<String> table, String name) {
        return table.stream()
                .filter(line -> line.startsWith("  " + name + " "))
                .map(line -> line.substring(19))
                .findFirst()
                .orElse("(no row)");
    }
}
