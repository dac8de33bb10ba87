package dev.acord.audio.ffmpeg;

import dev.acord.audio.AudioSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One second of audio between the thread that reads ffmpeg's output and the one that plays. The writer waits when it is full, which in turn
 * makes ffmpeg wait; the reader waits when it is empty. What was written before the end or a failure is always read first.
 */
final class PcmPipe {

    /** Bytes of a stereo frame of 16 bits. */
    static final int FRAME_BYTES = 4;

    private static final int CAPACITY_BYTES = 48_000 * FRAME_BYTES;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final byte[] ring = new byte[CAPACITY_BYTES];
    private long written;
    private long read;
    private boolean finished;
    private @Nullable FfmpegException failure;
    private boolean closed;

    /** Waits for room and writes. Returns false when the reader has closed the pipe: then nothing more is wanted. */
    boolean write(byte[] bytes, int count) throws InterruptedException {
        int done = 0;
        lock.lockInterruptibly();
        try {
            while (done < count) {
                while (!closed && written - read == CAPACITY_BYTES) {
                    changed.await();
                }
                if (closed) {
                    return false;
                }
                int at = (int) (written % CAPACITY_BYTES);
                int room = (int) Math.min(CAPACITY_BYTES - (written - read), CAPACITY_BYTES - at);
                int chunk = Math.min(count - done, room);
                System.arraycopy(bytes, done, ring, at, chunk);
                written += chunk;
                done += chunk;
                changed.signalAll();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Says that nothing more is written, because of a failure or ({@code null}) because that was all. Only the first call counts. */
    void finish(@Nullable FfmpegException why) {
        lock.lock();
        try {
            if (!finished) {
                finished = true;
                failure = why;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends reading and writing, and forgets what is left. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something can be read.
     *
     * @return false when {@code waitNs} passed without
     */
    boolean awaitReadable(long waitNs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long leftNs = waitNs;
            while (!closed && !finished && written - read < FRAME_BYTES) {
                if (leftNs <= 0) {
                    return false;
                }
                leftNs = changed.awaitNanos(leftNs);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Reads whole frames without waiting: how many, {@link AudioSource#STARVED} or {@link AudioSource#END}, or throws the failure. */
    int read(short[] pcm, int offset, int frames) throws FfmpegException {
        lock.lock();
        try {
            if (closed) {
                throw new FfmpegException("this source of ffmpeg is closed", null);
            }
            int count = (int) Math.min(frames, (written - read) / FRAME_BYTES);
            if (count == 0) {
                if (failure != null) {
                    throw failure;
                }
                return finished ? AudioSource.END : AudioSource.STARVED;
            }
            int at = (int) (read % CAPACITY_BYTES);
            for (int i = 0; i < 2 * count; i++) {
                // samples never straddle the end: the capacity is a multiple of a frame
                pcm[offset + i] = (short) ((ring[at] & 0xFF) | (ring[at + 1] << 8));
                at += 2;
                if (at == CAPACITY_BYTES) {
                    at = 0;
                }
            }
            read += (long) count * FRAME_BYTES;
            changed.signalAll();
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Frames that can be read without waiting. */
    int available() {
        lock.lock();
        try {
            return closed ? 0 : (int) ((written - read) / FRAME_BYTES);
        } finally {
            lock.unlock();
        }
    }

    /** Bytes written so far. */
    long written() {
        lock.lock();
        try {
            return written;
        } finally {
            lock.unlock();
        }
    }
}
