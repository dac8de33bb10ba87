package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random controls, in order and from another thread. */
class QueueFuzzTest {

    private static final double LEVEL = 0.1;
    private static final double HIGHEST_HZ = 600;

    private static final List<List<byte[]>> PACKETS = new ArrayList<>();
    private static final List<short[]> SAMPLES = new ArrayList<>();

    private final List<PacketsSource> packetSources = Collections.synchronizedList(new ArrayList<>());
    private final List<ArraySource> arraySources = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger balance = new AtomicInteger();

    @BeforeAll
    static void makeTracks() throws IOException {
        for (int i = 0; i < 4; i++) {
            short[] pcm = faded(Sounds.tone(200 + 100 * i, LEVEL, 20_000 + 7_777 * i));
            SAMPLES.add(pcm);
            PACKETS.add(Sounds.encode(pcm));
        }
    }

    /** Without steps at its ends, so that every step that is found is the engine's. */
    private static short[] faded(short[] pcm) {
        int frames = pcm.length / 2;
        for (int i = 0; i < pcm.length; i++) {
            double edge = Math.min(i / 2, frames - 1 - i / 2) / 480.0;
            pcm[i] = (short) (pcm[i] * Math.min(1, edge));
        }
        return pcm;
    }

    private Track track(Random random) {
        int which = random.nextInt(4);
        int fate = random.nextInt(12);
        if (fate < 4) {
            return Track.ofPcm("samples", () -> {
                ArraySource source = new ArraySource(SAMPLES.get(which));
                arraySources.add(source);
                return source;
            });
        }
        return Track.of("packets", () -> {
            if (fate == 4) {
                throw new IOException("cannot be opened");
            }
            PacketsSource source = new PacketsSource(PACKETS.get(which));
            packetSources.add(source);
            return switch (fate) {
                case 5 -> source.failingAt(7);
                case 6 -> source.live().starvingAt(5, 3);
                case 7 -> source.live();
                default -> source;
            };
        });
    }

    private AudioQueue queue() {
        AudioQueue queue =
                new AudioQueue(AudioQueueOptions.builder().capacity(12).build());
        queue.addListener(new AudioQueueListener() {
            @Override
            public void onTrackStarted(Track track) {
                balance.incrementAndGet();
            }

            @Override
            public void onTrackEnded(Track track, TrackEnd why) {
                // one that was skipped or failed before it began is told about too
                balance.updateAndGet(open -> Math.max(0, open - 1));
            }
        });
        return queue;
    }

    private final Equalizer equalizer = Equalizer.graphic();
    private final PcmFilter nothing = (pcm, offset, frames) -> {};

