package dev.acord.voice.io;

import java.nio.ByteBuffer;

/**
 * One packet on its way out, in one array from the source to the socket: head room for the headers, the Opus packet, tail room for what
 * encryption appends. The array only ever grows.
 */
final class OutgoingPacket {
    /** Room before the payload: the RTP header, and what may come to stand between. */
    static final int HEAD_BYTES = 32;
    /** Room after the payload: the end-to-end frame's trailer, the transport's tag and nonce. */
    static final int TAIL_BYTES = 96;

    private static final int FIRST_PAYLOAD_BYTES = 512;

    private byte[] bytes = new byte[HEAD_BYTES + FIRST_PAYLOAD_BYTES + TAIL_BYTES];
    private ByteBuffer buffer = ByteBuffer.wrap(bytes);
    private int payloadBytes;
    private int samples;
    private long positionSamples;
    private int generation;

    byte[] bytes() {
        return bytes;
    }

    int payloadBytes() {
        return payloadBytes;
    }

    /** The packet's duration per channel at 48 kHz. */
    int samples() {
        return samples;
    }

    /** Where in its source the packet begins, in samples per channel at 48 kHz. */
    long positionSamples() {
        return positionSamples;
    }

    /** After how many seeks it was read. */
    int generation() {
        return generation;
    }

    void place(long sourcePositionSamples, int seeks) {
        positionSamples = sourcePositionSamples;
        generation = seeks;
    }

    /** Makes room for a payload of this size; what was in the packet is lost. */
    void reserve(int payload) {
        int needed = HEAD_BYTES + payload + TAIL_BYTES;
        if (bytes.length < needed) {
            bytes = new byte[Math.max(needed, bytes.length * 2)];
            buffer = ByteBuffer.wrap(bytes);
        }
    }

    void set(byte[] opus, int offset, int length, int durationSamples) {
        reserve(length);
        System.arraycopy(opus, offset, bytes, HEAD_BYTES, length);
        describe(length, durationSamples);
    }

    /** Says what has been written behind the head room. */
    void describe(int payload, int durationSamples) {
        payloadBytes = payload;
        samples = durationSamples;
    }

    /** The finished packet as a buffer; the same object each time. */
    ByteBuffer wire(int offset, int length) {
        buffer.clear();
        buffer.position(offset);
        buffer.limit(offset + length);
        return buffer;
    }
}
