package dev.acord.audio.webm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes EBML elements by the letter of RFC 8794, for tests. */
final class Ebml {

    private Ebml() {}

    static byte[] element(int id, byte[]... children) {
        byte[] data = concat(children);
        // sizes of 8 bytes are always allowed
        byte[] size = ByteBuffer.allocate(8).putLong(1L << 56 | data.length).array();
        return concat(id(id), size, data);
    }

    static byte[] unknownSize(int id, byte[]... children) {
        return concat(id(id), new byte[] {(byte) 0xFF}, concat(children));
    }

    static byte[] number(int id, long value) {
        return element(id, ByteBuffer.allocate(8).putLong(value).array());
    }

    static byte[] floating(int id, double value) {
        return element(id, ByteBuffer.allocate(8).putDouble(value).array());
    }

    static byte[] string(int id, String value) {
        return element(id, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] id(int id) {
        int length = 4 - Integer.numberOfLeadingZeros(id) / 8;
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (id >> (8 * (length - 1 - i)));
        }
        return bytes;
    }
}
