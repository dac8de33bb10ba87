package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassthroughTest {

    private static AudioQueue queueOf(List<byte[]> packets) {
        AudioQueue queue = new AudioQueue();
        queue.add(Track.of("track", () -> new PacketsSource(packets)));
        queue.finish();
        return queue;
    }

    @Test
    void packetsGoThroughBitForBit() throws IOException {
        List<byte[]> packets = Sounds.encode(Sounds.noise(1, 0.1, 48_000));
        try (AudioQueue queue = queueOf(packets)) {
            assertSame(packets, Sounds.readAll(queue));
            assertTrue(queue.isPassthrough());
        }
    }

    @Test
    void aVolumeExcursionIsEncodedAndThenTheTracksOwnPacketsGoOnInTheirPlaces() throws IOException {
        List<byte[]> packets = Sounds.encode(Sounds.tone(440, 0.5, 3 * 48_000));
        List<byte[]> played = new ArrayList<>();
        int back = -1;
        try (AudioQueue queue = queueOf(packets)) {
            for (byte[] packet; (packet = Sounds.read(queue)) != null; ) {
                played.add(packet);
                if (played.size() == 50) {
                    queue.volume().setPercent(40);
                } else if (played.size() == 90) {
                    assertFalse(queue.isPassthrough());
                    queue.volume().setPercent(100);
                } else if (played.size() > 90 && back < 0 && queue.isPassthrough()) {
                    back = played.size() - 1;
                }
            }
        }
        assertEquals(packets.size(), played.size());
        assertSame(packets.subList(0, 50), played.subList(0, 50));
        assertTrue(back >= 90 && back <= 94, "own packets again from " + back);
        assertSame(packets.subList(back, packets.size()), played.subList(back, played.size()));

        // what a listener hears is the track, at its time and without a click, but quieter in between
        short[] whole = Sounds.decode(packets);
        short[] heard = Sounds.decode(played);
        int own = Sounds.largestStep(whole, 2_000, 140_000);
        int step = Sounds.largestStep(heard, 2_000, 140_000);
        assertTrue(step <= own * 1.05 + 20, "a step of " + step + ", the track's own are up to " + own);
        assertEquals(
                -7.96, Sounds.db(Sounds.rms(heard, 55 * 960, 85 * 960) / Sounds.rms(whole, 55 * 960, 85 * 960)), 0.2);
        assertSnr(35, whole, heard, 0, 50 * 960);
        assertSnr(30, whole, heard, (back + 4) * 960, whole.length / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5})
    void aTransitionThatChangesNothingIsNotHeard(long seed) throws IOException {
        // a filter that does nothing, but does not say so, at random times
        Random random = new Random(seed);
        short[] pcm = seed % 2 == 0 ? Sounds.tone(997, 0.7, 3 * 48_000) : music(seed, 3 * 48_000);
        List<byte[]> packets = Sounds.encode(pcm);
        List<byte[]> played = new ArrayList<>();
        PcmFilter nothing = (samples, offset, frames) -> {};
        int changes = 0;
        try (AudioQueue queue = queueOf(packets)) {
            int next = 20 + random.nextInt(20);
            for (byte[] packet; (packet = Sounds.read(queue)) != null; ) {
                played.add(packet);
                if (--next == 0) {
                    if (!queue.removeFilter(nothing)) {
                        queue.addFilter(nothing);
                    }
                    changes++;
                    next = 5 + random.nextInt(30);
                }
            }
        }
        assertTrue(changes > 4);
        short[] whole = Sounds.decode(packets);
        short[] heard = Sounds.decode(played);
        assertEquals(whole.length, heard.length);
        // every 10 ms of it is close to the track, so nothing is repeated, missing, or a click
        double worst = 200;
        for (int from = 4_800; from < whole.length / 2 - 480; from += 480) {
            worst = Math.min(worst, snr(whole, heard, from, from + 480));
        }
        assertTrue(worst > 8, "seed " + seed + ": the worst 10 ms have " + worst + " dB");
        assertTrue(snr(whole, heard, 4_800, whole.length / 2) > 20, "seed " + seed);
        int own = Sounds.largestStep(whole, 4_800, whole.length / 2);
        int step = Sounds.largestStep(heard, 4_800, whole.length / 2);
        assertTrue(step <= own * 1.1 + 50, "seed " + seed + ": a step of " + step + ", own " + own);
    }

    @ParameterizedTest
    @ValueSource(ints = {120, 240, 480, 1_920, 2_880})
    void packetsOfAnyDurationAreReturnedTo(int samples) throws IOException {
        short[] pcm = Sounds.tone(500, 0.4, 3 * 48_000);
        List<byte[]> packets = new ArrayList<>();
        try (OpusEncoder encoder = OpusEncoder.create(OpusEncoderOptions.defaults())) {
            byte[] out = new byte[AudioSource.MAX_PACKET_BYTES];
            for (int at = 0; at + samples <= pcm.length / 2; at += samples) {
                packets.add(Arrays.copyOf(out, encoder.encode(pcm, 2 * at, samples, out, 0, out.length)));
            }
        }
        List<byte[]> played = new ArrayList<>();
        long playedSamples = 0;
        int state = 0;
        try (AudioQueue queue = queueOf(packets)) {
            for (byte[] packet; (packet = Sounds.read(queue)) != null; ) {
                played.add(packet);
                playedSamples += OpusPacket.samples(packet, 0, packet.length);
                if (state == 0 && playedSamples > 48_000) {
                    queue.volume().setPercent(50);
                    state++;
                } else if (state == 1 && playedSamples > 96_000) {
                    assertFalse(queue.isPassthrough());
                    queue.volume().setPercent(100);
                    state++;
                } else if (state == 2 && playedSamples > 110_000) {
                    assertTrue(queue.isPassthrough(), "at " + playedSamples);
                    state++;
                }
            }
        }
        assertEquals(3, state);
        int same = 24_000 / samples;
        assertSame(
                packets.subList(packets.size() - same, packets.size()),
                played.subList(played.size() - same, played.size()));
        short[] whole = Sounds.decode(packets);
        short[] heard = Sounds.decode(played);
        assertEquals(whole.length, heard.length);
        assertTrue(Sounds.largestStep(heard, 2_000, heard.length / 2)
                <= 1.05 * Sounds.largestStep(whole, 2_000, whole.length / 2) + 30);
    }

    /** Chords with attacks, different on both sides. */
    private static short[] music(long seed, int frames) {
        Random random = new Random(seed);
        double[] mix = new double[2 * frames];
        for (int note = 0; note < 60; note++) {
            int start = random.nextInt(frames);
            double hz = 110 * Math.pow(2, random.nextInt(48) / 12.0);
            double place = random.nextDouble();
            for (int i = start; i < Math.min(frames, start + 40_000); i++) {
                double value = 0.1
                        * Math.exp(-(i - start) / 12_000.0)
                        * Math.min(1, (i - start) / 100.0)
                        * Math.sin(2 * Math.PI * hz * (i - start) / 48_000);
                mix[2 * i] += value * place;
                mix[2 * i + 1] += value * (1 - place);
            }
        }
        for (int i = 0; i < frames; i++) {
            mix[2 * i] += 0.05 * Math.sin(2 * Math.PI * 220 * i / 48_000.0);
        }
        short[] pcm = new short[2 * frames];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.max(-32_768, Math.min(32_767, Math.round(32_768 * mix[i])));
        }
        return pcm;
    }

    private static double snr(short[] expected, short[] actual, int from, int to) {
        double signal = 1;
        double noise = 1;
        for (int i = 2 * from; i < 2 * to; i++) {
            signal += (double) expected[i] * expected[i];
            noise += Math.pow(expected[i] - actual[i], 2);
        }
        return 10 * Math.log10(signal / noise);
    }

    private static void assertSnr(double least, short[] expected, short[] actual, int from, int to) {
        double found = snr(expected, actual, from, to);
        assertTrue(found >= least, found + " dB");
    }

    static void assertSame(List<byte[]> expected, List<byte[]> actual) {
        assertEquals(expected.size(), actual.size(), "packets");
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), "packet " + i);
        }
    }
}
