package dev.acord.sim.media;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Watches the nonces of one sender under one key. A counter may be big-endian or little-endian: the second nonce tells which. A
 * nonce that returns is a fault of the network when the whole packet returns (same tag), and of the sender otherwise.
 */
final class NonceAudit {
    /** What a nonce turned out to be. */
    enum Finding {
        /** Higher than all before: {@link #step()} says by how much. */
        AHEAD,
        /** Late, but explained by reordering. */
        LATE,
        /** The very packet that came before. */
        DUPLICATE,
        /** Another packet had this nonce. */
        REUSED,
        /** Too far behind. */
        BACKWARDS
    }

    /** How far behind the highest nonce a reordered packet may be; also how many are remembered. */
    static final int WINDOW = 1024;

    private static final long KEY_LIMIT = 1L << 32;

    private final Map<Integer, Long> tags = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Long> eldest) {
            return size() > WINDOW;
        }
    };
    private int seen;
    private boolean littleEndian;
    private int first;
    private int highest;
    private long advance;
    private int step;

    /** Judges the nonce of an authentic packet; {@code tag} is any 8 bytes of its authentication tag. */
    Finding accept(int nonce, long tag) {
        Long before = tags.get(nonce);
        if (before != null) {
            return before == tag ? Finding.DUPLICATE : Finding.REUSED;
        }
        tags.put(nonce, tag);
        if (seen < 2 && !start(nonce)) {
            return Finding.AHEAD;
        }
        int value = ordered(nonce);
        int delta = value - highest;
        if (delta > 0) {
            highest = value;
            step = delta;
            advance += delta;
            return advance >= KEY_LIMIT ? Finding.REUSED : Finding.AHEAD;
        }
        return delta >= -WINDOW ? Finding.LATE : Finding.BACKWARDS;
    }

    /** By how much the last nonce that was ahead exceeded the highest before it; 1 for the very first. */
    int step() {
        return step;
    }

    /** Takes the first two nonces; returns whether there is something to compare with. */
    private boolean start(int nonce) {
        seen++;
        if (seen == 1) {
            first = nonce;
            highest = nonce;
            step = 1;
            return false;
        }
        int bigDelta = Math.abs(nonce - first);
        int littleDelta = Math.abs(Integer.reverseBytes(nonce) - Integer.reverseBytes(first));
        littleEndian = Integer.compareUnsigned(littleDelta, bigDelta) < 0;
        highest = ordered(first);
        return true;
    }

    private int ordered(int nonce) {
        return littleEndian ? Integer.reverseBytes(nonce) : nonce;
    }
}
