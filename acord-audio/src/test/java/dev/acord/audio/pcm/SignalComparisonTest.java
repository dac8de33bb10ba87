package dev.acord.audio.pcm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalComparisonTest {

    private static final int SECOND = 48_000;

    @Test
    void theSameSignalIsFoundIdentical() {
        short[] sent = Wavs.noise(1, 2 * SECOND);
        SignalComparison result = SignalComparison.of(sent, sent);
        assertEquals(0, result.delayFrames());
        assertEquals(1, result.correlation(), 1e-12);
        assertEquals(1, result.gain());
        assertEquals(Double.POSITIVE_INFINITY, result.snrDb());
        assertEquals(0, result.lengthDifferenceFrames());
        assertEquals(2 * SECOND, result.overlapFrames());
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0",
        "5, 1",
        "5, 312",
        "5, 47999",
        "5, -1",
        "5, -960",
        "40, 0",
        "40, 1",
        "40, 123457",
        "40, -77777",
        "40, 959"
    })
    void aDelayIsFoundToTheSampleInShortAndLongSignals(int seconds, int delay) {
        short[] sent = program(7, seconds * SECOND);
        SignalComparison result = SignalComparison.of(sent, delayed(sent, delay));
        assertEquals(delay, result.delayFrames());
        assertEquals(1, result.correlation(), 1e-9);
        assertEquals(delay, result.lengthDifferenceFrames());
        assertEquals(seconds * SECOND - Math.max(0, -delay), result.overlapFrames());
    }

    @Test
    void noiseOf20DbBelowIsMeasuredAs20DbWhateverTheGain() {
        short[] sent = Wavs.noise(3, 3 * SECOND);
        Random random = new Random(4);
        short[] heard = new short[sent.length];
        // the signal is uniform in +-10000; the noise uniform in a tenth of its range after a gain of a half
        for (int i = 0; i < heard.length; i++) {
            heard[i] = (short) Math.round(0.5 * sent[i] + (random.nextDouble() - 0.5) * 1000);
        }
        SignalComparison result = SignalComparison.of(sent, heard);
        assertEquals(0, result.delayFrames());
        assertEquals(0.5, result.gain(), 0.001);
        assertEquals(20, result.snrDb(), 0.1);
        // r^2 / (1 - r^2) is the signal-to-noise ratio of an optimal gain
        assertEquals(Math.sqrt(100 / 101.0), result.correlation(), 0.001);
    }

    @Test
    void anInvertedSignalCorrelatesNegatively() {
        short[] sent = Wavs.noise(5, SECOND);
        short[] heard = new short[sent.length];
        for (int i = 0; i < heard.length; i++) {
            heard[i] = (short) -sent[i];
        }
        SignalComparison result = SignalComparison.of(sent, delayed(heard, 100));
        assertEquals(100, result.delayFrames());
        assertEquals(-1, result.correlation(), 1e-12);
        assertEquals(-1, result.gain(), 1e-12);
    }

    @Test
    void oppositeSidesDoNotCancelAndSwappedSidesAreNoticed() {
        short[] sent = Wavs.noise(6, SECOND);
        for (int i = 0; i < sent.length; i += 2) {
            sent[i + 1] = (short) -sent[i];
        }
        SignalComparison opposite = SignalComparison.of(sent, delayed(sent, 50));
        assertEquals(50, opposite.delayFrames());
        assertEquals(1, opposite.correlation(), 1e-12);
        short[] left = Wavs.noise(6, SECOND);
        short[] swapped = new short[left.length];
        for (int i = 0; i < left.length; i++) {
            swapped[i] = left[i ^ 1];
        }
        assertTrue(Math.abs(SignalComparison.of(left, swapped).correlation()) < 0.1);
    }

    @ParameterizedTest
    @CsvSource({"4", "40"})
    void unrelatedNoiseDoesNotCorrelate(int seconds) {
        SignalComparison result = SignalComparison.of(Wavs.noise(8, seconds * SECOND), Wavs.noise(9, seconds * SECOND));
        assertTrue(Math.abs(result.correlation()) < 0.05, result.toString());
        assertTrue(result.snrDb() < -20, result.toString());
    }

    @Test
    void silenceIsSaidToBeSilence() {
        short[] silence = new short[2 * SECOND];
        short[] noise = Wavs.noise(10, SECOND);
        SignalComparison lost = SignalComparison.of(noise, silence);
        assertTrue(lost.heardSilent() && !lost.sentSilent());
        assertEquals(0, lost.correlation());
        assertEquals(Double.NEGATIVE_INFINITY, lost.snrDb());
        assertEquals("a signal was sent, silence was heard (48000 and 48000 frames)", lost.toString());
        SignalComparison both = SignalComparison.of(silence, silence);
        assertTrue(both.heardSilent() && both.sentSilent());
        SignalComparison nothing = SignalComparison.of(noise, new short[0]);
        assertTrue(nothing.heardSilent());
        assertEquals(-SECOND, nothing.lengthDifferenceFrames());
    }

    @ParameterizedTest
    @CsvSource({"3", "60"})
    void aToneIsAlignedThoughItRepeatsItself(int seconds) {
        short[] tone = new short[2 * seconds * SECOND];
        for (int i = 0; i < tone.length / 2; i++) {
            tone[2 * i] = (short) Math.round(10_000 * Math.sin(2 * Math.PI * 440 * i / SECOND));
            tone[2 * i + 1] = tone[2 * i];
        }
        short[] later = delayed(tone, 12_345);
        for (short[] heard : new short[][] {later, Arrays.copyOf(later, tone.length)}) {
            SignalComparison result = SignalComparison.of(tone, heard);
            assertEquals(12_345, result.delayFrames());
            assertEquals(1, result.correlation(), 1e-9);
        }
    }

    @Test
    void aRecordingThatEndsEarlyOrLosesPacketsIsStillAligned() {
        short[] sent = program(11, 40 * SECOND);
        short[] heard = delayed(sent, 4321);
        heard = Arrays.copyOf(heard, heard.length - 2 * 7 * SECOND);
        for (int packet = 0; packet < 40 * 50; packet += 20) {
            // one packet in twenty is silent
            int from = 2 * 960 * packet;
            Arrays.fill(heard, Math.min(from, heard.length), Math.min(from + 1920, heard.length), (short) 0);
        }
        SignalComparison result = SignalComparison.of(sent, heard);
        assertEquals(4321, result.delayFrames());
        assertEquals(-7 * SECOND + 4321, result.lengthDifferenceFrames());
        assertEquals(Math.sqrt(0.95), result.correlation(), 0.01);
    }

    @Test
    void tenMinutesAreComparedToTheSample() {
        short[] sent = program(12, 600 * SECOND);
        SignalComparison result = SignalComparison.of(sent, delayed(sent, 15_000));
        assertEquals(15_000, result.delayFrames());
        assertEquals(1, result.correlation(), 1e-9);
    }

    /** Noise whose loudness wanders as speech and music do. */
    private static short[] program(long seed, int frames) {
        Random random = new Random(seed);
        short[] pcm = new short[2 * frames];
        double loudness = 0.5;
        for (int i = 0; i < pcm.length; i++) {
            if (i % 4800 == 0) {
                loudness = random.nextDouble();
            }
            pcm[i] = (short) (loudness * (random.nextInt(20_000) - 10_000));
        }
        return pcm;
    }

    private static short[] delayed(short[] pcm, int frames) {
        if (frames < 0) {
            return Arrays.copyOfRange(pcm, -2 * frames, pcm.length);
        }
        short[] later = new short[pcm.length + 2 * frames];
        System.arraycopy(pcm, 0, later, 2 * frames, pcm.length);
        return later;
    }
}
