package dev.acord.audio.ogg;

/**
 * The page header of Ogg (RFC 3533 section 6), as offsets over a caller's array. Little-endian.
 *
 * <pre>
 *  0  "OggS"            capture pattern
 *  4  version           0
 *  5  flags             1: begins with the rest of a packet, 2: first page of its stream, 4: last page
 *  6  granule position  8 bytes; for Opus the samples up to the end of the last packet that ends on the page, -1 if none does
 * 14  serial number     4 bytes, which stream the page belongs to
 * 18  sequence number   4 bytes, counts the pages of a stream
 * 22  checksum          4 bytes, over the whole page with these four as 0
 * 26  segments          n
 * 27  n lengths         0 to 255 each; a packet ends with the first one below 255
 *     data              as many bytes as the lengths add up to
 * </pre>
 */
final class OggPage {

    static final int VERSION = 4;
    static final int FLAGS = 5;
    static final int GRANULE = 6;
    static final int SERIAL = 14;
    static final int SEQUENCE = 18;
    static final int CHECKSUM = 22;
    static final int SEGMENTS = 26;
    static final int LACING = 27;

    static final int CONTINUED = 1;
    static final int FIRST = 2;
    static final int LAST = 4;

    static final int MAX_SEGMENTS = 255;
    static final int MAX_HEADER_BYTES = LACING + MAX_SEGMENTS;
    static final int MAX_BYTES = MAX_HEADER_BYTES + MAX_SEGMENTS * 255;

    /** The granule position of a page on which no packet ends. */
    static final long NO_GRANULE = -1;

    /** 23,000 years: farther positions are damage, and would overflow. */
    private static final long MAX_GRANULE = 1L << 55;

    private static final byte[] ZEROS = new byte[4];

    private OggPage() {}

    /** Whether a granule position can be one. */
    static boolean isPosition(long granule) {
        return granule >= 0 && granule < MAX_GRANULE;
    }

    static boolean isCapturePattern(byte[] page, int at) {
        return page[at] == 'O' && page[at + 1] == 'g' && page[at + 2] == 'g' && page[at + 3] == 'S';
    }

    static int headerBytes(byte[] page, int at) {
        return LACING + (page[at + SEGMENTS] & 0xFF);
    }

    static int bodyBytes(byte[] page, int at) {
        int bytes = 0;
        for (int i = 0; i < (page[at + SEGMENTS] & 0xFF); i++) {
            bytes += page[at + LACING + i] & 0xFF;
        }
        return bytes;
    }

    static int int32(byte[] page, int at) {
        return (page[at] & 0xFF) | (page[at + 1] & 0xFF) << 8 | (page[at + 2] & 0xFF) << 16 | page[at + 3] << 24;
    }

    static long int64(byte[] page, int at) {
        return (int32(page, at) & 0xFFFF_FFFFL) | (long) int32(page, at + 4) << 32;
    }

    static void putInt32(byte[] page, int at, int value) {
        page[at] = (byte) value;
        page[at + 1] = (byte) (value >> 8);
        page[at + 2] = (byte) (value >> 16);
        page[at + 3] = (byte) (value >> 24);
    }

    static void putInt64(byte[] page, int at, long value) {
        putInt32(page, at, (int) value);
        putInt32(page, at + 4, (int) (value >> 32));
    }

    /** The checksum that a page must have. */
    static int checksum(byte[] page, int at, int length) {
        int crc = OggCrc.update(0, page, at, CHECKSUM);
        crc = OggCrc.update(crc, ZEROS, 0, ZEROS.length);
        return OggCrc.update(crc, page, at + SEGMENTS, length - SEGMENTS);
    }
}
