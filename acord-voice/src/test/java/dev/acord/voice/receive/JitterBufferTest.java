package dev.acord.voice.receive;

import static dev.acord.voice.receive.Tape.MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.receive.Tape.Piece;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JitterBufferTest {

    private static final JitterOptions OPTIONS = JitterOptions.DEFAULTS;
    private static final long FRAME_NS = 20 * MS;

    private final Tape tape = new Tape(OPTIONS);

    /** Packet {@code number} of a sender that is never late, with sequence and timestamp beginning at 0. */
    private PutResult putOnTime(int number) {
        return put(number, number * FRAME_NS);
    }

    private PutResult put(int number, long atNs) {
        return tape.put(number & 0xFFFF, number * 960L, TestPackets.numbered(number), atNs);
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void packetsComeOutInOrderAndWithoutGapsAfterTheFirstDelay() {
        IntStream.range(0, 50).forEach(this::putOnTime);
        tape.runUntil(2_000 * MS);

        assertEquals(range(0, 50), tape.playedNumbers());
        assertEquals(60 * 48, tape.packet(0).position(), "the initial delay is 60 ms");
        assertEquals(0, tape.stats().lost());
        assertEquals(50, tape.stats().received());
    }

    @Test
    void beforeTheFirstPacketAndLongAfterTheLastThereIsSilence() {
        tape.runUntil(100 * MS);
        assertTrue(tape.pieces.stream().allMatch(piece -> piece.kind() == PlayoutKind.SILENCE));
        for (int i = 0; i < 10; i++) {
            put(i, 100 * MS + i * FRAME_NS);
        }
        tape.runUntil(5_000 * MS);

        assertEquals(
                PlayoutKind.SILENCE, tape.pieces.get(tape.pieces.size() - 1).kind());
        assertEquals(100 * 48, tape.samples(PlayoutKind.LOST), "a talker that breaks off is continued for 100 ms");
        assertEquals(0, tape.stats().lost(), "but no packet is known to be missing");
    }

    @Test
    void nothingIsGivenOutBeforeItIsDue() {
        Tape late = new Tape(OPTIONS, 1_000 * MS);
        assertEquals(1_000 * MS, late.buffer.nextDueNs());
        assertEquals(PlayoutKind.NOTHING, late.buffer.poll(1_000 * MS - 1).kind());
        assertEquals(PlayoutKind.SILENCE, late.buffer.poll(1_000 * MS).kind());
    }

    @Test
    void anOvertakenPacketTakesItsPlace() {
        putOnTime(0);
        putOnTime(2);
        assertEquals(PutResult.QUEUED, put(1, 41 * MS));
        putOnTime(3);
        tape.runUntil(1_000 * MS);

        assertEquals(range(0, 4), tape.playedNumbers());
        assertEquals(1, tape.stats().reordered());
        assertEquals(0, tape.stats().lost());
    }

    @Test
    void thePacketBeforeTheVeryFirstOneIsStillPlayed() {
        put(1, 20 * MS);
        put(0, 21 * MS);
        put(2, 40 * MS);
        tape.runUntil(1_000 * MS);

        assertEquals(range(0, 3), tape.playedNumbers());
    }

    @Test
    void copiesAreDroppedBeforeAndAfterTheyArePlayed() {
        putOnTime(0);
        assertEquals(PutResult.DUPLICATE, put(0, 1 * MS));
        putOnTime(1);
        tape.runUntil(200 * MS);
        assertEquals(PutResult.DUPLICATE, put(0, 200 * MS));

        assertEquals(2, tape.stats().duplicates());
        assertEquals(2, tape.stats().received());
        assertEquals(range(0, 2), tape.playedNumbers());
    }

    @Test
    void aLossLastsAsLongAsThePacketAndShowsTheOneAfterIt() {
        IntStream.range(0, 10).filter(i -> i != 4 && i != 5).forEach(this::putOnTime);
        tape.runUntil(1_000 * MS);

        List<Piece> lost = tape.pieces.stream()
                .filter(piece -> piece.kind() == PlayoutKind.LOST)
                .limit(2)
                .toList();
        assertEquals(960, lost.get(0).samples());
        assertFalse(lost.get(0).following(), "packet 5 is missing too");
        assertEquals(960, lost.get(1).samples());
        assertTrue(lost.get(1).following());
        assertEquals(6, lost.get(1).number());
        assertEquals(2, tape.stats().lost());
        assertEquals(tape.packet(3).position() + 3 * 960, tape.packet(6).position());
    }

    @Test
    void aLatePacketIsNotLostAnyMore() {
        IntStream.range(0, 10).filter(i -> i != 4).forEach(this::putOnTime);
        assertEquals(1, tape.stats().lost());
        assertEquals(PutResult.LATE, put(4, 181 * MS));
        assertEquals(PutResult.DUPLICATE, put(4, 182 * MS));

        JitterStats stats = tape.stats();
        assertEquals(0, stats.lost());
        assertEquals(1, stats.late());
        assertEquals(10, stats.received());
    }

    @Test
    void whenNothingIsThereToPlayLatePacketsAreWaitedForAndTheDelayGrows() {
        IntStream.range(0, 10).forEach(this::putOnTime);
        for (int i = 10; i < 20; i++) {
            put(i, Math.max(300 * MS + i, i * FRAME_NS));
        }
        tape.runUntil(400 * MS);

        assertEquals(range(0, 15), tape.playedNumbers(), "none of the late ones is thrown away");
        assertEquals(0, tape.stats().late());
        assertEquals(100, tape.stats().delayMs(), 25, "packet 10 came 100 ms late");
    }

    @ParameterizedTest
    @ValueSource(longs = {120, 240, 480, 960, 1_920, 2_880, 5_760})
    void packetsOfEveryDurationFollowEachOther(long samples) {
        int count = 100;
        for (int i = 0; i < count; i++) {
            if (i != 50) {
                tape.put(i, i * samples, TestPackets.numbered(i, (int) samples), i * samples * 62_500L / 3);
            }
        }
        tape.runUntil(count * samples * 62_500L / 3 + 2_000 * MS);

        assertEquals(count - 1, tape.playedNumbers().size());
        assertEquals(1, tape.stats().lost());
        assertEquals(tape.packet(0).position() + 49 * samples, tape.packet(49).position());
        assertEquals(tape.packet(49).position() + 2 * samples, tape.packet(51).position());
    }

    @Test
    void numbersAndTimestampsWrapUnnoticed() {
        for (int i = 0; i < 200; i++) {
            if (i % 10 != 5) {
                tape.put(65_500 + i & 0xFFFF, 0xFFFF_0000L + i * 960L, TestPackets.numbered(i), i * FRAME_NS);
            }
        }
        tape.runUntil(5_000 * MS);

        assertEquals(180, tape.playedNumbers().size());
        assertEquals(20, tape.stats().lost());
        assertEquals(0, tape.stats().restarts());
        // the delay goes from the initial 60 to the 20 ms that are enough
        assertNear(199 * 960, tape.packet(199).position() - tape.packet(0).position(), 1_920);
    }

    @Test
    void aPausePassesWithTheTimestamps() {
        IntStream.range(0, 20).forEach(this::putOnTime);
        putSilence(20, 20, 20 * FRAME_NS);
        for (int i = 25; i < 50; i++) {
            tape.put(i, (i + 100) * 960L, TestPackets.numbered(i), (i + 100) * FRAME_NS);
        }
        tape.runUntil(4_000 * MS);

        assertEquals(0, tape.stats().lost());
        assertEquals(0, tape.samples(PlayoutKind.LOST) - 4_800, "only the end, without silence frames, is made up");
        long heard = tape.packet(25).position() - tape.packet(0).position();
        assertNear(125 * 960, heard, 960);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 10, 100, 5_000})
    void aPauseThatTheTimestampsLeaveOutPassesWithTheTime(int pauseFrames) {
        IntStream.range(0, 20).forEach(this::putOnTime);
        putSilence(20, 20, 20 * FRAME_NS);
        for (int i = 25; i < 50; i++) {
            put(i, (i + pauseFrames) * FRAME_NS);
        }
        tape.runUntil((pauseFrames + 100) * FRAME_NS);

        assertEquals(0, tape.stats().lost());
        assertEquals(45, tape.stats().received() - 5);
        long heard = tape.packet(25).position() - tape.packet(0).position();
        assertNear((25L + pauseFrames) * 960, heard, 960);
        long last = tape.packet(49).position() - tape.packet(25).position();
        assertNear(24 * 960, last, 200);
        assertTrue(tape.stats().delayMs() < 80, "delay " + tape.stats().delayMs());
    }

    @Test
    void silenceFramesThatGotLostAreCountedButNotMadeUp() {
        IntStream.range(0, 20).forEach(this::putOnTime);
        tape.put(20, 20 * 960L, TestPackets.silence(), 20 * FRAME_NS);
        for (int i = 25; i < 50; i++) {
            tape.put(i, (i + 100) * 960L, TestPackets.numbered(i), (i + 100) * FRAME_NS);
        }
        tape.runUntil(150 * FRAME_NS);

        assertEquals(4, tape.stats().lost());
        assertEquals(0, tape.samples(PlayoutKind.LOST));
    }

    @Test
    void aSenderThatRestartsLosesNothing() {
        IntStream.range(0, 100).forEach(this::putOnTime);
        for (int i = 0; i < 100; i++) {
            PutResult result = tape.put(
                    i + 40_000, 3_000_000_000L + i * 960L, TestPackets.numbered(1_000 + i), (100 + i) * FRAME_NS);
            assertEquals(i == 0 ? PutResult.HELD : PutResult.QUEUED, result);
        }
        tape.runUntil(6_000 * MS);

        JitterStats stats = tape.stats();
        assertEquals(0, stats.lost());
        assertEquals(200, stats.received());
        assertEquals(1, stats.restarts());
        assertEquals(range(0, 100), tape.playedNumbers().subList(0, 100));
        assertEquals(range(1_000, 1_100), tape.playedNumbers().subList(100, 200));
        assertTrue(tape.packet(1_000).restart());
        assertFalse(tape.packet(1_001).restart());
    }

    @ParameterizedTest
    @ValueSource(longs = {500_000, 100_000_000, 4_000_000_000L})
    void aSenderThatCountsFromALowerNumberRestarts(long timestamp) {
        for (int i = 0; i < 300; i++) {
            tape.put(1_000 + i, 200_000_000L + i * 960L, TestPackets.numbered(i), i * FRAME_NS);
        }
        for (int i = 0; i < 100; i++) {
            tape.put(800 + i, timestamp + i * 960L, TestPackets.numbered(1_000 + i), (300 + i) * FRAME_NS);
        }
        tape.runUntil(10_000 * MS);

        assertEquals(400, tape.playedNumbers().size());
        assertEquals(0, tape.stats().lost());
        assertEquals(1, tape.stats().restarts());
    }

    @Test
    void aNewSsrcContinuesOnTheSameTimeLine() {
        IntStream.range(0, 50).forEach(this::putOnTime);
        tape.buffer.restart();
        for (int i = 0; i < 50; i++) {
            assertEquals(
                    PutResult.QUEUED,
                    tape.put(60 + i, 50_000 + i * 960L, TestPackets.numbered(1_000 + i), (50 + i) * FRAME_NS));
        }
        tape.runUntil(3_000 * MS);

        assertEquals(100, tape.playedNumbers().size());
        assertEquals(0, tape.stats().lost());
        assertNear(50 * 960, tape.packet(1_000).position() - tape.packet(0).position(), 960);
    }

    @Test
    void oneStrayPacketChangesNothing() {
        IntStream.range(0, 50).forEach(this::putOnTime);
        assertEquals(PutResult.HELD, tape.put(30_000, 77, TestPackets.numbered(7), 50 * FRAME_NS));
        assertEquals(PutResult.HELD, tape.put(20_000, 77, TestPackets.numbered(7), 50 * FRAME_NS));
        IntStream.range(50, 100).forEach(this::putOnTime);
        tape.runUntil(3_000 * MS);

        assertEquals(range(0, 100), tape.playedNumbers());
        assertEquals(1, tape.stats().strays(), "one is replaced, one is still held");
    }

    @Test
    void aTimestampThatJumpsAloneCostsNothing() {
        IntStream.range(0, 50).forEach(this::putOnTime);
        for (int i = 50; i < 100; i++) {
            tape.put(i, 2_500_000_000L + i * 960L, TestPackets.numbered(i), i * FRAME_NS);
        }
        tape.runUntil(3_000 * MS);

        assertEquals(range(0, 100), tape.playedNumbers());
        assertEquals(0, tape.stats().lost());
        assertNear(99 * 960, tape.packet(99).position() - tape.packet(0).position(), 1_440);
    }

    @Test
    void anOutageIsLossAndTheTimeGoesOn() {
        IntStream.range(0, 50).forEach(this::putOnTime);
        IntStream.range(450, 500).forEach(this::putOnTime);
        tape.runUntil(12_000 * MS);

        assertEquals(400, tape.stats().lost());
        assertNear(450 * 960, tape.packet(450).position() - tape.packet(0).position(), 960);
    }

    @Test
    void afterAStallOfSecondsTheDelayStaysBelowItsLimit() {
        IntStream.range(0, 100).forEach(this::putOnTime);
        for (int i = 100; i < 400; i++) {
            put(i, Math.max(i * FRAME_NS, 5_000 * MS + i));
        }
        tape.runUntil(8_100 * MS);

        JitterStats stats = tape.stats();
        assertTrue(stats.delayMs() <= OPTIONS.maxDelayMs() + 20, "delay " + stats.delayMs());
        assertEquals(400, stats.received());
        assertEquals(0, stats.lost());
        assertTrue(stats.discarded() >= 90 && stats.discarded() <= 151, "discarded: " + stats.discarded());
        assertEquals(399, tape.playedNumbers().get(tape.playedNumbers().size() - 1) + tape.buffer.queuedPackets());
    }

    @Test
    void aBufferThatNobodyPollsKeepsTheNewestPackets() {
        for (int i = 0; i < 1_000; i++) {
            byte[] packet = TestPackets.numbered(i);
            tape.buffer.put(i, i * 960L, packet, 0, packet.length, i * FRAME_NS);
        }
        assertEquals(256, tape.buffer.queuedPackets());
        assertEquals(744, tape.stats().discarded());
        assertEquals(0, tape.stats().lost());
    }

    @Test
    void packetsThatAreNoOpusAtAllAreRejected() {
        assertEquals(PutResult.REJECTED, tape.put(0, 0, new byte[0], 0));
        assertEquals(PutResult.REJECTED, tape.put(0, 0, new byte[5_000], 0));
        assertEquals(2, tape.stats().rejected());
        assertThrows(IndexOutOfBoundsException.class, () -> tape.buffer.put(0, 0, new byte[4], 2, 3, 0));
    }

    @Test
    void optionsOutsideTheirRangesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withDelays(-1, 0, 100));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withDelays(10, 5, 100));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withDelays(10, 20, 5_000));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withOnTimeShare(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> OPTIONS.withMaxPackets(257));
    }

    private static void assertNear(long expected, long actual, long tolerance) {
        assertTrue(Math.abs(actual - expected) <= tolerance, actual + " is not " + expected + " +- " + tolerance);
    }

    private void putSilence(int number, int timestampFrames, long atNs) {
        for (int i = 0; i < 5; i++) {
            tape.put(number + i, (timestampFrames + i) * 960L, TestPackets.silence(), atNs + i * FRAME_NS);
        }
    }
}
