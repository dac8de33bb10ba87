package dev.acord.audio.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.pcm.WavWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of files that a shell or ffmpeg would take for something else are names, with the ffmpeg that is installed. */
class FfmpegNamesTest {
    private static final int FRAMES = 4_800;

    @TempDir
    private Path folder;

    private final short[] sound = new short[2 * FRAMES];

    @BeforeEach
    void aSound() {
        Assumptions.assumeTrue(FfmpegExecutable.find().isPresent(), "needs ffmpeg in PATH");
        for (int i = 0; i < sound.length; i++) {
            sound[i] = (short) (i * 7);
        }
    }

    @AfterEach
    void nothingIsLeftBehind() {
        FakeFfmpeg.awaitNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-i",
                "-f lavfi",
                "-y",
                "--",
                "--help",
                "-",
                "concat:other.wav|other.wav",
                "subfile,,start,0,end,9,,:other.wav",
                "data:audio",
                "pipe:0",
                "http:example",
                "$(touch made)",
                "`touch made`",
                "a;touch made",
                "a && touch made",
                "|touch made",
                "> made",
                "with 'quotes' and \"quotes\"",
                "back\\slash",
                "percent %03d.wav",
                "star*.wav",
                "line\nbreak.wav",
                "*",
                "~",
                "été \u97f3\u697d.wav"
            })
    void a_name_is_a_name(String name) throws IOException {
        Files.writeString(folder.resolve("other.wav"), "something else");
        Path file;
        try {
            file = folder.resolve(name);
            write(file);
        } catch (InvalidPathException | IOException e) {
            Assumptions.abort("this system has no such names: " + e.getMessage());
            return;
        }
        Set<Path> before = files();
        // relative too, so that the name itself is the beginning of the argument
        Path relative = Path.of("").toAbsolutePath().relativize(file);
        for (Path path : List.of(file, relative)) {
            assertArrayEquals(sound, readAll(FfmpegSource.open(path, FfmpegOptions.defaults())), name);
        }
        if (FfmpegExecutable.findProbe(null).isPresent()) {
            FfmpegProbe probe = FfmpegProbe.of(file, FfmpegOptions.defaults());
            assertEquals("wav", probe.formatName());
            assertEquals(Duration.ofMillis(100), probe.duration().orElseThrow());
        }
        assertEquals(before, files(), "nothing was made and nothing is gone");
        assertTrue(Files.notExists(Path.of("made")), "no shell has run");
    }

    @Test
    void a_text_that_begins_like_an_option_is_the_name_of_a_file_also_where_urls_are_taken() {
        for (String text : List.of("-version", "-h", "-", "--", "-f lavfi -i sine", "-i")) {
            FfmpegException refused = assertThrows(FfmpegException.class, () -> {
                readAll(FfmpegSource.open(text, FfmpegOptions.defaults()));
            });
            assertTrue(refused.errorOutput().contains("No such file"), text + ": " + refused);
        }
    }

    private void write(Path file) throws IOException {
        try (WavWriter writer = new WavWriter(file, 48_000, 2)) {
            writer.write(sound, 0, FRAMES);
        }
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.collect(Collectors.toSet());
        }
    }

    private static short[] readAll(FfmpegSource source) throws IOException {
        try (source) {
            short[] all = new short[4 * FRAMES];
            int frames = 0;
            int read;
            while ((read = source.read(all, 2 * frames, 2 * FRAMES - frames)) != AudioSource.END) {
                frames += read;
            }
            return Arrays.copyOf(all, 2 * frames);
        }
    }
}
