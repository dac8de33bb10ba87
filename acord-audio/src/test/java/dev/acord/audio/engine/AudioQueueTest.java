package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AudioQueueTest {

    private static List<byte[]> one = List.of();
    private static List<byte[]> two = List.of();

    private final QueueLog log = new QueueLog();
    private final List<String> events = log.events;

    @BeforeAll
    static void makeTracks() throws IOException {
        one = Sounds.encode(Sounds.tone(440, 0.4, 48_000));
        two = Sounds.encode(Sounds.tone(660, 0.4, 48_000));
    }

    private static Track track(String title, List<byte[]> packets) {
        return Track.of(title, () -> new PacketsSource(packets));
    }

    private AudioQueue queue() {
        return queue(AudioQueueOptions.defaults());
    }

    private AudioQueue queue(AudioQueueOptions options) {
        AudioQueue queue = new AudioQueue(options);
        queue.addListener(log);
        return queue;
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

    private static List<byte[]> joined(List<byte[]> first, List<byte[]> second) {
        List<byte[]> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    @Test
    void tracksArePlayedOneAfterTheOtherWithoutAGapAndBitForBit() throws IOException {
        try (AudioQueue queue = queue()) {
            queue.add(track("one", one).withMetadata(Map.of("by", "somebody")));
            queue.addFirst(track("two", two));
            queue.finish();
            assertEquals(Optional.empty(), queue.current());
            assertEquals("[two, one]", queue.upcoming().toString());
            PassthroughTest.assertSame(joined(two, one), Sounds.readAll(queue));
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            assertEquals(AudioSource.END, queue.read(buffer, 0));
            assertEquals(AudioSource.END, queue.read(buffer, 0));
        }
        assertEquals(List.of("started two", "finished two", "started one", "finished one", "end"), events);
    }

    @Test
    void anEmptyQueueIsStarvedUntilATrackIsAddedOrItIsFinished() throws IOException {
        try (AudioQueue queue = queue()) {
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            assertEquals(AudioSource.STARVED, queue.read(buffer, 0));
            queue.add(track("one", one));
            PassthroughTest.assertSame(one, Sounds.readAll(queue));
            assertEquals(AudioSource.STARVED, queue.read(buffer, 0));
            queue.add(track("two", two));
            PassthroughTest.assertSame(two, Sounds.readAll(queue));
            assertEquals(List.of("started one", "finished one", "end", "started two", "finished two", "end"), events);
            queue.finish();
            assertEquals(AudioSource.END, queue.read(buffer, 0));
            assertThrows(IllegalStateException.class, () -> queue.add(track("late", one)));
        }
    }

    @Test
    void aTrackThatCannotBeOpenedOrBreaksIsToldAboutAndPassedOver() throws IOException {
        try (AudioQueue queue = queue()) {
            queue.add(Track.of("missing", () -> {
                throw new IOException("no such file");
            }));
            queue.add(Track.of("broken", () -> new PacketsSource(one).failingAt(10)));
            queue.add(Track.of("nonsense", () -> new PacketsSource(List.of(new byte[] {3})).live()));
            queue.add(Track.of("empty", () -> new PacketsSource(List.of())));
            queue.add(Track.of("bug", () -> {
                throw new IllegalStateException("of the opener");
            }));
            queue.add(track("two", two));
            queue.setLoop(LoopMode.ALL);
            PassthroughTest.assertSame(joined(one.subList(0, 10), two), read(queue, 10 + two.size()));
            queue.setLoop(LoopMode.NONE);
            read(queue, 1_000);
        }
        List<String> failures =
                events.stream().filter(event -> event.startsWith("failure")).toList();
        assertEquals(5, failures.size(), events.toString());
        assertEquals("failure of missing: no such file", failures.get(0));
        assertEquals("failure of broken: broken at packet 10", failures.get(1));
        assertTrue(failures.get(2).contains("1 bytes that are not an Opus packet"), failures.get(2));
        assertTrue(failures.contains("failure of empty: there is no audio in it"), failures.toString());
        assertTrue(failures.contains("failure of bug: of the opener"), failures.toString());
        assertTrue(events.contains("failed broken") && events.contains("finished two"));
    }

    @Test
    void aQueueOfNothingButBrokenTracksDoesNotHang() throws IOException {
        try (AudioQueue queue = queue()) {
            for (int i = 0; i < 100; i++) {
                queue.add(Track.of("bad", () -> {
                    throw new IOException("no");
                }));
                queue.add(Track.of("empty", () -> new PacketsSource(List.of())));
            }
            queue.setLoop(LoopMode.ONE);
            for (int i = 0; i < 100; i++) {
                assertEquals(AudioSource.STARVED, queue.read(new byte[AudioSource.MAX_PACKET_BYTES], 0));
            }
            assertEquals(List.of(), queue.upcoming());
            assertEquals(Optional.empty(), queue.current());
        }
    }

    @Test
    void oneTrackIsRepeatedUntilItIsSkipped() throws IOException {
        try (AudioQueue queue = queue()) {
            queue.setLoop(LoopMode.ONE);
            queue.add(track("one", one));
            queue.add(track("two", two));
            PassthroughTest.assertSame(joined(one, joined(one, one.subList(0, 5))), read(queue, 2 * one.size() + 5));
            assertTrue(queue.skip());
            PassthroughTest.assertSame(joined(two, two.subList(0, 1)), read(queue, two.size() + 1));
            assertEquals(
                    List.of(
                            "started one",
                            "finished one",
                            "started one",
                            "finished one",
                            "started one",
                            "skipped one",
                            "started two",
                            "finished two",
                            "started two"),
                    events);
        }
    }

    @Test
    void allTracksAreRepeatedInTurn() throws IOException {
        try (AudioQueue queue = queue()) {
            queue.setLoop(LoopMode.ALL);
            queue.add(track("one", one));
            queue.add(track("two", two));
            List<byte[]> round = joined(one, two);
            PassthroughTest.assertSame(joined(round, round), read(queue, 2 * round.size()));
            queue.setLoop(LoopMode.NONE);
            assertEquals(Optional.of("two"), queue.current().map(Track::title));
        }
    }

    @Test
    void skippingGoesToTheNextTrackAtOnce() throws IOException {
        try (AudioQueue queue = queue()) {
            assertFalse(queue.skip(), "there is nothing to skip");
            queue.add(track("one", one));
            queue.add(track("unheard", one));
            queue.add(track("two", two));
            read(queue, 7);
            assertTrue(queue.skip());
            assertTrue(queue.skip());
            PassthroughTest.assertSame(two.subList(0, 3), read(queue, 3));
            assertTrue(queue.skip());
            assertFalse(queue.skip());
            assertEquals(List.of(), read(queue, 1));
        }
        assertEquals(
                List.of("started one", "skipped one", "skipped unheard", "started two", "skipped two", "end"), events);
    }

    @Test
    void tracksCanBeRemovedAndTheQueueHasALimit() throws IOException {
        try (AudioQueue queue = queue(AudioQueueOptions.builder().capacity(3).build())) {
            Track first = track("one", one);
            queue.add(first);
            queue.add(track("two", two));
            queue.add(first);
            IllegalStateException full = assertThrows(IllegalStateException.class, () -> queue.add(first));
            assertTrue(full.toString().contains("3 tracks"));
            assertTrue(queue.remove(first));
            assertEquals("[two, one]", queue.upcoming().toString());
            read(queue, 1);
            queue.clear();
            assertEquals("two", queue.current().orElseThrow().title());
            assertEquals(List.of(), queue.upcoming());
            assertFalse(queue.remove(first));
        }
    }

    @Test
    void theNextTrackIsOpenedAheadOfTime() throws IOException {
        List<String> opened = new ArrayList<>();
        List<byte[]> minute = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            minute.addAll(one);
        }
        try (AudioQueue queue = queue()) {
            queue.add(track("minute", minute));
            queue.add(Track.of("next", () -> {
                opened.add("next");
                return new PacketsSource(two).live();
            }));
            queue.add(Track.of("last", () -> {
                opened.add("last");
                return new PacketsSource(two);
            }));
            read(queue, 49 * one.size());
            assertEquals(List.of(), opened);
            read(queue, 2 * one.size());
            assertEquals(List.of("next"), opened, "within its last 10 s");
            read(queue, 9 * one.size() + 2);
            assertEquals(List.of("next", "last"), opened, "after one of unknown length, at once");
        }
    }

    @Test
    void anExecutorOpensTracksAndMeanwhileTheQueueIsStarved() throws IOException {
        Deque<Runnable> tasks = new ArrayDeque<>();
        PacketsSource late = new PacketsSource(two);
        try (AudioQueue queue =
                queue(AudioQueueOptions.builder().opener(tasks::add).build())) {
            queue.add(track("one", one));
            queue.add(track("two", two));
            queue.add(Track.of("late", () -> late));
            assertEquals(List.of(), read(queue, 1));
            assertEquals(List.of("starved one"), events);
            tasks.remove().run();
            PassthroughTest.assertSame(one.subList(0, 10), read(queue, 10));
            tasks.remove().run();
            PassthroughTest.assertSame(joined(one.subList(10, one.size()), two), read(queue, 1_000));
            // its turn came while it was being opened; then nobody wants it any more
            assertEquals("starved late", events.get(events.size() - 1));
            queue.skip();
            assertEquals(List.of(), read(queue, 1));
            tasks.remove().run();
            assertTrue(late.closed, "what is opened too late is closed");
        }
    }

    @Test
    void anExecutorThatTakesNoTasksIsDoneWithout() throws IOException {
        AudioQueueOptions options = AudioQueueOptions.builder()
                .opener(task -> {
                    throw new RejectedExecutionException("shut down");
                })
                .build();
        try (AudioQueue queue = queue(options)) {
            queue.add(track("one", one));
            PassthroughTest.assertSame(one, read(queue, 1_000));
        }
    }

    @Test
    void starvationIsToldOnceAndThePacketsGoOn() throws IOException {
        try (AudioQueue queue = queue()) {
            queue.add(Track.of("live", () -> new PacketsSource(one).live().starvingAt(20, 3)));
            PassthroughTest.assertSame(one.subList(0, 20), read(queue, 30));
            assertEquals(List.of(), read(queue, 1));
            assertEquals(List.of(), read(queue, 1));
            PassthroughTest.assertSame(one.subList(20, one.size()), read(queue, 1_000));
        }
        assertEquals(List.of("started live", "starved live", "finished live", "end"), events);
    }

    @Test
    void starvationWhileSamplesAreNeededLosesNothing() throws IOException {
        try (AudioQueue queue = queue()) {
            queue.volume().setPercent(99);
            queue.finish();
            assertThrows(IllegalStateException.class, () -> queue.add(track("one", one)));
        }
        try (AudioQueue queue = queue();
                AudioQueue reference = new AudioQueue()) {
            queue.volume().setPercent(50);
            reference.volume().setPercent(50);
            queue.add(Track.of("live", () -> new PacketsSource(one).live().starvingAt(20, 3)));
            reference.add(track("one", one));
            queue.finish();
            reference.finish();
            List<byte[]> packets = new ArrayList<>();
            byte[] buffer = new byte[AudioSource.MAX_PACKET_BYTES];
            for (int length; (length = queue.read(buffer, 0)) != AudioSource.END; ) {
                if (length > 0) {
                    packets.add(Arrays.copyOf(buffer, length));
                }
            }
            PassthroughTest.assertSame(Sounds.readAll(reference), packets);
        }
    }

    @Test
    void aFilterThatFailsIsTakenOutAndTheMusicGoesOn() throws IOException {
        try (AudioQueue queue = queue()) {
            queue.add(track("one", one));
            queue.finish();
            read(queue, 10);
            queue.addFilter((pcm, offset, frames) -> {
                throw new IllegalStateException("broken");
            });
            List<byte[]> rest = Sounds.readAll(queue);
            assertEquals(one.size() - 10, rest.size());
            assertEquals(List.of(), queue.filters());
            assertTrue(queue.isPassthrough());
        }
        assertEquals(List.of("started one", "filter failed: broken", "finished one", "end"), events);
    }

    @Test
    void aListenerThatThrowsDisturbsNobody() throws IOException {
        try (AudioQueue queue = new AudioQueue()) {
            queue.addListener(new AudioQueueListener() {
                @Override
                public void onTrackStarted(Track track) {
                    throw new IllegalStateException("a bug of the bot");
                }
            });
            queue.add(track("one", one));
            PassthroughTest.assertSame(one, read(queue, 1_000));
        }
    }

    @Test
    void closingClosesWhatIsOpenEvenFromAListener() throws IOException {
        PacketsSource first = new PacketsSource(one).live();
        PacketsSource next = new PacketsSource(two);
        AudioQueue queue = queue();
        queue.add(Track.of("first", () -> first));
        queue.add(Track.of("next", () -> next));
        read(queue, 2);
        queue.close();
        assertTrue(first.closed && next.closed);
        assertThrows(IOException.class, () -> queue.read(new byte[AudioSource.MAX_PACKET_BYTES], 0));
        assertThrows(IllegalStateException.class, () -> queue.add(track("late", one)));

        AudioQueue other = new AudioQueue();
        PacketsSource source = new PacketsSource(one);
        other.add(Track.of("track", () -> source));
        other.addListener(new AudioQueueListener() {
            @Override
            public void onTrackStarted(Track track) {
                other.close();
            }
        });
        assertThrows(IOException.class, () -> other.read(new byte[AudioSource.MAX_PACKET_BYTES], 0));
        assertTrue(source.closed);
    }
}
