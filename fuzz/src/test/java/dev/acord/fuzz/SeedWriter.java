package dev.acord.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes what {@link FuzzInput} reads. */
public final class SeedWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public SeedWriter u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    public SeedWriter u16(int value) {
        return u8(value >> 8, value);
    }

    public SeedWriter i32(int value) {
        return u16(value >> 16).u16(value);
    }

    public SeedWriter i64(long value) {
        return i32((int) (value >> 32)).i32((int) value);
    }

    public SeedWriter bytes(byte[] bytes) {
        u16(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    /** The same for values given one by one. */
    public SeedWriter bytes(int... values) {
        return u16(values.length).u8(values);
    }

    public SeedWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes without a length before them. */
    public SeedWriter raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }
}
