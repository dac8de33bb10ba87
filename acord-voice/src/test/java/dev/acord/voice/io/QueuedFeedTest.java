package dev.acord.voice.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Reading ahead, with workers that run only when the test says so. */
class QueuedFeedTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
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
        QueuedFeed feed = new QueuedFeed(counting(100, null), 10, tasks::add, timer, primed::incrementAndGet);
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
        assertEquals(100 * 960, feed.playedSamples());
    }

    @Test
    void a_source_that_breaks_is_played_up_to_there() {
        IOException broken = new IOException("broken at byte 7");
        QueuedFeed feed = new QueuedFeed(counting(3, broken), 10, tasks::add, timer, primed::incrementAndGet);
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
        QueuedFeed feed = new QueuedFeed(counting(100, null), 4, tasks::add, timer, primed::incrementAndGet);
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
        QueuedFeed feed = new QueuedFeed(source, 4, Runnable::run, timer, primed::incrementAndGet);
        feed.start();
        assertTrue(second.await(30, TimeUnit.SECONDS));
        feed.close();
    }
}
