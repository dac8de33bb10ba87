package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.Seekable;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a source ahead by a worker, piece by piece into a bounded ring, so that whoever reads this does not wait for files, networks and
 * decoders as long as they are fast enough on average. To its reader it behaves exactly as the source does: with an empty ring it waits for
 * the piece that the worker is reading, or reads the next one itself; it is starved, at its end and broken where the source is.
 *
 * <p>At any time at most one thread uses the source: the one that has set {@code busy}. A worker comes when half of the ring is used up, and
 * goes when it is full or the source has nothing. One thread reads and seeks; {@link #close} may be called from any thread.
 */
abstract class ReadAhead implements Closeable, Seekable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadAhead.class);

    private final Executor workers;
    private final Seekable seekable;
    private final Closeable closeable;
    private final int capacity;

    private int first;
    private int size;
    private boolean busy;
    private boolean scheduled;
    private boolean ended;
    private boolean closed;
    private @Nullable Exception failure;

    ReadAhead(Seekable seekable, Closeable closeable, int capacity, Executor workers) {
        this.seekable = seekable;
        this.closeable = closeable;
        this.capacity = capacity;
        this.workers = workers;
    }

    /** Reads the next piece of the source into a slot: something above 0, {@link AudioSource#STARVED} or {@link AudioSource#END}. */
    abstract int readPiece(int slot) throws IOException;

    /** What has been read is elsewhere now. */
    abstract void sought(Duration reached);

    /** Begins to read. */
    final void start() {
        schedule();
    }

    /** The slot of the next piece, which stays there until {@link #release}; or {@code STARVED} or {@code END} minus 1. */
    final int await() throws IOException {
        synchronized (this) {
            awaitIdle(true);
            if (size > 0) {
                return first;
            }
            rethrow(failure);
            if (ended) {
                return AudioSource.END - 1;
            }
            busy = true;
        }
        int result = fetch();
        synchronized (this) {
            rethrow(failure);
            return result > 0 ? first : result - 1;
        }
    }

    /** Done with the piece of {@link #await}. */
    final void release() {
        boolean half;
        synchronized (this) {
            first = (first + 1) % capacity;
            size--;
            half = size <= capacity / 2;
        }
        if (half) {
            schedule();
        }
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled || closed || ended || failure != null) {
                return;
            }
            scheduled = true;
        }
        try {
            workers.execute(this::fill);
        } catch (RejectedExecutionException e) {
            // the reader reads for itself then
            LOG.debug("the executor takes no tasks: a track is not read ahead", e);
            synchronized (this) {
                scheduled = false;
            }
        }
    }

    private void fill() {
        int result;
        do {
            synchronized (this) {
                if (busy || closed || ended || failure != null || size == capacity) {
                    break;
                }
                busy = true;
            }
            result = fetch();
        } while (result > 0);
        synchronized (this) {
            scheduled = false;
        }
    }

    /** Reads one piece; {@code busy} is this thread's, and is given up. A failure is kept for the reader. */
    private int fetch() {
        int slot;
        synchronized (this) {
            slot = (first + size) % capacity;
        }
        int result = AudioSource.END;
        Exception broken = null;
        try {
            result = readPiece(slot);
        } catch (IOException | RuntimeException e) {
            broken = e;
        } finally {
            synchronized (this) {
                busy = false;
                failure = broken;
                if (result > 0) {
                    size++;
                } else {
                    ended = result == AudioSource.END;
                }
                notifyAll();
            }
        }
        return result;
    }

    private static void rethrow(@Nullable Exception failure) throws IOException {
        if (failure instanceof IOException broken) {
            throw broken;
        }
        if (failure instanceof RuntimeException broken) {
            throw broken;
        }
    }

    /** Waits for the thread that is using the source, or also for a piece. */
    private synchronized void awaitIdle(boolean orPiece) throws IOException {
        try {
            while (busy && !closed && !(orPiece && size > 0)) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a track was read");
        }
        if (closed) {
            throw new IOException("the track is closed");
        }
    }

    @Override
    public final boolean isSeekable() {
        return seekable.isSeekable();
    }

    @Override
    public final Optional<Duration> duration() throws IOException {
        return seekable.duration();
    }

    @Override
    public final Duration seek(Duration position) throws IOException {
        synchronized (this) {
            awaitIdle(false);
            busy = true;
        }
        boolean gone = false;
        try {
            Duration reached = seekable.seek(position);
            gone = true;
            sought(reached);
            return reached;
        } finally {
            synchronized (this) {
                busy = false;
                if (gone) {
                    size = 0;
                    ended = false;
                }
                notifyAll();
            }
            schedule();
        }
    }

    @Override
    public final void close() throws IOException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        closeable.close();
    }
}
