package dev.acord.audio.webm;

import static dev.acord.audio.webm.Ebml.bytes;
import static dev.acord.audio.webm.Ebml.concat;
import static dev.acord.audio.webm.Ebml.element;
import static dev.acord.audio.webm.Ebml.floating;
import static dev.acord.audio.webm.Ebml.number;
import static dev.acord.audio.webm.Ebml.string;
import static dev.acord.audio.webm.Ebml.unknownSize;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.ogg.OpusHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebmReaderTest {

    private static final byte[] HEADER =
            element(WebmIds.EBML, number(WebmIds.EBML_READ_VERSION, 1), string(WebmIds.DOC_TYPE, "webm\0\0"));
    private static final byte[] INFO = element(
            WebmIds.INFO,
            number(WebmIds.TIMESTAMP_SCALE, 500_000),
            floating(WebmIds.DURATION, 120),
            string(WebmIds.TITLE, "Tíny"),
            string(WebmIds.WRITING_APP, "by hand"));
    private static final byte[] TRACKS = element(
            WebmIds.TRACKS,
            element(
                    WebmIds.TRACK_ENTRY,
                    number(WebmIds.TRACK_NUMBER, 1),
                    number(WebmIds.TRACK_TYPE, 1),
                    string(WebmIds.CODEC_ID, "V_VP9")),
            element(
                    WebmIds.TRACK_ENTRY,
                    number(WebmIds.TRACK_NUMBER, 2),
                    number(WebmIds.TRACK_TYPE, 2),
                    string(WebmIds.CODEC_ID, "A_OPUS"),
                    element(WebmIds.CODEC_PRIVATE, OpusHead.of(2, 312).toBytes()),
                    number(WebmIds.CODEC_DELAY, 6_500_000),
                    number(WebmIds.SEEK_PRE_ROLL, 80_000_000),
                    element(
                            WebmIds.AUDIO,
                            floating(WebmIds.SAMPLING_FREQUENCY, 48_000),
                            number(WebmIds.AUDIO_CHANNELS, 2))));

    @Test
    void readsTheDescriptionAndTheTracks() throws IOException {
        WebmReader reader = open(file(cluster(10)));
        assertEquals(
                new WebmInfo(
                        "webm",
                        500_000,
                        Optional.of(Duration.ofMillis(60)),
                        Optional.of("Tíny"),
                        Optional.of("by hand")),
                reader.info());
        assertEquals(
                List.of(
                        new WebmTrack(1, 1, "V_VP9", null, 1, 8_000, 0, 0, 0, false),
                        new WebmTrack(2, 2, "A_OPUS", OpusHead.of(2, 312), 2, 48_000, 6_500_000, 80_000_000, 0, false)),
                reader.tracks());
    }

    @Test
    void readsFramesWithTheirTimesAndSkipsOtherTracks() throws IOException {
        byte[] cluster = cluster(
                100,
                simpleBlock(2, 0, 0x80, 1, 2, 3),
                simpleBlock(1, 1, 0x80, 9, 9, 9, 9),
                element(
                        WebmIds.BLOCK_GROUP,
                        element(WebmIds.BLOCK, bytes(0x82, 0xFF, 0xF6, 0, 4)),
                        element(WebmIds.DISCARD_PADDING, bytes(0xFF, 0xFF, 0x38))),
                element(WebmIds.BLOCK_GROUP, element(WebmIds.BLOCK, bytes(0x81, 0, 3, 0, 9))),
                simpleBlock(2, 4, 0, 5, 6));
        // times in units of 0.5 ms: cluster 100 + 0, - 10, + 4
        assertEquals(List.of("50.0 ms 010203", "45.0 ms 04 less -200 ns", "52.0 ms 0506"), frames(open(file(cluster))));
    }

    @Test
    void readsEveryKindOfLacing() throws IOException {
        byte[] xiph = simpleBlock(2, 0, 0x02, concatInts(new int[] {2, 255, 1, 2}, 256, 0xAA, 2, 0xBB, 3, 0xCC));
        byte[] equal = simpleBlock(2, 1, 0x04, 2, 1, 1, 2, 2, 3, 3);
        // RFC 9559 section 10.3.3: first size 4 (84), then +1 - the middle of a one-byte difference is BF -, then the
        // rest
        byte[] ebml = simpleBlock(2, 2, 0x06, concatInts(new int[] {2, 0x84, 0xC0}, 4, 0xAA, 5, 0xBB, 1, 0xCC));
        List<String> frames = frames(open(file(cluster(0, xiph, equal, ebml))));
        assertEquals(
                List.of(
                        "0.0 ms " + "aa".repeat(256),
                        "0.0 ms bbbb",
                        "0.0 ms cccccc", //
                        "0.5 ms 0101",
                        "0.5 ms 0202",
                        "0.5 ms 0303", //
                        "1.0 ms aaaaaaaa",
                        "1.0 ms bbbbbbbbbb",
                        "1.0 ms cc"),
                frames);
    }

    @Test
    void ebmlLacingMayShrinkInTwoBytes() throws IOException {
        // sizes 800, 500, 1000 - the example of RFC 9559 section 10.3.3: 43 20, then 5E D3 for -300
        byte[] ebml =
                simpleBlock(2, 0, 0x06, concatInts(new int[] {2, 0x43, 0x20, 0x5E, 0xD3}, 800, 1, 500, 2, 1_000, 3));
        List<String> frames = frames(open(file(cluster(0, ebml))));
        assertEquals(
                List.of("0.0 ms " + "01".repeat(800), "0.0 ms " + "02".repeat(500), "0.0 ms " + "03".repeat(1_000)),
                frames);
    }

    @Test
    void readsLiveStreamsWithoutSizes() throws IOException {
        byte[] first = unknownSize(WebmIds.CLUSTER, number(WebmIds.TIMESTAMP, 0), simpleBlock(2, 0, 0, 1));
        byte[] second = unknownSize(WebmIds.CLUSTER, number(WebmIds.TIMESTAMP, 40), simpleBlock(2, 0, 0, 2));
        byte[] tags = element(
                WebmIds.TAGS,
                element(
                        WebmIds.TAG,
                        element(
                                WebmIds.SIMPLE_TAG,
                                string(WebmIds.TAG_NAME, "ARTIST"),
                                string(WebmIds.TAG_STRING, "Me"))));
        WebmReader reader = open(concat(HEADER, unknownSize(WebmIds.SEGMENT, INFO, TRACKS, first, second, tags)));
        assertEquals(List.of("0.0 ms 01", "20.0 ms 02"), frames(reader));
        assertEquals(List.of("ARTIST=Me"), reader.tags());
        byte[] twice = concat(HEADER, unknownSize(WebmIds.SEGMENT, INFO, TRACKS, first, HEADER));
        assertEquals(List.of("0.0 ms 01"), frames(open(twice)), "ends where another file begins");
    }

    @Test
    void readsTheIndexBehindTheClusters() throws IOException {
        byte[] cluster = cluster(40, simpleBlock(2, 0, 0, 1));
        byte[] cues = element(
                WebmIds.CUES,
                element(
                        WebmIds.CUE_POINT,
                        number(WebmIds.CUE_TIME, 40),
                        element(
                                WebmIds.CUE_TRACK_POSITIONS,
                                number(WebmIds.CUE_TRACK, 2),
                                number(WebmIds.CUE_CLUSTER_POSITION, INFO.length + TRACKS.length))));
        WebmReader reader = open(file(concat(cluster, cues)));
        assertEquals(1, frames(reader).size());
        assertEquals(List.of(new WebmCue(20_000_000, 2, reader.clusterOffset())), reader.cues());
    }

    @Test
    void namesWhatIsBrokenAndWhere() throws IOException {
        assertProblem("Not a WebM file", 0, bytes('O', 'g', 'g', 'S', 0, 0, 0, 0));
        assertProblem("Not a WebM file", 0, bytes(0, 0, 0));
        assertProblem("The file is empty", 0);
        assertProblem("type \"doc\"", 0, element(WebmIds.EBML, string(WebmIds.DOC_TYPE, "doc")));
        assertProblem("No segment", HEADER.length + 4, HEADER, element(WebmIds.INFO));
        byte[] tooLong = element(WebmIds.CLUSTER, element(WebmIds.SIMPLE_BLOCK, bytes(0x82, 0, 0, 0, 1)));
        int block = HEADER.length + 12 + INFO.length + TRACKS.length + 12;
        tooLong[12 + 8] = 99;
        assertProblem("longer than the element around it", block + 9, file(tooLong));
        byte[] badLacing = cluster(0, simpleBlock(2, 0, 0x04, 2, 1, 1));
        assertProblem("frames of a block are longer", block + 17 + 9, file(badLacing));
        byte[] huge = concat(
                HEADER, bytes(0x18, 0x53, 0x80, 0x67, 0xFF, 0x15, 0x49, 0xA9, 0x66, 0x01, 0, 255, 0, 0, 0, 0, 0));
        assertProblem("too long", HEADER.length + 17, huge);
    }

    @Test
    void goesOnAtTheNextClusterIfAsked() throws IOException {
        byte[] damaged = cluster(0, simpleBlock(2, 0, 0x04, 2, 1, 1));
        WebmReader reader = open(file(concat(damaged, cluster(40, simpleBlock(2, 0, 0, 7)))));
        assertThrows(WebmException.class, reader::next);
        assertTrue(reader.resync() >= 0);
        assertEquals(List.of("20.0 ms 07"), frames(reader));
        assertEquals(-1, reader.resync());
    }

    @Test
    void everyCutIsCalledTruncated() throws IOException {
        byte[] file = file(cluster(0, simpleBlock(2, 0, 0, 1), simpleBlock(2, 40, 0, 2)));
        for (int length = 1; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            WebmException e = assertThrows(WebmException.class, () -> frames(open(cut)), "cut at " + length);
            assertTrue(e.isTruncated() || e.getMessage().contains("No segment") || length < 4, e.getMessage());
            assertTrue(e.offset() <= length);
        }
    }

    private static void assertProblem(String problem, long offset, byte[]... parts) {
        WebmException e = assertThrows(WebmException.class, () -> frames(open(concat(parts))));
        assertTrue(e.getMessage().contains(problem), e.getMessage());
        assertEquals(offset, e.offset(), e.getMessage());
    }

    private static WebmReader open(byte[] file) throws IOException {
        WebmReader reader = new WebmReader(new ByteArrayInputStream(file));
        reader.readHeaders();
        for (WebmTrack track : reader.tracks()) {
            if (track.isOpus()) {
                reader.select(track);
            }
        }
        return reader;
    }

    private static List<String> frames(WebmReader reader) throws IOException {
        List<String> frames = new ArrayList<>();
        while (reader.next()) {
            String hex = HexFormat.of()
                    .formatHex(reader.buffer(), reader.frameOffset(), reader.frameOffset() + reader.frameBytes());
            String padding = reader.discardPaddingNs() == 0 ? "" : " less " + reader.discardPaddingNs() + " ns";
            frames.add(reader.timestampNs() / 1e6 + " ms " + hex + padding);
        }
        assertFalse(reader.next(), "the end stays the end");
        return frames;
    }

    private static byte[] file(byte[] clusters) {
        return concat(HEADER, element(WebmIds.SEGMENT, INFO, TRACKS, clusters));
    }

    private static byte[] cluster(int timestamp, byte[]... blocks) {
        return element(WebmIds.CLUSTER, number(WebmIds.TIMESTAMP, timestamp), concat(blocks));
    }

    private static byte[] simpleBlock(int track, int time, int flags, int... data) {
        return element(WebmIds.SIMPLE_BLOCK, bytes(0x80 | track, time >> 8, time, flags), bytes(data));
    }

    /** Some numbers, then runs: how many of which number. */
    private static int[] concatInts(int[] first, int... runs) {
        int[] all = first.clone();
        for (int i = 0; i < runs.length; i += 2) {
            int begin = all.length;
            all = Arrays.copyOf(all, begin + runs[i]);
            Arrays.fill(all, begin, all.length, runs[i + 1]);
        }
        return all;
    }
}
