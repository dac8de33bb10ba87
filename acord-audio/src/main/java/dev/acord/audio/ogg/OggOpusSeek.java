package dev.acord.audio.ogg;

import dev.acord.audio.input.SeekableInput;
import java.io.IOException;

/**
 * Finds where to read on for a position, by bisection over the bytes of one link: page positions rise with the place in the file, so each
 * page that is looked at halves what is left. What is read is in proportion to the logarithm of the file, not to its length.
 *
 * <p>The result is the last page whose last packet ends at the position or before it: the packet that holds the position begins behind
 * that, on the same page or the next.
 */
final class OggOpusSeek {

    /** When no more is left than a few pages have, they are read one after another. */
    private static final long NEAR_BYTES = 64 << 10;

    private final OggPageScan scan;

    /** Where to read on. */
    private long offset;

    /** The position behind the last packet that ends on the page at {@link #offset}, if {@link #found}. */
    private long granule;

    /** Whether there is such a page; if not, the link's audio is to be read from its beginning. */
    private boolean found;

    OggOpusSeek(SeekableInput in) {
        scan = new OggPageScan(in);
    }

    /** Searches a link for a granule position. */
    void search(OggLink link, long target) throws IOException {
        offset = link.audio();
        granule = link.firstGranule();
        found = false;
        long low = link.audio();
        long high = link.end();
        while (high - low > NEAR_BYTES) {
            long middle = low + (high - low) / 2;
            if (scan.find(middle, high, link.serial()) && isBefore(target)) {
                take();
                low = scan.end();
            } else {
                high = middle;
            }
        }
        // high may be the middle of a page that begins before it: pages are taken up to the first that is too late
        while (scan.find(low, link.end(), link.serial()) && isBefore(target)) {
            take();
            low = scan.end();
        }
    }

    long offset() {
        return offset;
    }

    long granule() {
        return granule;
    }

    boolean found() {
        return found;
    }

    /** The last page of a stream may be trimmed: its position may lie before places that its last packet holds. */
    private boolean isBefore(long target) {
        return scan.granule() <= target && !scan.isLast();
    }

    private void take() {
        offset = scan.offset();
        granule = scan.granule();
        found = true;
    }
}
