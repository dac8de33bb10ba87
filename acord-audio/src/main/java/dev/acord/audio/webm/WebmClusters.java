package dev.acord.audio.webm;

import dev.acord.audio.input.SeekableInput;
import java.io.IOException;

/**
 * Looks for clusters anywhere in a file, with or without an index: by the four bytes of their id, followed by a size and by what a
 * cluster begins with, up to its timestamp. Bytes that only look like a cluster are passed over, but no more than {@value #MAX_FALSE} of
 * them, so that no file can make the search last.
 */
final class WebmClusters {

    private static final int WINDOW = 64 << 10;
    private static final int HEAD_BYTES = 64;
    private static final int MAX_FALSE = 10_000;

    private final SeekableInput in;
    private final long scaleNs;
    private final byte[] window = new byte[WINDOW];
    private int falseClusters;
    private long offset;
    private long timestampNs;

    WebmClusters(SeekableInput in, long scaleNs) {
        this.in = in;
        this.scaleNs = scaleNs;
    }

    /** Goes to the first cluster that begins in a range of the file. */
    boolean find(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            int have = in.readAt(at, window, 0, (int) Math.min(WINDOW, to - at + HEAD_BYTES));
            // a whole head must be there, unless the file ends
            int last = have < Math.min(WINDOW, to - at + HEAD_BYTES) ? have - 4 : have - HEAD_BYTES;
            for (int i = 0; i < last && at + i < to; i++) {
                if (window[i] == 0x1F && isCluster(i, have)) {
                    offset = at + i;
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

    /** Goes to the last cluster that begins in a range of the file. */
    boolean findLast(long from, long to) throws IOException {
        long end = to;
        long step = WINDOW;
        while (end > from) {
            long begin = Math.max(from, end - step);
            long at = begin;
            long found = -1;
            while (find(at, end)) {
                found = offset;
                at = offset + 4;
            }
            if (found >= 0) {
                return find(found, found + 1);
            }
            end = begin;
            step *= 2;
        }
        return false;
    }

    /** Where the cluster begins. */
    long offset() {
        return offset;
    }

    /** The cluster's time. */
    long timestampNs() {
        return timestampNs;
    }

    private boolean isCluster(int begin, int limit) {
        if (begin + 5 > limit || int32(begin) != WebmIds.CLUSTER || falseClusters >= MAX_FALSE) {
            return false;
        }
        int end = Math.min(limit, begin + HEAD_BYTES);
        int at = begin + 4;
        int sizeBytes = Integer.numberOfLeadingZeros(window[at] & 0xFF) - 23;
        at += sizeBytes;
        while (sizeBytes <= 8 && at + 2 <= end) {
            int id = window[at] & 0xFF;
            int size = (window[at + 1] & 0xFF) - 0x80; // all of these are shorter than 127 bytes
            at += 2;
            if (size < 0 || at + size > end) {
                break;
            }
            if (id == WebmIds.TIMESTAMP && size <= 8) {
                return timestamp(at, size);
            }
            if (id != WebmIds.CRC_32 && id != WebmIds.POSITION && id != WebmIds.PREVIOUS_SIZE && id != WebmIds.VOID) {
                break;
            }
            at += size;
        }
        falseClusters++;
        return false;
    }

    private boolean timestamp(int at, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | (window[at + i] & 0xFF);
        }
        if (value < 0 || value > Long.MAX_VALUE / scaleNs) {
            falseClusters++;
            return false;
        }
        timestampNs = value * scaleNs;
        return true;
    }

    private int int32(int at) {
        return (window[at] & 0xFF) << 24
                | (window[at + 1] & 0xFF) << 16
                | (window[at + 2] & 0xFF) << 8
                | (window[at + 3] & 0xFF);
    }
}
