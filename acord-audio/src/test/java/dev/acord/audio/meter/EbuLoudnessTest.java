package dev.acord.audio.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The test signals that EBU Tech 3341 (loudness) and EBU Tech 3342 (range) describe, with the readings and tolerances that they demand.
 * Left out are those that are recordings (3341: 7, 8; 3342: 5, 6), that have five channels (3341: 6) and that only differ in being
 * played live (3341: 11, 14).
 */
class EbuLoudnessTest {

    /** BS.1770-4 annex 1: a full-scale sine of 997 Hz on one channel reads -3.01 LKFS. */
    @Test
    void theReferenceToneOnOneChannelReadsAsTheRecommendationSays() {
        short[] pcm = new Signal().sine(997, 0, 20).pcm();
        for (int i = 1; i < pcm.length; i += 2) {
            pcm[i] = 0;
        }
        LoudnessMeter meter = new LoudnessMeter();
        meter.add(pcm, 0, pcm.length / 2);
        assertEquals(-3.01, meter.integratedLufs().orElseThrow(), 0.005);
    }

    @ParameterizedTest(name = "Tech 3341 cases 1 and 2: {0} dBFS")
    @ValueSource(doubles = {-23, -33})
    void aSteadyToneReadsItsLevelOnAllThreeScales(double dbfs) {
        LoudnessMeter meter = new Signal().tone(dbfs, 20).measured();
        assertEquals(dbfs, meter.momentaryLufs().orElseThrow(), 0.1);
        assertEquals(dbfs, meter.shortTermLufs().orElseThrow(), 0.1);
        assertEquals(dbfs, meter.integratedLufs().orElseThrow(), 0.1);
        assertEquals(dbfs, meter.maxMomentaryLufs().orElseThrow(), 0.1);
        assertEquals(0, meter.rangeLu().orElseThrow(), 0.1);
    }

    static Stream<Arguments> gated() {
        return Stream.of(
                Arguments.of(3, new Signal().tone(-36, 10).tone(-23, 60).tone(-36, 10)),
                Arguments.of(
                        4,
                        new Signal()
                                .tone(-72, 10)
                                .tone(-36, 10)
                                .tone(-23, 60)
                                .tone(-36, 10)
                                .tone(-72, 10)),
                Arguments.of(5, new Signal().tone(-26, 20).tone(-20, 20.1).tone(-26, 20)));
    }

    @ParameterizedTest(name = "Tech 3341 case {0}")
    @MethodSource("gated")
    void quietPartsAreLeftOutByTheGates(int number, Signal signal) {
        assertEquals(-23.0, signal.measured().integratedLufs().orElseThrow(), 0.1);
    }

    @Test
    void case9TheShortTermLoudnessOfARepeatedPatternIsConstant() {
        Signal signal = new Signal();
        for (int i = 0; i < 5; i++) {
            signal.tone(-20, 1.34).tone(-30, 1.66);
        }
        assertConstant(signal.pcm(), 3, false);
    }

    @Test
    void case12TheMomentaryLoudnessOfARepeatedPatternIsConstant() {
        Signal signal = new Signal();
        for (int i = 0; i < 25; i++) {
            signal.tone(-20, 0.18).tone(-30, 0.22);
        }
        assertConstant(signal.pcm(), 1, true);
    }

    /** Looks every 10 ms from {@code fromSeconds} on. */
    private static void assertConstant(short[] pcm, int fromSeconds, boolean momentary) {
        LoudnessMeter meter = new LoudnessMeter();
        for (int at = 0; at + 480 <= pcm.length / 2; at += 480) {
            meter.add(pcm, 2 * at, 480);
            if (at >= fromSeconds * 48_000) {
                double lufs = (momentary ? meter.momentaryLufs() : meter.shortTermLufs()).orElseThrow();
                assertEquals(-23.0, lufs, 0.1, "at frame " + at);
            }
        }
    }

    @Test
    void case10TheLoudest3SecondsAreFoundWhereverTheyBegin() {
        for (int i = 0; i < 20; i++) {
            LoudnessMeter meter =
                    new Signal().silence(0.15 * i).tone(-23, 3).silence(1).measured();
            assertEquals(-23.0, meter.maxShortTermLufs().orElseThrow(), 0.1, "beginning " + i);
        }
    }

    @Test
    void case13TheLoudest400MsAreFoundWhereverTheyBegin() {
        for (int i = 0; i < 20; i++) {
            LoudnessMeter meter =
                    new Signal().silence(0.02 * i).tone(-23, 0.4).silence(1).measured();
            assertEquals(-23.0, meter.maxMomentaryLufs().orElseThrow(), 0.1, "beginning " + i);
        }
    }

    @ParameterizedTest(name = "Tech 3341 case {0}: {1} Hz from {2} degrees with amplitude {3}")
    @CsvSource({
        "15, 12000, 0, 0.5, -6",
        "16, 12000, 45, 0.5, -6",
        "17, 8000, 60, 0.5, -6",
        "18, 6000, 67.5, 0.5, -6",
        "19, 12000, 45, 1.41, 3"
    })
    void peaksBetweenTheSamplesAreFound(int number, double hz, double degrees, double amplitude, double expected) {
        // faded in and out: a tone that breaks off has higher peaks than the tone itself
        double peak = new Signal()
                .sine(hz, degrees, amplitude, 2)
                .faded(480)
                .measured()
                .truePeakDbtp();
        assertTrue(peak >= expected - 0.4 && peak <= expected + 0.2, peak + " dBTP");
    }

    static Stream<Arguments> ranges() {
        return Stream.of(
                Arguments.of(1, 10, new double[] {-20, -30}),
                Arguments.of(2, 5, new double[] {-20, -15}),
                Arguments.of(3, 20, new double[] {-40, -20}),
                Arguments.of(4, 15, new double[] {-50, -35, -20, -35, -50}));
    }

    @ParameterizedTest(name = "Tech 3342 case {0}: {1} LU")
    @MethodSource("ranges")
    void theRangeIsTheDistanceOfTheLoudFromTheQuiet(int number, double expected, double[] levels) {
        Signal signal = new Signal();
        for (double level : levels) {
            signal.tone(level, 20);
        }
        assertEquals(expected, signal.measured().rangeLu().orElseThrow(), 1);
    }
}
