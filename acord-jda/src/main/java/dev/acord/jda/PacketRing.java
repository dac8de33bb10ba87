package dev.acord.jda;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Packets that were read ahead, of which each keeps its place's array. One thread puts, one takes. */
final class PacketRing {
    private final byte[][] packets;
    private final int[] lengths;
    private int first;
    private int size;

    PacketRing(int capacity) {
        packets = new byte[capacity][0];
        lengths = new int[capacity];
    }

    synchronized boolean isFull() {
        return size == packets.length;
    }

    synchronized boolean isEmpty() {
        return size == 0;
    }

    /** Whether so much is used up that reading on is worth a task. */
    synchronized boolean isLow() {
        return size <= packets.length / 2;
    }

    /** Copies a packet in; there must be room. */
    synchronized void put(byte[] packet, int length) {
        int at = (first + size) % packets.length;
        if (packets[at].length < length) {
            packets[at] = Arrays.copyOf(packet, length);
        } else {
            System.arraycopy(packet, 0, packets[at], 0, length);
        }
        lengths[at] = length;
        size++;
    }

    /** Copies the oldest packet to the beginning of the buffer, which is then ready to be read. Returns whether there was one. */
    synchronized boolean take(ByteBuffer to) {
        if (size == 0) {
            return false;
        }
        to.clear().put(packets[first], 0, lengths[first]).flip();
        first = (first + 1) % packets.length;
        size--;
        return true;
    }

    synchronized void clear() {
        size = 0;
    }
}
