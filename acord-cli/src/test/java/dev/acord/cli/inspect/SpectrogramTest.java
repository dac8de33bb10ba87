package dev.acord.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectrogramTest {

    /** Against the definition: the sum for each line, calculated in full. */
    @Test
    void theSpectrumIsThatOfTheDefinition() {
        long seed = 42;
        Random random = new Random(seed);
        float[] left = new float[PowerSpectrum.WINDOW];
        float[] right = new float[PowerSpectrum.WINDOW];
        for (int i = 0; i < PowerSpectrum.WINDOW; i++) {
            left[i] = random.nextFloat() - 0.5f;
            right[i] = random.nextFloat() - 0.5f;
        }
        double[] power = new double[PowerSpectrum.BINS];
        new PowerSpectrum().add(left, right, 700, power);
        for (int k = 0; k < PowerSpectrum.BINS; k += 37) {
            double expected = (linePower(left, 700, k) + linePower(right, 700, k)) / 2;
            assertEquals(expected, power[k], 1e-9, "line " + k + ", seed " + seed);
        }
    }

    private static double linePower(float[] ring, int first, int k) {
        double re = 0;
        double im = 0;
        double windowSum = 0;
        for (int i = 0; i < ring.length; i++) {
            double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / ring.length);
            double sample = ring[(first + i) % ring.length] * window;
            re += sample * Math.cos(2 * Math.PI * k * i / ring.length);
            im += sample * Math.sin(2 * Math.PI * k * i / ring.length);
            windowSum += window;
        }
        return (re * re + im * im) / (windowSum / 2) / (windowSum / 2);
    }

    /** 1,500 Hz is line 64 of 23.4375 Hz each. A second, a minute and more: with slices of one spectrum and of several. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1, 0", "1, 1, 0, -3.01", "1, 0.1, 0.1, -20", "70, 1, 1, 0", "200, 0.5, 0.5, -6.02"})
    void aSineHasItsLevelAtItsFrequency(int seconds, double left, double right, double expected) {
        Spectrogram spectrogram = new Spectrogram();
        short[] second = Pcm.sines(1_500, left, right, 48_000);
        for (int i = 0; i < seconds; i++) {
            spectrogram.add(second, 48_000);
        }
        spectrogram.finish();
        assertEquals(seconds, spectrogram.seconds());
        double[] middle = spectrogram.column(50, 101);
        assertEquals(expected, 10 * Math.log10(middle[64]), 0.01);
        for (int k = 0; k < middle.length; k++) {
            if (Math.abs(k - 64) > 8) {
                assertTrue(middle[k] < 1e-9, "line " + k + ": " + 10 * Math.log10(middle[k]) + " dB");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "50", "300"})
    void aToneShowsWhenItSounds(int seconds) {
        Spectrogram spectrogram = new Spectrogram();
        for (int i = 0; i < seconds; i++) {
            boolean sounds = i >= seconds / 2;
            spectrogram.add(sounds ? Pcm.sines(6_000, 0.5, 0.5, 48_000) : new short[96_000], 48_000);
        }
        spectrogram.finish();
        for (int column = 0; column < 100; column++) {
            double level = 10 * Math.log10(spectrogram.column(column, 100)[256] + 1e-30);
            if (column < 48) {
                assertTrue(level < -120, level + " dB in column " + column);
            } else if (column > 51 && column < 98) {
                assertEquals(-6.02, level, 0.01, "column " + column);
            }
        }
    }

    @Test
    void evenASingleFrameHasASpectrum() {
        Spectrogram spectrogram = new Spectrogram();
        spectrogram.add(new short[] {16_384, 16_384}, 1);
        spectrogram.finish();
        double[] only = spectrogram.column(9, 10);
        // a click is white: half scale, on the middle of the window, over half of the window's sum
        double expected = 20 * Math.log10(0.5 / (PowerSpectrum.WINDOW / 4.0));
        assertEquals(expected, 10 * Math.log10(only[0]), 0.01);
        assertEquals(expected, 10 * Math.log10(only[700]), 0.01);
    }
}
