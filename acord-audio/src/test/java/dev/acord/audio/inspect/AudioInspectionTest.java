package dev.acord.audio.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.ogg.MediaTools;
import dev.acord.audio.ogg.Mutants;
import dev.acord.audio.ogg.OggOpusWriter;
import dev.acord.audio.ogg.OggPageReader;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.ogg.OpusTags;
import dev.acord.audio.opus.OpusPacket;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioInspectionTest {

    @TempDir
    Path folder;

    @Test
    void describesAFileMadeByOpusencWhateverItsName() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        AudioInspection inspection = inspect("song.mp3", file);
        assertEquals(AudioContainer.OGG_OPUS, inspection.container());
        assertEquals("Opus", inspection.codec());
        assertEquals(2, inspection.channels());
        assertEquals(48_000, inspection.sampleRateHz());
        assertEquals(Optional.of(Duration.ofSeconds(2)), inspection.duration());
        assertEquals(file.length, inspection.fileBytes());
        assertEquals(1, inspection.parts());
        assertEquals(101, inspection.packets());
        assertEquals(Map.of(960, 101L), inspection.packetSamples());
        assertEquals(312, inspection.preSkipSamples());
        assertTrue(
                inspection.tags().contains("title=Two tones"), inspection.tags().toString());
        assertTrue(inspection.encoder().orElseThrow().startsWith("libopus"));
        assertEquals(List.of(), inspection.gaps());
        assertEquals(List.of(), inspection.problems());
    }

    @Test
    void agreesWithOpusinfoOnTheBitrate() throws IOException {
        Path file = Files.write(folder.resolve("a.opus"), MediaTools.resource("ogg/opusenc-tones.opus"));
        String info = MediaTools.run("opusinfo", file.toString());
        double theirs = Double.parseDouble(info.replaceAll("(?s).*w/o overhead: ([0-9.]+) kbit/s.*", "$1"));
        // opusinfo divides by the playback length, we by the length of the packets
        assertEquals(theirs * 2.0 / 2.02, AudioInspection.of(file).bitrateBps() / 1e3, 0.6);
    }

    @Test
    void describesAFileMadeByFfmpeg() throws IOException {
        AudioInspection inspection = inspect("a", MediaTools.resource("webm/ffmpeg-tones.webm"));
        assertEquals(AudioContainer.WEBM, inspection.container());
        assertEquals("Opus", inspection.codec());
        assertEquals(2, inspection.channels());
        assertEquals(101, inspection.packets());
        assertEquals(Map.of(960, 101L), inspection.packetSamples());
        assertEquals(2.0, inspection.duration().orElseThrow().toMillis() / 1e3, 0.002);
        assertTrue(
                inspection.tags().contains("TITLE=Two tones"), inspection.tags().toString());
        assertEquals(List.of(), inspection.gaps());
        assertEquals(List.of(), inspection.problems());
    }

    @Test
    void showsWhereAFileHasGaps() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OggOpusWriter writer = new OggOpusWriter(out, OpusHead.of(2, 312), OpusTags.of("test"), 1)) {
            for (int i = 0; i < 20; i++) {
                writer.write(OpusPacket.silence(), 0, 3);
                writer.gap(i == 9 ? 48_000 : 0);
            }
        }
        AudioInspection inspection = inspect("a.opus", out.toByteArray());
        assertEquals(1, inspection.gapCount());
        AudioGap gap = inspection.gaps().get(0);
        assertEquals(Duration.ofSeconds(1), gap.length());
        assertEquals(Duration.ofNanos(193_500_000), gap.at(), "200 ms less the pre-skip of 6.5 ms");
        assertEquals(Duration.ofNanos(1_393_500_000), inspection.duration().orElseThrow());
        assertEquals(List.of(), inspection.problems());
    }

    @Test
    void goesOnBehindADamagedPageAndCountsIt() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        OggPageReader pages = new OggPageReader(new ByteArrayInputStream(file));
        for (int i = 0; i < 3; i++) {
            pages.next();
        }
        int third = (int) pages.offset();
        int fourth = (int) pages.position();
        file[third + 1_000] ^= 1;
        AudioInspection inspection = inspect("a.opus", file);
        assertEquals(
                List.of((long) third, (long) fourth),
                inspection.problems().stream().map(AudioProblem::offset).toList());
        assertTrue(inspection.problems().get(0).description().contains("checksum"));
        assertEquals(
                "1 pages are missing before this one",
                inspection.problems().get(1).description());
        assertEquals(51, inspection.packets());
    }

    @Test
    void saysThatAFileIsCutOff() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        AudioInspection inspection = inspect("a.opus", Arrays.copyOf(file, file.length * 3 / 4));
        assertTrue(inspection.problems().get(0).description().contains("Truncated"));
        assertEquals(50, inspection.packets());
        byte[] webm = MediaTools.resource("webm/ffmpeg-tones.webm");
        inspection = inspect("a.webm", Arrays.copyOf(webm, webm.length / 2));
        assertTrue(inspection.problems().get(0).description().contains("Truncated"));
        assertTrue(inspection.packets() > 40);
    }

    @Test
    void sumsUpChainedFiles() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        byte[] twice = Arrays.copyOf(file, 2 * file.length);
        System.arraycopy(file, 0, twice, file.length, file.length);
        AudioInspection inspection = inspect("a.opus", twice);
        assertEquals(2, inspection.parts());
        assertEquals(202, inspection.packets());
        assertEquals(Optional.of(Duration.ofSeconds(4)), inspection.duration());
        assertEquals(List.of(), inspection.gaps());
        assertEquals(List.of(), inspection.problems());
    }

    @Test
    void describesOggWithoutOpus() throws IOException {
        Path vorbis = MediaTools.tones(folder.resolve("v.ogg"), 2, "-ac", "2", "-ar", "44100", "-c:a", "libvorbis");
        AudioInspection inspection = AudioInspection.of(vorbis);
        assertEquals(AudioContainer.OGG, inspection.container());
        assertEquals("Vorbis", inspection.codec());
        assertEquals(2, inspection.channels());
        assertEquals(44_100, inspection.sampleRateHz());
        assertEquals(2.0, inspection.duration().orElseThrow().toMillis() / 1e3, 0.05);
        assertEquals(List.of(), inspection.problems());
    }

    @Test
    void describesUncompressedFiles() throws IOException {
        AudioFormat format = new AudioFormat(44_100, 16, 2, true, false);
        AudioFormat big = new AudioFormat(44_100, 16, 2, true, true);
        assertPcm(AudioContainer.WAV, AudioFileFormat.Type.WAVE, format, "PCM_SIGNED 16 bit little-endian");
        assertPcm(AudioContainer.AIFF, AudioFileFormat.Type.AIFF, big, "PCM_SIGNED 16 bit big-endian");
        assertPcm(AudioContainer.AU, AudioFileFormat.Type.AU, big, "PCM_SIGNED 16 bit big-endian");
    }

    @Test
    void saysWhatItDoesNotKnow() throws IOException {
        AudioInspection inspection = inspect("a.wav", new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0});
        assertEquals(AudioContainer.UNKNOWN, inspection.container());
        assertEquals("MP3 or AAC", inspection.codec());
        assertEquals(1, inspection.problemCount());
        assertEquals(
                "The file is empty", inspect("b", new byte[0]).problems().get(0).description());
    }

    @Test
    void nothingMakesItFail() throws IOException {
        List<byte[]> files = List.of(
                MediaTools.resource("ogg/opusenc-tones.opus"), MediaTools.resource("webm/ffmpeg-tones.webm"), wav());
        for (long seed = 0; seed < 1_500; seed++) {
            byte[] file = files.get((int) (seed % files.size()));
            byte[] mutant = Mutants.of(file, new Random(seed));
            if (seed % 2 == 0) {
                mutant = Mutants.withRightChecksums(mutant);
            }
            try {
                AudioInspection inspection = inspect("mutant", mutant);
                assertTrue(inspection.bitrateBps() >= 0, "seed " + seed);
                for (AudioProblem problem : inspection.problems()) {
                    assertTrue(
                            problem.offset() >= 0 && problem.offset() <= mutant.length,
                            "seed " + seed + ": " + problem);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void assertPcm(AudioContainer container, AudioFileFormat.Type type, AudioFormat format, String codec)
            throws IOException {
        AudioInspection inspection = inspect("a", pcm(type, format));
        assertEquals(container, inspection.container());
        assertEquals(codec, inspection.codec());
        assertEquals(2, inspection.channels());
        assertEquals(44_100, inspection.sampleRateHz());
        assertEquals(Optional.of(Duration.ofMillis(500)), inspection.duration());
        assertEquals(44_100 * 32, inspection.bitrateBps());
        assertEquals(List.of(), inspection.problems());
    }

    private static byte[] wav() throws IOException {
        return pcm(AudioFileFormat.Type.WAVE, new AudioFormat(44_100, 16, 2, true, false));
    }

    private static byte[] pcm(AudioFileFormat.Type type, AudioFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AudioInputStream silence = new AudioInputStream(new ByteArrayInputStream(new byte[22_050 * 4]), format, 22_050);
        AudioSystem.write(silence, type, out);
        return out.toByteArray();
    }

    private AudioInspection inspect(String name, byte[] file) throws IOException {
        return AudioInspection.of(Files.write(folder.resolve(name), file));
    }
}
