package dev.acord.audio.webm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.SeekChecks;
import dev.acord.audio.input.CountingChannel;
import dev.acord.audio.ogg.MediaTools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files made by ffmpeg; a place is right when the packet that reading from the beginning has there is found. */
class WebmSeekTest {

    /** Times in WebM are rounded to milliseconds. */
    private static final long ROUNDING_SAMPLES = 48;

    private static Path folder = Path.of("");
    private static Path indexed = Path.of("");
    private static List<byte[]> packets = List.of();

    @BeforeAll
    static void makeFiles(@TempDir Path common) throws IOException {
        folder = common;
        Path wav = SeekChecks.restlessWav(common.resolve("restless.wav"), 120, 4);
        indexed = common.resolve("indexed.webm");
        MediaTools.run(
                "ffmpeg", "-v", "error", "-i", wav.toString(), "-c:a", "libopus", "-b:a", "96k", indexed.toString());
        packets = SeekChecks.readAll(WebmOpusSource.open(indexed));
        SeekChecks.assertDistinct(packets);
    }

    @Test
    void everyPlaceIsFoundByTheIndex() throws IOException {
        byte[] file = Files.readAllBytes(indexed);
        CountingChannel channel = new CountingChannel(file);
        try (WebmOpusSource source = WebmOpusSource.open(channel)) {
            assertTrue(source.isSeekable());
            SeekChecks.assertSeeks(source, packets, 201, 100, ROUNDING_SAMPLES);
            assertTrue(channel.bytesRead() < 100L * file.length / 4, channel.bytesRead() + " bytes for 102 seeks");
        }
    }

    @Test
    void everyPlaceIsFoundWithoutAnIndexAndWithoutSizes() throws IOException {
        for (String option : new String[] {"-live", "-dash"}) {
            Path live = repacked("live" + option + ".webm", option, "1");
            try (WebmOpusSource source = WebmOpusSource.open(live)) {
                SeekChecks.assertSeeks(source, packets, 202, 100, ROUNDING_SAMPLES);
            }
        }
    }

    @Test
    void anIndexThatLiesIsNotBelieved() throws IOException {
        byte[] file = Files.readAllBytes(indexed);
        byte[] lying = file.clone();
        int changed = 0;
        for (int i = lying.length / 2; i < lying.length - 4; i++) {
            // CueClusterPosition of 3 bytes: all point to somewhere else
            if ((lying[i] & 0xFF) == WebmIds.CUE_CLUSTER_POSITION && (lying[i + 1] & 0xFF) == 0x83) {
                lying[i + 3] ^= 0x15;
                changed++;
            }
        }
        assertTrue(changed > 10, "only " + changed + " places were changed");
        try (WebmOpusSource source = WebmOpusSource.open(new CountingChannel(lying))) {
            SeekChecks.assertSeeks(source, packets, 203, 100, ROUNDING_SAMPLES);
        }
    }

    @Test
    void theSoundOfAVideoIsSought() throws IOException {
        Path video = folder.resolve("video.webm");
        MediaTools.run(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=320x180:rate=15:duration=30",
                "-i",
                indexed.toString(),
                "-t",
                "30",
                "-c:v",
                "libvpx",
                "-deadline",
                "realtime",
                "-cpu-used",
                "8",
                "-c:a",
                "copy",
                video.toString());
        List<byte[]> sound = SeekChecks.readAll(WebmOpusSource.open(video));
        CountingChannel channel = new CountingChannel(Files.readAllBytes(video));
        try (WebmOpusSource source = WebmOpusSource.open(channel)) {
            SeekChecks.assertSeeks(source, sound, 204, 100, ROUNDING_SAMPLES);
        }
    }

    @Test
    void theDurationIsThatOfFfprobeWithAndWithoutAHeaderThatSaysIt() throws IOException {
        double exact = ffprobeSeconds(indexed);
        try (WebmOpusSource source = WebmOpusSource.open(indexed)) {
            assertEquals(exact, seconds(source.duration().orElseThrow()), 0.02);
        }
        Path live = repacked("unsized.webm", "-live", "1");
        try (WebmOpusSource source = WebmOpusSource.open(live)) {
            assertTrue(source.info().duration().isEmpty(), "the header must not say it");
            assertEquals(exact, seconds(source.duration().orElseThrow()), 0.02);
        }
    }

    @Test
    void aStreamGoesForwardAndSaysWhyItDoesNotGoBack() throws IOException {
        long[] times = SeekChecks.times(packets);
        byte[] file = Files.readAllBytes(indexed);
        try (WebmOpusSource source = WebmOpusSource.open(new ByteArrayInputStream(file))) {
            assertFalse(source.isSeekable());
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            source.seek(PcmSource.timeOf(times[2_000] + 480));
            int length = source.read(buffer, 0);
            assertArrayEquals(packets.get(2_000), Arrays.copyOf(buffer, length));
            UnsupportedOperationException refused =
                    assertThrows(UnsupportedOperationException.class, () -> source.seek(Duration.ofSeconds(1)));
            assertTrue(String.valueOf(refused.getMessage()).contains("cannot go back"), refused.toString());
            length = source.read(buffer, 0);
            assertArrayEquals(packets.get(2_001), Arrays.copyOf(buffer, length), "it can be read on");
        }
    }

    @Test
    void aFileWhoseTimesBeginLateStillBeginsAt0() throws IOException {
        Path late = folder.resolve("late.mkv");
        MediaTools.run(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-i",
                indexed.toString(),
                "-c",
                "copy",
                "-output_ts_offset",
                "1000",
                late.toString());
        try (WebmOpusSource source = WebmOpusSource.open(late)) {
            SeekChecks.assertSeeks(source, packets, 205, 50, ROUNDING_SAMPLES);
        }
    }

    private static Path repacked(String name, String... options) throws IOException {
        Path file = folder.resolve(name);
        List<String> command =
                new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-i", indexed.toString(), "-c", "copy"));
        command.addAll(List.of(options));
        command.add(file.toString());
        MediaTools.run(command.toArray(String[]::new));
        return file;
    }

    private static double ffprobeSeconds(Path file) throws IOException {
        return Double.parseDouble(MediaTools.run(
                        "ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file.toString())
                .strip());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
