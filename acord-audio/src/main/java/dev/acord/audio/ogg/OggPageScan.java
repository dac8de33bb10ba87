package dev.acord.audio.ogg;

import dev.acord.audio.input.SeekableInput;
import java.io.IOException;

/**
 * Looks for pages anywhere in a file: the next valid one behind a place. Valid means that its checksum is right, so that bytes which only
 * look like a page are passed over. What looks like one and is none costs time; after {@value #MAX_FALSE_PAGES} of them the search
 * finds nothing more, so that no file can make it last.
 */
final class OggPageScan {

    private static final int WINDOW = 16 << 10;
    private static final int MAX_FALSE_PAGES = 2_000;

    private final SeekableInput in;
    private final byte[] window = new byte[WINDOW];
    private byte[] page = new byte[WINDOW];
    private int falsePages;
    private long offset;
    private int length;

    OggPageScan(SeekableInput in) {
        this.in = in;
    }

    /** Goes to the first valid page that begins in a range of the file. */
    boolean find(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            int have = in.readAt(at, window, 0, (int) Math.min(WINDOW, to - at + OggPage.SERIAL));
            int last = have - OggPage.SERIAL;
            for (int i = 0; i < last && at + i < to; i++) {
                if (window[i] == 'O' && OggPage.isCapturePattern(window, i) && isPage(at + i)) {
                    return true;
                }
            }
            if (last <= 0) {
                return false;
            }
            at += last;
        }
        return false;
    }

    /** The same for pages of one stream on which a packet ends, so that they have a position. */
    boolean find(long from, long to, int serial) throws IOException {
        long at = from;
        while (find(at, to)) {
            if (serial() == serial && isPositioned()) {
                return true;
            }
            at = end();
        }
        return false;
    }

    /** The last valid page that ends before a place, looking back no farther than {@code floor}. */
    boolean findLast(long floor, long before, int serial, boolean any) throws IOException {
        long to = before;
        while (to > floor) {
            long from = Math.max(floor, to - OggPage.MAX_BYTES);
            long found = -1;
            long at = from;
            while (any ? find(at, to) : find(at, to, serial)) {
                found = offset;
                at = end();
            }
            if (found >= 0) {
                return isPage(found);
            }
            to = from;
        }
        return false;
    }

    long offset() {
        return offset;
    }

    long end() {
        return offset + length;
    }

    int serial() {
        return OggPage.int32(page, OggPage.SERIAL);
    }

    int sequence() {
        return OggPage.int32(page, OggPage.SEQUENCE);
    }

    long granule() {
        return OggPage.int64(page, OggPage.GRANULE);
    }

    boolean isLast() {
        return (page[OggPage.FLAGS] & OggPage.LAST) != 0;
    }

    /** Whether the page has a position that can be one: not -1, and not a nonsense that sums would overflow with. */
    boolean isPositioned() {
        return OggPage.isPosition(granule());
    }

    private boolean isPage(long at) throws IOException {
        if (falsePages >= MAX_FALSE_PAGES) {
            return false;
        }
        int have = in.readAt(at, page, 0, OggPage.MAX_HEADER_BYTES);
        if (have >= OggPage.LACING && page[OggPage.VERSION] == 0 && have >= OggPage.headerBytes(page, 0)) {
            int bytes = OggPage.headerBytes(page, 0) + OggPage.bodyBytes(page, 0);
            if (bytes > page.length) {
                byte[] larger = new byte[OggPage.MAX_BYTES];
                System.arraycopy(page, 0, larger, 0, have);
                page = larger;
            }
            if (have < bytes) {
                have += in.readAt(at + have, page, have, bytes - have);
            }
            if (have >= bytes && OggPage.int32(page, OggPage.CHECKSUM) == OggPage.checksum(page, 0, bytes)) {
                offset = at;
                length = bytes;
                return true;
            }
        }
        falsePages++;
        return false;
    }
}
