package dev.acord.audio.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoudnessMeterTest {

    @Test
    void nothingIsKnownBeforeTheFirstBlockIsWhole() {
        LoudnessMeter meter = new LoudnessMeter();
        short[] pcm = new Signal().tone(-23, 3).pcm();
        meter.add(pcm, 0, 19_199);
        assertEquals(OptionalDouble.empty(), meter.momentaryLufs());
        assertEquals(OptionalDouble.empty(), meter.maxMomentaryLufs());
        assertEquals(OptionalDouble.empty(), meter.integratedLufs());
        meter.add(pcm, 2 * 19_199, 1);
        assertTrue(meter.momentaryLufs().isPresent() && meter.integratedLufs().isPresent());
        meter.add(pcm, 2 * 19_200, 144_000 - 19_201);
        assertEquals(OptionalDouble.empty(), meter.shortTermLufs());
        assertEquals(OptionalDouble.empty(), meter.rangeLu());
        meter.add(pcm, 2 * 143_999, 1);
        assertTrue(meter.shortTermLufs().isPresent() && meter.rangeLu().isPresent());
        assertEquals(144_000, meter.frames());
    }

    @Test
    void digitalSilenceHasNoLoudnessAndNoPeak() {
        LoudnessMeter meter = new Signal().silence(5).measured();
        assertEquals(Double.NEGATIVE_INFINITY, meter.momentaryLufs().orElseThrow());
        assertEquals(Double.NEGATIVE_INFINITY, meter.maxShortTermLufs().orElseThrow());
        assertEquals(OptionalDouble.empty(), meter.integratedLufs());
        assertEquals(OptionalDouble.empty(), meter.rangeLu());
        assertEquals(Double.NEGATIVE_INFINITY, meter.truePeakDbtp());
    }

    @Test
    void whatIsQuieterThanTheAbsoluteGateHasNoIntegratedLoudness() {
        assertEquals(
                OptionalDouble.empty(), new Signal().tone(-71, 5).measured().integratedLufs());
        assertEquals(-69, new Signal().tone(-69, 5).measured().integratedLufs().orElseThrow(), 0.1);
    }

    /** The loudest that 16 bits can be, at the frequency that the weighting lifts most, is still inside of what is counted. */
    @Test
    void theLoudestSquareWaveIsMeasured() {
        Signal signal = new Signal();
        for (int i = 0; i < 12_000; i++) {
            signal.constant(32_767, 32_767, 8).constant(-32_768, -32_768, 8);
        }
        double lufs = signal.measured().integratedLufs().orElseThrow();
        // twice the power of full scale, less the constant, plus 3 to 4 dB of the shelf
        assertTrue(lufs > 3.01 - 0.69 + 3 && lufs < 3.01 - 0.69 + 4.1, lufs + " LUFS");
    }

    @Test
    void theSampleValuesThemselvesCountAsPeaks() {
        LoudnessMeter meter = new LoudnessMeter();
        meter.add(new short[] {0, 0, 0, -32_768}, 0, 2);
        assertEquals(0, meter.truePeakDbtp(), 1e-9);
    }

    /** Sampled where they pass half of their height, tones of any pitch still read their height. */
    @ParameterizedTest
    @ValueSource(doubles = {997, 6_000, 11_500, 15_000, 18_000, 20_000})
    void peaksOfTonesAreReadWithinAHundredthOfADecibel(double hz) {
        double peak =
                new Signal().sine(hz + 0.37, 30, 0.5, 3).faded(4_800).measured().truePeakDbtp();
        assertEquals(20 * Math.log10(0.5), peak, 0.01);
    }

    @Test
    void silenceBehindSoundDoesNotSlowTheMeterDownOrChangeTheLoudness() {
        LoudnessMeter meter = new Signal().tone(-20, 2).measured();
        double before = meter.integratedLufs().orElseThrow();
        meter.add(new short[2 * 48_000 * 60], 0, 48_000 * 60);
        // the two blocks that hold some of the tone and some silence lie less than 10 LU lower
        assertEquals(before, meter.integratedLufs().orElseThrow(), 0.7);
        assertEquals(Double.NEGATIVE_INFINITY, meter.momentaryLufs().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void itDoesNotMatterHowTheStreamIsCut(long seed) {
        short[] pcm =
                new Signal().swellingNoise(seed, 7.3, 1.7).clipped(seed, 2).pcm();
        LoudnessMeter whole = new LoudnessMeter();
        whole.add(pcm, 0, pcm.length / 2);
        LoudnessMeter pieces = new LoudnessMeter();
        Random random = new Random(seed);
        for (int at = 0; at < pcm.length / 2; ) {
            int frames = Math.min(pcm.length / 2 - at, random.nextInt(random.nextBoolean() ? 10 : 3_000));
            pieces.add(pcm, 2 * at, frames);
            at += frames;
        }
        assertEquals(whole.frames(), pieces.frames());
        assertEquals(
                whole.integratedLufs().orElseThrow(), pieces.integratedLufs().orElseThrow(), 1e-9, "seed " + seed);
        assertEquals(whole.rangeLu().orElseThrow(), pieces.rangeLu().orElseThrow(), 1e-9, "seed " + seed);
        assertEquals(
                whole.maxMomentaryLufs().orElseThrow(),
                pieces.maxMomentaryLufs().orElseThrow(),
                1e-9,
                "seed " + seed);
        assertEquals(whole.truePeakDbtp(), pieces.truePeakDbtp(), "seed " + seed);
    }

    @Test
    void moreFramesThanTheArrayHoldsAreRefused() {
        LoudnessMeter meter = new LoudnessMeter();
        assertThrows(IndexOutOfBoundsException.class, () -> meter.add(new short[10], 2, 5));
        assertEquals(0, meter.frames());
    }
}
