package dev.acord.fuzz;

import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;

/** A file in memory, to be read. */
public final class MemoryChannel implements SeekableByteChannel {
    private final byte[] data;
    private long position;
    private boolean open = true;

    public MemoryChannel(byte[] data) {
        this.data = data;
    }

    @Override
    public int read(ByteBuffer target) {
        if (position >= data.length) {
            return target.hasRemaining() ? -1 : 0;
        }
        int count = Math.min(target.remaining(), data.length - (int) position);
        target.put(data, (int) position, count);
        position += count;
        return count;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public MemoryChannel position(long next) {
        position = next;
        return this;
    }

    @Override
    public long size() {
        return data.length;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public MemoryChannel truncate(long size) {
        throw new NonWritableChannelException();
    }
}
