package dev.acord.audio.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Reading ahead changes nothing of what is read, only who waits for it. */
class ReadAheadTest {
    /** Counts its frames in the left channel; gives uneven pieces. */
    private static class Counting implements PcmSource {
        final int end;
        int at;
        int reads;

        Counting(int end) {
            this.end = end;
        }

        @Override
        public int read(short[] pcm, int offset, int frames) throws IOException {
            reads++;
            if (at >= end) {
                return -1;
            }
            int count = Math.min(Math.min(frames, end - at), 1 + reads * 37 % 700);
            for (int i = 0; i < count; i++) {
                pcm[offset + 2 * i] = (short) at++;
            }
            return count;
        }

        @Override
        public boolean isSeekable() {
            return true;
        }

        @Override
        public Optional<Duration> position() {
            return Optional.of(PcmSource.timeOf(at));
        }

        @Override
        public Duration seek(Duration position) {
            at = (int) PcmSource.framesOf(position);
            return position;
        }

        @Override
        public void close() {}
    }

    private static void expect(PcmSource source, int from, int to) throws IOException {
        short[] pcm = new short[2 * 500];
        int at = from;
        while (at < to) {
            int read = source.read(pcm, 0, Math.min(1 + at % 500, to - at));
            for (int i = 0; i < read; i++) {
                assertEquals((short) at++, pcm[2 * i]);
            }
        }
        assertEquals(Optional.of(PcmSource.timeOf(to)), source.position());
    }

    @Test
    void the_samples_are_the_sources_whether_workers_come_or_not() throws IOException {
        for (int every : new int[] {1, 3, 100_000}) {
            ArrayDeque<Runnable> tasks = new ArrayDeque<>();
            ReadAheadPcm ahead = new ReadAheadPcm(new Counting(30_000), tasks::add);
            ahead.start();
            for (int at = 0; at < 30_000; at += 1_000) {
                expect(ahead, at, at + 1_000);
                if (at / 1_000 % every == every - 1 && !tasks.isEmpty()) {
                    tasks.remove().run();
                }
            }
            assertEquals(-1, ahead.read(new short[2], 0, 1));
            assertEquals(-1, ahead.read(new short[2], 0, 1));
        }
    }

    @Test
    void what_was_read_ahead_is_dropped_by_a_seek_and_a_seek_back_from_the_end_goes_on() throws IOException {
        ReadAheadPcm ahead = new ReadAheadPcm(new Counting(20_000), Runnable::run);
        ahead.start();
        expect(ahead, 0, 100);
        ahead.seek(PcmSource.timeOf(19_000));
        expect(ahead, 19_000, 20_000);
        assertEquals(-1, ahead.read(new short[2], 0, 1));
        ahead.seek(PcmSource.timeOf(7));
        expect(ahead, 7, 20_000);
    }

    @Test
    void no_more_than_the_ring_is_read_ahead() {
        Counting endless = new Counting(Integer.MAX_VALUE);
        new ReadAheadPcm(endless, Runnable::run).start();
        assertEquals(25, endless.reads);
    }

    @Test
    void a_failure_comes_after_what_was_read_before_it() throws IOException {
        IOException broken = new IOException("the disk is gone");
        ReadAheadPcm ahead = new ReadAheadPcm(
                new Counting(3_000) {
                    @Override
                    public int read(short[] pcm, int offset, int frames) throws IOException {
                        if (at >= end) {
                            throw broken;
                        }
                        return super.read(pcm, offset, frames);
                    }
                },
                Runnable::run);
        ahead.start();
        expect(ahead, 0, 3_000);
        assertSame(broken, assertThrows(IOException.class, () -> ahead.read(new short[2], 0, 1)));
        assertSame(broken, assertThrows(IOException.class, () -> ahead.read(new short[2], 0, 1)));
    }

    @Test
    void an_executor_that_is_shut_down_leaves_the_reading_to_the_reader() throws IOException {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        executor.shutdown();
        ReadAheadPcm ahead = new ReadAheadPcm(new Counting(5_000), executor);
        ahead.start();
        expect(ahead, 0, 5_000);
    }

    @Test
    void closing_ends_a_reader_that_waits_for_the_worker() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            ReadAheadPcm ahead = new ReadAheadPcm(
                    new Counting(5_000) {
                        @Override
                        public int read(short[] pcm, int offset, int frames) throws IOException {
                            blocked.countDown();
                            try {
                                never.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                            throw new IOException("closed");
                        }
                    },
                    threads);
            ahead.start();
            blocked.await();
            Future<?> reader = threads.submit(() -> ahead.read(new short[2], 0, 1));
            ahead.close();
            assertThrows(java.util.concurrent.ExecutionException.class, () -> reader.get(60, TimeUnit.SECONDS));
        } finally {
            never.countDown();
            threads.shutdownNow();
        }
    }
}
