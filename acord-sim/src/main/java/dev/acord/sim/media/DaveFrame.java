package dev.acord.sim.media;

/**
 * The layout of an end-to-end encrypted frame, as far as it shows without keys (DAVE description, "Protocol Frame Check"):
 *
 * <pre>
 * media | 8-byte tag | ULEB128 nonce | (ULEB128 offset, ULEB128 length)* | size of all from the tag on, 1 byte | FA FA
 * </pre>
 */
final class DaveFrame {
    private static final int TAG_BYTES = 8;
    /** The size and the marker. */
    private static final int TAIL_BYTES = 3;

    private static final int MIN_SUPPLEMENT = TAG_BYTES + 1 + TAIL_BYTES;
    private static final int MAX_LEB_BITS = 32;

    private final byte[] bytes;
    private final int end;
    private int at;

    private DaveFrame(byte[] bytes, int at, int end) {
        this.bytes = bytes;
        this.at = at;
        this.end = end;
    }

    /** Whether a frame may be in an encrypted call: it is encrypted, or the silence frame. */
    static boolean mayPass(byte[] frame, int from, int length) {
        return OpusFrame.isSilence(frame, from, length) || isEncrypted(frame, from, length);
    }

    /** Whether a frame passes the protocol frame check. */
    static boolean isEncrypted(byte[] frame, int from, int length) {
        if (length < MIN_SUPPLEMENT || !OpusFrame.isSealed(frame, from, length)) {
            return false;
        }
        int supplement = Wire.uint8(frame, from + length - TAIL_BYTES);
        if (supplement < MIN_SUPPLEMENT || supplement >= length) {
            return false;
        }
        int mediaBytes = length - supplement;
        DaveFrame reader = new DaveFrame(frame, from + mediaBytes + TAG_BYTES, from + length - TAIL_BYTES);
        return reader.uleb128() >= 0 && reader.hasRanges(mediaBytes);
    }

    private boolean hasRanges(int mediaBytes) {
        long covered = 0;
        while (at < end) {
            long offset = uleb128();
            long length = uleb128();
            if (offset < covered || length < 0 || offset + length > mediaBytes) {
                return false;
            }
            covered = offset + length;
        }
        return true;
    }

    /** A number below 2^32, or -1 when there is none. */
    private long uleb128() {
        long value = 0;
        for (int shift = 0; shift < MAX_LEB_BITS && at < end; shift += 7) {
            int next = Wire.uint8(bytes, at++);
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                return value >>> MAX_LEB_BITS == 0 ? value : -1;
            }
        }
        return -1;
    }
}
