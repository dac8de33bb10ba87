package dev.acord.audio.webm;

import java.nio.charset.StandardCharsets;

/**
 * Walks over the elements that a master element holds, all in memory. {@link #next()} goes to the next child; {@link #children()} goes
 * into it.
 */
final class EbmlElements {

    /** How deep elements may lie in one another; the deepest that matters here is 5. */
    private static final int MAX_DEPTH = 16;

    private final byte[] bytes;
    private final long fileOffset;
    private final int end;
    private final int depth;
    private int next;
    private int id;
    private int data;
    private int length;

    /** The children in {@code length} bytes, which stand at {@code fileOffset} in the file. */
    EbmlElements(byte[] bytes, int length, long fileOffset) {
        this(bytes, 0, length, fileOffset, 0);
    }

    private EbmlElements(byte[] bytes, int begin, int end, long fileOffset, int depth) {
        this.bytes = bytes;
        this.next = begin;
        this.end = end;
        this.fileOffset = fileOffset;
        this.depth = depth;
    }

    boolean next() throws WebmException {
        if (next >= end) {
            return false;
        }
        int at = next;
        int idLength = Integer.numberOfLeadingZeros(bytes[at] & 0xFF) - 23;
        if (idLength > 4 || at + idLength >= end) {
            throw broken("No element where one should begin");
        }
        id = (int) number(at, idLength);
        at += idLength;
        int sizeLength = Integer.numberOfLeadingZeros(bytes[at] & 0xFF) - 23;
        if (sizeLength > 8 || at + sizeLength > end) {
            throw broken("Element " + Integer.toHexString(id) + " has no valid size");
        }
        long mask = (1L << (7 * sizeLength)) - 1;
        long size = number(at, sizeLength) & mask;
        at += sizeLength;
        if (size == mask || size > end - at) {
            throw broken("Element " + Integer.toHexString(id) + " is longer than the element around it");
        }
        data = at;
        length = (int) size;
        next = at + length;
        return true;
    }

    int id() {
        return id;
    }

    byte[] bytes() {
        return bytes;
    }

    int data() {
        return data;
    }

    int length() {
        return length;
    }

    /** Where the element's data stand in the file. */
    long offset() {
        return fileOffset + data;
    }

    EbmlElements children() throws WebmException {
        if (depth == MAX_DEPTH) {
            throw broken("Elements lie more than " + MAX_DEPTH + " deep in one another");
        }
        return new EbmlElements(bytes, data, data + length, fileOffset, depth + 1);
    }

    long unsigned() throws WebmException {
        if (length > 8) {
            throw broken("A number of " + length + " bytes");
        }
        long value = number(data, length);
        if (value < 0) {
            throw broken("A number above 2^63");
        }
        return value;
    }

    double floating() throws WebmException {
        return switch (length) {
            case 0 -> 0;
            case 4 -> Float.intBitsToFloat((int) number(data, 4));
            case 8 -> Double.longBitsToDouble(number(data, 8));
            default -> throw broken("A floating-point number of " + length + " bytes");
        };
    }

    String string() {
        int used = length;
        while (used > 0 && bytes[data + used - 1] == 0) {
            used--;
        }
        return new String(bytes, data, used, StandardCharsets.UTF_8);
    }

    private long number(int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = (value << 8) | (bytes[at + i] & 0xFF);
        }
        return value;
    }

    private WebmException broken(String problem) {
        return new WebmException(problem + ": damaged here", fileOffset + next);
    }
}
