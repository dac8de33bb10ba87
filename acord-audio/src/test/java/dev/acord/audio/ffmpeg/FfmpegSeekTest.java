package dev.acord.audio.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.SeekChecks;
import dev.acord.audio.ogg.MediaTools;
import dev.acord.audio.ogg.OggOpusSource;
import dev.acord.audio.pcm.SampledPcmSource;
import dev.acord.audio.pcm.SignalComparison;
import dev.acord.audio.pcm.WavWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Places and durations of what ffmpeg plays, judged by samples that say where they are. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FfmpegSeekTest {

    private static final int FRAMES = 30 * 48_000 + 17;

    private static Path folder = Path.of("");
    private static Path counter = Path.of("");
    private static Path restless = Path.of("");

    @BeforeAll
    static void writeFiles(@TempDir Path common) throws IOException {
        Assumptions.assumeTrue(FfmpegExecutable.find().isPresent(), "needs ffmpeg in PATH");
        folder = common;
        counter = common.resolve("counter.wav");
        short[] pcm = new short[2 * FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            pcm[2 * i] = (short) i;
            pcm[2 * i + 1] = (short) (i >> 16);
        }
        try (WavWriter writer = new WavWriter(counter, 48_000, 2)) {
            writer.write(pcm, 0, FRAMES);
        }
        restless = SeekChecks.restlessWav(common.resolve("restless.wav"), 30, 6);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        FakeFfmpeg.awaitNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wav", "flac"})
    void everyFrameOfALosslessFileIsFoundExactly(String kind) throws IOException {
        Path file = kind.equals("wav") ? counter : folder.resolve("counter." + kind);
        if (!kind.equals("wav")) {
            MediaTools.run("ffmpeg", "-v", "error", "-y", "-i", counter.toString(), file.toString());
        }
        try (FfmpegSource source = FfmpegSource.open(file, FfmpegOptions.defaults())) {
            assertTrue(source.isSeekable());
            assertEquals(Optional.of(Duration.ZERO), source.position());
            Random random = new Random(401);
            for (int i = 0; i < 100; i++) {
                int target = i == 0 ? FRAMES - 1 : i == 1 ? 0 : random.nextInt(FRAMES);
                assertEquals(PcmSource.timeOf(target), source.seek(PcmSource.timeOf(target)));
                assertEquals(target, frame(source), "seed 401, seek " + i);
                assertEquals(Optional.of(PcmSource.timeOf(target + 1L)), source.position());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"mp3, libmp3lame, 1152", "m4a, aac, 1024", "ogg, libvorbis, 1024", "webm, libopus, 960"})
    void aPlaceInACodedFileIsFoundWithinOnePacket(String kind, String codec, int packetFrames) throws IOException {
        Path file = folder.resolve("restless." + kind);
        MediaTools.run(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-i",
                restless.toString(),
                "-c:a",
                codec,
                "-b:a",
                "160k",
                file.toString());
        short[] all = readUpTo(FfmpegSource.open(file, FfmpegOptions.defaults()), 31 * 48_000);
        try (FfmpegSource source = FfmpegSource.open(file, FfmpegOptions.defaults())) {
            Random random = new Random(402);
            for (int i = 0; i < 20; i++) {
                int target = random.nextInt(27 * 48_000);
                source.seek(PcmSource.timeOf(target));
                short[] heard = new short[2 * 48_000];
                for (int at = 0; at < 48_000; ) {
                    at += source.read(heard, 2 * at, 48_000 - at);
                }
                SignalComparison result =
                        SignalComparison.of(Arrays.copyOfRange(all, 2 * target, 2 * (target + 48_000)), heard);
                String where = kind + ", seed 402, seek " + i + " to " + target + ": " + result;
                assertTrue(Math.abs(result.delayFrames()) <= packetFrames, where);
                // an MP3 decoder that enters in the middle lacks what the frames before lent to the first ones
                assertTrue(result.snrDb() > 10, where);
            }
        }
    }

    @Test
    void behindTheEndIsTheEndAndNoFailure() throws IOException {
        try (FfmpegSource source = FfmpegSource.open(counter, FfmpegOptions.defaults())) {
            source.seek(Duration.ofMinutes(10));
            assertEquals(AudioSource.END, source.read(new short[2], 0, 1));
            assertEquals(AudioSource.END, source.read(new short[2], 0, 1));
            source.seek(Duration.ofSeconds(3));
            assertEquals(144_000, frame(source), "and from there back");
        }
    }

    @Test
    void placesCountFromTheStartOffset() throws IOException {
        FfmpegOptions options =
                FfmpegOptions.builder().startOffset(Duration.ofSeconds(10)).build();
        try (FfmpegSource source = FfmpegSource.open(counter, options)) {
            assertEquals(480_000, frame(source));
            source.seek(Duration.ofSeconds(2));
            assertEquals(576_000, frame(source));
            assertEquals(FRAMES / 48_000.0 - 10, seconds(source.duration().orElseThrow()), 1e-4);
        }
    }

    @Test
    void aStreamGoesForwardAndSaysWhyItDoesNotGoBack() throws IOException {
        try (FfmpegSource source =
                FfmpegSource.open(Files.newInputStream(counter), "the stream", FfmpegOptions.defaults())) {
            assertFalse(source.isSeekable());
            assertEquals(Optional.empty(), source.duration());
            source.seek(PcmSource.timeOf(700_000));
            assertEquals(700_000, frame(source));
            UnsupportedOperationException refused =
                    assertThrows(UnsupportedOperationException.class, () -> source.seek(Duration.ofSeconds(1)));
            assertTrue(String.valueOf(refused.getMessage()).contains("cannot go back"), refused.toString());
            assertEquals(700_001, frame(source), "it can be read on");
        }
    }

    @Test
    void aClosedSourceStartsNothing() throws IOException {
        FfmpegSource source = FfmpegSource.open(counter, FfmpegOptions.defaults());
        source.close();
        assertThrows(FfmpegException.class, () -> source.seek(Duration.ofSeconds(1)));
    }

    @Test
    void durationsAreThoseOfFfprobeWithinOnePacket() throws IOException {
        for (String name : new String[] {"d.opus", "d.ogg", "d.mp3", "d.m4a", "d.flac", "d.wav"}) {
            Path file = folder.resolve(name);
            MediaTools.run("ffmpeg", "-v", "error", "-y", "-i", restless.toString(), "-t", "21.37", file.toString());
            double expected = Double.parseDouble(MediaTools.run(
                            "ffprobe",
                            "-v",
                            "error",
                            "-show_entries",
                            "format=duration",
                            "-of",
                            "csv=p=0",
                            file.toString())
                    .strip());
            try (FfmpegSource source = FfmpegSource.open(file, FfmpegOptions.defaults())) {
                assertEquals(expected, seconds(source.duration().orElseThrow()), 1e-6, name);
            }
            if (name.equals("d.opus")) {
                try (OggOpusSource source = OggOpusSource.open(file)) {
                    assertEquals(expected, seconds(source.duration().orElseThrow()), 0.02, name);
                }
            }
            if (name.equals("d.wav")) {
                try (SampledPcmSource source = SampledPcmSource.open(file)) {
                    assertEquals(expected, seconds(source.duration().orElseThrow()), 0.02, name);
                }
            }
        }
    }

    @Test
    void aProbeTellsFormatStreamsAndTags() throws IOException {
        Path file = folder.resolve("-t \"a\" = b.mp3");
        MediaTools.run(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-i",
                restless.toString(),
                "-t",
                "2",
                "-metadata",
                "title=Quotes \" and \\ and = signs",
                "-ar",
                "44100",
                "-ac",
                "1",
                "file:" + file);
        FfmpegProbe probe = FfmpegProbe.of(file, FfmpegOptions.defaults());
        assertEquals("mp3", probe.formatName());
        assertEquals("Quotes \" and \\ and = signs", probe.tags().get("title"));
        assertEquals(1, probe.streams().size());
        FfmpegStream stream = probe.streams().get(0);
        assertEquals(
                "audio mp3 44100 1",
                stream.type() + " " + stream.codec() + " "
                        + stream.sampleRateHz().orElseThrow() + " "
                        + stream.channels().orElseThrow());
        Path text = Files.writeString(folder.resolve("text.mp3"), "no audio. ".repeat(100));
        FfmpegException refused =
                assertThrows(FfmpegException.class, () -> FfmpegProbe.of(text, FfmpegOptions.defaults()));
        assertTrue(refused.toString().contains("text.mp3"), refused.toString());
    }

    private static short[] readUpTo(FfmpegSource opened, int frames) throws IOException {
        try (FfmpegSource source = opened) {
            short[] all = new short[2 * frames];
            int at = 0;
            for (int read; at < frames && (read = source.read(all, 2 * at, frames - at)) != AudioSource.END; ) {
                at += read;
            }
            return Arrays.copyOf(all, 2 * at);
        }
    }

    private static int frame(FfmpegSource source) throws IOException {
        short[] pcm = new short[2];
        assertEquals(1, source.read(pcm, 0, 1));
        return (pcm[0] & 0xFFFF) | pcm[1] << 16;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
