package dev.acord.audio.ogg;

/** Makes damaged files that get past the checksums, so that what lies behind them is fuzzed too. */
final class OggPages {
    private OggPages() {}

    /** Puts the checksum of each page right that lies in the bytes as a whole. */
    static void mendChecksums(byte[] file) {
        int at = 0;
        while (at + OggPage.LACING <= file.length) {
            int length = OggPage.isCapturePattern(file, at) ? pageBytes(file, at) : 0;
            if (length == 0) {
                at++;
            } else {
                OggPage.putInt32(file, at + OggPage.CHECKSUM, OggPage.checksum(file, at, length));
                at += length;
            }
        }
    }

    private static int pageBytes(byte[] file, int at) {
        int header = OggPage.headerBytes(file, at);
        if (at + header > file.length) {
            return 0;
        }
        int bytes = header + OggPage.bodyBytes(file, at);
        return at + bytes <= file.length ? bytes : 0;
    }
}
