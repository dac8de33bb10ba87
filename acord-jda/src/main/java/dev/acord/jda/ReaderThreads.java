package dev.acord.jda;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that read sources for handlers that were given none: as many as are busy, gone after ten idle seconds. */
final class ReaderThreads {
    private static final AtomicInteger MADE = new AtomicInteger();

    /** No queue: a source that waits for its network must not hold up another. Each handler has one task at a time. */
    static final Executor SHARED = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), ReaderThreads::newThread);

    private ReaderThreads() {}

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "acord-jda-reader-" + MADE.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
