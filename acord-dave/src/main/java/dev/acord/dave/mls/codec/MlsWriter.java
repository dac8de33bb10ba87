package dev.acord.dave.mls.codec;

import java.util.Arrays;

/**
 * Writes the presentation language of RFC 9420 (section 2.1); lengths always in their shortest form.
 *
 * <p>Not thread safe. All methods that write return this writer.
 */
public final class MlsWriter {

    private static final int MAX_LENGTH = (1 << 30) - 1;

    private byte[] buffer;
    private int size;

    /** An empty writer. */
    public MlsWriter() {
        this(256);
    }

    /**
     * An empty writer with room: secrets are not left behind in outgrown arrays.
     *
     * @param capacity the room in bytes
     */
    public MlsWriter(int capacity) {
        buffer = new byte[capacity];
    }

    /**
     * A uint8.
     *
     * @param value its low 8 bits are written
     * @return this writer
     */
    public MlsWriter u8(int value) {
        reserve(1);
        buffer[size++] = (byte) value;
        return this;
    }

    /**
     * A uint16.
     *
     * @param value its low 16 bits are written
     * @return this writer
     */
    public MlsWriter u16(int value) {
        return u8(value >> 8).u8(value);
    }

    /**
     * A uint32.
     *
     * @param value its low 32 bits are written
     * @return this writer
     */
    public MlsWriter u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    /**
     * A uint64.
     *
     * @param value an unsigned value
     * @return this writer
     */
    public MlsWriter u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    /**
     * A presence octet.
     *
     * @param present whether a value follows
     * @return this writer
     */
    public MlsWriter present(boolean present) {
        return u8(present ? 1 : 0);
    }

    /**
     * The length prefix of a vector.
     *
     * @param length 0 to 2^30 - 1
     * @return this writer
     */
    public MlsWriter length(int length) {
        if (length < 0 || length > MAX_LENGTH) {
            throw new IllegalArgumentException("no vector has " + length + " bytes");
        }
        if (length < 1 << 6) {
            return u8(length);
        }
        return length < 1 << 14 ? u16(length | 1 << 14) : u32(length | 1L << 31);
    }

    /**
     * Bytes without a length prefix.
     *
     * @param bytes what to write
     * @return this writer
     */
    public MlsWriter bytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, buffer, size, bytes.length);
        size += bytes.length;
        return this;
    }

    /**
     * An {@code opaque<V>}.
     *
     * @param bytes its contents
     * @return this writer
     */
    public MlsWriter vector(byte[] bytes) {
        return length(bytes.length).bytes(bytes);
    }

    /**
     * A {@code T<V>} whose elements were written to another writer.
     *
     * @param elements the other writer
     * @return this writer
     */
    public MlsWriter vector(MlsWriter elements) {
        length(elements.size).reserve(elements.size);
        System.arraycopy(elements.buffer, 0, buffer, size, elements.size);
        size += elements.size;
        return this;
    }

    /**
     * What was written.
     *
     * @return a copy
     */
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    /** Overwrites the buffer with zeros and forgets what was written. */
    public void wipe() {
        Arrays.fill(buffer, (byte) 0);
        size = 0;
    }

    private void reserve(int count) {
        if (buffer.length - size < count) {
            byte[] larger = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + count));
            Arrays.fill(buffer, (byte) 0);
            buffer = larger;
        }
    }
}
