package dev.acord.voice.io;

import org.jspecify.annotations.Nullable;

/** A feed of packets that the user hands over one by one. When it is empty the stream falls silent until the next packet. */
final class PacketFeed implements FrameFeed {
    /** Two seconds of 20 ms packets. */
    static final int CAPACITY = 100;

    private final FrameQueue queue = new FrameQueue(CAPACITY);

    /** Adds a packet (copied); false when the queue is full. Any thread, one at a time. */
    synchronized boolean offer(byte[] opus, int offset, int length, int samples) {
        OutgoingPacket packet = queue.claim();
        if (packet == null) {
            return false;
        }
        packet.set(opus, offset, length, samples);
        queue.publish();
        return true;
    }

    boolean isEmpty() {
        return queue.size() == 0;
    }

    @Override
    public @Nullable OutgoingPacket peek() {
        return queue.peek();
    }

    @Override
    public void release() {
        queue.release();
    }

    @Override
    public Gap gap() {
        return Gap.IDLE;
    }

    @Override
    public @Nullable Throwable failure() {
        return null;
    }

    @Override
    public void close() {}
}
