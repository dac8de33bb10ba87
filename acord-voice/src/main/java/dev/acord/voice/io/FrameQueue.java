package dev.acord.voice.io;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of packets from the thread that reads or encodes them to the thread that sends them. Its packets are made once and
 * used again; nothing is allocated or locked while it runs. One producer thread and one consumer thread at a time.
 */
final class FrameQueue {
    private final OutgoingPacket[] ring;
    /** Packets in the queue; the producer adds, the consumer takes away, and its updates order the packets' contents. */
    private final AtomicInteger size = new AtomicInteger();

    private int writeIndex;
    private int readIndex;

    FrameQueue(int capacity) {
        ring = new OutgoingPacket[capacity];
        for (int i = 0; i < capacity; i++) {
            ring[i] = new OutgoingPacket();
        }
    }

    int size() {
        return size.get();
    }

    int capacity() {
        return ring.length;
    }

    /** Producer: the packet to fill next, or null when the queue is full. */
    @Nullable
    OutgoingPacket claim() {
        return size.get() == ring.length ? null : ring[writeIndex];
    }

    /** Producer: the claimed packet is filled. */
    void publish() {
        writeIndex = writeIndex + 1 == ring.length ? 0 : writeIndex + 1;
        size.incrementAndGet();
    }

    /** Consumer: the oldest packet, which stays in place until {@link #release}; null when the queue is empty. */
    @Nullable
    OutgoingPacket peek() {
        return size.get() == 0 ? null : ring[readIndex];
    }

    /** Consumer: done with the packet of {@link #peek}. */
    void release() {
        readIndex = readIndex + 1 == ring.length ? 0 : readIndex + 1;
        size.decrementAndGet();
    }

    /** Consumer: drops all that is there; returns how many packets. */
    int clear() {
        int dropped = 0;
        while (peek() != null) {
            release();
            dropped++;
        }
        return dropped;
    }
}
