package dev.acord.voice;

import dev.acord.voice.receive.CallSpeech;
import dev.acord.voice.receive.SpeechConverter;
import dev.acord.voice.receive.SpeechFormat;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Continuous sound of one speaker, or of everybody: a block every 20 ms, silent ones included. Blocks wait in a bounded queue; who takes
 * them too slowly loses its own oldest ones (see {@link #dropped()}), and nobody else is held up. One thread at a time takes blocks.
 */
public final class SpeechStream implements AutoCloseable {
    private static final int CHANNELS = 2;
    private static final int BLOCK_MS = 20;

    /** A block as it was decoded: 48,000 Hz, stereo. */
    private static final class Raw {
        final long block;
        /** Null for silence. */
        final short @Nullable [] pcm;

        Raw(long block, short @Nullable [] pcm) {
            this.block = block;
            this.pcm = pcm;
        }
    }

    private final long userId;
    private final SpeechFormat format;
    private final int limit;
    private final ArrayDeque<Raw> blocks = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final short[] silence = new short[CallSpeech.BLOCK_FRAMES * CHANNELS];
    private SpeechConverter converter;
    private long expectedBlock = -1;
    private long dropped;
    private boolean ended;

    SpeechStream(long userId, SpeechFormat format, int limit) {
        this.userId = userId;
        this.format = format;
        this.limit = limit;
        this.converter = new SpeechConverter(format);
    }

    /**
     * Whose sound it is.
     *
     * @return the user; 0 for everybody together
     */
    public long userId() {
        return userId;
    }

    /**
     * What the samples are.
     *
     * @return rate and channels
     */
    public SpeechFormat format() {
        return format;
    }

    /** Receiving side: never waits. */
    void add(long block, short[] pcm, boolean silent) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            if (blocks.size() >= limit) {
                blocks.poll();
                dropped++;
            }
            blocks.add(new Raw(block, silent ? null : pcm.clone()));
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the next block.
     *
     * @param timeout how long to wait; zero only looks
     * @return the block; null when none came in time, or no more come ({@link #isEnded()})
     * @throws InterruptedException when the thread is interrupted
     */
    public @Nullable SpeechBlock read(Duration timeout) throws InterruptedException {
        Raw raw = take(timeout.toNanos());
        return raw == null ? null : convert(raw);
    }

    private @Nullable Raw take(long timeoutNs) throws InterruptedException {
        long leftNs = timeoutNs;
        lock.lockInterruptibly();
        try {
            while (blocks.isEmpty()) {
                if (ended || leftNs <= 0) {
                    return null;
                }
                leftNs = arrived.awaitNanos(leftNs);
            }
            return blocks.poll();
        } finally {
            lock.unlock();
        }
    }

    /** On the taking thread, so that it costs nobody else anything. */
    private SpeechBlock convert(Raw raw) {
        if (raw.block != expectedBlock && expectedBlock >= 0) {
            converter = new SpeechConverter(format); // what was dropped does not belong into the filter
        }
        expectedBlock = raw.block + 1;
        short[] in = raw.pcm == null ? silence : raw.pcm;
        short[] out = new short[converter.roomFrames(CallSpeech.BLOCK_FRAMES) * format.channels()];
        int frames = converter.convert(in, 0, CallSpeech.BLOCK_FRAMES, out, 0);
        short[] pcm = frames * format.channels() == out.length ? out : Arrays.copyOf(out, frames * format.channels());
        return new SpeechBlock(userId, raw.block * BLOCK_MS, pcm, format, raw.pcm == null);
    }

    /**
     * How many blocks were dropped because they were not taken in time.
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
     * Whether there will be no more blocks: the user left, or the stream, the receiver or the connection was closed, and all blocks were taken.
     *
     * @return true at the end
     */
    public boolean isEnded() {
        lock.lock();
        try {
            return ended && blocks.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; what waits is dropped. */
    @Override
    public void close() {
        lock.lock();
        try {
            ended = true;
            blocks.clear();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
