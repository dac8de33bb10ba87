package dev.acord.dave.media;

import java.util.Objects;

/**
 * The layout of a protocol frame (DAVE "Payload Format" and "Protocol Frame Check"). An instance is the parsed view of one frame in a caller's
 * array and is used again for the next.
 *
 * <pre>
 * | media frame, n bytes | tag, 8 | nonce, 1-5 | (offset, length) pairs | size, 1 | 0xFA 0xFA |
 *                        |&lt;---------------------- size bytes ----------------------------&gt;|
 * </pre>
 *
 * The media frame has its unencrypted ranges and the ciphertext in their original places. Nonce, offsets and lengths are ULEB128. The tag is the
 * first half of an AES-128-GCM tag, whose additional data are the bytes of the unencrypted ranges, joined.
 *
 * <p>Not thread safe: one owner thread.
 */
public final class DaveFrame {
    /** Bytes of the truncated authentication tag. */
    public static final int TAG_BYTES = 8;
    /** The most bytes that encrypting a frame without unencrypted ranges adds: tag, a nonce of 5 bytes, size and marker. */
    public static final int MAX_OVERHEAD_BYTES = TAG_BYTES + 5 + 1 + 2;

    /** Tag, the shortest nonce, size and marker. */
    private static final int MIN_FOOTER_BYTES = TAG_BYTES + 1 + 1 + 2;
    /** What the one-byte size leaves for pairs, at two bytes a pair. */
    private static final int MAX_RANGES = (255 - MIN_FOOTER_BYTES) / 2;

    private static final byte MARKER = (byte) 0xFA;
    private static final int MARKER_BYTES = 2;
    private static final long MAX_UINT32 = 0xFFFF_FFFFL;

    private final int[] rangeOffsets = new int[MAX_RANGES];
    private final int[] rangeLengths = new int[MAX_RANGES];
    private int rangeCount;
    private int mediaLength;
    private int cipherLength;
    private int nonce;
    private int cursor;

    /** A view of no frame yet. */
    public DaveFrame() {}

    /**
     * Whether these bytes have the form of a protocol frame.
     *
     * @param buf the array that holds the frame
     * @param offset where it starts
     * @param length its bytes
     * @return whether every check passes; an unencrypted frame passes them by chance about once in 16 million
     */
    public static boolean isProtocolFrame(byte[] buf, int offset, int length) {
        return new DaveFrame().parse(buf, offset, length);
    }

    /**
     * Reads the footer of a frame. Stricter than the description in two points that no sender depends on: ULEB128 values must be in their shortest
     * form, and the nonce must fit into 32 bits.
     *
     * @param buf the array that holds the frame
     * @param offset where it starts
     * @param length its bytes
     * @return whether it is a protocol frame; if not, this view must not be asked for anything
     */
    public boolean parse(byte[] buf, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buf.length);
        int end = offset + length;
        if (length < MIN_FOOTER_BYTES || buf[end - 1] != MARKER || buf[end - 2] != MARKER) {
            return false;
        }
        int sizeAt = end - MARKER_BYTES - 1;
        int footerBytes = buf[sizeAt] & 0xFF;
        if (footerBytes < MIN_FOOTER_BYTES || footerBytes > length) {
            return false;
        }
        mediaLength = length - footerBytes;
        cursor = offset + mediaLength + TAG_BYTES;
        long value = readUleb(buf, sizeAt);
        if (value < 0) {
            return false;
        }
        nonce = (int) value;
        return parseRanges(buf, sizeAt);
    }

    private boolean parseRanges(byte[] buf, int end) {
        rangeCount = 0;
        cipherLength = mediaLength;
        long free = 0; // the first byte that a range may still take
        while (cursor < end) {
            long start = readUleb(buf, end);
            long bytes = start < 0 ? -1 : readUleb(buf, end);
            // both values are below 2^32, so that the sum of two cannot overflow
            if (bytes < 0 || start < free || start + bytes > mediaLength) {
                return false;
            }
            rangeOffsets[rangeCount] = (int) start;
            rangeLengths[rangeCount] = (int) bytes;
            rangeCount++;
            cipherLength -= (int) bytes;
            free = start + bytes;
        }
        return true;
    }

    /** Reads an unsigned 32-bit ULEB128 value at the cursor and moves the cursor behind it; -1 if there is none. */
    private long readUleb(byte[] buf, int end) {
        long value = 0;
        for (int shift = 0; shift < 35 && cursor < end; shift += 7) {
            int b = buf[cursor++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                boolean shortest = b != 0 || shift == 0;
                return shortest && value <= MAX_UINT32 ? value : -1;
            }
        }
        return -1;
    }

    /**
     * Bytes of the media frame, at the frame's start; the tag follows it.
     *
     * @return bytes, not negative
     */
    public int mediaLength() {
        return mediaLength;
    }

    /**
     * Bytes of the media frame that are outside of unencrypted ranges.
     *
     * @return bytes, not negative
     */
    public int cipherLength() {
        return cipherLength;
    }

    /**
     * The truncated nonce; its top byte holds the low 8 bits of the generation.
     *
     * @return an unsigned 32-bit value
     */
    public int nonce() {
        return nonce;
    }

    /**
     * The number of unencrypted ranges.
     *
     * @return 0 for Opus
     */
    public int rangeCount() {
        return rangeCount;
    }

    /**
     * Where an unencrypted range starts.
     *
     * @param range from 0 to below {@link #rangeCount}; ranges ascend and do not overlap
     * @return bytes from the frame's start
     */
    public int rangeOffset(int range) {
        return rangeOffsets[Objects.checkIndex(range, rangeCount)];
    }

    /**
     * Bytes of an unencrypted range.
     *
     * @param range from 0 to below {@link #rangeCount}
     * @return bytes, not negative
     */
    public int rangeLength(int range) {
        return rangeLengths[Objects.checkIndex(range, rangeCount)];
    }

    /**
     * Writes what follows the tag of a frame without unencrypted ranges.
     *
     * @param buf where to
     * @param at the position behind the tag
     * @param nonce the truncated nonce
     * @return the position behind the frame
     */
    static int writeFooter(byte[] buf, int at, int nonce) {
        int end = at;
        int rest = nonce;
        while ((rest & ~0x7F) != 0) {
            buf[end++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buf[end++] = (byte) rest;
        buf[end] = (byte) (TAG_BYTES + (end - at) + 1 + MARKER_BYTES);
        buf[end + 1] = MARKER;
        buf[end + 2] = MARKER;
        return end + 1 + MARKER_BYTES;
    }
}
