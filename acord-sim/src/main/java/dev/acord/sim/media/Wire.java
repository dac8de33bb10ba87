package dev.acord.sim.media;

/** Big-endian fields, unsigned where Java has room for it. */
final class Wire {
    private Wire() {}

    static int uint8(byte[] b, int at) {
        return b[at] & 0xFF;
    }

    static int uint16(byte[] b, int at) {
        return (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
    }

    static int int32(byte[] b, int at) {
        return uint16(b, at) << 16 | uint16(b, at + 2);
    }

    static void putUint16(byte[] b, int at, int value) {
        b[at] = (byte) (value >>> 8);
        b[at + 1] = (byte) value;
    }

    static void putInt32(byte[] b, int at, int value) {
        putUint16(b, at, value >>> 16);
        putUint16(b, at + 2, value);
    }
}
