package dev.acord.audio.ogg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.PcmSource;
import dev.acord.audio.SeekChecks;
import dev.acord.audio.input.CountingChannel;
import dev.acord.audio.input.SeekableInput;
import dev.acord.audio.pcm.SignalComparison;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OggOpusSeekTest {

    private static final int MS = 48;

    @TempDir
    private Path folder;

    @Test
    void everyPlaceOfAFileMadeByOpusencIsFoundAndSoundsAsOpusdecDecodesIt() throws IOException {
        Path wav = SeekChecks.restlessWav(folder.resolve("restless.wav"), 60, 1);
        Path file = folder.resolve("restless.opus");
        MediaTools.run("opusenc", "--quiet", "--bitrate", "96", wav.toString(), file.toString());
        List<byte[]> packets = SeekChecks.readAll(OggOpusSource.open(file));
        SeekChecks.assertDistinct(packets);
        try (OggOpusSource source = OggOpusSource.open(file)) {
            assertTrue(source.isSeekable());
            SeekChecks.assertSeeks(source, packets, 101, 100, 0);
        }
        Path decoded = folder.resolve("decoded.raw");
        MediaTools.run(
                "opusdec",
                "--quiet",
                "--no-dither",
                "--rate",
                "48000",
                "--force-stereo",
                file.toString(),
                decoded.toString());
        assertSoundsAsDecoded(file, Files.readAllBytes(decoded));
    }

    /** What is decoded from a place on is what another decoder has there: the pre-roll is long enough, and the place the right one. */
    private static void assertSoundsAsDecoded(Path file, byte[] decoded) throws IOException {
        try (OggOpusSource opus = OggOpusSource.open(file);
                PcmSource source = AudioSources.decode(opus)) {
            Random random = new Random(102);
            for (int i = 0; i < 20; i++) {
                int skip = opus.preSkipSamples();
                int target = skip + random.nextInt(58 * 48_000);
                assertEquals(PcmSource.timeOf(target), source.seek(PcmSource.timeOf(target)));
                short[] heard = new short[2 * 24_000];
                for (int at = 0; at < 24_000; ) {
                    at += source.read(heard, 2 * at, 24_000 - at);
                }
                short[] expected = new short[heard.length];
                for (int k = 0; k < expected.length; k++) {
                    int at = 4 * (target - skip) + 2 * k;
                    expected[k] = (short) ((decoded[at] & 0xFF) | decoded[at + 1] << 8);
                }
                SignalComparison result = SignalComparison.of(expected, heard);
                assertEquals(0, result.delayFrames(), "at " + target + ": " + result);
                // two decoders of different versions, one of which has heard all that came before: not alike to the bit
                assertTrue(result.snrDb() > 25, "at " + target + ": " + result);
            }
        }
    }

    @Test
    void everyPlaceOfALongFileOfUnevenPacketsIsFoundWithFewReads() throws IOException {
        byte[] file = counted(7, 40_000, 312, 5);
        assertTrue(file.length > 6 << 20, file.length + " bytes, not large");
        List<byte[]> packets = SeekChecks.readAll(OggOpusSource.open(new ByteArrayInputStream(file)));
        assertEquals(40_000, packets.size());
        CountingChannel channel = new CountingChannel(file);
        try (OggOpusSource source = OggOpusSource.open(channel)) {
            long[] times = SeekChecks.times(packets);
            assertEquals(
                    Optional.of(PcmSource.timeOf(times[packets.size()] - 312)),
                    source.duration(),
                    "all but the pre-skip");
            assertTrue(channel.bytesRead() < file.length / 2, channel.bytesRead() + " bytes for the duration");
            long before = channel.bytesRead();
            SeekChecks.assertSeeks(source, packets, 103, 100, 0);
            long perSeek = (channel.bytesRead() - before) / 102;
            assertTrue(perSeek < file.length / 8, perSeek + " of " + file.length + " bytes for each seek");
        }
    }

    @Test
    void aChainIsSoughtAcrossItsLinksAndEachHasItsHeaders() throws IOException {
        byte[] chain = concat(
                counted(1, 500, 312, 9), counted(2, 3, 3_840, 10), counted(3, 800, 0, 11), counted(2, 90, 7, 12));
        List<byte[]> packets = SeekChecks.readAll(OggOpusSource.open(new ByteArrayInputStream(chain)));
        assertEquals(500 + 3 + 800 + 90, packets.size());
        SeekChecks.assertDistinct(packets);
        try (OggOpusSource source = OggOpusSource.open(new CountingChannel(chain))) {
            SeekChecks.assertSeeks(source, packets, 104, 200, 0);
            long[] times = SeekChecks.times(packets);
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            int[][] places = {{1_350, 7}, {100, 312}, {501, 3_840}, {900, 0}};
            for (int[] place : places) {
                source.seek(PcmSource.timeOf(times[place[0]]));
                assertTrue(source.read(buffer, 0) > 0);
                assertEquals(place[1], source.preSkipSamples(), "packet " + place[0]);
            }
            // each link without its pre-skip; the short one is all pre-skip, or nearly
            long expected = 0;
            int[] links = {0, 500, 503, 1_303, 1_393};
            int[] skips = {312, 3_840, 0, 7};
            for (int i = 0; i < 4; i++) {
                expected += Math.max(0, times[links[i + 1]] - times[links[i]] - skips[i]);
            }
            assertEquals(Optional.of(PcmSource.timeOf(expected)), source.duration());
        }
    }

    @Test
    void aLargeChainIsNotTakenForOneLinkEvenWhenSerialNumbersRepeat() throws IOException {
        byte[] one = counted(5, 3_000, 312, 20);
        byte[] chain = concat(one, counted(6, 3_000, 312, 21), one);
        List<byte[]> packets = SeekChecks.readAll(OggOpusSource.open(new ByteArrayInputStream(chain)));
        SeekableInput in = SeekableInput.of(new CountingChannel(chain));
        assertEquals(3, OggOpusIndex.read(in, 0).size());
        assertEquals(
                1,
                OggOpusIndex.read(SeekableInput.of(new CountingChannel(one)), 0).size());
        assertEquals(OggOpusIndex.read(in, Long.MAX_VALUE), OggOpusIndex.read(in, 0));
        assertEquals(9_000, packets.size());
    }

    @Test
    void trimmedLinksOfAChainAreCountedWhole() throws IOException {
        ByteArrayOutputStream chain = new ByteArrayOutputStream();
        for (int link = 0; link < 5; link++) {
            OggOpusWriter writer = new OggOpusWriter(chain, OpusHead.of(2, 312), OpusTags.of("test"), link);
            for (int i = 0; i < 60; i++) {
                byte[] packet = packet(link * 1_000 + i, 20, 30);
                writer.write(packet, 0, packet.length);
            }
            writer.close(700);
        }
        List<byte[]> packets = SeekChecks.readAll(OggOpusSource.open(new ByteArrayInputStream(chain.toByteArray())));
        try (OggOpusSource source = OggOpusSource.open(new CountingChannel(chain.toByteArray()))) {
            SeekChecks.assertSeeks(source, packets, 105, 100, 0);
            assertEquals(Optional.of(PcmSource.timeOf(5 * (60 * 20 * MS - 312 - 700))), source.duration());
        }
    }

    @Test
    void aGapInTheFileIsAGapInItsTime() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OggOpusWriter writer = new OggOpusWriter(out, OpusHead.of(2, 0), OpusTags.of("test"), 1);
        for (int i = 0; i < 400; i++) {
            if (i == 200) {
                writer.gap(10_000 * MS);
            }
            byte[] packet = packet(i, 20, 30);
            writer.write(packet, 0, packet.length);
        }
        writer.close();
        try (OggOpusSource source = OggOpusSource.open(new CountingChannel(out.toByteArray()))) {
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            assertEquals(Duration.ofMillis(16_000), source.seek(Duration.ofMillis(16_010)));
            assertTrue(source.read(buffer, 0) > 0);
            assertEquals(300, number(buffer));
            source.seek(Duration.ofMillis(3_990));
            assertTrue(source.read(buffer, 0) > 0);
            assertEquals(199, number(buffer));
        }
    }

    @Test
    void theSecondStreamOfAFileWithVorbisIsSought() throws IOException {
        Path wav = SeekChecks.restlessWav(folder.resolve("restless.wav"), 20, 3);
        Path both = folder.resolve("both.ogg");
        MediaTools.run(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-i",
                wav.toString(),
                "-map",
                "0",
                "-map",
                "0",
                "-c:a:0",
                "libvorbis",
                "-c:a:1",
                "libopus",
                both.toString());
        List<byte[]> packets = SeekChecks.readAll(OggOpusSource.open(both));
        try (OggOpusSource source = OggOpusSource.open(both)) {
            SeekChecks.assertSeeks(source, packets, 106, 100, 0);
        }
    }

    @Test
    void aStreamGoesForwardAndSaysWhyItDoesNotGoBack() throws IOException {
        byte[] file = counted(7, 2_000, 312, 30);
        List<byte[]> packets = SeekChecks.readAll(OggOpusSource.open(new ByteArrayInputStream(file)));
        long[] times = SeekChecks.times(packets);
        try (OggOpusSource source = OggOpusSource.open(new ByteArrayInputStream(file))) {
            assertFalse(source.isSeekable());
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            for (int index : new int[] {0, 1, 500, 500, 1_700}) {
                assertEquals(PcmSource.timeOf(times[index]), source.seek(PcmSource.timeOf(times[index] + 5)));
            }
            UnsupportedOperationException refused = assertThrows(
                    UnsupportedOperationException.class, () -> source.seek(PcmSource.timeOf(times[1_600])));
            assertTrue(String.valueOf(refused.getMessage()).contains("cannot go back"), refused.toString());
            int length = source.read(buffer, 0);
            assertArrayEquals(packets.get(1_700), Arrays.copyOf(buffer, length), "it can be read on");
        }
    }

    @Test
    void aDamagedPlaceIsAnErrorAndOtherPlacesAreNot() throws IOException {
        byte[] file = counted(7, 5_000, 312, 40);
        List<byte[]> packets = SeekChecks.readAll(OggOpusSource.open(new ByteArrayInputStream(file)));
        long[] times = SeekChecks.times(packets);
        Arrays.fill(file, file.length / 2, file.length / 2 + 20_000, (byte) 0);
        byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
        try (OggOpusSource source = OggOpusSource.open(new CountingChannel(file))) {
            OggException damage = assertThrows(OggException.class, () -> {
                while (source.read(buffer, 0) > 0) {
                    // plays up to the damage
                }
            });
            assertTrue(damage.offset() > file.length / 3 && damage.offset() <= file.length / 2, damage.toString());
            assertThrows(OggException.class, () -> source.read(buffer, 0), "and stays there");
            source.seek(PcmSource.timeOf(times[100]));
            assertEquals(packets.get(100).length, source.read(buffer, 0));
        }
    }

    @Test
    void anInterruptNeitherEndsAFileNorIsLost() throws IOException {
        Path file = Files.write(folder.resolve("file.opus"), counted(7, 300, 312, 50));
        List<byte[]> packets = SeekChecks.readAll(OggOpusSource.open(file));
        try (OggOpusSource source = OggOpusSource.open(file)) {
            Thread.currentThread().interrupt();
            try {
                source.seek(Duration.ofSeconds(1));
                byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
                assertTrue(source.read(buffer, 0) > 0);
            } finally {
                assertTrue(Thread.interrupted(), "the thread is interrupted still");
            }
            SeekChecks.assertSeeks(source, packets, 107, 20, 0);
        }
    }

    @Test
    void aClosedSourceCannotBeSought() throws IOException {
        OggOpusSource source = OggOpusSource.open(new CountingChannel(counted(7, 10, 0, 60)));
        source.close();
        assertThrows(IOException.class, () -> source.seek(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> source.seek(Duration.ofMillis(-1)));
    }

    /** A file of packets of all durations and sizes, each with its number in it. */
    private static byte[] counted(int serial, int packets, int preSkip, long seed) throws IOException {
        Random random = new Random(seed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OggOpusWriter writer = new OggOpusWriter(out, OpusHead.of(2, preSkip), OpusTags.of("test"), serial);
        int[] durationsMs = {5, 10, 20, 20, 20};
        for (int i = 0; i < packets; i++) {
            int size = random.nextInt(20) == 0 ? 1_200 : 20 + random.nextInt(220);
            byte[] packet = packet(((int) seed << 24) | i, durationsMs[random.nextInt(durationsMs.length)], size);
            writer.write(packet, 0, packet.length);
        }
        writer.close();
        return out.toByteArray();
    }

    /** One CELT frame; for a reader of containers its inside may be anything. */
    private static byte[] packet(int number, int ms, int size) {
        byte[] packet = new byte[size];
        int configuration = ms == 5 ? 29 : ms == 10 ? 30 : 31;
        packet[0] = (byte) ((configuration << 3) | 4);
        for (int i = 0; i < 4; i++) {
            packet[1 + i] = (byte) (number >> (8 * i));
        }
        return packet;
    }

    private static int number(byte[] packet) {
        return (packet[1] & 0xFF) | (packet[2] & 0xFF) << 8;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
