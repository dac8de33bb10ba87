package dev.acord.dave.mls.codec;

import dev.acord.dave.mls.codec.MlsException.Reason;
import java.util.Arrays;

/**
 * Reads the presentation language of RFC 9420 (section 2.1) from a byte array.
 *
 * <p>Nothing is allocated before the bytes for it are known to be there: every length is checked against what is left,
 * so a message of n bytes never makes a vector of more than n. Lengths must use their shortest form. A reader of a
 * vector shares the array of its parent, so offsets always count from the start of the outermost input.
 *
 * <p>Not thread safe.
 */
public final class MlsReader {

    /** The largest input that is looked at; a group of 500 members fits. */
    public static final int MAX_INPUT_BYTES = 256 * 1024;

    private final byte[] data;
    private final int end;
    private int position;

    /**
     * A reader of a whole array.
     *
     * @param data the input; not copied
     * @throws MlsException if the input is larger than {@link #MAX_INPUT_BYTES}
     */
    public MlsReader(byte[] data) throws MlsException {
        this(data, 0, data.length);
        if (data.length > MAX_INPUT_BYTES) {
            throw new MlsException(Reason.TOO_LARGE, "a message of " + data.length + " bytes is refused");
        }
    }

    private MlsReader(byte[] data, int position, int end) {
        this.data = data;
        this.position = position;
        this.end = end;
    }

    /**
     * Where the next byte is read.
     *
     * @return the offset in bytes from the start of the outermost input
     */
    public int offset() {
        return position;
    }

    /**
     * How much is left.
     *
     * @return a count of bytes
     */
    public int remaining() {
        return end - position;
    }

    /**
     * Whether anything is left.
     *
     * @return true when at least one byte is left
     */
    public boolean hasRemaining() {
        return position < end;
    }

    /**
     * A uint8.
     *
     * @return 0 to 255
     * @throws MlsException if the input is too short
     */
    public int u8() throws MlsException {
        require(1);
        return data[position++] & 0xff;
    }

    /**
     * A uint16.
     *
     * @return 0 to 65535
     * @throws MlsException if the input is too short
     */
    public int u16() throws MlsException {
        require(2);
        return u8() << 8 | u8();
    }

    /**
     * A uint32.
     *
     * @return 0 to 2^32 - 1
     * @throws MlsException if the input is too short
     */
    public long u32() throws MlsException {
        require(4);
        return (long) u16() << 16 | u16();
    }

    /**
     * A uint64.
     *
     * @return an unsigned value
     * @throws MlsException if the input is too short
     */
    public long u64() throws MlsException {
        require(8);
        return u32() << 32 | u32();
    }

    /**
     * The presence octet of an {@code optional<T>}.
     *
     * @return true when the value follows
     * @throws MlsException if it is neither 0 nor 1, or the input is too short
     */
    public boolean present() throws MlsException {
        int at = position;
        int value = u8();
        if (value > 1) {
            throw new MlsException(Reason.MALFORMED, at, "a presence octet is " + value);
        }
        return value == 1;
    }

    /**
     * The length prefix of a variable-size vector (section 2.1.2).
     *
     * @return the length in bytes, not more than what is left
     * @throws MlsException if the form is not minimal, not defined, or more than what is left
     */
    public int length() throws MlsException {
        int at = position;
        int first = u8();
        int extraBytes = (1 << (first >> 6)) - 1;
        if (extraBytes > 3) {
            throw new MlsException(Reason.MALFORMED, at, "an undefined length prefix");
        }
        int value = first & 0x3f;
        for (int i = 0; i < extraBytes; i++) {
            value = value << 8 | u8();
        }
        boolean minimal = extraBytes == 0 || value >= (extraBytes == 1 ? 1 << 6 : 1 << 14);
        if (!minimal) {
            throw new MlsException(Reason.NON_MINIMAL_LENGTH, at, "a length that is not in its shortest form");
        }
        if (value > remaining()) {
            throw new MlsException(
                    Reason.TRUNCATED, at, "a vector of " + value + " bytes where " + remaining() + " are left");
        }
        return value;
    }

    /**
     * An {@code opaque<V>}.
     *
     * @return a copy of its bytes
     * @throws MlsException if its length is refused
     */
    public byte[] vector() throws MlsException {
        return bytes(length());
    }

    /**
     * An {@code opaque<V>} of one certain length.
     *
     * @param size the length in bytes that it must have
     * @param what its name in the error message
     * @return a copy of its bytes
     * @throws MlsException if its length is refused
     */
    public byte[] vectorOf(int size, String what) throws MlsException {
        int at = position;
        int length = length();
        if (length != size) {
            throw new MlsException(
                    Reason.MALFORMED, at, "the " + what + " has " + length + " bytes instead of " + size);
        }
        return bytes(size);
    }

    /**
     * A {@code T<V>}, to be read element by element. This reader goes on behind it.
     *
     * @return a reader of its contents
     * @throws MlsException if its length is refused
     */
    public MlsReader vectorReader() throws MlsException {
        int length = length();
        MlsReader contents = new MlsReader(data, position, position + length);
        position += length;
        return contents;
    }

    /**
     * Bytes without a length prefix.
     *
     * @param count how many
     * @return a copy
     * @throws MlsException if the input is too short
     */
    public byte[] bytes(int count) throws MlsException {
        require(count);
        byte[] copy = Arrays.copyOfRange(data, position, position + count);
        position += count;
        return copy;
    }

    /**
     * What has been read since an earlier {@link #offset()}.
     *
     * @param start the earlier offset
     * @return a copy of the bytes from there to here
     */
    public byte[] since(int start) {
        return Arrays.copyOfRange(data, start, position);
    }

    /**
     * Refuses anything that is left.
     *
     * @throws MlsException if bytes are left
     */
    public void finish() throws MlsException {
        if (hasRemaining()) {
            throw new MlsException(Reason.TRAILING_BYTES, position, remaining() + " bytes too many");
        }
    }

    private void require(int count) throws MlsException {
        if (count > remaining()) {
            throw new MlsException(
                    Reason.TRUNCATED, position, "a field of " + count + " bytes where " + remaining() + " are left");
        }
    }
}
