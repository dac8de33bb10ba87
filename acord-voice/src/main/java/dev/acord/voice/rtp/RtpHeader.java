package dev.acord.voice.rtp;

import static dev.acord.voice.rtp.BigEndian.INT;
import static dev.acord.voice.rtp.BigEndian.SHORT;

/**
 * The fixed RTP header (RFC 3550 section 5.1) as offsets into a caller's array.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                           timestamp                           |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |           synchronization source (SSRC) identifier            |
 * +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
 * |            contributing source (CSRC) identifiers, CC times   |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |   if X: defined by profile    |  length of the body in words  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * The readers take the array and the offset of the header's first byte, of which at least {@link #BYTES} must be there (
 * {@link #extensionWords}: also the contributing sources and the extension's four bytes); they check nothing else. Big-endian.
 */
public final class RtpHeader {
    /** Bytes of the fixed part of the header, without contributing sources. */
    public static final int BYTES = 12;
    /** The only RTP version there is. */
    public static final int VERSION = 2;
    /** The payload type of Opus audio. */
    public static final int PAYLOAD_TYPE_OPUS = 120;
    /** Bytes of a header extension before its body: profile and length. */
    public static final int EXTENSION_PREAMBLE_BYTES = 4;

    static final int SEQUENCE_OFFSET = 2;
    static final int TIMESTAMP_OFFSET = 4;
    static final int SSRC_OFFSET = 8;

    private static final int FIRST_BYTE_PLAIN = VERSION << 6;

    private RtpHeader() {}

    /**
     * The version field.
     *
     * @param buf the array
     * @param off where the header starts
     * @return 0 to 3
     */
    public static int version(byte[] buf, int off) {
        return (buf[off] & 0xFF) >>> 6;
    }

    /**
     * Whether the payload ends in padding.
     *
     * @param buf the array
     * @param off where the header starts
     * @return the P bit
     */
    public static boolean padding(byte[] buf, int off) {
        return (buf[off] & 0x20) != 0;
    }

    /**
     * Whether a header extension follows the contributing sources.
     *
     * @param buf the array
     * @param off where the header starts
     * @return the X bit
     */
    public static boolean extension(byte[] buf, int off) {
        return (buf[off] & 0x10) != 0;
    }

    /**
     * The number of contributing sources.
     *
     * @param buf the array
     * @param off where the header starts
     * @return 0 to 15
     */
    public static int csrcCount(byte[] buf, int off) {
        return buf[off] & 0x0F;
    }

    /**
     * The marker bit.
     *
     * @param buf the array
     * @param off where the header starts
     * @return the M bit
     */
    public static boolean marker(byte[] buf, int off) {
        return buf[off + 1] < 0;
    }

    /**
     * The payload type, without the marker bit that shares its byte.
     *
     * @param buf the array
     * @param off where the header starts
     * @return 0 to 127
     */
    public static int payloadType(byte[] buf, int off) {
        return buf[off + 1] & 0x7F;
    }

    /**
     * The sequence number.
     *
     * @param buf the array
     * @param off where the header starts
     * @return 0 to 65535
     */
    public static int sequence(byte[] buf, int off) {
        return BigEndian.unsignedShort(buf, off + SEQUENCE_OFFSET);
    }

    /**
     * The timestamp, in samples per channel at 48 kHz.
     *
     * @param buf the array
     * @param off where the header starts
     * @return 0 to 2<sup>32</sup> - 1
     */
    public static long timestamp(byte[] buf, int off) {
        return Integer.toUnsignedLong((int) INT.get(buf, off + TIMESTAMP_OFFSET));
    }

    /**
     * The synchronisation source. It is only ever compared, so all 32 bits are kept in an {@code int}; {@link Integer#toUnsignedLong} gives
     * the number that the voice gateway's messages carry.
     *
     * @param buf the array
     * @param off where the header starts
     * @return the 32 bits
     */
    public static int ssrc(byte[] buf, int off) {
        return (int) INT.get(buf, off + SSRC_OFFSET);
    }

    /**
     * The bytes of the fixed header and the contributing sources, without a header extension.
     *
     * @param buf the array
     * @param off where the header starts
     * @return 12 to 72
     */
    public static int headerBytes(byte[] buf, int off) {
        return BYTES + 4 * csrcCount(buf, off);
    }

    /**
     * The length of the header extension's body, for a header that has one.
     *
     * @param buf the array
     * @param off where the header starts
     * @return 32-bit words, 0 to 65535
     */
    public static int extensionWords(byte[] buf, int off) {
        return BigEndian.unsignedShort(buf, off + headerBytes(buf, off) + 2);
    }

    /**
     * Writes a header for an Opus packet: version 2, no padding, extension, contributing sources or marker.
     *
     * @param buf the array
     * @param off where the header starts; {@link #BYTES} bytes are written
     * @param sequence the sequence number; its low 16 bits are used
     * @param timestamp the timestamp in samples per channel; its low 32 bits are used
     * @param ssrc the synchronisation source
     */
    public static void write(byte[] buf, int off, int sequence, long timestamp, int ssrc) {
        buf[off] = (byte) FIRST_BYTE_PLAIN;
        buf[off + 1] = PAYLOAD_TYPE_OPUS;
        SHORT.set(buf, off + SEQUENCE_OFFSET, (short) sequence);
        INT.set(buf, off + TIMESTAMP_OFFSET, (int) timestamp);
        INT.set(buf, off + SSRC_OFFSET, ssrc);
    }
}
