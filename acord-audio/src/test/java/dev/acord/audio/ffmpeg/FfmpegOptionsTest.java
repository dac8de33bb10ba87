package dev.acord.audio.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegOptionsTest {

    private static final Path PROGRAM = Path.of("ffmpeg");

    @Test
    void argumentsStandWhereFfmpegExpectsThemAndTheOutputFormatIsLast() {
        List<String> command = FfmpegOptions.builder()
                .inputArguments("-re", "-f", "mp3")
                .outputArguments("-af", "volume=0.5; rm -rf $HOME")
                .startOffset(Duration.ofMillis(83_005))
                .build()
                .commandLine(PROGRAM, "file:a b.mp3", false);
        assertEquals(
                List.of(
                        "ffmpeg",
                        "-hide_banner",
                        "-nostats",
                        "-loglevel",
                        "error",
                        "-nostdin",
                        "-ss",
                        "83.005000",
                        "-re",
                        "-f",
                        "mp3",
                        "-i",
                        "file:a b.mp3",
                        "-vn",
                        "-sn",
                        "-dn",
                        "-af",
                        "volume=0.5; rm -rf $HOME",
                        "-f",
                        "s16le",
                        "-c:a",
                        "pcm_s16le",
                        "-ar",
                        "48000",
                        "-ac",
                        "2",
                        "pipe:1"),
                command);
    }

    @Test
    void standardInputIsOnlyReadWhenItIsTheInput() {
        assertTrue(FfmpegOptions.defaults().commandLine(PROGRAM, "x", false).contains("-nostdin"));
        assertFalse(
                FfmpegOptions.defaults().commandLine(PROGRAM, "pipe:0", true).contains("-nostdin"));
    }

    @Test
    void lostConnectionsToWebServersAreMadeAgainAndTheCallersArgumentsComeLater() {
        List<String> command = FfmpegOptions.builder()
                .inputArguments("-reconnect_delay_max", "60")
                .build()
                .commandLine(PROGRAM, "HTTPS://host/a.mp3", false);
        int at = command.indexOf("-reconnect");
        assertEquals(
                List.of("-reconnect", "1", "-reconnect_streamed", "1", "-reconnect_delay_max", "5"),
                command.subList(at, at + 6));
        assertEquals(
                List.of("-reconnect_delay_max", "60", "-i", "HTTPS://host/a.mp3"), command.subList(at + 6, at + 10));
        for (String input : new String[] {"file:http:", "rtmp://host/x", "pipe:0"}) {
            assertFalse(
                    FfmpegOptions.defaults().commandLine(PROGRAM, input, false).contains("-reconnect"), input);
        }
        assertFalse(FfmpegOptions.builder().reconnect(false).build().toBuilder()
                .build()
                .commandLine(PROGRAM, "http://host/a.mp3", false)
                .contains("-reconnect"));
    }

    @Test
    void ffprobeIsSparedTheArgumentsThatOnlyConcernPlaying() {
        FfmpegOptions options = FfmpegOptions.builder()
                .inputArguments("-re", "-ss", "5", "-f", "mp3", "-stream_loop", "-1")
                .build();
        assertEquals(List.of("-f", "mp3", "-i", "file:x"), options.inputSide("file:x"));
    }

    @Test
    void namesThatLookLikeOptionsOrUrlsAreMadeSafe() {
        assertEquals("file:-y", FfmpegSource.safe(Path.of("-y")));
        assertEquals("file:http:host", FfmpegSource.safe(Path.of("http:host")));
        assertEquals("file:-f", FfmpegSource.safe("-f"));
        assertEquals("file:-", FfmpegSource.safe("-"));
        assertEquals("https://host/a.mp3", FfmpegSource.safe("https://host/a.mp3"));
    }

    @Test
    void aProgramThatIsNotThereIsExplained(@TempDir Path folder) throws Exception {
        String missing = folder.resolve("no-ffmpeg-here").toString();
        FfmpegException problem = assertThrows(FfmpegException.class, () -> FfmpegExecutable.locate(missing));
        String message = problem.toString();
        assertTrue(message.contains(missing) && message.contains("apt install ffmpeg"), message);
        assertTrue(
                message.contains("-D" + FfmpegExecutable.PROPERTY) && message.contains(FfmpegExecutable.VARIABLE),
                message);
        assertThrows(FfmpegException.class, () -> FfmpegExecutable.locate("no-program-of-this-name"));
        // a file that is there but cannot be run is not the program
        Path text = Files.writeString(folder.resolve("text"), "hello");
        assertThrows(FfmpegException.class, () -> FfmpegExecutable.locate(text.toString()));
    }

    @Test
    void theSystemPropertyNamesTheProgram(@TempDir Path folder) throws Exception {
        String program =
                String.valueOf(FakeFfmpeg.script(folder, "exit 0").build().executable());
        String before = System.setProperty(FfmpegExecutable.PROPERTY, program);
        try {
            assertEquals(Path.of(program), FfmpegExecutable.locate(null));
            assertEquals(Path.of(program), FfmpegExecutable.find().orElseThrow());
        } finally {
            if (before == null) {
                System.clearProperty(FfmpegExecutable.PROPERTY);
            } else {
                System.setProperty(FfmpegExecutable.PROPERTY, before);
            }
        }
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        FfmpegOptions.Builder builder = FfmpegOptions.builder();
        assertThrows(IllegalArgumentException.class, () -> builder.startOffset(Duration.ofMillis(-1)));
        assertThrows(IllegalArgumentException.class, () -> builder.readDeadline(Duration.ZERO));
        FfmpegOptions options =
                builder.readDeadline(Duration.ofSeconds(5)).executable("x").build();
        FfmpegOptions copy =
                options.toBuilder().startOffset(Duration.ofSeconds(1)).build();
        assertEquals(Duration.ofSeconds(5), copy.readDeadline());
        assertEquals("x", copy.executable());
    }

    @Test
    void onlyTheEndOfTheMessagesIsKept() {
        ErrorTail tail = new ErrorTail();
        for (int line = 0; line < 10_000; line++) {
            byte[] bytes = ("line " + line + "\n").getBytes(StandardCharsets.UTF_8);
            tail.append(bytes, bytes.length);
        }
        String text = tail.text();
        assertTrue(text.length() <= ErrorTail.MAX_BYTES);
        assertTrue(text.startsWith("line ") && text.endsWith("line 9999"), text);
    }
}
