package dev.acord.audio.ogg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.acord.audio.AudioSource;
import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.opus.TestSignals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OggOpusSourceTest {

    @TempDir
    Path folder;

    @Test
    void playsAFileMadeByOpusencAsTheTonesItHolds() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        try (OggOpusSource source = OggOpusSource.open(new ByteArrayInputStream(file));
                OpusDecoder decoder = OpusDecoder.create(2)) {
            assertEquals(2, source.head().channels());
            assertEquals(Optional.of("Two tones"), source.tags().first("title"));
            assertEquals(Optional.of("Test"), source.tags().first("ARTIST"));
            assertTrue(source.tags().vendor().startsWith("libopus"));
            assertEquals(Optional.empty(), source.duration(), "a stream has no known duration");
            List<byte[]> packets = readAll(source);
            assertEquals(101, packets.size(), "2 s and the look-ahead in frames of 20 ms");
            assertEquals(Duration.ofMillis(2_020), source.played());
            short[] out = new short[101 * 960 * 2];
            for (int i = 0; i < packets.size(); i++) {
                decoder.decode(packets.get(i), 0, packets.get(i).length, out, i * 960 * 2, 960);
            }
            // ffmpeg's sine has an amplitude of 1/8
            short[] tones = TestSignals.tones(2, 96_000, 32_768 / 8.0);
            double snrDb = TestSignals.snrDb(tones, out, 2, source.preSkipSamples(), 9_600, 86_400);
            assertTrue(snrDb > 20, "signal to noise " + snrDb + " dB");
        }
    }

    @Test
    void knowsTheDurationOfAFile() throws IOException {
        Path file = Files.write(folder.resolve("tones.opus"), MediaTools.resource("ogg/opusenc-tones.opus"));
        try (OggOpusSource source = OggOpusSource.open(file)) {
            assertEquals(Optional.of(Duration.ofSeconds(2)), source.duration());
        }
    }

    @Test
    void playsChainedFilesOneAfterTheOther() throws IOException {
        byte[] one = MediaTools.resource("ogg/opusenc-tones.opus");
        byte[] two = written(9, 25, 0);
        Path file = folder.resolve("chained.opus");
        Files.write(file, concat(one, two, one));
        try (OggOpusSource source = OggOpusSource.open(file)) {
            List<byte[]> packets = readAll(source);
            assertEquals(101 + 25 + 101, packets.size());
            assertArrayEquals(packets.get(0), packets.get(126));
            assertEquals(Optional.of(Duration.ofMillis(2_000 + 500 + 2_000)), source.duration());
        }
    }

    @Test
    void aChainThatIsCutInItsSecondHeadersIsTruncated() throws IOException {
        byte[] one = MediaTools.resource("ogg/opusenc-tones.opus");
        byte[] firstPage = Arrays.copyOf(written(9, 25, 0), 47); // 28 bytes of page header, 19 of OpusHead
        try (OggOpusSource source = OggOpusSource.open(new ByteArrayInputStream(concat(one, firstPage)))) {
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            for (int i = 0; i < 101; i++) {
                source.read(buffer, 0);
            }
            OggException e = assertThrows(OggException.class, () -> source.read(buffer, 0));
            assertTrue(e.isTruncated(), e.getMessage());
            assertEquals(one.length + 47, e.offset());
        }
    }

    @Test
    void followsTheHeadersOfAChain() throws IOException {
        byte[] one = MediaTools.resource("ogg/opusenc-tones.opus");
        try (OggOpusSource source = OggOpusSource.open(new ByteArrayInputStream(concat(one, written(9, 25, 0))))) {
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            for (int i = 0; i < 102; i++) {
                source.read(buffer, 0);
            }
            assertEquals("test", source.tags().vendor());
            assertEquals(0, source.preSkipSamples());
        }
    }

    @Test
    void playsTheFirstOpusStreamAmongOthers() throws IOException {
        Path both = folder.resolve("both.ogg");
        MediaTools.run(
                "ffmpeg",
                "-v",
                "error",
                "-y", //
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=300:duration=2:sample_rate=48000", //
                "-f",
                "lavfi",
                "-i",
                "sine=frequency=500:duration=2:sample_rate=48000", //
                "-map",
                "0",
                "-map",
                "1",
                "-c:a:0",
                "libvorbis",
                "-c:a:1",
                "libopus",
                both.toString());
        try (OggOpusSource source = OggOpusSource.open(both)) {
            assertEquals(2_000, (double) source.duration().orElseThrow().toMillis(), 10);
            readAll(source);
            assertEquals(2_000, (double) source.played().toMillis(), 25);
        }
    }

    @Test
    void saysWhatAFileWithoutOpusHolds() throws IOException {
        Path vorbis = MediaTools.tones(folder.resolve("v.ogg"), 1, "-c:a", "libvorbis");
        OggException e = assertThrows(OggException.class, () -> OggOpusSource.open(vorbis));
        assertTrue(e.getMessage().contains("holds Vorbis, not Opus"), e.getMessage());
        assertTrue(e.getMessage().contains("ffmpeg"), e.getMessage());
    }

    @Test
    void saysThatOtherFilesAreNotOgg() {
        OggException e = assertThrows(
                OggException.class,
                () -> OggOpusSource.open(new ByteArrayInputStream(new byte[] {'R', 'I', 'F', 'F', 0})));
        assertTrue(e.getMessage().contains("Not an Ogg file"), e.getMessage());
        e = assertThrows(OggException.class, () -> OggOpusSource.open(InputStream.nullInputStream()));
        assertTrue(e.getMessage().contains("empty"), e.getMessage());
    }

    @Test
    void refusesSurroundSoundWithAWayOut() throws IOException {
        Path surround =
                MediaTools.tones(folder.resolve("s.opus"), 1, "-ac", "6", "-c:a", "libopus", "-mapping_family", "1");
        OggException e = assertThrows(OggException.class, () -> OggOpusSource.open(surround));
        assertTrue(e.getMessage().contains("6 channels") && e.getMessage().contains("-ac 2"), e.getMessage());
    }

    @Test
    void aTruncatedFilePlaysUpToThereAndThenSaysSo() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        int cut = file.length * 3 / 4;
        try (OggOpusSource source = OggOpusSource.open(new ByteArrayInputStream(file, 0, cut))) {
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            int packets = 0;
            try {
                while (source.read(buffer, 0) > 0) {
                    packets++;
                }
                fail("ended without an error");
            } catch (OggException e) {
                assertEquals(50, packets, "one page of a second");
                assertTrue(e.isTruncated());
                assertEquals(cut, e.offset());
                assertTrue(
                        e.getMessage().contains("Truncated") && e.getMessage().contains("after 1000 ms"),
                        e.getMessage());
                assertThrows(OggException.class, () -> source.read(buffer, 0), "the error stays");
            }
        }
    }

    @Test
    void aLostPageIsAnErrorAndNotSkipped() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        OggPageReader pages = new OggPageReader(new ByteArrayInputStream(file));
        for (int i = 0; i < 3; i++) {
            pages.next();
        }
        int from = (int) pages.offset();
        byte[] without =
                concat(Arrays.copyOf(file, from), Arrays.copyOfRange(file, (int) pages.position(), file.length));
        OggOpusSource source = OggOpusSource.open(new ByteArrayInputStream(without));
        OggException e = assertThrows(OggException.class, () -> readAll(source));
        assertTrue(e.getMessage().contains("1 pages of the Opus stream are missing"), e.getMessage());
        assertEquals(from, e.offset());
    }

    @Test
    void aMalformedPacketIsNamedWithItsPage() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] good = {(byte) 0xF9, 1, 2};
        try (OggOpusWriter writer = new OggOpusWriter(out, OpusHead.of(2, 0), OpusTags.of("test"), 1)) {
            writer.write(good, 0, good.length);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> writer.write(good, 0, 2),
                    "no malformed packet is ever written");
        }
        byte[] file = out.toByteArray();
        // the last page holds one packet of 3 bytes; make it a byte longer by hand
        int page = file.length - 3 - 28;
        byte[] longer = Arrays.copyOf(file, file.length + 1);
        longer[page + OggPage.LACING] = 4;
        OggPage.putInt32(
                longer,
                page + OggPage.CHECKSUM,
                OggPage.checksum(Arrays.copyOfRange(longer, page, longer.length), 0, 32));
        OggOpusSource source = OggOpusSource.open(new ByteArrayInputStream(longer));
        OggException e = assertThrows(OggException.class, () -> readAll(source));
        assertTrue(e.getMessage().contains("R3"), e.getMessage());
        assertEquals(page, e.offset());
    }

    @Test
    void keepsNoMoreOfHugeTagsThanItShould() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OpusTags tags = new OpusTags("test", List.of("TITLE=Short", "METADATA_BLOCK_PICTURE=" + "x".repeat(3_000_000)));
        try (OggOpusWriter writer = new OggOpusWriter(out, OpusHead.of(2, 0), tags, 1)) {
            writer.write(OpusPacket.silence(), 0, 3);
        }
        try (OggOpusSource source = OggOpusSource.open(new ByteArrayInputStream(out.toByteArray()))) {
            assertEquals(List.of("TITLE=Short"), source.tags().comments());
            assertEquals(1, readAll(source).size());
        }
    }

    @Test
    void everyMutantGivesAPrefixOrAnOggExceptionAndNothingElse() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        List<byte[]> original = readAll(OggOpusSource.open(new ByteArrayInputStream(file)));
        int refused = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            byte[] mutant = Mutants.of(file, new Random(seed));
            List<byte[]> played = new ArrayList<>();
            try (OggOpusSource source = OggOpusSource.open(new ByteArrayInputStream(mutant))) {
                byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
                for (int length = source.read(buffer, 0); length > 0; length = source.read(buffer, 0)) {
                    played.add(Arrays.copyOf(buffer, length));
                }
            } catch (OggException e) {
                refused++;
                assertTrue(e.offset() >= 0 && e.offset() <= mutant.length, "seed " + seed + ": " + e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            assertTrue(played.size() <= 4 * original.size(), "seed " + seed);
            for (int i = 0; i < Math.min(played.size(), 50); i++) {
                assertArrayEquals(original.get(i), played.get(i), "seed " + seed + ", packet " + i);
            }
        }
        assertTrue(refused > 1_500, "only " + refused + " mutants were refused");
    }

    @Test
    void everyMutantWithRightChecksumsIsHandledToo() throws IOException {
        byte[] file = MediaTools.resource("ogg/opusenc-tones.opus");
        for (long seed = 0; seed < 2_000; seed++) {
            byte[] mutant = Mutants.withRightChecksums(Mutants.of(file, new Random(seed)));
            try (OggOpusSource source = OggOpusSource.open(new ByteArrayInputStream(mutant))) {
                readAll(source);
            } catch (OggException e) {
                assertTrue(e.offset() >= 0 && e.offset() <= mutant.length, "seed " + seed + ": " + e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void closingMakesReadingEnd() throws IOException {
        OggOpusSource source =
                OggOpusSource.open(new ByteArrayInputStream(MediaTools.resource("ogg/opusenc-tones.opus")));
        source.close();
        assertThrows(IOException.class, () -> source.read(new byte[AudioSource.MAX_PACKET_BYTES], 0));
    }

    /** All packets; each well formed, at most 10,000. */
    static List<byte[]> readAll(AudioSource source) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES + 3];
        for (int length = source.read(buffer, 3); length != AudioSource.END; length = source.read(buffer, 3)) {
            assertTrue(OpusPacket.samples(buffer, 3, length) > 0);
            packets.add(Arrays.copyOfRange(buffer, 3, 3 + length));
            assertTrue(packets.size() < 10_000);
        }
        return packets;
    }

    private static byte[] written(int serial, int packets, int trim) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OggOpusWriter writer = new OggOpusWriter(out, OpusHead.of(2, 0), OpusTags.of("test"), serial);
        for (int i = 0; i < packets; i++) {
            writer.write(OpusPacket.silence(), 0, 3);
        }
        writer.close(trim);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
