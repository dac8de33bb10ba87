package dev.acord.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.acord.audio.AudioSource;
import dev.acord.audio.ogg.OggOpusSource;
import dev.acord.audio.ogg.OggOpusWriter;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.ogg.OpusTags;
import dev.acord.cli.OtherTools;
import dev.acord.cli.Running;
import dev.acord.cli.TestAudio;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelsTest {
    @TempDir
    Path folder;

    @Test
    void aToneHasTheLevelsItWasMadeWith() throws Exception {
        Path file = Pcm.wav(folder.resolve("tone.wav"), new short[2 * 24_000], Pcm.tone(-23, 480_000));
        JsonObject levels = levels(file, 0);
        assertEquals(-23.0, levels.get("integratedLufs").getAsDouble(), 0.1);
        assertEquals(-23.0, levels.get("maxMomentaryLufs").getAsDouble(), 0.1);
        assertEquals(-23.0, levels.get("maxShortTermLufs").getAsDouble(), 0.1);
        assertEquals(-23.0, levels.get("truePeakDbtp").getAsDouble(), 0.02);
        assertEquals(-23.0, levels.get("samplePeakDbfs").getAsDouble(), 0.02);
        assertEquals(
                -26.01 + 10 * Math.log10(480 / 504.0), levels.get("rmsDbfs").getAsDouble(), 0.01);
        assertEquals(504_000, levels.get("frames").getAsLong());
        assertEquals(500, levels.get("silentMs").getAsLong());
        assertEquals(500, levels.get("leadingSilenceMs").getAsLong());
        assertEquals(0, levels.get("trailingSilenceMs").getAsLong());
        assertEquals(0, levels.get("clippedSamples").getAsLong());
        assertTrue(levels.get("stopped").isJsonNull());
    }

    @Test
    void peopleGetRows() throws Exception {
        short[] flat = new short[2 * 96];
        Arrays.fill(flat, Short.MAX_VALUE);
        Path file = Pcm.wav(folder.resolve("tone.wav"), Pcm.tone(-20, 192_000), flat, new short[2 * 48_000]);
        String text = text(file, 0);
        assertRow(text, "loudness +-20\\.\\d LUFS, 0\\.\\d LU range");
        assertRow(text, "loudest +-1[0-9]\\.\\d LUFS in 400 ms, -(20|19)\\.\\d LUFS in 3 s");
        assertRow(text, "peak +\\d\\.\\d dBTP true, 0\\.0 dBFS sample");
        assertRow(text, "RMS +-2\\d\\.\\d dBFS");
        assertRow(text, "DC offset +0\\.04 % left, 0\\.04 % right"); // 96 of 240,096 frames
        assertRow(text, "clipping +192 samples cut off, 192 at full scale");
        assertRow(text, "silence +0:01\\.000, 20\\.0 %; 0:00\\.000 at the beginning, 0:01\\.000 at the end");
    }

    @Test
    void digitalSilenceHasNoLevel() throws Exception {
        Path file = Pcm.wav(folder.resolve("nothing.wav"), new short[2 * 48_000]);
        JsonObject levels = levels(file, 0);
        assertTrue(levels.get("integratedLufs").isJsonNull());
        assertTrue(levels.get("truePeakDbtp").isJsonNull());
        assertEquals(1_000, levels.get("silentMs").getAsLong());
        String text = text(file, 0);
        assertRow(text, "loudness +below -70 LUFS");
        assertRow(text, "peak +-inf dBTP true, -inf dBFS sample");
        assertRow(text, "silence +0:01\\.000, 100\\.0 %");
    }

    @Test
    void aFileShorterThanABlockIsTooShortForLoudness() throws Exception {
        assertRow(text(Pcm.wav(folder.resolve("click.wav"), Pcm.tone(-6, 100)), 0), "loudness +too short for LUFS");
    }

    @Test
    void withoutLevelsNothingIsDecoded() throws Exception {
        Path file = TestAudio.ogg(folder.resolve("tune.opus"), 50);
        assertTrue(json(0, "--no-levels", file.toString()).get("levels").isJsonNull());
        try (Running run = Running.here("inspect", "--no-levels", file.toString())) {
            assertEquals(0, run.exitCode());
            assertFalse(run.toString().contains("loudness"), run.toString());
        }
    }

    @Test
    void opusIsMeasuredWithTheHeadersGainAndWithoutWhatIsNotPlayed() throws Exception {
        Path plain = TestAudio.ogg(folder.resolve("plain.opus"), 200);
        Path quieter = withHead(plain, folder.resolve("quieter.opus"), new OpusHead(1, 2, 4_312, 48_000, -6 * 256, 0));
        JsonObject loud = levels(plain, 0);
        JsonObject quiet = levels(quieter, 0);
        assertEquals(200 * 960 - 312, loud.get("frames").getAsLong());
        assertEquals(200 * 960 - 4_312, quiet.get("frames").getAsLong());
        assertEquals(
                loud.get("samplePeakDbfs").getAsDouble() - 6,
                quiet.get("samplePeakDbfs").getAsDouble(),
                0.05);
        assertEquals("acord", loud.get("reader").getAsString());
    }

    @Test
    void eachPartOfAChainedFileBeginsAnew() throws Exception {
        byte[] one = Files.readAllBytes(TestAudio.ogg(folder.resolve("one.opus"), 50));
        Path two = folder.resolve("two.opus");
        try (OutputStream out = Files.newOutputStream(two)) {
            out.write(one);
            out.write(one);
        }
        assertEquals(2 * (50 * 960 - 312), levels(two, 0).get("frames").getAsLong());
    }

    @Test
    void aDamagedFileIsMeasuredUpToTheDamage() throws Exception {
        Path file = TestAudio.ogg(folder.resolve("tune.opus"), 400);
        byte[] whole = Files.readAllBytes(file);
        whole[whole.length / 2]++;
        Files.write(file, whole);
        JsonObject levels = levels(file, 1);
        long frames = levels.get("frames").getAsLong();
        assertTrue(frames > 100 * 960 && frames < 300 * 960, frames + " frames");
        assertTrue(levels.get("stopped").getAsString().contains("byte"), levels.toString());
        assertTrue(levels.get("integratedLufs").getAsDouble() < 0);
        assertRow(text(file, 1), "measured +only the first 0:0\\d\\.\\d{3}: .+");
    }

    /** What libopus and ffmpeg make of a file, against what is made of it here. */
    @ParameterizedTest
    @CsvSource({"libopus, opus, acord", "libopus, webm, acord", "libmp3lame, mp3, ffmpeg", "pcm_s16be, aiff, the JDK"})
    void ffmpegMeasuresTheSame(String codec, String ending, String reader) throws Exception {
        String file = folder.resolve("made." + ending).toString();
        String tones = "aevalsrc=0.3*sin(2*PI*300*t)*(1+sin(3*t))|0.2*sin(2*PI*(500+400*t)*t):s=48000:d=7.777";
        OtherTools.run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", tones, "-c:a", codec, file);
        String said = OtherTools.run(
                "ffmpeg", "-hide_banner", "-nostats", "-i", file, "-af", "ebur128=peak=true,astats", "-f", "null", "-");
        JsonObject levels = levels(Path.of(file), 0);
        assertEquals(reader, levels.get("reader").getAsString());
        assertEquals(
                last(said, "I: +(-?[\\d.]+) LUFS"), levels.get("integratedLufs").getAsDouble(), 0.15);
        assertEquals(last(said, "LRA: +([\\d.]+) LU"), levels.get("rangeLu").getAsDouble(), 0.25);
        assertEquals(
                last(said, "Peak: +(-?[\\d.]+) dBFS"),
                levels.get("truePeakDbtp").getAsDouble(),
                0.15);
        assertEquals(
                last(said, "Number of samples: (\\d+)"), levels.get("frames").getAsDouble(), 1);
    }

    private static double last(String said, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(said);
        String value = null;
        while (matcher.find()) {
            value = matcher.group(1);
        }
        if (value == null) {
            throw new AssertionError("ffmpeg does not say " + pattern + ": " + said);
        }
        return Double.parseDouble(value);
    }

    private static Path withHead(Path from, Path to, OpusHead head) throws Exception {
        byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
        try (OggOpusSource source = OggOpusSource.open(from);
                OggOpusWriter writer = new OggOpusWriter(Files.newOutputStream(to), head, OpusTags.of("test"), 3)) {
            for (int n = source.read(packet, 0); n > 0; n = source.read(packet, 0)) {
                writer.write(packet, 0, n);
            }
        }
        return to;
    }

    private static void assertRow(String text, String pattern) {
        assertTrue(text.lines().anyMatch(line -> line.matches(pattern)), pattern + " in\n" + text);
    }

    private static String text(Path file, int exitCode) throws Exception {
        try (Running run = Running.here("inspect", file.toString())) {
            assertEquals(exitCode, run.exitCode(), run.toString());
            return String.join("\n", run.lines());
        }
    }

    private static JsonObject levels(Path file, int exitCode) throws Exception {
        return json(exitCode, file.toString()).getAsJsonObject("levels");
    }

    private static JsonObject json(int exitCode, String... args) throws Exception {
        String[] command = new String[args.length + 2];
        command[0] = "inspect";
        command[1] = "--json";
        System.arraycopy(args, 0, command, 2, args.length);
        try (Running run = Running.here(command)) {
            assertEquals(exitCode, run.exitCode(), run.toString());
            return JsonParser.parseString(run.lines().get(0)).getAsJsonObject();
        }
    }
}
