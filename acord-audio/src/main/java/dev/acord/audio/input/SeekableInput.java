package dev.acord.audio.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file, or a channel of the caller, as a stream whose position can be moved, and which can be looked into elsewhere meanwhile.
 *
 * <p>An interrupt does not end reading a file, although it closes a {@code FileChannel}: the file is opened anew at the same place, and
 * the thread stays interrupted. A caller's channel is as it is.
 *
 * <p>{@link #readAt} and {@link #close} may be called from any thread, everything else belongs to the one that reads.
 */
public final class SeekableInput extends InputStream {

    private final @Nullable Path path;
    private final Object lock = new Object();
    private volatile SeekableByteChannel channel;
    private volatile boolean closed;
    private long position;

    private SeekableInput(@Nullable Path path, SeekableByteChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens a file.
     *
     * @param path the file
     * @return the input, at the file's beginning
     * @throws IOException if it cannot be opened
     */
    public static SeekableInput of(Path path) throws IOException {
        return new SeekableInput(path, Files.newByteChannel(path));
    }

    /**
     * Takes over a channel.
     *
     * @param channel closed with the input; nobody else may use it meanwhile. Its byte 0 is the beginning
     * @return the input, at byte 0
     */
    public static SeekableInput of(SeekableByteChannel channel) {
        return new SeekableInput(null, channel);
    }

    /**
     * Where the next read begins.
     *
     * @return bytes from the beginning
     */
    public long position() {
        return position;
    }

    /**
     * Moves the position; behind the end is possible, and is the end.
     *
     * @param offset bytes from the beginning, at least 0
     */
    public void seek(long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("position " + offset);
        }
        position = offset;
    }

    /**
     * The present size.
     *
     * @return bytes
     * @throws IOException if the input is closed or the file fails
     */
    public long size() throws IOException {
        synchronized (lock) {
            return uninterrupted(SeekableByteChannel::size);
        }
    }

    /**
     * Reads as much as there is, up to {@code length} bytes, from a place of its own; the position stays.
     *
     * @param from where, in bytes from the beginning
     * @param target receives the bytes
     * @param offset where in it
     * @param length how many at most
     * @return how many, less than {@code length} only at the end
     * @throws IOException if the input is closed or the file fails
     */
    public int readAt(long from, byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int have = 0;
        while (have < length) {
            int read = readSome(from + have, target, offset + have, length - have);
            if (read < 0) {
                break;
            }
            have += read;
        }
        return have;
    }

    /**
     * A stream from another place, with a position of its own. It need not be closed, and ends when the input is closed.
     *
     * @param offset where it begins, in bytes from the beginning
     * @return the stream
     */
    public InputStream streamFrom(long offset) {
        return new InputStream() {
            private long at = offset;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, target.length);
                int read = length == 0 ? 0 : readSome(at, target, offset, length);
                at += Math.max(0, read);
                return read;
            }
        };
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        int read = readSome(position, target, offset, length);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = Math.max(0, Math.min(count, size() - position));
        position += skipped;
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, size() - position));
    }

    @Override
    public void close() throws IOException {
        closed = true;
        channel.close();
    }

    private int readSome(long from, byte[] target, int offset, int length) throws IOException {
        synchronized (lock) {
            return uninterrupted(open -> {
                if (open.position() != from) {
                    open.position(from);
                }
                return open.read(ByteBuffer.wrap(target, offset, length));
            });
        }
    }

    private <T> T uninterrupted(Operation<T> operation) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                if (closed) {
                    throw new ClosedChannelException();
                }
                try {
                    return operation.on(channel);
                } catch (ClosedByInterruptException e) {
                    if (path == null) {
                        throw e;
                    }
                    interrupted |= Thread.interrupted();
                    reopen(path);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void reopen(Path file) throws IOException {
        channel = Files.newByteChannel(file);
        if (closed) {
            // by another thread, which saw the old channel only
            channel.close();
        }
    }

    @FunctionalInterface
    private interface Operation<T> {
        T on(SeekableByteChannel channel) throws IOException;
    }
}
