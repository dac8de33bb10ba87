package dev.acord.dave.media;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counters by status. One thread counts; any thread may read, and sees each number at some recent moment. */
final class StatusCounters<S extends Enum<S>> {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts;

    StatusCounters(Class<S> statuses) {
        counts = new long[statuses.getEnumConstants().length];
    }

    void count(S status) {
        int i = index(status);
        ELEMENT.setOpaque(counts, i, counts[i] + 1);
    }

    long of(S status) {
        return (long) ELEMENT.getOpaque(counts, index(status));
    }

    @SuppressWarnings("EnumOrdinal") // an index within this process, never stored or sent
    private static int index(Enum<?> status) {
        return status.ordinal();
    }
}
