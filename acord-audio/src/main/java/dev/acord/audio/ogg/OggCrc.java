package dev.acord.audio.ogg;

/**
 * The checksum of Ogg pages (RFC 3533 section 6): CRC-32 with the polynomial 04C11DB7, most significant bit first, starting at 0, without
 * a final inversion. (The JDK's {@code CRC32} runs the other way round.) Eight bytes at a time, with a table for each.
 */
final class OggCrc {

    private static final int POLYNOMIAL = 0x04C1_1DB7;
    private static final int[][] TABLES = tables();

    private OggCrc() {}

    /** Continues a checksum, 0 at first, over a range of bytes. */
    static int update(int crc, byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (end - at >= 8) {
            crc ^= int32(bytes, at);
            crc = TABLES[7][crc >>> 24]
                    ^ TABLES[6][(crc >>> 16) & 0xFF]
                    ^ TABLES[5][(crc >>> 8) & 0xFF]
                    ^ TABLES[4][crc & 0xFF]
                    ^ TABLES[3][bytes[at + 4] & 0xFF]
                    ^ TABLES[2][bytes[at + 5] & 0xFF]
                    ^ TABLES[1][bytes[at + 6] & 0xFF]
                    ^ TABLES[0][bytes[at + 7] & 0xFF];
            at += 8;
        }
        while (at < end) {
            crc = (crc << 8) ^ TABLES[0][(crc >>> 24) ^ (bytes[at] & 0xFF)];
            at++;
        }
        return crc;
    }

    private static int int32(byte[] bytes, int at) {
        return bytes[at] << 24 | (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF);
    }

    /** The tables: entry b of table k is the checksum of byte b followed by k zero bytes. */
    private static int[][] tables() {
        int[][] tables = new int[8][256];
        for (int i = 0; i < 256; i++) {
            int crc = i << 24;
            for (int bit = 0; bit < 8; bit++) {
                crc = crc < 0 ? (crc << 1) ^ POLYNOMIAL : crc << 1;
            }
            tables[0][i] = crc;
        }
        for (int k = 1; k < 8; k++) {
            for (int i = 0; i < 256; i++) {
                int crc = tables[k - 1][i];
                tables[k][i] = (crc << 8) ^ tables[0][crc >>> 24];
            }
        }
        return tables;
    }
}
