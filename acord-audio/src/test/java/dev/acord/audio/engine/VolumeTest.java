package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeTest {

    @Test
    void at100PercentEverySampleGoesThroughBitForBit() throws IOException {
        short[] pcm = Sounds.noise(3, 0.9, 20_000);
        assertArrayEquals(pcm, Sounds.readAll(new FilteredSource(new ArraySource(pcm), new Volume(), new Equalizer())));
    }

    @Test
    void theVolumeIsWhatWasSet() throws IOException {
        Volume volume = new Volume(0.25);
        short[] pcm = Sounds.tone(1_000, 0.8, 20_000);
        short[] out = Sounds.readAll(new FilteredSource(new ArraySource(pcm), volume));
        for (int i = 0; i < pcm.length; i++) {
            assertEquals(pcm[i] * 0.25, out[i], 0.51);
        }
        volume.setDb(-6.0206);
        assertEquals(0.5, volume.factor(), 1e-5);
        volume.setPercent(150);
        assertEquals(1.5, volume.factor(), 1e-9);
        assertEquals(6.0206, Decibels.ofFactor(2), 1e-4);
        volume.setDb(Double.NEGATIVE_INFINITY);
        assertEquals(0, volume.factor());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void noChangeAtAnyMomentMakesAStep(long seed) throws IOException {
        Random random = new Random(seed);
        double hz = 50 + random.nextInt(400);
        short[] pcm = Sounds.tone(hz, 0.45, 5 * 48_000);
        Volume volume = new Volume();
        short[] out = new short[pcm.length];
        PcmSource source = new FilteredSource(new ArraySource(pcm), volume);
        int at = 0;
        while (at < out.length) {
            at += 2 * source.read(out, at, Math.min(1 + random.nextInt(700), (out.length - at) / 2));
            if (random.nextInt(5) == 0) {
                volume.set(random.nextInt(3) == 0 ? 0 : 2 * random.nextDouble());
            }
        }
        // the tone's own steps at twice the volume, and 0 to 200 % in 10 ms at its peak
        double own = 2 * 32_767 * 0.45 * 2 * Math.PI * hz / 48_000;
        double ramp = 32_767 * 0.45 * 2 / 480;
        int step = Sounds.largestStep(out, 0, out.length / 2);
        assertTrue(step <= own + ramp + 2, "seed " + seed + ": " + step + " of " + (own + ramp));
    }

    @Test
    void itIsNeutralOnlyAt100PercentAndWhenItIsThere() {
        Volume volume = new Volume();
        float[] block = new float[2 * 960];
        assertTrue(volume.isNeutral());
        volume.set(0.5);
        assertFalse(volume.isNeutral());
        volume.process(block, 0, 240);
        volume.set(1);
        assertFalse(volume.isNeutral(), "it is still half way");
        volume.process(block, 0, 240);
        assertFalse(volume.isNeutral());
        volume.process(block, 0, 240);
        assertTrue(volume.isNeutral());
    }

    @Test
    void impossibleVolumesAreRefused() {
        Volume volume = new Volume();
        assertThrows(IllegalArgumentException.class, () -> volume.set(-0.1));
        assertThrows(IllegalArgumentException.class, () -> volume.set(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> volume.setPercent(1_001));
        assertThrows(IllegalArgumentException.class, () -> volume.setDb(20.1));
        assertEquals(1, volume.factor());
    }

    @Test
    void twiceTheVolumeOfALoudToneIsLimitedNotCutOff() throws IOException {
        short[] pcm = Sounds.tone(1_000, 0.9, 3 * 48_000);
        short[] out = Sounds.readAll(new FilteredSource(new ArraySource(pcm), new Volume(2)));
        assertEquals(pcm.length, out.length);
        // ten periods at a time: the third harmonic of a tone cut off at half its height would be 0.22 of it
        for (int from = 4_800; from < 130_000; from += 4_800) {
            double third = Sounds.amplitude(out, 3_000, from, from + 480);
            double first = Sounds.amplitude(out, 1_000, from, from + 480);
            assertTrue(first > 0.95, "the tone at " + from + ": " + first);
            assertTrue(third < 0.001 * first, "the third harmonic at " + from + ": " + third);
        }
    }
}
