package dev.acord.audio.pcm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {

    /** The rates of files, the limits of what is supported, and rates without a common divisor (interpolated coefficients). */
    @ParameterizedTest
    @ValueSource(
            ints = {
                1_000, 8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 37_803, 44_100, 44_099, 88_200, 96_000, 176_400,
                192_000, 383_999, 384_000
            })
    void sinesOfAnyRatePassUnchangedUpToNineTenthsOfTheBand(int fromHz) {
        double lowerNyquistHz = Math.min(fromHz, 48_000) / 2.0;
        for (double part : new double[] {0.02, 0.1, 0.3, 0.5, 0.7, 0.85, 0.905}) {
            double hz = part * lowerNyquistHz;
            short[] out = resample(Sines.stereo(hz, fromHz, fromHz), fromHz, 48_000, 4096);
            Sines.Fit fit = Sines.fit(out, hz, 48_000, margin(fromHz));
            String where = fromHz + " Hz -> 48000 Hz, sine of " + hz + " Hz: " + fit;
            assertEquals(48_000, out.length / 2, "a second stays a second: " + where);
            assertEquals(0, fit.levelDb(), 0.01, where);
            assertEquals(0, fit.delayFrames(), 0.001, where);
            assertTrue(fit.snrDb() > 88, where);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "96000, 24000",
        "96000, 25000",
        "96000, 28000",
        "96000, 40000",
        "96000, 47000",
        "192000, 25000",
        "192000, 90000",
        "384000, 100000",
        "50000, 24100",
        "383999, 30000"
    })
    void whatDoesNotFitTheOutputIsGoneInsteadOfAliased(int fromHz, double hz) {
        short[] out = resample(Sines.stereo(hz, fromHz, fromHz), fromHz, 48_000, 4096);
        double levelDb = Sines.levelDb(out, margin(fromHz));
        assertTrue(levelDb < -90, fromHz + " Hz, sine of " + hz + " Hz comes through at " + levelDb + " dB");
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 11_025, 22_050, 44_100})
    void noImageOfTheInputAppearsAboveItsBand(int fromHz) {
        // 90 % of the band: its image lies only 20 % of the band above, where the filter is steepest
        double hz = 0.45 * fromHz;
        short[] out = resample(Sines.stereo(hz, fromHz, fromHz), fromHz, 48_000, 4096);
        double imageHz = fromHz - hz;
        double imageDb = Sines.levelAtDb(out, imageHz, 48_000, margin(fromHz));
        assertTrue(imageDb < -95, "image at " + imageHz + " Hz: " + imageDb + " dB");
    }

    @ParameterizedTest
    @CsvSource({
        "44100,48000",
        "48000,44100",
        "8000,48000",
        "96000,48000",
        "44099,48000",
        "384000,1000",
        "1000,384000",
        "48000,48000"
    })
    void theLengthIsThatOfTheInputTimesTheRatioAndNothingIsDroppedAtTheEnd(int fromHz, int toHz) {
        for (int frames : new int[] {0, 1, 2, 147, 1000, 12_345}) {
            float[] constant = new float[2 * frames];
            Arrays.fill(constant, 0.5f);
            short[] out = resample(constant, fromHz, toHz, 777);
            long expected = (long) Math.ceil((double) frames * toHz / fromHz);
            assertEquals(expected, out.length / 2, frames + " frames");
            assertEquals(expected, Resampler.outputFrames(frames, fromHz, toHz));
        }
    }

    @Test
    void theSamplesJustBeforeTheEndAreStillThere() {
        // a click in the very last input frame comes out at the end, at full strength
        float[] in = new float[2 * 44_100];
        in[in.length - 2] = 0.9f;
        short[] out = resample(in, 44_100, 48_000, 1024);
        int loudest = 0;
        for (int i = 0; i < out.length / 2; i++) {
            loudest = Math.abs(out[2 * i]) > Math.abs(out[2 * loudest]) ? i : loudest;
        }
        assertEquals(44_099 * 48_000.0 / 44_100, loudest, 1);
        assertTrue(out[2 * loudest] > 0.7 * 0.9 * 32768, "the click has " + out[2 * loudest]);
    }

    @ParameterizedTest
    @CsvSource({"44100,48000", "96000,48000", "44099,48000", "384000,48000"})
    void howTheStreamIsCutIntoCallsDoesNotChangeIt(int fromHz, int toHz) {
        long seed = 0x5EED;
        Random random = new Random(seed);
        float[] in = new float[2 * 30_000];
        for (int i = 0; i < in.length; i++) {
            in[i] = random.nextFloat() - 0.5f;
        }
        short[] whole = resample(in, fromHz, toHz, 4096);
        short[] cut = new short[whole.length];
        Resampler resampler = new Resampler(fromHz, toHz, 2);
        float[] block = new float[2 * 500];
        int at = 0;
        int written = 0;
        boolean finished = false;
        while (true) {
            int read = resampler.read(block, 0, 1 + random.nextInt(500));
            SampleDecoder.toShorts(block, 0, cut, at, 2 * read);
            at += 2 * read;
            if (read == 0 && finished) {
                break;
            }
            if (!finished) {
                int count = Math.min(1 + random.nextInt(3000), in.length / 2 - written);
                written += resampler.write(in, 2 * written, count);
                if (written == in.length / 2) {
                    resampler.finish();
                    finished = true;
                }
            }
        }
        assertEquals(whole.length, at, "seed " + seed);
        assertArrayEquals(whole, cut, "seed " + seed);
    }

    @Test
    void theSameRateChangesNothing() {
        float[] in = Sines.stereo(1234, 48_000, 5000);
        short[] out = resample(in, 48_000, 48_000, 1000);
        short[] expected = new short[in.length];
        SampleDecoder.toShorts(in, 0, expected, 0, in.length);
        assertArrayEquals(expected, out);
    }

    /** Frames at each end that lack a neighbour on one side. */
    private static int margin(int fromHz) {
        return 200 + 100 * (int) Math.ceil(48_000.0 / fromHz);
    }

    static short[] resample(float[] in, int fromHz, int toHz, int blockFrames) {
        Resampler resampler = new Resampler(fromHz, toHz, 2);
        short[] out = new short[2 * (int) Resampler.outputFrames(in.length / 2, fromHz, toHz) + 64];
        float[] block = new float[2 * blockFrames];
        int at = 0;
        int written = 0;
        boolean finished = false;
        while (true) {
            int read = resampler.read(block, 0, blockFrames);
            SampleDecoder.toShorts(block, 0, out, at, 2 * read);
            at += 2 * read;
            if (read == 0) {
                if (finished) {
                    return Arrays.copyOf(out, at);
                }
                written += resampler.write(in, 2 * written, Math.min(blockFrames, in.length / 2 - written));
                if (written == in.length / 2) {
                    resampler.finish();
                    finished = true;
                }
            }
        }
    }
}
