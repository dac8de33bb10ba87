package dev.acord.voice.io;

import dev.acord.audio.AudioSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A feed that is read ahead by worker threads, since its source decodes, encodes or waits. A worker fills the queue and goes; it is asked
 * for again when half of the queue is used up.
 */
final class QueuedFeed extends SourceFeed {
    private static final long STARVED_RETRY_NS = 5_000_000;

    private final FrameQueue queue;
    private final Scheduler scheduler;
    private final Executor workers;
    private final Runnable onPrimed;
    private final Runnable fill = this::fill;
    private final AtomicBoolean filling = new AtomicBoolean();
    private boolean primed;
    private volatile boolean ended;

    /**
     * Makes a feed; {@link #start} begins to read.
     *
     * @param onPrimed run once, when half of the queue is full or all of the source is in it
     */
    QueuedFeed(AudioSource source, int capacity, Executor workers, Scheduler scheduler, Runnable onPrimed) {
        super(source);
        this.queue = new FrameQueue(capacity);
        this.scheduler = scheduler;
        this.workers = workers;
        this.onPrimed = onPrimed;
    }

    void start() {
        requestFill();
    }

    @Override
    public @Nullable OutgoingPacket peek() {
        OutgoingPacket packet = queue.peek();
        if (packet == null || isCurrent(packet)) {
            return packet;
        }
        while (packet != null && !isCurrent(packet)) { // read before a seek
            queue.release();
            packet = queue.peek();
        }
        requestFill();
        return packet;
    }

    @Override
    public void release() {
        OutgoingPacket packet = queue.peek();
        if (packet != null) {
            played(packet);
        }
        queue.release();
        if (queue.size() <= queue.capacity() / 2) {
            requestFill();
        }
    }

    @Override
    public Gap gap() {
        return ended && !isSeeking() && queue.size() == 0 ? Gap.ENDED : Gap.STARVED;
    }

    private void requestFill() {
        if (!ended && !isClosed() && filling.compareAndSet(false, true)) {
            workers.execute(fill);
        }
    }

    @Override
    void wakeReader() {
        if (!isClosed() && filling.compareAndSet(false, true)) {
            workers.execute(fill);
        }
    }

    private void fill() {
        boolean starved = false;
        while (!isClosed() && !starved) {
            if (followSeek()) {
                ended = false;
            }
            OutgoingPacket packet = ended ? null : queue.claim();
            if (packet == null) {
                break;
            }
            int result = readInto(packet);
            if (result == READ) {
                queue.publish();
            } else if (result == AudioSource.END) {
                ended = true;
            } else {
                starved = true;
            }
            if (!primed && (ended || queue.size() >= queue.capacity() / 2)) {
                primed = true;
                onPrimed.run();
            }
        }
        if (starved) {
            scheduler.schedule(() -> workers.execute(fill), STARVED_RETRY_NS);
        } else {
            filling.set(false);
            if (hasSeek()) {
                wakeReader(); // it came after the last look
            }
        }
    }
}
