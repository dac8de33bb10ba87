package dev.acord.audio.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvidedProgramsTest {

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(FfmpegExecutable.PROPERTY);
    }

    @Test
    void aProviderIsAskedOnceAndOnlyWhereNothingElseNamesAProgram() throws IOException {
        Path program = Path.of(FakeFfmpeg.script(folder, "true").build().executable());
        Counting provider = new Counting(Optional.of(program));
        ProvidedPrograms provided = new ProvidedPrograms(List.of(provider));
        // a name that is wrong is an error, even when a program could be brought
        assertEquals(Optional.empty(), FfmpegExecutable.find("no-such-program", provided));
        System.setProperty(FfmpegExecutable.PROPERTY, folder.resolve("missing").toString());
        assertEquals(Optional.empty(), FfmpegExecutable.find(null, provided));
        assertThrows(FfmpegException.class, () -> FfmpegExecutable.locate(null, provided));
        System.setProperty(FfmpegExecutable.PROPERTY, program.toString());
        assertEquals(Optional.of(program), FfmpegExecutable.find(null, provided));
        assertEquals(0, provider.asked);
        assertEquals(Optional.of(program), provided.ffmpeg());
        assertEquals(Optional.of(program), provided.ffmpeg());
        assertEquals(1, provider.asked);
    }

    @Test
    void aProviderThatFailsDoesNotStandInTheWayOfTheNextAndIsNamed() throws IOException {
        Path program = Path.of(FakeFfmpeg.script(folder, "true").build().executable());
        FfmpegProvider broken = new FfmpegProvider() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public Optional<Path> ffmpeg() throws FfmpegException {
                throw new FfmpegException("the disk is full", null);
            }

            @Override
            public Optional<Path> ffprobe() {
                throw new UnsatisfiedLinkError("no library");
            }
        };
        ProvidedPrograms both = new ProvidedPrograms(List.of(broken, new Counting(Optional.of(program))));
        assertEquals(Optional.of(program), both.ffmpeg());
        assertEquals(Optional.of(program), both.ffprobe());
        ProvidedPrograms alone = new ProvidedPrograms(List.of(broken, new Counting(Optional.empty())));
        assertEquals(Optional.empty(), alone.ffmpeg());
        assertTrue(alone.problems().contains("broken could not make ffmpeg ready: the disk is full"), alone.problems());
        assertTrue(alone.problems().contains("counting has no ffmpeg for this machine"), alone.problems());
    }

    @Test
    void ffprobeIsTheOneBesideFfmpeg() throws IOException {
        Path ffmpeg = Path.of(FakeFfmpeg.script(folder, "true").build().executable());
        Path beside = Path.of(FakeFfmpeg.script(folder, "true").build().executable());
        Path ffprobe = Files.move(beside, folder.resolve("ffprobe"));
        assertEquals(
                Optional.of(ffprobe.toAbsolutePath()),
                FfmpegExecutable.findProbe(ffmpeg.toString(), new ProvidedPrograms(List.of())));
    }

    @Test
    void whatFfprobePrintsIsRead() {
        FfmpegProbe probe = FfmpegProbe.parse(
                """
                streams.stream.0.index=0
                streams.stream.0.codec_name="opus"
                streams.stream.0.codec_type="audio"
                streams.stream.0.sample_rate="48000"
                streams.stream.0.channels=2
                streams.stream.0.duration="N/A"
                streams.stream.1.codec_type="video"
                format.format_name="matroska,webm"
                format.duration="123.456789"
                format.tags.TITLE="say \\"a\\\\b\\" = c"
                """);
        assertEquals("matroska,webm", probe.formatName());
        assertEquals(123_456_789_000L, probe.duration().orElseThrow().toNanos());
        assertEquals(2, probe.streams().size());
        assertEquals("opus", probe.streams().get(0).codec());
        assertEquals(Optional.empty(), probe.streams().get(0).duration());
        assertEquals("unknown", probe.streams().get(1).codec());
        assertEquals("say \"a\\b\" = c", probe.tags().get("title"));
        assertEquals(
                Optional.empty(),
                FfmpegProbe.parse("format.duration=\"1e999999999\"").duration());
        assertEquals(Optional.empty(), FfmpegProbe.parse("garbage\n=\n\n").duration());
    }

    private static final class Counting implements FfmpegProvider {

        private final Optional<Path> program;
        private int asked;

        Counting(Optional<Path> program) {
            this.program = program;
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public Optional<Path> ffmpeg() {
            asked++;
            return program;
        }

        @Override
        public Optional<Path> ffprobe() {
            return program;
        }
    }
}
