package dev.acord.voice.rtp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sources of a session by SSRC: open addressing with linear probing, at most half full, so that a look-up allocates nothing. When it is
 * full, the source that was silent longest makes room, if that was long enough. One owner thread.
 */
final class SourceTable {
    private final long idleNs;
    private final int limit;
    private final @Nullable RtpSource[] slots;
    private int size;

    /**
     * An empty table.
     *
     * @param limit sources, a power of two
     * @param idleNs a source that was silent for so long may be forgotten for a new one
     */
    SourceTable(int limit, long idleNs) {
        if (Integer.bitCount(limit) != 1) {
            throw new IllegalArgumentException("the limit is a power of two, not " + limit);
        }
        this.limit = limit;
        this.idleNs = idleNs;
        this.slots = new RtpSource[2 * limit];
    }

    @Nullable
    RtpSource find(int ssrc) {
        return slots[slotOf(ssrc)];
    }

    /** The source, made for its first packet if needed; null if there is no room. */
    @Nullable
    RtpSource findOrAdd(int ssrc, int sequence, long nowNs) {
        int slot = slotOf(ssrc);
        RtpSource known = slots[slot];
        if (known != null) {
            return known;
        }
        if (size == limit) {
            if (!forgetLongestSilent(nowNs)) {
                return null;
            }
            slot = slotOf(ssrc);
        }
        RtpSource source = new RtpSource(ssrc, sequence);
        slots[slot] = source;
        size++;
        return source;
    }

    boolean remove(int ssrc) {
        int gap = slotOf(ssrc);
        if (slots[gap] == null) {
            return false;
        }
        size--;
        slots[gap] = null;
        // Close the gap: move back every follower in the run that a probe would no longer reach.
        int mask = slots.length - 1;
        int i = (gap + 1) & mask;
        for (RtpSource follower = slots[i]; follower != null; follower = slots[i]) {
            int home = home(follower.ssrc());
            if (((i - home) & mask) >= ((i - gap) & mask)) {
                slots[gap] = follower;
                slots[i] = null;
                gap = i;
            }
            i = (i + 1) & mask;
        }
        return true;
    }

    List<SourceStatistics> statistics() {
        List<SourceStatistics> statistics = new ArrayList<>(size);
        for (RtpSource source : slots) {
            if (source != null) {
                statistics.add(source.statistics());
            }
        }
        return statistics;
    }

    private boolean forgetLongestSilent(long nowNs) {
        RtpSource longest = null;
        long longestNs = idleNs - 1;
        for (RtpSource source : slots) {
            if (source != null && nowNs - source.lastHeardNs() > longestNs) {
                longest = source;
                longestNs = nowNs - source.lastHeardNs();
            }
        }
        return longest != null && remove(longest.ssrc());
    }

    /** The slot that holds the source, or the empty one where it belongs. */
    private int slotOf(int ssrc) {
        int i = home(ssrc);
        for (RtpSource source = slots[i]; source != null && source.ssrc() != ssrc; source = slots[i]) {
            i = (i + 1) & (slots.length - 1);
        }
        return i;
    }

    private int home(int ssrc) {
        // the golden ratio spreads consecutive numbers, which servers hand out
        return ((ssrc * 0x9E3779B9) >>> 16) & (slots.length - 1);
    }
}
