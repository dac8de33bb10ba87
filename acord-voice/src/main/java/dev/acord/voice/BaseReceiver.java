package dev.acord.voice;

import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Receives every user's audio, frame by frame in the order of arrival. Frames wait in a bounded queue; when it is full the oldest is
 * dropped and counted, and the network never waits. Each frame also goes to {@link VoiceListener#onVoiceData}.
 *
 * <p>Any thread may take frames; decoding is for one thread at a time.
 */
public class BaseReceiver extends BaseTransport implements Iterable<VoiceFrame> {
    /** How many frames wait at most, unless chosen: 20 s of one speaker. */
    public static final int DEFAULT_LIMIT = 1_000;

    private static final int MAX_DECODERS = 256;
    private static final int MAX_FRAME_SAMPLES = 5_760;
    private static final int CHANNELS = 2;

    private final int limit;
    private final ArrayDeque<VoiceFrame> frames = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Consumer<VoiceFrame> intake = this::take;
    private final Map<Integer, OpusDecoder> decoders = new HashMap<>();
    private final short[] samples = new short[MAX_FRAME_SAMPLES * CHANNELS];
    private @Nullable VoiceFrame last;
    private long dropped;
    private long undecodable;
    private boolean closed;

    /**
     * Receives from now on, with {@value #DEFAULT_LIMIT} frames waiting at most.
     *
     * @param connection whose audio to receive
     */
    public BaseReceiver(VoiceConnection connection) {
        this(connection, DEFAULT_LIMIT);
    }

    /**
     * Receives from now on.
     *
     * @param connection whose audio to receive
     * @param limit how many frames wait at most, at least 1
     */
    @SuppressWarnings(
            "this-escape") // frames may come before a subclass's constructor has ended; they only wait in the queue
    public BaseReceiver(VoiceConnection connection, int limit) {
        super(connection);
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, not " + limit);
        }
        this.limit = limit;
        connection.driver().media().addReceiver(intake);
        connection.closed().thenAccept(reason -> end());
    }

    private void take(VoiceFrame frame) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (frames.size() >= limit) {
                frames.poll();
                dropped++;
                connection().driver().media().drops().count(DropReason.SLOW_CONSUMER);
            }
            frames.add(frame);
            last = frame;
            arrived.signal();
        } finally {
            lock.unlock();
        }
        connection().events().fire(listener -> listener.onVoiceData(connection(), frame));
    }

    /**
     * Waits for the next frame.
     *
     * @param timeout how long to wait; zero only looks
     * @return the frame, not decoded; null when none came in time or the receiver is closed
     * @throws InterruptedException when the thread is interrupted
     */
    public @Nullable VoiceFrame receive(Duration timeout) throws InterruptedException {
        return receive(timeout, false);
    }

    /**
     * Waits for the next frame.
     *
     * @param timeout how long to wait; zero only looks
     * @param decode whether to decode it to PCM
     * @return the frame; null when none came in time or the receiver is closed
     * @throws InterruptedException when the thread is interrupted
     */
    public @Nullable VoiceFrame receive(Duration timeout, boolean decode) throws InterruptedException {
        VoiceFrame frame = next(timeout);
        return frame == null || !decode ? frame : decoded(frame);
    }

    private @Nullable VoiceFrame next(Duration timeout) throws InterruptedException {
        long leftNs = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (frames.isEmpty()) {
                if (closed || leftNs <= 0) {
                    return null;
                }
                leftNs = arrived.awaitNanos(leftNs);
            }
            return frames.poll();
        } finally {
            lock.unlock();
        }
    }

    private VoiceFrame decoded(VoiceFrame frame) {
        OpusDecoder decoder = decoders.get(frame.ssrc());
        if (decoder == null) {
            if (decoders.size() >= MAX_DECODERS) {
                closeDecoders();
            }
            decoder = OpusDecoder.create(CHANNELS);
            decoders.put(frame.ssrc(), decoder);
        }
        byte[] opus = frame.sharedOpus();
        try {
            int decodedSamples = decoder.decode(opus, 0, opus.length, samples, 0, MAX_FRAME_SAMPLES);
            return frame.withPcm(Arrays.copyOf(samples, decodedSamples * CHANNELS));
        } catch (OpusException e) {
            // one bad packet is one gap, not the end of a user's stream
            undecodable++;
            return frame;
        }
    }

    /**
     * The frame that arrived last, taken or not.
     *
     * @return the frame, or null before the first
     */
    public @Nullable VoiceFrame last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many frames were dropped because they were not taken in time.
     *
     * @return the count
     */
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many frames could not be decoded.
     *
     * @return the count, as seen by the thread that decodes
     */
    public long undecodable() {
        return undecodable;
    }

    /**
     * Iterates over frames as they arrive; {@code hasNext} blocks until there is one, and is false once the receiver or the connection
     * is closed, or the thread is interrupted.
     */
    @Override
    public Iterator<VoiceFrame> iterator() {
        return new Iterator<>() {
            private @Nullable VoiceFrame ready;

            @Override
            public boolean hasNext() {
                if (ready == null) {
                    try {
                        ready = BaseReceiver.this.next(Duration.ofDays(365));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
                return ready != null;
            }

            @Override
            public VoiceFrame next() {
                if (!hasNext() || ready == null) {
                    throw new NoSuchElementException("the receiver is closed");
                }
                VoiceFrame frame = ready;
                ready = null;
                return frame;
            }
        };
    }

    /** Receives nothing more; frames that wait can still be taken. */
    @Override
    public void close() {
        end();
    }

    private void end() {
        connection().driver().media().removeReceiver(intake);
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the frames that wait and the decoders' state. Not while another thread decodes. */
    @Override
    public void cleanup() {
        lock.lock();
        try {
            frames.clear();
            last = null;
        } finally {
            lock.unlock();
        }
        closeDecoders();
    }

    private void closeDecoders() {
        decoders.values().forEach(OpusDecoder::close);
        decoders.clear();
    }
}
