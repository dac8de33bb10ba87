package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Seeking, cross-fades, and sounds over the music. */
class QueueTransportTest {

    private static Track track(List<byte[]> packets) {
        return Track.of("track", () -> new PacketsSource(packets));
    }

    private static List<byte[]> read(AudioQueue queue, int count) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] packet = Sounds.read(queue);
            if (packet == null) {
                break;
            }
            packets.add(packet);
        }
        return packets;
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        Throwable e = assertThrows(RuntimeException.class, future::join);
        return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    }

    @Test
    void seekingInPacketsGoesToThePacketThatHoldsThePosition() throws IOException {
        List<byte[]> packets = Sounds.encode(Sounds.noise(1, 0.1, 4 * 48_000));
        try (AudioQueue queue = new AudioQueue()) {
            queue.add(track(packets));
            queue.finish();
            read(queue, 20);
            assertEquals(Optional.of(Duration.ofMillis(400)), queue.position());
            assertEquals(Optional.of(Duration.ofSeconds(4)), queue.duration());
            assertTrue(queue.isSeekable());
            CompletableFuture<Duration> reached = queue.seekTo(Duration.ofMillis(3_033));
            assertFalse(reached.isDone());
            List<byte[]> rest = Sounds.readAll(queue);
            assertEquals(Duration.ofMillis(3_020), reached.join());
            PassthroughTest.assertSame(packets.subList(151, 200), rest);
        }
    }

    @Test
    void seekingInSamplesIsAsExactAndDoesNotClick() throws IOException {
        short[] pcm = Sounds.tone(300, 0.5, 4 * 48_000);
        List<byte[]> packets = Sounds.encode(pcm);
        short[] whole = Sounds.decode(packets);
        try (AudioQueue queue = new AudioQueue()) {
            queue.add(track(packets));
            queue.finish();
            queue.addFilter((samples, offset, frames) -> {});
            List<byte[]> played = read(queue, 30);
            CompletableFuture<Duration> reached = queue.seekTo(Duration.ofMillis(2_507));
            played.addAll(read(queue, 1));
            assertEquals(Duration.ofMillis(2_500), reached.join());
            played.addAll(Sounds.readAll(queue));
            short[] heard = Sounds.decode(played);
            // 30 packets, the limiter's and the encoder's look-ahead, at most 2.5 ms to the next packet's grid, and the
            // rest
            double expected = 30 * 960 + 240 + 312 + 72_000;
            assertEquals(expected, heard.length / 2.0, 960 + 120);
            int own = Sounds.largestStep(whole, 2_000, 100_000);
            int step = Sounds.largestStep(heard, 2_000, heard.length / 2 - 2_000);
            assertTrue(step < own * 1.5 + 50, "a step of " + step + ", the tone's own are " + own);
        }
    }

    @Test
    void afterASeekInSamplesTheOwnPacketsAreUsedAgain() throws IOException {
        List<byte[]> packets = Sounds.encode(Sounds.noise(1, 0.1, 4 * 48_000));
        try (AudioQueue queue = new AudioQueue()) {
            queue.add(track(packets));
            queue.finish();
            queue.volume().setPercent(50);
            read(queue, 30);
            queue.seekTo(Duration.ofMillis(1_111));
            read(queue, 10);
            queue.volume().setPercent(100);
            List<byte[]> rest = Sounds.readAll(queue);
            assertTrue(queue.isPassthrough());
            PassthroughTest.assertSame(packets.subList(150, 200), rest.subList(rest.size() - 50, rest.size()));
        }
    }

    @Test
    void whatCannotBeSoughtSaysSoAndPlaysOn() throws IOException {
        List<byte[]> packets = Sounds.encode(Sounds.noise(1, 0.1, 48_000));
        try (AudioQueue queue = new AudioQueue()) {
            CompletableFuture<Duration> nothing = queue.seekTo(Duration.ZERO);
            assertEquals(List.of(), read(queue, 1));
            assertInstanceOf(IllegalStateException.class, failureOf(nothing));
            queue.add(Track.of("live", () -> new PacketsSource(packets).live()));
            queue.finish();
            List<byte[]> played = read(queue, 5);
            CompletableFuture<Duration> live = queue.seekTo(Duration.ofMillis(500));
            played.addAll(Sounds.readAll(queue));
            assertInstanceOf(UnsupportedOperationException.class, failureOf(live));
            PassthroughTest.assertSame(packets, played);
            assertThrows(IllegalArgumentException.class, () -> queue.seekTo(Duration.ofMillis(-1)));
        }
    }

    @Test
    void behindTheEndTheTrackIsOver() throws IOException {
        List<byte[]> one = Sounds.encode(Sounds.noise(1, 0.1, 48_000));
        List<byte[]> two = Sounds.encode(Sounds.noise(2, 0.1, 48_000));
        try (AudioQueue queue = new AudioQueue()) {
            queue.add(track(one));
            queue.add(track(two));
            read(queue, 3);
            queue.seekTo(Duration.ofDays(1_000_000));
            PassthroughTest.assertSame(two, read(queue, 1_000));
        }
    }

    @Test
    void anotherSeekASkipAndTheEndCancelASeek() throws IOException {
        List<byte[]> packets = Sounds.encode(Sounds.noise(1, 0.1, 48_000));
        AudioQueue queue = new AudioQueue();
        queue.add(track(packets));
        queue.add(track(packets));
        read(queue, 1);
        CompletableFuture<Duration> first = queue.seekTo(Duration.ZERO);
        CompletableFuture<Duration> second = queue.seekTo(Duration.ofMillis(100));
        assertInstanceOf(CancellationException.class, failureOf(first));
        queue.skip();
        assertInstanceOf(CancellationException.class, failureOf(second));
        CompletableFuture<Duration> third = queue.seekTo(Duration.ofMillis(200));
        PassthroughTest.assertSame(packets.subList(10, 12), read(queue, 2));
        assertEquals(Duration.ofMillis(200), third.join());
        CompletableFuture<Duration> fourth = queue.seekTo(Duration.ZERO);
        queue.close();
        assertInstanceOf(CancellationException.class, failureOf(fourth));
        assertInstanceOf(CancellationException.class, failureOf(queue.seekTo(Duration.ZERO)));
    }

    @Test
    void theReadingThreadMaySeekItself() throws IOException {
        List<byte[]> packets = Sounds.encode(Sounds.noise(1, 0.1, 48_000));
        try (AudioQueue queue = new AudioQueue()) {
            assertThrows(IllegalStateException.class, () -> queue.seek(Duration.ZERO));
            queue.add(track(packets));
            assertEquals(Duration.ofMillis(500), queue.seek(Duration.ofMillis(510)));
            PassthroughTest.assertSame(packets.subList(25, 50), read(queue, 1_000));
        }
    }

    @Test
    void aSeekThatBreaksTheTrackFailsItAndTheNextOneIsPlayed() throws IOException {
        List<byte[]> packets = Sounds.encode(Sounds.noise(1, 0.1, 48_000));
        List<String> events = new ArrayList<>();
        try (AudioQueue queue = new AudioQueue()) {
            queue.addListener(new AudioQueueListener() {
                @Override
                public void onTrackFailed(Track track, Exception cause) {
                    events.add(cause.getMessage());
                }
            });
            queue.add(Track.ofPcm("unplugged", () -> new PcmSource() {
                @Override
                public int read(short[] pcm, int offset, int frames) {
                    return frames;
                }

                @Override
                public boolean isSeekable() {
                    return true;
                }

                @Override
                public Duration seek(Duration position) throws IOException {
                    throw new IOException("the disk is gone");
                }

                @Override
                public void close() {}
            }));
            queue.add(track(packets));
            read(queue, 3);
            CompletableFuture<Duration> seek = queue.seekTo(Duration.ofMillis(1));
            List<byte[]> rest = read(queue, 1_000);
            assertEquals("the disk is gone", failureOf(seek).getMessage());
            assertEquals(List.of("the disk is gone"), events);
            PassthroughTest.assertSame(packets.subList(10, 50), rest.subList(rest.size() - 40, rest.size()));
        }
    }

    @Test
    void tracksFadeIntoOneAnotherAtConstantPowerAndAreOtherwiseUntouched() throws IOException {
        List<byte[]> one = Sounds.encode(Sounds.noise(1, 0.1, 4 * 48_000));
        List<byte[]> two = Sounds.encode(Sounds.noise(2, 0.1, 4 * 48_000));
        List<String> events = new ArrayList<>();
        List<byte[]> played;
        try (AudioQueue queue = new AudioQueue()) {
            queue.addListener(new AudioQueueListener() {
                @Override
                public void onTrackStarted(Track track) {
                    events.add("started " + track);
                }

                @Override
                public void onTrackEnded(Track track, TrackEnd why) {
                    events.add("ended " + track);
                }
            });
            queue.setCrossFade(Duration.ofSeconds(1));
            assertEquals(Duration.ofSeconds(1), queue.crossFade());
            queue.add(Track.of("one", () -> new PacketsSource(one)));
            queue.add(Track.of("two", () -> new PacketsSource(two)));
            queue.finish();
            played = Sounds.readAll(queue);
        }
        assertEquals(List.of("started one", "started two", "ended one", "ended two"), events);
        assertEquals(350, played.size());
        PassthroughTest.assertSame(one.subList(0, 150), played.subList(0, 150));
        PassthroughTest.assertSame(two.subList(55, 200), played.subList(205, 350));
        short[] heard = Sounds.decode(played);
        double level = Sounds.rms(heard, 48_000, 2 * 48_000);
        for (int from = 48_000; from < 6 * 48_000; from += 4_800) {
            assertEquals(0, Sounds.db(Sounds.rms(heard, from, from + 9_600) / level), 0.5, "at " + from / 48 + " ms");
        }
    }

    @Test
    void withACrossFadeASkipFadesToo() throws IOException {
        List<byte[]> one = Sounds.encode(Sounds.noise(1, 0.1, 4 * 48_000));
        List<byte[]> two = Sounds.encode(Sounds.tone(1_000, 0.1, 4 * 48_000));
        try (AudioQueue queue = new AudioQueue()) {
            queue.setCrossFade(Duration.ofSeconds(3));
            queue.add(track(one));
            queue.add(track(two));
            queue.finish();
            read(queue, 20);
            queue.skip();
            List<byte[]> played = Sounds.readAll(queue);
            assertEquals(200, played.size());
            short[] heard = Sounds.decode(played);
            double start = Sounds.rms(heard, 1_000, 5_000);
            assertEquals(Sounds.rms(Sounds.decode(one), 20_000, 24_000), start, 0.2 * start);
            PassthroughTest.assertSame(two.subList(60, 200), played.subList(60, 200));
        }
    }

    @Test
    void aQueueThatIsClearedInTheMiddleOfAFadeStillEnds() throws IOException {
        List<byte[]> one = Sounds.encode(Sounds.noise(1, 0.1, 2 * 48_000));
        PacketsSource outgoing = new PacketsSource(one);
        try (AudioQueue queue = new AudioQueue()) {
            queue.setCrossFade(Duration.ofSeconds(1));
            queue.add(Track.of("one", () -> outgoing));
            queue.add(track(one));
            queue.finish();
            read(queue, 60);
            assertFalse(queue.isPassthrough());
            queue.skip();
            List<byte[]> rest = Sounds.readAll(queue);
            assertTrue(rest.size() <= 3, "the end comes at once, not after " + rest.size() + " packets");
            assertTrue(outgoing.closed);
        }
    }

    @Test
    void tracksOfSamplesJoinWithoutAGapToTheSample() throws IOException {
        short[] pcm = Sounds.tone(440, 0.4, 100_000);
        short[] one = Arrays.copyOf(pcm, 2 * 33_333);
        short[] two = Arrays.copyOfRange(pcm, 2 * 33_333, pcm.length);
        try (AudioQueue split = new AudioQueue();
                AudioQueue whole = new AudioQueue()) {
            split.add(Track.ofPcm("one", () -> new ArraySource(one)));
            split.add(Track.ofPcm("two", () -> new ArraySource(two)));
            whole.add(Track.ofPcm("whole", () -> new ArraySource(pcm)));
            split.finish();
            whole.finish();
            PassthroughTest.assertSame(Sounds.readAll(whole), Sounds.readAll(split));
        }
    }

    @Test
    void fromSamplesToPacketsAndBackNothingIsHeardOfTheJoin() throws IOException {
        // one tone through three tracks: samples, packets, samples
        short[] pcm = Sounds.tone(300, 0.4, 144_000);
        List<byte[]> middle = Sounds.encode(Arrays.copyOfRange(pcm, 2 * 48_000, 2 * 96_000));
        try (AudioQueue queue = new AudioQueue()) {
            queue.add(Track.ofPcm("one", () -> new ArraySource(Arrays.copyOf(pcm, 2 * 48_000))));
            queue.add(track(middle));
            queue.add(Track.ofPcm("three", () -> new ArraySource(Arrays.copyOfRange(pcm, 2 * 96_000, pcm.length))));
            queue.finish();
            List<byte[]> played = Sounds.readAll(queue);
            assertEquals(150, played.size());
            PassthroughTest.assertSame(middle.subList(4, 50), played.subList(54, 100));
        }
    }

    @Test
    void aSoundOverTheMusicIsMixedAndThenTheOwnPacketsGoOn() throws IOException {
        List<byte[]> packets = Sounds.encode(Sounds.tone(440, 0.3, 4 * 48_000));
        Ducking ducking = new Ducking(20, Duration.ofMillis(50), Duration.ofMillis(100));
        try (AudioQueue queue = new AudioQueue()) {
            queue.add(track(packets));
            queue.finish();
            queue.addFilter(ducking);
            List<byte[]> played = read(queue, 50);
            PassthroughTest.assertSame(packets.subList(0, 50), played);
            ArraySource sound = new ArraySource(Sounds.tone(1_500, 0.3, 48_000));
            MixerInput input = queue.overlay(ducking.watch(sound), 1);
            played.addAll(Sounds.readAll(queue));
            assertTrue(input.isOver() && sound.closed);
            assertEquals(200, played.size());
            PassthroughTest.assertSame(packets.subList(140, 200), played.subList(140, 200));
            short[] heard = Sounds.decode(played);
            int from = 55 * 960;
            int to = from + 33_600;
            assertEquals(0.3, Sounds.amplitude(heard, 1_500, from, to), 0.02);
            assertEquals(0.03, Sounds.amplitude(heard, 440, from + 4_800, from + 28_800), 0.005);
        }
    }

    @Test
    void aSoundIsPlayedWithoutATrackToo() throws IOException {
        try (AudioQueue queue = new AudioQueue()) {
            queue.overlay(new ArraySource(Sounds.tone(1_000, 0.3, 48_000)), 0.5);
            List<byte[]> played = read(queue, 1_000);
            assertEquals(51, played.size(), 1);
            short[] heard = Sounds.decode(played);
            assertEquals(0.15, Sounds.amplitude(heard, 1_000, 9_600, 38_400), 0.01);
            assertEquals(List.of(), read(queue, 1));
        }
    }

    @Test
    void theSamplesOfTheWholeEngineAreThoseOfTheTrack() throws IOException {
        // an encoder that loses next to nothing shows that the pipeline loses nothing at all
        short[] pcm = Sounds.tone(250, 0.3, 48_000);
        try (AudioQueue queue = new AudioQueue()) {
            queue.adjustEncoder(encoder -> encoder.setBitrateBps(510_000));
            queue.add(Track.ofPcm("tone", () -> new ArraySource(pcm)));
            queue.finish();
            short[] heard = Sounds.decode(Sounds.readAll(queue));
            assertEquals(pcm.length, heard.length);
            double error = 0;
            double power = 0;
            for (int i = 2 * 960; i < pcm.length - 2 * 960; i++) {
                error += Math.pow(heard[i] - pcm[i], 2);
                power += Math.pow(pcm[i], 2);
            }
            // one sample too early or too late would be 29.7 dB
            double snrDb = 10 * Math.log10(power / error);
            assertTrue(snrDb > 34, "in its place, " + snrDb + " dB");
        }
    }
}
