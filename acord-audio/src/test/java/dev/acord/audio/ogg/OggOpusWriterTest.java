package dev.acord.audio.ogg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusPacket;
import dev.acord.audio.opus.TestSignals;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OggOpusWriterTest {

    private static final byte[] SILENCE = OpusPacket.silence();

    @TempDir
    Path folder;

    @Test
    void opusinfoFindsNothingWrongWithOurFiles() throws IOException {
        Path file = folder.resolve("ours.opus");
        int packets = 0;
        try (OpusEncoder encoder = OpusEncoder.create(OpusEncoderOptions.defaults())) {
            OpusTags tags = new OpusTags("Acord", List.of("TITLE=Ours", "ARTIST=Jürgen"));
            OggOpusWriter writer = new OggOpusWriter(
                    Files.newOutputStream(file), OpusHead.of(2, encoder.lookaheadSamples()), tags, 77);
            short[] pcm = TestSignals.tones(2, 48_000 * 3 + 960, 8_000);
            byte[] packet = new byte[4_000];
            for (int i = 0; i + 960 <= pcm.length / 2; i += 960) {
                int length = encoder.encode(pcm, i * 2, 960, packet, 0, packet.length);
                writer.write(packet, 0, length);
                packets++;
            }
            writer.close(960 - encoder.lookaheadSamples());
        }
        try (OggOpusSource source = OggOpusSource.open(file)) {
            assertEquals(Optional.of(Duration.ofSeconds(3)), source.duration());
            assertEquals(packets, OggOpusSourceTest.readAll(source).size());
        }
        String info = MediaTools.run("opusinfo", file.toString());
        assertFalse(info.contains("WARNING") || info.contains("ERROR"), info);
        assertTrue(info.contains("Playback length: 0m:03.000s"), info);
        assertTrue(info.contains("TITLE=Ours") && info.contains("ARTIST=J"), info);
        assertTrue(info.contains("Pre-skip: 312"), info);
        assertTrue(info.contains("1000.0ms (max)"), info);
    }

    @Test
    void ffmpegDecodesOurFileToTheToneThatWentIn() throws IOException {
        Path file = folder.resolve("ours.opus");
        Path raw = folder.resolve("ours.raw");
        short[] pcm = TestSignals.tones(2, 48_000 * 2, 8_000);
        int lookahead;
        try (OpusEncoder encoder = OpusEncoder.create(OpusEncoderOptions.defaults())) {
            lookahead = encoder.lookaheadSamples();
            try (OggOpusWriter writer = new OggOpusWriter(
                    Files.newOutputStream(file), OpusHead.of(2, lookahead), OpusTags.of("Acord"), 1)) {
                byte[] packet = new byte[4_000];
                for (int i = 0; i < 100; i++) {
                    writer.write(packet, 0, encoder.encode(pcm, i * 1_920, 960, packet, 0, packet.length));
                }
            }
        }
        MediaTools.run("ffmpeg", "-v", "error", "-y", "-i", file.toString(), "-f", "s16le", "-ac", "2", raw.toString());
        byte[] bytes = Files.readAllBytes(raw);
        short[] decoded = new short[bytes.length / 2];
        for (int i = 0; i < decoded.length; i++) {
            decoded[i] = (short) ((bytes[2 * i] & 0xFF) | bytes[2 * i + 1] << 8);
        }
        assertEquals(96_000 - lookahead, decoded.length / 2);
        double snrDb = TestSignals.snrDb(pcm, decoded, 2, 0, 4_800, 90_000);
        System.out.printf("our encoder and file, ffmpeg's reader and decoder: %.1f dB%n", snrDb);
        assertTrue(snrDb > 20, "signal to noise " + snrDb + " dB");
    }

    @Test
    void positionsGoOnThroughGaps() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OggOpusWriter writer = new OggOpusWriter(out, OpusHead.of(2, 0), OpusTags.of("test"), 1)) {
            for (int i = 0; i < 3; i++) {
                writer.write(SILENCE, 0, 3);
            }
            writer.gap(48_000);
            writer.gap(960);
            assertEquals(3 * 960 + 48_960, writer.positionSamples());
            writer.write(SILENCE, 0, 3);
            writer.gap(4_800);
        }
        assertEquals(List.of(0L, 0L, 2_880L, 52_800L), granules(out.toByteArray()), "the gap is between two pages");
    }

    @Test
    void opusinfoCountsTheGapIn() throws IOException {
        Path file = folder.resolve("gap.opus");
        try (OggOpusWriter writer =
                new OggOpusWriter(Files.newOutputStream(file), OpusHead.of(2, 312), OpusTags.of("test"), 1)) {
            for (int i = 0; i < 140; i++) {
                writer.write(SILENCE, 0, 3);
                writer.gap(i == 69 ? 48_000 : 0);
            }
        }
        // 2.8 s of packets, 1 s of gap, less 312 samples
        String info = MediaTools.report("opusinfo", file.toString());
        assertTrue(info.contains("Playback length: 0m:03.793s"), info);
    }

    @Test
    void pagesHoldASecondAtMostAndAreFlushed() throws IOException {
        List<Integer> flushedAt = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void flush() {
                flushedAt.add(size());
            }
        };
        OggOpusWriter writer = new OggOpusWriter(out, OpusHead.of(2, 0), OpusTags.of("test"), 1);
        for (int i = 0; i < 201; i++) {
            writer.write(SILENCE, 0, 3);
        }
        // what is on the disk when the process dies here
        byte[] killed = out.toByteArray();
        assertEquals(killed.length, flushedAt.get(flushedAt.size() - 1));
        assertEquals(
                200,
                OggOpusSourceTest.readAll(OggOpusSource.open(new ByteArrayInputStream(killed)))
                        .size());
        writer.close();
        assertEquals(List.of(0L, 0L, 48_000L, 96_000L, 144_000L, 192_000L, 192_960L), granules(out.toByteArray()));
    }

    @Test
    void packetsOfEverySizeComeBack() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<byte[]> written = new ArrayList<>();
        try (OggOpusWriter writer = new OggOpusWriter(out, OpusHead.of(2, 0), OpusTags.of("test"), 1)) {
            for (int length : new int[] {1, 2, 254, 255, 256, 509, 510, 511, 1_275, 1_276, 764, 765, 766}) {
                byte[] packet = new byte[length];
                packet[0] = (byte) 0xFC;
                packet[length - 1] = (byte) 0xFC;
                written.add(packet);
                writer.write(packet, 0, length);
            }
        }
        List<byte[]> read = OggOpusSourceTest.readAll(OggOpusSource.open(new ByteArrayInputStream(out.toByteArray())));
        assertEquals(written.size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            assertArrayEquals(written.get(i), read.get(i));
        }
    }

    @Test
    void theLastPacketCanBeTrimmedButNoMore() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OggOpusWriter writer = new OggOpusWriter(out, OpusHead.of(2, 0), OpusTags.of("test"), 1);
        writer.write(SILENCE, 0, 3);
        assertThrows(IllegalArgumentException.class, () -> writer.close(961));
        writer.close(900);
        writer.close();
        assertEquals(List.of(0L, 0L, 60L), granules(out.toByteArray()));
        assertThrows(IllegalStateException.class, () -> writer.write(SILENCE, 0, 3));
    }

    @Test
    void anEmptyFileIsStillAFile() throws IOException {
        Path file = folder.resolve("empty.opus");
        new OggOpusWriter(Files.newOutputStream(file), OpusHead.of(1, 0), OpusTags.of("test"), 1).close();
        try (OggOpusSource source = OggOpusSource.open(file)) {
            assertEquals(0, OggOpusSourceTest.readAll(source).size());
            assertEquals(Optional.of(Duration.ZERO), source.duration());
        }
    }

    @Test
    void headersComeBackAsTheyWere() throws IOException {
        OpusHead head = new OpusHead(1, 2, 3_840, 44_100, -1_536, 0);
        assertEquals(head, OpusHead.parse(head.toBytes(), 0, 19));
        OpusTags tags = new OpusTags("vendor", List.of("A=1", "a=2", "TITLE=x=y", "B="));
        assertEquals(tags, OpusTags.parse(tags.toBytes(), 0, tags.toBytes().length));
        assertEquals(Optional.of("1"), tags.first("a"));
        assertEquals(Optional.of("x=y"), tags.first("Title"));
        assertEquals(Optional.of(""), tags.first("b"));
        assertEquals(Optional.empty(), tags.first("TIT"));
    }

    private static List<Long> granules(byte[] file) throws IOException {
        List<Long> granules = new ArrayList<>();
        OggPageReader pages = new OggPageReader(new ByteArrayInputStream(file));
        boolean last = false;
        while (pages.next()) {
            granules.add(pages.granule());
            assertFalse(last, "a page after the last");
            last = pages.isLast();
        }
        assertTrue(last, "no last page");
        return granules;
    }
}
