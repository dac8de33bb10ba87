package dev.acord.sim.media;

/**
 * Where the parts of an RTP packet are (RFC 3550, section 5.1 and 5.3.1).
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   |V=2|P|X|  CC   |M|     PT      |       sequence number         |
 *   |                           timestamp                           |
 *   |           synchronization source (SSRC) identifier            |
 *   |                 contributing sources, CC times                |
 *   |      defined by profile       |  length of the extension body |   when X is set
 * </pre>
 *
 * <p>In the {@code rtpsize} modes all of the above is authenticated only; the extension's body is the start of the plaintext.
 */
final class RtpLayout {
    static final int FIXED_BYTES = 12;
    static final int PREAMBLE_BYTES = 4;
    static final int OPUS_PAYLOAD_TYPE = 120;
    static final int PADDING_BIT = 0x20;
    static final int EXTENSION_BIT = 0x10;

    private RtpLayout() {}

    static int version(byte[] packet) {
        return Wire.uint8(packet, 0) >> 6;
    }

    static boolean hasPadding(byte[] packet) {
        return (packet[0] & PADDING_BIT) != 0;
    }

    static boolean hasExtension(byte[] packet) {
        return (packet[0] & EXTENSION_BIT) != 0;
    }

    static int csrcCount(byte[] packet) {
        return packet[0] & 0x0F;
    }

    static int payloadType(byte[] packet) {
        return packet[1] & 0x7F;
    }

    /** RTCP shares the socket: its packet types 200 to 204 stand where RTP has the marker and payload types 72 to 76. */
    static boolean isRtcp(byte[] packet) {
        int type = Wire.uint8(packet, 1);
        return type >= 200 && type <= 204;
    }

    static int sequence(byte[] packet) {
        return Wire.uint16(packet, 2);
    }

    static int timestamp(byte[] packet) {
        return Wire.int32(packet, 4);
    }

    static int ssrc(byte[] packet) {
        return Wire.int32(packet, 8);
    }

    /** The bytes that are authenticated but not encrypted. */
    static int headerBytes(byte[] packet) {
        return FIXED_BYTES + 4 * csrcCount(packet) + (hasExtension(packet) ? PREAMBLE_BYTES : 0);
    }

    /** The length of the extension's body; the packet must have one, and its whole header. */
    static int extensionBodyBytes(byte[] packet) {
        return 4 * Wire.uint16(packet, headerBytes(packet) - 2);
    }
}