    private void anyControl(AudioQueue queue, Random random) {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> add(queue, track(random), random.nextBoolean());
            case 3 -> queue.skip();
            case 4, 5 -> queue.volume().set(random.nextBoolean() ? 1 : random.nextDouble());
            case 6, 7 -> queue.seekTo(Duration.ofMillis(random.nextInt(900)));
            case 8 -> queue.setCrossFade(Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(400)));
            case 9 -> {
                if (!queue.removeFilter(equalizer)) {
                    queue.addFilter(equalizer);
                }
            }
            case 10 -> equalizer.setGainDb(random.nextInt(15), random.nextInt(2) * (random.nextDouble() * 6 - 6));
            case 11 -> {
                if (!queue.removeFilter(nothing)) {
                    queue.addFilter(nothing);
                }
            }
            case 12 -> {
                // too few to reach the limit of 64
                if (random.nextInt(4) == 0) {
                    queue.overlay(new ArraySource(SAMPLES.get(random.nextInt(4))), random.nextDouble());
                }
            }
            case 13 ->
                queue.setLoop(List.of(LoopMode.NONE, LoopMode.NONE, LoopMode.ONE, LoopMode.ALL)
                        .get(random.nextInt(4)));
            case 14 -> queue.adjustEncoder(encoder -> encoder.setBitrateBps(64_000 + random.nextInt(100_000)));
            default -> {
                if (random.nextInt(10) == 0) {
                    queue.clear();
                }
            }
        }
    }

    private static void add(AudioQueue queue, Track track, boolean first) {
        if (queue.upcoming().size() < 10) {
            if (first) {
                queue.addFirst(track);
            } else {
                queue.add(track);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverIsDoneThePacketsAreGoodAndTheQueueEnds(long seed) throws IOException {
        Random random = new Random(seed);
        List<byte[]> played = new ArrayList<>();
        List<Integer> modes = new ArrayList<>();
        AudioQueue queue = queue();
        byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
        for (int read = 0; read < 900; read++) {
            if (random.nextInt(6) == 0) {
                anyControl(queue, random);
            }
            int length = queue.read(buffer, 0);
            if (length > 0) {
                assertTrue(OpusPacket.samples(buffer, 0, length) > 0, "seed " + seed);
                played.add(Arrays.copyOf(buffer, length));
                modes.add(queue.isPassthrough() ? 1 : 0);
            } else {
                assertEquals(AudioSource.STARVED, length, "seed " + seed);
                add(queue, track(random), false);
            }
            assertTrue(queue.position().orElse(Duration.ZERO).toMillis() < 2_000, "seed " + seed);
        }
        assertTrue(played.size() > 450 && modes.contains(0) && modes.contains(1), "seed " + seed + " tests little");
        queue.setLoop(LoopMode.NONE);
        queue.clear();
        queue.finish();
        int rest = 0;
        while (queue.read(buffer, 0) != AudioSource.END) {
            assertTrue(++rest < 500, "seed " + seed + ": it does not end");
        }
        assertEquals(0, balance.get(), "seed " + seed + ": tracks without an end");
        assertAllClosed(seed);
        queue.close();
    }

    /** A source that breaks off makes a step of its own, and so does a jump between packets; all else must not. */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void whateverIsDoneToSamplesNothingClicks(long seed) throws IOException {
        Random random = new Random(seed);
        List<byte[]> played = new ArrayList<>();
        try (AudioQueue queue = queue()) {
            queue.addFilter((pcm, offset, frames) -> {});
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            int overlays = 0;
            for (int read = 0; read < 900; read++) {
                int which = random.nextInt(4);
                Track track = random.nextBoolean()
                        ? Track.of("packets", () -> new PacketsSource(PACKETS.get(which)))
                        : Track.ofPcm("samples", () -> new ArraySource(SAMPLES.get(which)));
                while (queue.upcoming().size() < 3) {
                    queue.add(track);
                }
                switch (random.nextInt(40)) {
                    case 0, 1 -> queue.skip();
                    case 2, 3, 4 -> queue.seekTo(Duration.ofMillis(random.nextInt(900)));
                    case 5, 6 -> queue.volume().set(random.nextDouble());
                    case 7 -> queue.setCrossFade(Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(400)));
                    case 8, 9 -> {
                        if (!queue.removeFilter(equalizer)) {
                            queue.addFilter(equalizer);
                        }
                    }
                    case 10, 11 -> equalizer.setGainDb(random.nextInt(15), -6 * random.nextDouble());
                    case 12 -> queue.setLoop(random.nextBoolean() ? LoopMode.NONE : LoopMode.ALL);
                    case 13 -> {
                        if (overlays++ < 100) {
                            MixerInput sound = queue.overlay(new ArraySource(SAMPLES.get(which)), 0.5);
                            if (random.nextBoolean()) {
                                sound.remove();
                            }
                        }
                    }
                    default -> {
                        // nothing this time
                    }
                }
                int length = queue.read(buffer, 0);
                assertTrue(length > 0 && !queue.isPassthrough(), "seed " + seed + ", read " + read + ": " + length);
                played.add(Arrays.copyOf(buffer, length));
            }
        }
        // two tracks in a cross-fade and two sounds at half their level, or in a jump of 10 ms from one tone to another
        short[] heard = Sounds.decode(played);
        double own = 3 * 32_767 * LEVEL * 2 * Math.PI * HIGHEST_HZ / 48_000;
        int step = Sounds.largestStep(heard, 0, heard.length / 2);
        assertTrue(step < own, "seed " + seed + ": a step of " + step + ", tones are up to " + own);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void controlsFromAnotherThreadDoNoHarm(long seed) {
        AudioQueue queue = queue();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        AtomicInteger reads = new AtomicInteger();
        AtomicInteger packets = new AtomicInteger();
        Thread controls = new Thread(() -> {
            Random random = new Random(seed);
            try {
                for (int until = 0; packets.get() < 700; until = reads.get() + random.nextInt(4)) {
                    while (reads.get() < until && packets.get() < 700) {
                        Thread.onSpinWait();
                    }
                    add(queue, track(random), false);
                    anyControl(queue, random);
                    queue.position();
                    queue.duration();
                    queue.current();
                }
            } catch (RuntimeException e) {
                failure.set(e);
                packets.set(700);
            }
        });
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            controls.start();
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            while (packets.get() < 700) {
                int length = queue.read(buffer, 0);
                assertTrue(length == AudioSource.STARVED || OpusPacket.samples(buffer, 0, length) > 0, "seed " + seed);
                packets.addAndGet(length > 0 ? 1 : 0);
                reads.incrementAndGet();
            }
            controls.join();
            queue.close();
        });
        assertEquals(null, failure.get(), "seed " + seed);
        assertAllClosed(seed);
    }

    @Test
    void closingFromAnotherThreadEndsTheReadAndClosesEverything() {
        Random random = new Random(77);
        for (int round = 0; round < 60; round++) {
            AudioQueue queue = queue();
            for (int i = 0; i < 5; i++) {
                queue.add(track(random));
            }
            queue.setLoop(LoopMode.ALL);
            queue.setCrossFade(Duration.ofMillis(100));
            int rounds = round;
            assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                AtomicInteger reads = new AtomicInteger();
                Thread closer = new Thread(() -> {
                    while (reads.get() < rounds) {
                        Thread.onSpinWait();
                    }
                    queue.close();
                });
                closer.start();
                byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
                try {
                    while (true) {
                        queue.read(buffer, 0);
                        reads.incrementAndGet();
                    }
                } catch (IOException e) {
                    assertTrue(String.valueOf(e.getMessage()).contains("closed"), e.toString());
                }
                closer.join();
            });
            assertAllClosed(77);
        }
    }

    private void assertAllClosed(long seed) {
        assertTrue(
                packetSources.stream().allMatch(source -> source.closed), "seed " + seed + ": a source was left open");
        assertTrue(
                arraySources.stream().allMatch(source -> source.closed), "seed " + seed + ": a source was left open");
    }
}
