package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StagesTest {

    @Test
    void aSequenceHasNoGapsAndClosesWhatIsOver() throws IOException {
        short[] one = Sounds.noise(1, 0.2, 3_001);
        short[] none = {};
        short[] other = Sounds.noise(2, 0.2, 777);
        ArraySource first = new ArraySource(one);
        ArraySource last = new ArraySource(other);
        Sequence sequence = new Sequence(List.of(first, new ArraySource(none), last));
        assertArrayEquals(Sounds.joined(one, other), Sounds.readAll(sequence, new Random(2)));
        assertTrue(first.closed && last.closed);
        assertEquals(AudioSource.END, sequence.read(new short[2], 0, 1));
    }

    @Test
    void aSequenceOpensItsSourcesLate() throws IOException {
        List<Integer> opened = new ArrayList<>();
        Iterator<PcmSource> sources = List.of(1, 2, 3).stream()
                .map(number -> {
                    opened.add(number);
                    return (PcmSource) new ArraySource(new short[20]);
                })
                .iterator();
        Sequence sequence = new Sequence(sources);
        assertEquals(List.of(), opened);
        assertTrue(sequence.read(new short[20], 0, 5) > 0);
        assertEquals(List.of(1), opened);
    }

    @Test
    void aSequenceOfNothingButEmptySourcesEnds() {
        Iterator<PcmSource> endless = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public PcmSource next() {
                return new ArraySource(new short[0]);
            }
        };
        assertThrows(IOException.class, () -> new Sequence(endless).read(new short[2], 0, 1));
    }

    @Test
    void closingASequenceClosesAllThatIsOpen() throws IOException {
        ArraySource first = new ArraySource(new short[20]);
        ArraySource last = new ArraySource(new short[20]);
        new Sequence(List.of(first, last)).close();
        assertTrue(first.closed && last.closed);
    }

    @Test
    void aFilteredSourceHasExactlyTheFramesOfItsSourceEachInItsPlace() throws IOException {
        for (int frames : new int[] {0, 1, 5, 239, 240, 241, 10_000}) {
            short[] pcm = Sounds.noise(frames, 0.2, frames);
            PcmFilter halve = (samples, offset, count) -> {
                for (int i = 0; i < 2 * count; i++) {
                    samples[offset + i] *= 0.5f;
                }
            };
            short[] out = Sounds.readAll(new FilteredSource(new ArraySource(pcm), halve), new Random(frames));
            assertEquals(pcm.length, out.length);
            for (int i = 0; i < pcm.length; i++) {
                assertEquals(pcm[i] / 2.0, out[i], 0.51, frames + " frames, sample " + i);
            }
        }
    }

    @Test
    void aFilteredSourceSeeksAndKnowsWhereItIs() throws IOException {
        short[] pcm = Sounds.noise(1, 0.2, 48_000);
        FilteredSource source = new FilteredSource(new ArraySource(pcm), new Volume());
        short[] out = new short[2_000];
        source.read(out, 0, 1_000);
        assertTrue(source.isSeekable());
        assertEquals(Optional.of(Duration.ofSeconds(1)), source.duration());
        assertEquals(Duration.ofMillis(250), source.seek(Duration.ofMillis(250)));
        assertEquals(Optional.of(Duration.ofMillis(250)), source.position());
        assertArrayEquals(Arrays.copyOfRange(pcm, 2 * 12_000, pcm.length), Sounds.readAll(source));
        assertEquals(Optional.of(Duration.ofSeconds(1)), source.position());
    }

    @Test
    void aFilterOfShortsSeesShorts() throws IOException {
        short[] pcm = Sounds.noise(1, 0.2, 5_000);
        PcmFilter swap = PcmFilter.ofShorts((samples, offset, frames) -> {
            for (int i = offset; i < offset + 2 * frames; i += 2) {
                short left = samples[i];
                samples[i] = samples[i + 1];
                samples[i + 1] = left;
            }
        });
        short[] out = Sounds.readAll(new FilteredSource(new ArraySource(pcm), swap));
        for (int i = 0; i < pcm.length; i++) {
            assertEquals(pcm[i ^ 1], out[i]);
        }
    }

    @Test
    void theFailureOfAFilterEndsTheSourceAndSaysWhy() {
        PcmFilter broken = (samples, offset, frames) -> {
            throw new IllegalStateException("out of order");
        };
        FilteredSource source = new FilteredSource(new ArraySource(new short[2_000]), broken);
        IOException e = assertThrows(IOException.class, () -> Sounds.readAll(source));
        assertTrue(String.valueOf(e.getMessage()).contains("out of order"));
    }

    @Test
    void nonsenseOfOneFilterDoesNotSpoilTheNextForEver() throws IOException {
        int[] blocks = {0};
        PcmFilter nonsense = (samples, offset, frames) -> {
            if (blocks[0]++ == 3) {
                samples[offset] = Float.NaN;
                samples[offset + 1] = Float.POSITIVE_INFINITY;
            }
        };
        Equalizer equalizer = new Equalizer(List.of(EqualizerBand.peak(100, 6, 2)));
        short[] pcm = Sounds.tone(1_000, 0.3, 3 * 48_000);
        short[] out = Sounds.readAll(new FilteredSource(new ArraySource(pcm), nonsense, equalizer), new Random(1));
        assertEquals(0.3, Sounds.amplitude(out, 1_000, 96_000, 100_800), 0.01);
    }

    @Test
    void duckingLowersTheMusicByItsDepthWithinItsTimes() {
        Ducking ducking = new Ducking(12, Duration.ofMillis(100), Duration.ofMillis(500));
        float[] block = new float[2 * 960];
        float before = 1;
        double largest = 0;
        List<Float> ends = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            ducking.setActive(i >= 10 && i < 50);
            Arrays.fill(block, 1);
            ducking.process(block, 0, 960);
            for (int at = 0; at < block.length; at += 2) {
                largest = Math.max(largest, Math.abs(block[at] - before));
                before = block[at];
            }
            ends.add(before);
        }
        assertEquals(1, ends.get(9));
        assertTrue(ends.get(13) > 0.2512, "still on its way after 80 ms");
        assertEquals(Decibels.toFactor(-12), ends.get(15), 1e-3);
        assertEquals(Decibels.toFactor(-12), ends.get(49), 1e-3);
        assertTrue(ends.get(69) < 1 && ends.get(76) == 1, "up again after 500 ms");
        assertTrue(largest < 0.001, "a step of " + largest);
        assertTrue(ducking.isNeutral());
    }

    @Test
    void duckingHearsTheSpeechThatItWatches() throws IOException {
        Ducking ducking = new Ducking();
        assertTrue(ducking.isNeutral());
        // a second of silence, a second of speech, silence
        short[] speech = Sounds.joined(new short[96_000], Sounds.noise(1, 0.1, 48_000), new short[3 * 96_000]);
        PcmSource watched = ducking.watch(new ArraySource(speech));
        FilteredSource music = new FilteredSource(new ArraySource(Sounds.tone(500, 0.5, 5 * 48_000)), ducking);
        short[] heard = new short[speech.length];
        short[] out = new short[speech.length];
        for (int at = 0; at < 5 * 48_000; at += 480) {
            for (int done = 0; done < 480; ) {
                done += watched.read(heard, 2 * (at + done), 480 - done);
            }
            for (int done = 0; done < 480; ) {
                done += music.read(out, 2 * (at + done), 480 - done);
            }
        }
        assertArrayEquals(speech, heard);
        assertEquals(0.5, Sounds.amplitude(out, 500, 38_400, 43_200), 0.001);
        assertEquals(0.5 * Decibels.toFactor(-12), Sounds.amplitude(out, 500, 67_200, 76_800), 0.002);
        assertEquals(0.5, Sounds.amplitude(out, 500, 4 * 48_000, 4 * 48_000 + 9_600), 0.001);
        assertFalse(ducking.isActive());
    }

    @Test
    void impossibleDuckingsAreRefused() {
        Duration fine = Duration.ofMillis(100);
        assertThrows(IllegalArgumentException.class, () -> new Ducking(0, fine, fine));
        assertThrows(IllegalArgumentException.class, () -> new Ducking(12, Duration.ZERO, fine));
        assertThrows(IllegalArgumentException.class, () -> new Ducking(12, fine, Duration.ofMinutes(1)));
    }

    @Test
    void aChainHasAMostNumberOfFilters() {
        PcmFilter[] many = Collections.nCopies(33, new Volume()).toArray(new PcmFilter[0]);
        assertThrows(IllegalStateException.class, () -> new FilteredSource(new ArraySource(new short[2]), many));
    }

    @Test
    void theLimiterNeverExceedsFullScaleAndLeavesTheRestAlone() {
        Random random = new Random(17);
        Limiter limiter = new Limiter();
        float[] in = new float[2 * 48_000 * 4];
        for (int i = 0; i < in.length; i++) {
            // bursts of up to 40 times full scale
            boolean burst = i / 9_600 % 4 == 1;
            in[i] = (float) ((burst ? 40 : 0.9) * (2 * random.nextDouble() - 1));
        }
        float[] out = in.clone();
        for (int at = 0; at < out.length; ) {
            int frames = Math.min((out.length - at) / 2, 1 + random.nextInt(960));
            limiter.process(out, at, frames);
            at += 2 * frames;
        }
        for (float sample : out) {
            assertTrue(Math.abs(sample) <= 1, "a sample of " + sample);
        }
        int latency = 2 * Limiter.LATENCY_FRAMES;
        for (int i = latency; i < 9_600 - latency; i++) {
            assertEquals(in[i - latency], out[i]);
        }
        float[] quiet = new float[2 * 960];
        for (int i = 0; i < 150; i++) {
            Arrays.fill(quiet, 0.5f);
            limiter.process(quiet, 0, 960);
        }
        assertTrue(limiter.isIdle(), "after three seconds it has recovered");
        assertEquals(0.5f, quiet[0]);
    }
}
