package dev.acord.voice.rtp;

import dev.acord.voice.DropReason;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many packets were dropped for which reason. One thread counts; any thread may read, and sees each number at some recent moment. Two
 * counting threads have an instance each, and readers add them up.
 */
public final class DropCounters {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final DropReason[] REASONS = DropReason.values();

    private final long[] counts = new long[REASONS.length];

    /** Counters that start at zero. */
    public DropCounters() {}

    /**
     * Counts one packet. Only the counting thread may call this.
     *
     * @param reason why it was dropped
     */
    public void count(DropReason reason) {
        int i = index(reason);
        ELEMENT.setOpaque(counts, i, counts[i] + 1);
    }

    /**
     * One of the numbers.
     *
     * @param reason the reason
     * @return packets dropped for it
     */
    public long of(DropReason reason) {
        return (long) ELEMENT.getOpaque(counts, index(reason));
    }

    /**
     * All numbers that are not zero.
     *
     * @return an unmodifiable copy, in the order of {@link DropReason}
     */
    public Map<DropReason, Long> snapshot() {
        Map<DropReason, Long> snapshot = new EnumMap<>(DropReason.class);
        for (DropReason reason : REASONS) {
            long count = of(reason);
            if (count != 0) {
                snapshot.put(reason, count);
            }
        }
        return Collections.unmodifiableMap(snapshot);
    }

    @SuppressWarnings("EnumOrdinal") // an index within this process, never stored or sent
    private static int index(DropReason reason) {
        return reason.ordinal();
    }
}
