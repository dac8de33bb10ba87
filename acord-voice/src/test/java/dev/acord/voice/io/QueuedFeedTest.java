package dev.acord.voice.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading ahead, with workers that run only when the test says so. */
class QueuedFeedTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Scheduler later = (task, delayNs) -> {
        ScheduledFuture<?> scheduled = timer.schedule(task, delayNs, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    };
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final AtomicInteger primed = new AtomicInteger();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private static AudioSource counting(int packets, @Nullable IOException failure) {
        return new AudioSource() {
            private int next;

            @Override
            public int read(byte[] buffer, int offset) throws IOException {
                if (next == packets) {
                    if (failure != null) {
                        throw failure;
                    }
                    return END;
                }
                buffer[offset] = (byte) 0xFC;
                buffer[offset + 1] = (byte) next++;
                return 2;
            }

            @Override
            public void close() {}
        };
    }

    private void runWorkers() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    private static int take(QueuedFeed feed) {
        OutgoingPacket packet = feed.peek();
        assertNotNull(packet);
        int value = packet.bytes()[OutgoingPacket.HEAD_BYTES + 1];
        feed.release();
        return value;
    }

    @Test
    void packets_come_in_order_and_the_workers_are_asked_only_when_half_is_used() {
        QueuedFeed feed = new QueuedFeed(counting(100, null), 10, tasks::add, later, primed::incrementAndGet);
        feed.start();
        runWorkers();
        assertEquals(1, primed.get());
        for (int i = 0; i < 100; i++) {
            assertEquals(i, take(feed));
            assertEquals(i % 5 == 4 && i < 95 ? 1 : 0, tasks.size(), "after packet " + i);
            runWorkers();
        }
        assertNull(feed.peek());
        assertEquals(FrameFeed.Gap.ENDED, feed.gap());
        assertNull(feed.failure());
        assertEquals(100 * 960, feed.positionSamples());
    }

    @Test
    void a_source_that_breaks_is_played_up_to_there() {
        IOException broken = new IOException("broken at byte 7");
        QueuedFeed feed = new QueuedFeed(counting(3, broken), 10, tasks::add, later, primed::incrementAndGet);
        feed.start();
        runWorkers();
        assertEquals(1, primed.get(), "a short source is complete before the queue is half full");
        assertEquals(0, take(feed));
        assertEquals(1, take(feed));
        assertEquals(FrameFeed.Gap.STARVED, feed.gap(), "a packet is left");
        assertEquals(2, take(feed));
        assertEquals(FrameFeed.Gap.ENDED, feed.gap());
        assertSame(broken, feed.failure());
    }

    @Test
    void an_empty_queue_is_starvation_while_the_source_goes_on() {
        QueuedFeed feed = new QueuedFeed(counting(100, null), 4, tasks::add, later, primed::incrementAndGet);
        feed.start();
        assertNull(feed.peek());
        assertEquals(FrameFeed.Gap.STARVED, feed.gap());
    }

