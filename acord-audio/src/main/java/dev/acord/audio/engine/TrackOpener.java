package dev.acord.audio.engine;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens one track ahead of time, by the reading thread or by an executor. What nobody wants any more is closed, even if it is opened only
 * afterwards. Used by the reading thread, but for {@link #cancel}.
 */
final class TrackOpener {

    private static final Logger LOG = LoggerFactory.getLogger(TrackOpener.class);

    /** A track being opened. */
    static final class Opening implements Runnable {
        final TrackList.Entry entry;
        private @Nullable Deck deck;
        private @Nullable Exception failure;
        private boolean done;
        private boolean cancelled;

        private final @Nullable Executor workers;

        Opening(TrackList.Entry entry, @Nullable Executor workers) {
            this.entry = entry;
            this.workers = workers;
        }

        @Override
        public void run() {
            Deck opened = null;
            Exception broken = new IOException("opening " + entry.track + " was broken off");
            try {
                opened = entry.track.open(workers);
            } catch (IOException | RuntimeException e) {
                broken = e;
            } finally {
                settle(opened, broken);
            }
        }

        private synchronized void settle(@Nullable Deck opened, Exception broken) {
            done = true;
            if (opened == null) {
                failure = broken;
            } else if (cancelled) {
                opened.closeQuietly();
            } else {
                deck = opened;
            }
        }

        synchronized boolean isDone() {
            return done;
        }

        /** The open track, when it is done and did not fail. */
        synchronized @Nullable Deck deck() {
            return deck;
        }

        synchronized @Nullable Exception failure() {
            return failure;
        }

        private synchronized void cancel() {
            cancelled = true;
            if (deck != null) {
                deck.closeQuietly();
            }
        }
    }

    private final @Nullable Executor executor;
    private volatile @Nullable Executor workers;
    private volatile @Nullable Opening opening;

    TrackOpener(@Nullable Executor executor) {
        this.executor = executor;
    }

    /** Has tracks read ahead, and opened where there is no executor for that. From any thread. */
    void workers(Executor readers) {
        workers = readers;
    }

    /** Begins to open a track, unless that was begun already. What was opened before, and is not this, is given up. */
    Opening prepare(TrackList.Entry entry) {
        Opening before = opening;
        if (before != null && before.entry == entry) {
            return before;
        }
        cancel();
        Opening begun = new Opening(entry, workers);
        opening = begun;
        Executor with = executor == null ? workers : executor;
        if (with == null) {
            begun.run();
            return begun;
        }
        try {
            with.execute(begun);
        } catch (RejectedExecutionException e) {
            LOG.debug("the executor takes no tasks: {} is opened by the reading thread", entry.track, e);
            begun.run();
        }
        return begun;
    }

    /** What is being opened or open, or {@code null}. */
    @Nullable
    Opening current() {
        return opening;
    }

    /** Hands the present opening over: it is the caller's to close. */
    void taken() {
        opening = null;
    }

    void cancel() {
        Opening before = opening;
        opening = null;
        if (before != null) {
            before.cancel();
        }
    }
}
