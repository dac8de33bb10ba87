package dev.acord.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Reads a fuzzer's bytes as a script: numbers are big-endian, and behind the end everything is 0 or empty. {@link SeedWriter} writes the
 * same, so that seeds can be made of real messages.
 */
public final class FuzzInput {
    private final byte[] data;
    private int at;

    public FuzzInput(byte[] data) {
        this.data = data;
    }

    public boolean hasMore() {
        return at < data.length;
    }

    public int u8() {
        return at < data.length ? data[at++] & 0xFF : 0;
    }

    public int u16() {
        return (u8() << 8) | u8();
    }

    public int i32() {
        return (u16() << 16) | u16();
    }

    public long i64() {
        return ((long) i32() << 32) | Integer.toUnsignedLong(i32());
    }

    public boolean flag() {
        return (u8() & 1) != 0;
    }

    /** A number from 0 to below {@code limit}, which is at most 256. */
    public int below(int limit) {
        return u8() % limit;
    }

    /** A 16-bit length, and so many bytes, or what there is. */
    public byte[] bytes() {
        int length = Math.min(u16(), data.length - at);
        at += length;
        return Arrays.copyOfRange(data, at - length, at);
    }

    /** Bytes as UTF-8, where what is none becomes replacement characters. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** All that is left. */
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(data, at, data.length);
        at = data.length;
        return rest;
    }

    /** The bytes as they are, or changed as the next bytes of the input say. */
    public byte[] mutated(byte[] original) {
        byte[] bytes = original.clone();
        int changes = below(4);
        for (int i = 0; i < changes; i++) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int kind = below(5);
        int place = u16();
        int where = bytes.length == 0 ? 0 : Objects.checkIndex(place % bytes.length, bytes.length);
        switch (kind) {
            case 0 -> {
                byte value = (byte) u8();
                if (bytes.length > 0) {
                    bytes[where] = value;
                }
            }
            case 1 -> {
                if (bytes.length > 0) {
                    bytes[where] ^= (byte) (1 << below(8));
                }
            }
            case 2 -> {
                return Arrays.copyOf(bytes, where);
            }
            case 3 -> {
                return spliced(bytes, where, 0, bytes());
            }
            default -> {
                return spliced(bytes, where, Math.min(u8(), bytes.length - where), bytes());
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int where, int removed, byte[] added) {
        byte[] result = new byte[bytes.length - removed + added.length];
        System.arraycopy(bytes, 0, result, 0, where);
        System.arraycopy(added, 0, result, where, added.length);
        System.arraycopy(bytes, where + removed, result, where + added.length, bytes.length - where - removed);
        return result;
    }
}
