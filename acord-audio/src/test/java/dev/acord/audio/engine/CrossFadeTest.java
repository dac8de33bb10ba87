package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrossFadeTest {

    @Test
    void thePowerOfUncorrelatedNoiseStaysTheSame() throws IOException {
        short[] one = Sounds.noise(1, 0.15, 5 * 48_000);
        short[] other = Sounds.noise(2, 0.15, 5 * 48_000);
        short[] out = Sounds.readAll(
                new CrossFade(new ArraySource(one), new ArraySource(other), Duration.ofSeconds(3)), new Random(3));
        assertEquals(one.length + other.length - 2 * 3 * 48_000, out.length);
        double level = Sounds.rms(one, 0, 5 * 48_000);
        // windows of 200 ms: 19,200 samples, whose power is known to 1 %
        for (int from = 0; from + 9_600 <= out.length / 2; from += 4_800) {
            assertEquals(0, Sounds.db(Sounds.rms(out, from, from + 9_600) / level), 0.3, "at " + from / 48 + " ms");
        }
    }

    @Test
    void outsideTheFadeSamplesAreExact() throws IOException {
        short[] one = Sounds.noise(1, 0.1, 50_000);
        short[] other = Sounds.noise(2, 0.1, 60_000);
        short[] out = Sounds.readAll(
                new CrossFade(new ArraySource(one), new ArraySource(other), Duration.ofMillis(500)), new Random(4));
        assertArrayEquals(Arrays.copyOf(one, 2 * 26_000), Arrays.copyOf(out, 2 * 26_000));
        assertArrayEquals(
                Arrays.copyOfRange(other, 2 * 24_000, 2 * 60_000), Arrays.copyOfRange(out, 2 * 50_000, out.length));
        assertEquals(2 * (26_000 + 60_000), out.length);
    }

    @Test
    void anEndOfNoLengthIsAJoin() throws IOException {
        short[] one = Sounds.noise(1, 0.2, 5_000);
        short[] other = Sounds.noise(2, 0.2, 6_000);
        assertArrayEquals(
                Sounds.joined(one, other),
                Sounds.readAll(new CrossFade(new ArraySource(one), new ArraySource(other), Duration.ZERO)));
    }

    @Test
    void aShortFirstMakesAShortFadeAndAShortSecondEndsInSilence() throws IOException {
        short[] brief = Sounds.noise(1, 0.2, 1_000);
        short[] longer = Sounds.noise(2, 0.2, 9_000);
        Duration second = Duration.ofSeconds(1);
        assertEquals(
                2 * 9_000,
                Sounds.readAll(new CrossFade(new ArraySource(brief), new ArraySource(longer), second)).length);
        short[] out = Sounds.readAll(new CrossFade(new ArraySource(longer), new ArraySource(brief), second));
        assertEquals(2 * 9_000, out.length);
        assertTrue(Sounds.rms(out, 8_900, 9_000) < 0.05 * Sounds.rms(longer, 8_900, 9_000));
        short[] none = {};
        assertArrayEquals(brief, Sounds.readAll(new CrossFade(new ArraySource(none), new ArraySource(brief), second)));
        assertEquals(0, Sounds.readAll(new CrossFade(new ArraySource(none), new ArraySource(none), second)).length);
    }

    @Test
    void twoEqualTonesAtFullScaleAreLimited() throws IOException {
        short[] tone = Sounds.tone(480, 1, 96_000);
        short[] out =
                Sounds.readAll(new CrossFade(new ArraySource(tone), new ArraySource(tone), Duration.ofSeconds(1)));
        assertEquals(2 * 144_000, out.length);
        int rails = 0;
        for (int i = 2 * 55_000; i < 2 * 90_000; i++) {
            rails += Math.abs(out[i]) >= 32_767 ? 1 : 0;
        }
        assertEquals(0, rails);
    }

    @Test
    void itClosesBothAndRefusesImpossibleLengths() throws IOException {
        ArraySource one = new ArraySource(new short[20]);
        ArraySource other = new ArraySource(new short[20]);
        new CrossFade(one, other, Duration.ofSeconds(1)).close();
        assertTrue(one.closed && other.closed);
        assertThrows(IllegalArgumentException.class, () -> new CrossFade(one, other, Duration.ofSeconds(31)));
        assertThrows(IllegalArgumentException.class, () -> new CrossFade(one, other, Duration.ofMillis(-1)));
    }

    @Test
    void aStarvedSourceStarvesTheFade() throws IOException {
        CrossFade fade = new CrossFade(
                new ArraySource(new short[2_000]).starvingAt(400),
                new ArraySource(new short[20]),
                Duration.ofMillis(5));
        short[] pcm = new short[4_000];
        int frames = 0;
        int read;
        while ((read = fade.read(pcm, 0, 100)) > 0) {
            frames += read;
        }
        assertEquals(AudioSource.STARVED, read);
        // all but the fade itself and the limiter's look-ahead
        assertEquals(0, frames);
        assertEquals(AudioSource.STARVED, fade.read(pcm, 0, 100));
    }
}
