package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.engine.EqualizerBand.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EqualizerTest {

    private static final List<Shape> SHAPES = List.of(Shape.values());

    /** The gain at a frequency in dB, by a tone that goes through. */
    private static double gainDb(Equalizer equalizer, double hz) throws IOException {
        int frames = 3 * 48_000;
        short[] pcm = Sounds.tone(hz, 0.05, frames);
        short[] out = Sounds.readAll(new FilteredSource(new ArraySource(pcm), equalizer));
        // whole periods of every frequency here, after all transients
        int from = 48_000;
        int to = from + (int) Math.round(Math.floor(hz * 96_000 / 48_000 / 2) * 2 * 48_000 / hz);
        return Sounds.db(Sounds.amplitude(out, hz, from, to) / Sounds.amplitude(pcm, hz, from, to));
    }

    @Test
    void eachOfThe15BandsHasItsGainAtItsCentre() throws IOException {
        for (int band = 0; band < 15; band++) {
            for (double gain : new double[] {-12, 12}) {
                Equalizer equalizer = Equalizer.graphic();
                equalizer.setGainDb(band, gain);
                double hz = equalizer.bands().get(band).hz();
                assertEquals(gain, gainDb(equalizer, hz), 0.2, hz + " Hz");
            }
        }
    }

    @Test
    void aBandLeavesWhatIsFarAwayAlone() throws IOException {
        Equalizer equalizer = Equalizer.graphic();
        equalizer.setGainDb(8, 12);
        assertEquals(0, gainDb(equalizer, 100), 0.3);
        assertEquals(0, gainDb(equalizer, 10_000), 0.3);
    }

    /** The response is that of the cookbook's biquad, evaluated here from the cookbook's coefficients. */
    @ParameterizedTest
    @EnumSource(Shape.class)
    void everyShapeHasTheCookbooksResponse(Shape shape) throws IOException {
        EqualizerBand band = new EqualizerBand(shape, 1_200, 9, 1.4);
        for (double hz : new double[] {50, 300, 800, 1_000, 1_600, 4_000, 12_000}) {
            double expected = cookbookDb(band, hz);
            assertEquals(expected, gainDb(new Equalizer(List.of(band)), hz), 0.15, shape + " at " + hz + " Hz");
        }
        EqualizerBand lowered = new EqualizerBand(shape, 300, -15, 0.7);
        for (double hz : new double[] {100, 300, 600, 5_000}) {
            double expected = cookbookDb(lowered, hz);
            if (expected > -30) {
                assertEquals(expected, gainDb(new Equalizer(List.of(lowered)), hz), 0.3, shape + " at " + hz + " Hz");
            }
        }
    }

    private static double cookbookDb(EqualizerBand band, double hz) {
        double w = 2 * Math.PI * band.hz() / 48_000;
        double cos = Math.cos(w);
        double alpha = Math.sin(w) / (2 * band.q());
        double a = Math.pow(10, band.gainDb() / 40);
        double root = 2 * Math.sqrt(a) * alpha;
        double[] c =
                switch (band.shape()) {
                    case PEAK ->
                        new double[] {1 + alpha * a, -2 * cos, 1 - alpha * a, 1 + alpha / a, -2 * cos, 1 - alpha / a};
                    case LOW_SHELF ->
                        new double[] {
                            a * (a + 1 - (a - 1) * cos + root),
                            2 * a * (a - 1 - (a + 1) * cos),
                            a * (a + 1 - (a - 1) * cos - root),
                            a + 1 + (a - 1) * cos + root,
                            -2 * (a - 1 + (a + 1) * cos),
                            a + 1 + (a - 1) * cos - root
                        };
                    case HIGH_SHELF ->
                        new double[] {
                            a * (a + 1 + (a - 1) * cos + root),
                            -2 * a * (a - 1 + (a + 1) * cos),
                            a * (a + 1 + (a - 1) * cos - root),
                            a + 1 - (a - 1) * cos + root,
                            2 * (a - 1 - (a + 1) * cos),
                            a + 1 - (a - 1) * cos - root
                        };
                    case LOW_PASS ->
                        new double[] {(1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha};
                    case HIGH_PASS ->
                        new double[] {(1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha};
                    case NOTCH -> new double[] {1, -2 * cos, 1, 1 + alpha, -2 * cos, 1 - alpha};
                };
        double v = 2 * Math.PI * hz / 48_000;
        double above = Math.hypot(
                c[0] + c[1] * Math.cos(v) + c[2] * Math.cos(2 * v), c[1] * Math.sin(v) + c[2] * Math.sin(2 * v));
        double below = Math.hypot(
                c[3] + c[4] * Math.cos(v) + c[5] * Math.cos(2 * v), c[4] * Math.sin(v) + c[5] * Math.sin(2 * v));
        return Sounds.db(above / below);
    }

    @Test
    void flatBandsLeaveEverySampleAsItIs() throws IOException {
        short[] pcm = Sounds.noise(9, 0.8, 10_000);
        assertTrue(Equalizer.graphic().isNeutral());
        assertArrayEquals(pcm, Sounds.readAll(new FilteredSource(new ArraySource(pcm), Equalizer.graphic())));
    }

    @Test
    void itIsNeutralAgainWhenItsGainsAreBackAtZero() {
        Equalizer equalizer = Equalizer.graphic();
        float[] block = new float[2 * 960];
        equalizer.setGainDb(3, 6);
        assertFalse(equalizer.isNeutral());
        equalizer.process(block, 0, 960);
        equalizer.setGainDb(3, 0);
        assertFalse(equalizer.isNeutral());
        equalizer.process(block, 0, 960);
        equalizer.process(block, 0, 960);
        assertTrue(equalizer.isNeutral());
    }

    @Test
    void aChangeOfGainMakesNoStep() throws IOException {
        short[] pcm = Sounds.tone(200, 0.2, 48_000);
        Equalizer equalizer = Equalizer.graphic();
        FilteredSource source = new FilteredSource(new ArraySource(pcm), equalizer);
        short[] out = new short[pcm.length];
        int at = 0;
        Random random = new Random(5);
        while (at < out.length) {
            at += 2 * source.read(out, at, Math.min(500, (out.length - at) / 2));
            if (random.nextInt(4) == 0) {
                equalizer.setGainDb(4 + random.nextInt(2), 12 * random.nextDouble() - 6);
            }
        }
        double loudest = 0.2 * Decibels.toFactor(12);
        double own = 32_767 * loudest * 2 * Math.PI * 200 / 48_000;
        double ramp = 32_767 * loudest * 4 / 1_440;
        int step = Sounds.largestStep(out, 0, out.length / 2);
        assertTrue(step < own + ramp, step + " of " + (own + ramp));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void itIsStableForAllValuesAndWhateverChanges(long seed) {
        Random random = new Random(seed);
        Equalizer equalizer = new Equalizer();
        float[] block = new float[2 * 960];
        for (int round = 0; round < 400; round++) {
            List<EqualizerBand> bands = new ArrayList<>();
            // one boost at a time keeps the gain, and so the bound, known
            int count = 1 + random.nextInt(4);
            for (int i = 0; i < count; i++) {
                Shape shape = SHAPES.get(random.nextInt(SHAPES.size()));
                double hz = random.nextBoolean() ? EqualizerBand.MIN_HZ : 10 + random.nextDouble() * 22_990;
                double q = random.nextBoolean() ? EqualizerBand.MAX_Q : 0.1 + random.nextDouble() * 29.9;
                bands.add(
                        new EqualizerBand(shape, hz, i == 0 ? 80 * random.nextDouble() - 40 : -random.nextDouble(), q));
            }
            equalizer.setBands(bands);
            int frames = 1 + random.nextInt(960);
            for (int i = 0; i < 2 * frames; i++) {
                block[i] = (float) (2 * random.nextDouble() - 1);
            }
            equalizer.process(block, 0, frames);
            for (int i = 0; i < 2 * frames; i++) {
                // 40 dB, and a resonance of 30 in each of four bands
                assertTrue(Math.abs(block[i]) < 1e8, "seed " + seed + ", round " + round + ": " + block[i]);
            }
        }
        // and it comes to rest
        equalizer.setBands(List.of(EqualizerBand.peak(1_000, 6, 1)));
        for (int i = 0; i < 200; i++) {
            Arrays.fill(block, 0);
            equalizer.process(block, 0, 960);
        }
        for (float sample : block) {
            assertEquals(0, sample, 1e-6, "seed " + seed);
        }
    }

    @Test
    void impossibleBandsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> EqualizerBand.peak(9, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> EqualizerBand.peak(24_000, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> EqualizerBand.peak(1_000, Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> EqualizerBand.peak(1_000, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Equalizer.graphic().setGainDb(0, 41));
        assertThrows(IndexOutOfBoundsException.class, () -> Equalizer.graphic().setGainDb(15, 1));
        List<EqualizerBand> many = Collections.nCopies(33, EqualizerBand.peak(1_000, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Equalizer(many));
    }
}
