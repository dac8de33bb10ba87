package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixerTest {

    private final List<String> events = new ArrayList<>();
    private final MixerListener listener = new MixerListener() {
        @Override
        public void onInputEnded(MixerInput input) {
            events.add("ended");
        }

        @Override
        public void onInputFailed(MixerInput input, Exception cause) {
            events.add("failed: " + cause.getMessage());
        }

        @Override
        public void onInputStarved(MixerInput input) {
            events.add("starved");
        }
    };

    private static short[] read(Mixer mixer, int frames) throws IOException {
        short[] pcm = new short[2 * frames];
        for (int at = 0; at < frames; ) {
            int read = mixer.read(pcm, 2 * at, frames - at);
            if (read == AudioSource.END) {
                return Arrays.copyOf(pcm, 2 * at);
            }
            at += read;
        }
        return pcm;
    }

    @Test
    void twoTonesAtFullScaleNeitherClipNorWrapAndStayPure() throws IOException {
        Mixer mixer = new Mixer();
        mixer.add(new ArraySource(Sounds.tone(1_000, 1, 4 * 48_000)));
        mixer.add(new ArraySource(Sounds.tone(1_300, 1, 4 * 48_000)));
        mixer.finish();
        short[] out = Sounds.readAll(mixer);
        assertEquals(2 * 4 * 48_000, out.length);
        int run = 0;
        for (int i = 0; i < out.length; i += 2) {
            run = Math.abs(out[i]) >= 32_767 ? run + 1 : 0;
            assertTrue(run < 2, "samples at the rails around " + i / 2);
        }
        // whole periods of all multiples of 100 Hz, after the limiter found the level
        int from = 48_000;
        int to = 3 * 48_000;
        double one = Sounds.amplitude(out, 1_000, from, to);
        double other = Sounds.amplitude(out, 1_300, from, to);
        assertEquals(0.495, one, 0.02);
        assertEquals(one, other, 0.005);
        double rest = 0;
        for (int hz = 100; hz < 24_000; hz += 100) {
            if (hz != 1_000 && hz != 1_300) {
                rest += Math.pow(Sounds.amplitude(out, hz, from, to), 2);
            }
        }
        double distortionDb = Sounds.db(Math.sqrt(rest) / Math.hypot(one, other));
        assertTrue(distortionDb < -80, "harmonics and intermodulation at " + distortionDb + " dB");
    }

    @Test
    void theFirstPeakIsNotCutOffEither() throws IOException {
        Mixer mixer = new Mixer();
        short[] loud = Sounds.joined(Sounds.tone(500, 0.2, 4_800), Sounds.tone(500, 1, 48_000));
        mixer.add(new ArraySource(loud));
        mixer.add(new ArraySource(loud));
        short[] out = read(mixer, 50_000);
        double own = 32_767 * 2 * Math.PI * 500 / 48_000;
        // on its way down the limiter is at 55 % where the tone is steepest, for a sum that is twice as steep
        int step = Sounds.largestStep(out, 0, 50_000);
        assertTrue(step < own * 1.2, step + " of " + own);
        assertEquals(0.99 * 32_768, Sounds.amplitude(out, 500, 20_000, 29_600) * 32_768, 150);
    }

    @Test
    void aSumWithinFullScaleIsExact() throws IOException {
        short[] one = Sounds.noise(1, 0.1, 30_000);
        short[] other = Sounds.noise(2, 0.1, 20_000);
        Mixer mixer = new Mixer(2, listener);
        mixer.add(new ArraySource(one));
        mixer.add(new ArraySource(other));
        mixer.finish();
        short[] out = Sounds.readAll(mixer);
        assertEquals(one.length, out.length);
        for (int i = 0; i < out.length; i++) {
            assertEquals(one[i] + (i < other.length ? other[i] : 0), out[i], "sample " + i);
        }
        assertEquals(List.of("ended", "ended"), events);
    }

    @Test
    void aSourceThatFailsLeavesAndTheOthersGoOn() throws IOException {
        short[] good = Sounds.noise(1, 0.1, 20_000);
        Mixer mixer = new Mixer(8, listener);
        mixer.add(new ArraySource(good));
        ArraySource bad = new ArraySource(Sounds.noise(2, 0.1, 20_000)).failingAt(5_000);
        MixerInput input = mixer.add(bad);
        mixer.finish();
        short[] out = Sounds.readAll(mixer);
        assertArrayEquals(Arrays.copyOfRange(good, 12_000, 40_000), Arrays.copyOfRange(out, 12_000, 40_000));
        assertEquals(List.of("failed: broken at frame 5000", "ended"), events);
        assertTrue(input.isOver() && bad.closed);
    }

    @Test
    void aStarvedSourceIsSilentAndLeavesAfterTwoSeconds() throws IOException {
        short[] good = Sounds.noise(1, 0.1, 150_000);
        Mixer mixer = new Mixer(8, listener);
        mixer.add(new ArraySource(good));
        mixer.add(new ArraySource(Sounds.noise(2, 0.1, 20_000)).starvingAt(1_000));
        short[] out = read(mixer, 90_000);
        assertEquals(List.of(), events);
        assertEquals(2, mixer.inputs().size());
        assertArrayEquals(Arrays.copyOfRange(good, 4_000, 180_000), Arrays.copyOfRange(out, 4_000, 180_000));
        read(mixer, 12_000);
        assertEquals(List.of("starved"), events);
        assertEquals(1, mixer.inputs().size());
    }

    @Test
    void withoutSourcesItIsSilentUntilItIsFinished() throws IOException {
        Mixer mixer = new Mixer();
        assertArrayEquals(new short[2 * 5_000], read(mixer, 5_000));
        mixer.add(new ArraySource(Sounds.noise(1, 0.1, 700)));
        mixer.finish();
        assertThrows(IllegalStateException.class, () -> mixer.add(new ArraySource(new short[2])));
        // 5 ms were read ahead when it was silent
        assertEquals(2 * (700 + Limiter.LATENCY_FRAMES), Sounds.readAll(mixer).length);
        assertEquals(AudioSource.END, mixer.read(new short[2], 0, 1));
    }

    @Test
    void volumesAreRampedAndRemovalFadesOut() throws IOException {
        Mixer mixer = new Mixer(8, listener);
        ArraySource source = new ArraySource(Sounds.tone(100, 0.5, 5 * 48_000));
        MixerInput input = mixer.add(source, 0.5);
        short[] before = read(mixer, 20_000);
        assertEquals(0.25, Sounds.amplitude(before, 100, 960, 960 + 9_600), 0.001);
        input.setVolume(1.5);
        short[] louder = read(mixer, 20_000);
        assertEquals(0.75, Sounds.amplitude(louder, 100, 4_800, 4_800 + 9_600), 0.001);
        input.remove();
        short[] fading = read(mixer, 20_000);
        short[] all = Sounds.joined(before, louder, fading);
        double own = 32_767 * 0.75 * 2 * Math.PI * 100 / 48_000;
        assertTrue(Sounds.largestStep(all, 0, all.length / 2) < own + 32_767 * 1.5 / 960);
        assertEquals(0, Sounds.rms(fading, 2_000, 20_000));
        assertTrue(source.closed && input.isOver());
        assertEquals(List.of(), events, "who removes a source knows");
    }

    @Test
    void thereIsAMostNumberOfSources() {
        Mixer mixer = new Mixer(2, null);
        mixer.add(new ArraySource(new short[20]));
        mixer.add(new ArraySource(new short[20]));
        IllegalStateException e =
                assertThrows(IllegalStateException.class, () -> mixer.add(new ArraySource(new short[20])));
        assertTrue(e.toString().contains("2 sources"), e.toString());
        assertThrows(IllegalArgumentException.class, () -> new Mixer(65, null));
    }

    @Test
    void closingClosesAllSources() {
        Mixer mixer = new Mixer();
        ArraySource source = new ArraySource(new short[20]);
        mixer.add(source);
        mixer.close();
        assertTrue(source.closed);
        assertThrows(IOException.class, () -> mixer.read(new short[2], 0, 1));
        assertThrows(IllegalStateException.class, () -> mixer.add(new ArraySource(new short[20])));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void anotherThreadMayAddAndRemoveWhileItIsRead(long seed) throws Exception {
        Mixer mixer = new Mixer(8, null);
        AtomicReference<@org.jspecify.annotations.Nullable Throwable> failure = new AtomicReference<>();
        Thread controls = new Thread(() -> {
            Random random = new Random(seed);
            try {
                for (int i = 0; i < 2_000; i++) {
                    List<MixerInput> inputs = mixer.inputs();
                    if (inputs.size() < 8) {
                        mixer.add(
                                new ArraySource(Sounds.noise(i, 0.3, 1 + random.nextInt(3_000))), random.nextDouble());
                    }
                    if (!inputs.isEmpty()) {
                        MixerInput one = inputs.get(random.nextInt(inputs.size()));
                        if (random.nextBoolean()) {
                            one.remove();
                        } else {
                            one.setVolume(2 * random.nextDouble());
                        }
                    }
                }
            } catch (RuntimeException e) {
                failure.set(e);
            } finally {
                mixer.finish();
            }
        });
        controls.start();
        Random random = new Random(seed + 1);
        short[] pcm = new short[2 * 3_000];
        while (mixer.read(pcm, 0, 1 + random.nextInt(3_000)) != AudioSource.END) {
            // until the other thread has finished it
        }
        controls.join();
        assertEquals(null, failure.get(), "seed " + seed);
        assertFalse(mixer.inputs().iterator().hasNext());
    }
}
