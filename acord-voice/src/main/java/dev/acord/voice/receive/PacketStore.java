package dev.acord.voice.receive;

import java.util.Arrays;

/**
 * Holds packets by their extended sequence number, inside a window of {@value #SLOTS} numbers that the caller moves. The arrays are used
 * again: in a steady state nothing is allocated. Memory is bounded by {@value #SLOTS} packets of {@value #MAX_PACKET_BYTES} bytes.
 */
final class PacketStore {

    static final int SLOTS = 256;

    /** The longest packet taken: above the longest that an encoder of this library makes. */
    static final int MAX_PACKET_BYTES = 4_096;

    static final long NONE = Long.MIN_VALUE;

    private static final int MASK = SLOTS - 1;
    private static final int ARRAY_STEP_BYTES = 256;
    private static final int MAX_SPARES = 32;
    private static final byte[] NO_BYTES = {};

    private final byte[][] bytes = new byte[SLOTS][];
    private final int[] lengths = new int[SLOTS];
    private final int[] samples = new int[SLOTS];
    private final long[] mediaTimes = new long[SLOTS];
    private final boolean[] restarts = new boolean[SLOTS];
    private final long[] occupied = new long[SLOTS / Long.SIZE];
    private int count;

    private final byte[][] spares = new byte[MAX_SPARES][];
    private int spareCount;

    /** Given out last, and in use by the caller. */
    private byte[] taken = NO_BYTES;

    PacketStore() {
        Arrays.fill(bytes, NO_BYTES);
        Arrays.fill(spares, NO_BYTES);
    }

    int count() {
        return count;
    }

    /** Puts a packet into a free slot; the caller keeps all numbers within a window of {@value #SLOTS}. */
    void add(
            long extended,
            byte[] packet,
            int offset,
            int length,
            int packetSamples,
            long mediaTimeSamples,
            boolean restart) {
        int slot = slot(extended);
        byte[] array = array(length);
        System.arraycopy(packet, offset, array, 0, length);
        bytes[slot] = array;
        lengths[slot] = length;
        samples[slot] = packetSamples;
        mediaTimes[slot] = mediaTimeSamples;
        restarts[slot] = restart;
        occupied[slot / Long.SIZE] |= 1L << slot;
        count++;
    }

    boolean has(long extended) {
        int slot = slot(extended);
        return (occupied[slot / Long.SIZE] >>> slot & 1) != 0;
    }

    /** The lowest number held, or {@link #NONE}; {@code from} is the start of the window. */
    long first(long from) {
        if (count == 0) {
            return NONE;
        }
        int start = slot(from);
        int step = 0;
        while (true) {
            int slot = (start + step) & MASK;
            long word = occupied[slot / Long.SIZE] >>> slot;
            if (word != 0) {
                return from + step + Long.numberOfTrailingZeros(word);
            }
            step += Long.SIZE - slot % Long.SIZE;
            if (step > SLOTS) {
                throw new IllegalStateException(
                        count + " packets are counted and none is there, a mistake of this library");
            }
        }
    }

    byte[] bytes(long extended) {
        return bytes[slot(extended)];
    }

    int length(long extended) {
        return lengths[slot(extended)];
    }

    int samples(long extended) {
        return samples[slot(extended)];
    }

    long mediaTime(long extended) {
        return mediaTimes[slot(extended)];
    }

    boolean isRestart(long extended) {
        return restarts[slot(extended)];
    }

    /** Takes a packet out. Its array is left alone until the next {@link #releaseTaken()}. */
    void take(long extended) {
        releaseTaken();
        taken = bytes[slot(extended)];
        forget(extended);
    }

    void drop(long extended) {
        recycle(bytes[slot(extended)]);
        forget(extended);
    }

    /** The packet that was taken last is not in use any more. */
    void releaseTaken() {
        recycle(taken);
        taken = NO_BYTES;
    }

    private void forget(long extended) {
        int slot = slot(extended);
        bytes[slot] = NO_BYTES;
        occupied[slot / Long.SIZE] &= ~(1L << slot);
        count--;
    }

    private byte[] array(int length) {
        if (spareCount > 0) {
            byte[] spare = spares[--spareCount];
            if (spare.length >= length) {
                return spare;
            }
        }
        return new byte[(length + ARRAY_STEP_BYTES - 1) / ARRAY_STEP_BYTES * ARRAY_STEP_BYTES];
    }

    private void recycle(byte[] array) {
        if (array.length > 0 && spareCount < MAX_SPARES) {
            spares[spareCount++] = array;
        }
    }

    private static int slot(long extended) {
        return (int) extended & MASK;
    }
}
