package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RtpSourceTest {
    private static final long FRAME_NS = 20_000_000;

    private static SourceStatistics of(int... sequences) {
        RtpSource source = new RtpSource(1, sequences[0]);
        for (int i = 0; i < sequences.length; i++) {
            source.accept(sequences[i], 960L * i, FRAME_NS * i);
        }
        return source.statistics();
    }

    @Test
    void gapsAreLossAndTheWrapIsNot() {
        SourceStatistics statistics = of(65530, 65531, 65535, 0, 3);

        assertEquals(65536 + 3, statistics.extendedHighestSequence());
        assertEquals(5, statistics.received());
        assertEquals(3 + 2, statistics.lost());
    }

    @Test
    void latePacketsMendTheLoss() {
        assertEquals(0, of(65534, 1, 65535, 0).lost());
        assertEquals(0, of(0, 99, 65535).duplicates());
    }

    @Test
    void aPacketFromBeforeTheFirstOneIsNotANegativeLoss() {
        SourceStatistics statistics = of(0, 65534, 1);

        assertEquals(1, statistics.extendedHighestSequence());
        assertEquals(3, statistics.received());
        assertEquals(1, statistics.lost());
    }

    @Test
    void theLongestReorderingIs99() {
        RtpSource source = new RtpSource(1, 0);
        source.accept(0, 0, 0);
        source.accept(150, 0, 0);

        assertTrue(source.accept(51, 0, 0));
        assertFalse(source.accept(51, 0, 0));
        assertEquals(1, source.statistics().duplicates());
        assertEquals(3, source.statistics().received());
        assertTrue(source.accept(50, 0, 0), "a straggler is delivered");
        assertFalse(source.accept(50, 0, 0), "but once");
        assertEquals(3, source.statistics().received(), "and not counted");
    }

    @Test
    void twoPacketsInARowAfterAJumpAreARestartedSender() {
        SourceStatistics statistics = of(100, 101, 30_000, 30_001, 30_003);

        assertEquals(30_003, statistics.extendedHighestSequence());
        assertEquals(5, statistics.received());
        assertEquals(1, statistics.lost());
    }

    @Test
    void aRestartAcrossTheWrapCountsBothPackets() {
        SourceStatistics statistics = of(30_000, 65_535, 0, 1);

        assertEquals(4, statistics.received());
        assertEquals(0, statistics.lost());
    }

    @Test
    void alternatingBetweenTwoDistantNumbersNeverGivesNonsense() {
        RtpSource source = new RtpSource(1, 0);
        for (int i = 0; i < 10_000; i++) {
            source.accept(i % 2 == 0 ? i / 2 : 30_000 + 7 * i & 0xFFFF, 0, 0);
        }

        assertTrue(source.statistics().received() <= 10_000);
        assertTrue(source.statistics().lost() >= 0);
    }

    /** A plain set of extended numbers is the model; 200,000 packets wrap three times. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aLongStreamWithLossReorderingAndDuplicatesAgreesWithASetOfNumbers(long seed) {
        Random random = new Random(seed);
        int start = 65_000;
        List<Long> sent = new ArrayList<>();
        for (long i = 0; i < 200_000; i++) {
            if (random.nextInt(50) != 0 || i == 0) {
                sent.add(start + i);
            }
            if (random.nextInt(70) == 0 && i > 0) {
                sent.add(start + i);
            }
        }
        for (int i = 1; i + 20 < sent.size(); i += 20) {
            Collections.shuffle(sent.subList(i, i + 20), random);
        }
        RtpSource source = new RtpSource(1, start);
        Set<Long> seen = new HashSet<>();
        long highest = 0;
        long duplicates = 0;
        for (long extended : sent) {
            boolean fresh = seen.add(extended);
            duplicates += fresh ? 0 : 1;
            highest = Math.max(highest, extended);
            assertEquals(
                    fresh, source.accept((int) (extended & 0xFFFF), 0, 0), () -> "seed " + seed + " at " + extended);
        }

        SourceStatistics statistics = source.statistics();
        assertEquals(highest, statistics.extendedHighestSequence());
        assertEquals(seen.size(), statistics.received());
        assertEquals(duplicates, statistics.duplicates());
        assertEquals(highest - start + 1 - seen.size(), statistics.lost());
    }

    @Test
    void evenArrivalsHaveNoJitterAcrossTheTimestampWrapAndANegativeClock() {
        RtpSource source = new RtpSource(1, 0);
        for (int i = 0; i < 200; i++) {
            source.accept(i, (0xFFFF_FFFFL - 9600 + 960L * i) & 0xFFFF_FFFFL, -100 * FRAME_NS + i * FRAME_NS);
        }

        assertEquals(0, source.statistics().jitterSamples());
    }

    /** RFC 3550 appendix A.8 in floating point; the integer form truncates, so it may be a sample lower or higher. */
    @Test
    void unevenArrivalsGiveTheJitterOfTheRfcsFormula() {
        Random random = new Random(5);
        RtpSource source = new RtpSource(1, 0);
        double expected = 0;
        double transitBefore = Double.NaN;
        for (int i = 0; i < 2_000; i++) {
            long delayMs = random.nextInt(30);
            source.accept(i, 960L * i, i * FRAME_NS + delayMs * 1_000_000);
            double transit = 48.0 * delayMs;
            if (i > 0) {
                expected += (Math.abs(transit - transitBefore) - expected) / 16;
            }
            transitBefore = transit;
        }

        assertEquals(expected, (double) source.statistics().jitterSamples(), 1.5);
    }

    @Test
    void aPauseInWhichTheTimestampStoodStillIsNotJitter() {
        RtpSource source = new RtpSource(1, 0);
        for (int i = 0; i < 100; i++) {
            source.accept(i, 960L * i, i * FRAME_NS + (i < 50 ? 0 : 3_600_000_000_000L));
        }

        assertEquals(0, source.statistics().jitterSamples());
    }
}