    @Test
    void a_source_with_nothing_yet_is_asked_again() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(2);
        AudioSource source = new AudioSource() {
            @Override
            public int read(byte[] buffer, int offset) {
                second.countDown();
                return STARVED;
            }

            @Override
            public void close() {}
        };
        QueuedFeed feed = new QueuedFeed(source, 4, Runnable::run, later, primed::incrementAndGet);
        feed.start();
        assertTrue(second.await(30, TimeUnit.SECONDS));
        feed.close();
    }

    /** A packet says its number in its second byte; 20 ms each. */
    private static final class SeekableFrames implements AudioSource {
        private int next;
        private final int packets;
        private boolean broken;

        SeekableFrames(int packets) {
            this.packets = packets;
        }

        @Override
        public int read(byte[] buffer, int offset) {
            if (next >= packets) {
                return END;
            }
            buffer[offset] = (byte) 0xFC;
            buffer[offset + 1] = (byte) next++;
            return 2;
        }

        @Override
        public boolean isSeekable() {
            return true;
        }

        @Override
        public Duration seek(Duration position) throws IOException {
            if (broken) {
                throw new IOException("the disk is gone");
            }
            next = (int) (position.toMillis() / 20);
            return Duration.ofMillis(20L * next);
        }

        @Override
        public void close() {}
    }

    @Test
    void a_seek_drops_what_was_read_ahead_and_goes_on_there() {
        QueuedFeed feed = new QueuedFeed(new SeekableFrames(100), 10, tasks::add, later, primed::incrementAndGet);
        feed.start();
        runWorkers();
        assertEquals(0, take(feed));
        CompletableFuture<Duration> reached = feed.seek(Duration.ofMillis(1_010));
        assertNull(feed.peek(), "nothing from before");
        assertEquals(FrameFeed.Gap.STARVED, feed.gap());
        runWorkers();
        assertEquals(Duration.ofSeconds(1), reached.join());
        for (int i = 50; i < 100; i++) {
            assertEquals(i, take(feed));
            assertEquals((i + 1) * 960L, feed.positionSamples());
            runWorkers();
        }
        assertEquals(FrameFeed.Gap.ENDED, feed.gap());
    }

    @Test
    void a_seek_back_from_the_end_goes_on() {
        QueuedFeed feed = new QueuedFeed(new SeekableFrames(5), 10, tasks::add, later, primed::incrementAndGet);
        feed.start();
        runWorkers();
        for (int i = 0; i < 5; i++) {
            assertEquals(i, take(feed));
        }
        assertEquals(FrameFeed.Gap.ENDED, feed.gap());
        feed.seek(Duration.ofMillis(60));
        assertEquals(FrameFeed.Gap.STARVED, feed.gap(), "not over any more");
        runWorkers();
        assertEquals(3, take(feed));
    }

    @Test
    void while_paused_a_seek_is_done_and_the_position_says_so() {
        QueuedFeed feed = new QueuedFeed(new SeekableFrames(100), 10, tasks::add, later, primed::incrementAndGet);
        feed.start();
        runWorkers();
        take(feed);
        CompletableFuture<Duration> reached = feed.seek(Duration.ofMillis(500));
        runWorkers();
        assertEquals(Duration.ofMillis(500), reached.join());
        assertEquals(500 * 48L, feed.positionSamples());
        assertEquals(25, take(feed));
    }

    @Test
    void of_two_seeks_the_later_one_counts() {
        QueuedFeed feed = new QueuedFeed(new SeekableFrames(100), 10, tasks::add, later, primed::incrementAndGet);
        feed.start();
        CompletableFuture<Duration> first = feed.seek(Duration.ofMillis(200));
        CompletableFuture<Duration> second = feed.seek(Duration.ofMillis(400));
        runWorkers();
        assertTrue(first.isCompletedExceptionally());
        assertEquals(Duration.ofMillis(400), second.join());
        assertEquals(20, take(feed));
    }

    @Test
    void a_seek_that_breaks_the_source_ends_it_with_the_reason() {
        SeekableFrames source = new SeekableFrames(100);
        QueuedFeed feed = new QueuedFeed(source, 10, tasks::add, later, primed::incrementAndGet);
        feed.start();
        runWorkers();
        source.broken = true;
        CompletableFuture<Duration> reached = feed.seek(Duration.ofMillis(200));
        assertNull(feed.peek());
        runWorkers();
        assertTrue(reached.isCompletedExceptionally());
        assertEquals(FrameFeed.Gap.ENDED, feed.gap());
        assertEquals(
                "the disk is gone",
                String.valueOf(feed.failure() == null ? null : feed.failure().getMessage()));
    }

    @Test
    void a_source_that_cannot_seek_plays_on_and_a_closed_one_refuses() {
        QueuedFeed live = new QueuedFeed(counting(100, null), 10, tasks::add, later, primed::incrementAndGet);
        live.start();
        runWorkers();
        assertTrue(live.seek(Duration.ZERO).isCompletedExceptionally());
        assertEquals(0, take(live));
        QueuedFeed closed = new QueuedFeed(new SeekableFrames(9), 10, tasks::add, later, primed::incrementAndGet);
        closed.close();
        assertTrue(closed.seek(Duration.ZERO).isCompletedExceptionally());
    }

    @Test
    void the_pacing_thread_seeks_in_a_source_that_it_reads_itself() {
        DirectFeed feed = new DirectFeed(new SeekableFrames(100));
        assertNotNull(feed.peek());
        CompletableFuture<Duration> reached = feed.seek(Duration.ofSeconds(1));
        OutgoingPacket packet = feed.peek();
        assertNotNull(packet);
        assertEquals(50, packet.bytes()[OutgoingPacket.HEAD_BYTES + 1]);
        assertEquals(Duration.ofSeconds(1), reached.join());
        feed.release();
        assertEquals(51 * 960L, feed.positionSamples());
    }
}
