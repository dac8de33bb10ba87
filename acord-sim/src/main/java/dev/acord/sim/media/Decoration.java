package dev.acord.sim.media;

import java.util.random.RandomGenerator;

/** Composes what is forwarded: the sender's packet, with the header extension and padding that the service's packets have. */
final class Decoration {
    private static final int ONE_BYTE_PROFILE = 0xBEDE; // RFC 8285 section 4.2
    private static final int BODY_BYTES = 8;
    private static final int MAX_PADDING = 32;

    private final RandomGenerator random;

    Decoration(RandomGenerator random) {
        this.random = random;
    }

    /** Copies header and plaintext of a packet as they are; returns the length. */
    static int copy(byte[] packet, int headerBytes, byte[] plaintext, int plainBytes, byte[] out) {
        System.arraycopy(packet, 0, out, 0, headerBytes);
        System.arraycopy(plaintext, 0, out, headerBytes, plainBytes);
        return headerBytes + plainBytes;
    }

    /** Copies a packet and adds an extension and padding where it has none; returns the length. */
    int decorate(byte[] packet, int headerBytes, byte[] plaintext, int plainBytes, byte[] out) {
        int at = headerBytes;
        System.arraycopy(packet, 0, out, 0, headerBytes);
        if (!RtpLayout.hasExtension(packet)) {
            out[0] |= RtpLayout.EXTENSION_BIT;
            Wire.putUint16(out, at, ONE_BYTE_PROFILE);
            Wire.putUint16(out, at + 2, BODY_BYTES / 4);
            at = writeBody(out, at + RtpLayout.PREAMBLE_BYTES);
        }
        System.arraycopy(plaintext, 0, out, at, plainBytes);
        at += plainBytes;
        return RtpLayout.hasPadding(packet) ? at : pad(out, at);
    }

    /** A packet that is nothing but padding, with the header of another; returns the length. */
    int paddingPacket(byte[] packet, byte[] out) {
        System.arraycopy(packet, 0, out, 0, RtpLayout.FIXED_BYTES);
        out[0] = (byte) 0x80;
        out[1] = RtpLayout.OPUS_PAYLOAD_TYPE;
        return pad(out, RtpLayout.FIXED_BYTES);
    }

    /** The first byte of an extension that {@link #decorate} adds; its plaintext begins after the preamble. */
    private int writeBody(byte[] out, int from) {
        out[from] = 0x10; // id 1, 1 byte: audio level, RFC 6464
        out[from + 1] = (byte) random.nextInt(128);
        out[from + 2] = 0x31; // id 3, 2 bytes: transport-wide sequence number
        Wire.putUint16(out, from + 3, random.nextInt(1 << 16));
        out[from + 5] = 0; // three bytes of extension padding
        out[from + 6] = 0;
        out[from + 7] = 0;
        return from + BODY_BYTES;
    }

    private int pad(byte[] out, int at) {
        int padding = 1 + random.nextInt(MAX_PADDING);
        out[0] |= RtpLayout.PADDING_BIT;
        for (int i = 0; i < padding - 1; i++) {
            out[at + i] = (byte) random.nextInt(256); // RFC 3550 does not ask for zeros
        }
        out[at + padding - 1] = (byte) padding;
        return at + padding;
    }
}
