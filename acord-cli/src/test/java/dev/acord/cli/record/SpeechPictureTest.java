package dev.acord.cli.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.cli.Running;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code acord inspect} shows of a recording that was written by hand. */
class SpeechPictureTest {
    private static final double PIXEL_S = 4.0 / 900;

    @TempDir
    Path folder;

    @BeforeEach
    void recording() throws Exception {
        Files.writeString(
                folder.resolve("recording.json"),
                """
                {"started_at": "2026-01-02T03:04:05Z", "duration_ms": 4000, "finished": true, "mix": "mix.wav",
                 "speech": "speech.vtt", "tracks": [
                 {"user_id": "17", "file": "a.ogg", "files": ["a.ogg", "a.wav"], "spoken_ms": 1750, "packets": 87, "lost": 2,
                  "late": 1},
                 {"user_id": "<4>", "file": "b.ogg", "files": ["b.ogg"], "spoken_ms": 0, "packets": 0, "lost": 0, "late": 0}]}
                """);
        Files.writeString(
                folder.resolve("speech.vtt"),
                """
                WEBVTT

                00:00:03.250 --> 00:00:04.000
                <v 17>17

                NOTE no cue

                00:01.000 --> 00:02.000 align:start
                <v 17>hello

                00:00:01.500 --> 00:00:01.501
                <v 99>not in the index
                """);
    }

    private Running inspect(String... more) throws Exception {
        String[] args = new String[more.length + 2];
        args[0] = "inspect";
        args[1] = folder.toString();
        System.arraycopy(more, 0, args, 2, more.length);
        return Running.here(args);
    }

    @Test
    void barsAreWhereUsersSpokeAndNowhereElse() throws Exception {
        Path svg = folder.resolve("a.svg");
        try (Running run = inspect("--picture", svg.toString())) {
            assertEquals(0, run.exitCode(), run.toString());
        }
        SvgBars bars = SvgBars.read(svg);
        assertEquals(4 - 1, bars.count());
        List<double[]> spoken = bars.of("17");
        assertEquals(2, spoken.size());
        assertEquals(1.0, spoken.get(0)[0], PIXEL_S);
        assertEquals(2.0, spoken.get(0)[1], PIXEL_S);
        assertEquals(3.25, spoken.get(1)[0], PIXEL_S);
        assertEquals(4.0, spoken.get(1)[1], PIXEL_S);
        assertEquals(List.of(), bars.of("<4>"));
        assertEquals(1.5, bars.of("99").get(0)[0], PIXEL_S);
    }

    @Test
    void thePngShowsTheSame() throws Exception {
        Path png = folder.resolve("a.png");
        try (Running run = inspect("--picture", png.toString())) {
            assertEquals(0, run.exitCode(), run.toString());
        }
        BufferedImage image = ImageIO.read(png.toFile());
        int y = 72 + 14;
        int dark = 0;
        int first = -1;
        for (int x = 0; x < image.getWidth(); x++) {
            if ((image.getRGB(x, y) & 0xFFFFFF) == SpeechPicture.SPEECH) {
                dark++;
                first = first < 0 ? x : first;
            }
        }
        int left = image.getWidth();
        while ((image.getRGB(left - 1, image.getHeight() - 40) & 0xFFFFFF) == 0xFFFFFF) {
            left--; // the axis at the bottom, from its right end
        }
        int right = left;
        while ((image.getRGB(left - 1, image.getHeight() - 40) & 0xFFFFFF) != 0xFFFFFF) {
            left--;
        }
        assertEquals(1.75 / 4, (double) dark / (right - left), 0.005);
        assertEquals(1.0 / 4, (double) (first - left) / (right - left), 0.005);
    }

    @Test
    void theTableNamesEverySpeakerAndFile() throws Exception {
        try (Running run = inspect()) {
            assertEquals(0, run.exitCode(), run.toString());
            List<String> lines = run.lines();
            assertEquals("recording    " + folder + ", 0:00:04.000, began 2026-01-02T03:04:05Z", lines.get(0));
            assertEquals(
                    List.of(
                            "user       spoken  packets  lost  late  file",
                            "17    0:00:01.750       87     2     1  a.ogg",
                            "                                        a.wav",
                            "<4>   0:00:00.000        0     0     0  b.ogg"),
                    lines.subList(lines.size() - 4, lines.size()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"tracks\": [1]}", "", "{\"finished\": \"x\"}", "\u0000"})
    void aBrokenIndexIsOneLineWithItsName(String text) throws Exception {
        Files.writeString(folder.resolve("recording.json"), text);
        try (Running run = inspect()) {
            assertEquals(1, run.exitCode(), run.toString());
            assertEquals(1, run.errors().lines().count(), run.errors());
            assertTrue(run.errors().contains("recording.json"), run.errors());
        }
    }

    @Test
    void cuesOfAnotherKindOfFileAreRefused() throws Exception {
        Files.writeString(
                folder.resolve("speech.vtt"), "1\n00:00:01,000 --> 00:00:02,000\nsubtitles of another kind\n");
        try (Running run = inspect("--picture", folder.resolve("a.svg").toString())) {
            assertEquals(1, run.exitCode(), run.toString());
            assertTrue(run.errors().contains("speech.vtt is no WebVTT file"), run.errors());
        }
    }

    @Test
    void picturesOfAudioAreNotForRecordings() throws Exception {
        try (Running run = inspect("--waveform", folder.resolve("a.svg").toString())) {
            assertEquals(2, run.exitCode(), run.toString());
            assertTrue(run.errors().contains("--picture"), run.errors());
        }
    }
}
