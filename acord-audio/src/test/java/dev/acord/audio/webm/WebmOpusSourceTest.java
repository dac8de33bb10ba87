package dev.acord.audio.webm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.ogg.MediaTools;
import dev.acord.audio.ogg.Mutants;
import dev.acord.audio.ogg.OggOpusSource;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.opus.TestSignals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebmOpusSourceTest {

    @TempDir
    Path folder;

    @Test
    void playsAFileMadeByFfmpegAsTheTonesItHolds() throws IOException {
        try (WebmOpusSource source = WebmOpusSource.open(resource());
                OpusDecoder decoder = OpusDecoder.create(2)) {
            assertEquals(2, source.track().channels());
            assertEquals(6_500_000, source.track().codecDelayNs());
            assertEquals(80_000_000, source.track().seekPreRollNs());
            assertEquals(312, source.preSkipSamples());
            assertEquals("Two tones", source.info().title().orElseThrow());
            assertEquals(2.0, source.duration().orElseThrow().toMillis() / 1e3, 0.03);
            List<byte[]> packets = readAll(source);
            assertEquals(101, packets.size());
            short[] out = new short[101 * 960 * 2];
            for (int i = 0; i < packets.size(); i++) {
                decoder.decode(packets.get(i), 0, packets.get(i).length, out, i * 960 * 2, 960);
            }
            // ffmpeg's sine has an amplitude of 1/8
            short[] tones = TestSignals.tones(2, 96_000, 32_768 / 8.0);
            double snrDb = TestSignals.snrDb(tones, out, 2, 312, 9_600, 86_400);
            assertTrue(snrDb > 15, "signal to noise " + snrDb + " dB");
        }
    }

    @Test
    void givesThePacketsThatFfmpegRepacksIntoOgg() throws IOException {
        Path webm = Files.write(folder.resolve("a.webm"), MediaTools.resource("webm/ffmpeg-tones.webm"));
        Path ogg = folder.resolve("a.opus");
        MediaTools.run("ffmpeg", "-v", "error", "-y", "-i", webm.toString(), "-c", "copy", ogg.toString());
        assertSamePackets(readAll(OggOpusSource.open(ogg)), readAll(WebmOpusSource.open(webm)));
    }

    @Test
    void givesTheSamePacketsFromALiveStreamAndFromAVideo() throws IOException {
        Path webm = Files.write(folder.resolve("a.webm"), MediaTools.resource("webm/ffmpeg-tones.webm"));
        List<byte[]> packets = readAll(WebmOpusSource.open(webm));
        Path live = folder.resolve("live.webm");
        MediaTools.run(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-i",
                webm.toString(),
                "-c",
                "copy", //
                "-live",
                "1",
                "-cluster_time_limit",
                "500",
                live.toString());
        assertSamePackets(packets, readAll(WebmOpusSource.open(live)));
        Path video = folder.resolve("video.mkv");
        MediaTools.run(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=160x120:rate=25:duration=2", //
                "-i",
                webm.toString(),
                "-map",
                "0",
                "-map",
                "1",
                "-c:a",
                "copy",
                "-c:v",
                "mpeg4",
                video.toString());
        try (WebmOpusSource source = WebmOpusSource.open(video)) {
            assertEquals("matroska", source.info().docType());
            assertSamePackets(packets, readAll(source));
        }
    }

    @Test
    void timestampsAgreeWithFfprobe() throws IOException {
        Path webm = Files.write(folder.resolve("a.webm"), MediaTools.resource("webm/ffmpeg-tones.webm"));
        String printed = MediaTools.run(
                "ffprobe",
                "-v",
                "error",
                "-show_entries",
                "packet=pts,pos",
                "-of",
                "compact=p=0:nk=1",
                webm.toString());
        List<String> theirs = printed.lines()
                .map(String::strip)
                .filter(line -> line.matches("-?[0-9]+\\|[0-9]+.*"))
                .toList();
        List<String> ours = new ArrayList<>();
        try (WebmReader reader = new WebmReader(Files.newInputStream(webm))) {
            reader.readHeaders();
            reader.select(reader.tracks().get(0));
            while (reader.next()) {
                // ffprobe takes the codec delay of 6.5 ms, rounded to 7, off, and names the place of the element's
                // header
                ours.add((reader.timestampNs() / 1_000_000 - 7) + "|");
            }
            assertTrue(reader.cues().size() >= 1);
        }
        assertEquals(ours.size(), theirs.size(), printed);
        for (int i = 0; i < ours.size(); i++) {
            assertTrue(
                    theirs.get(i).startsWith(ours.get(i)),
                    "packet " + i + ": " + theirs.get(i) + " and " + ours.get(i));
        }
    }

    @Test
    void saysWhatAFileWithoutOpusHolds() throws IOException {
        Path vorbis = MediaTools.tones(folder.resolve("v.webm"), 1, "-c:a", "libvorbis");
        WebmException e = assertThrows(WebmException.class, () -> WebmOpusSource.open(vorbis));
        assertTrue(e.getMessage().contains("A_VORBIS") && e.getMessage().contains("ffmpeg"), e.getMessage());
    }

    @Test
    void aTruncatedFilePlaysUpToThereAndThenSaysSo() throws IOException {
        byte[] file = MediaTools.resource("webm/ffmpeg-tones.webm");
        int cut = file.length / 2;
        List<byte[]> played = new ArrayList<>();
        WebmException e = assertThrows(
                WebmException.class, () -> play(WebmOpusSource.open(new ByteArrayInputStream(file, 0, cut)), played));
        assertTrue(played.size() > 40, played.size() + " packets");
        assertTrue(e.isTruncated());
        assertEquals(cut, e.offset());
        assertTrue(e.getMessage().contains("after " + played.size() * 20 + " ms"), e.getMessage());
    }

    @Test
    void everyMutantGivesPacketsOrAWebmExceptionAndNothingElse() throws IOException {
        byte[] file = MediaTools.resource("webm/ffmpeg-tones.webm");
        int refused = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            byte[] mutant = Mutants.of(file, new Random(seed));
            List<byte[]> played = new ArrayList<>();
            try (WebmOpusSource source = WebmOpusSource.open(new ByteArrayInputStream(mutant))) {
                play(source, played);
            } catch (WebmException e) {
                refused++;
                assertTrue(e.offset() >= 0 && e.offset() <= mutant.length, "seed " + seed + ": " + e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            assertTrue(played.size() < mutant.length, "seed " + seed);
        }
        assertTrue(refused > 1_000, "only " + refused + " mutants were refused");
    }

    private static ByteArrayInputStream resource() throws IOException {
        return new ByteArrayInputStream(MediaTools.resource("webm/ffmpeg-tones.webm"));
    }

    private static List<byte[]> readAll(AudioSource source) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        try (source) {
            play(source, packets);
        }
        return packets;
    }

    private static void play(AudioSource source, List<byte[]> packets) throws IOException {
        byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
        for (int length = source.read(buffer, 0); length != AudioSource.END; length = source.read(buffer, 0)) {
            assertTrue(OpusPacket.samples(buffer, 0, length) > 0);
            packets.add(Arrays.copyOf(buffer, length));
        }
    }

    private static void assertSamePackets(List<byte[]> expected, List<byte[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), "packet " + i);
        }
    }
}
