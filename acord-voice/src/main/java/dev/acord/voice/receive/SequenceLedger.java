package dev.acord.voice.receive;

/**
 * Sequence numbers without the wrap at 16 bits ("extended"), and which of the last {@value #HISTORY} have come. After a restart of the
 * sender the extended numbers go on where they were.
 */
final class SequenceLedger {

    static final int HISTORY = 1_024;

    /** A step forward of less than this can be loss: a minute at 20 ms (RFC 3550, A.1). */
    static final int MAX_DROPOUT = 3_000;

    private final long[] seen = new long[HISTORY / Long.SIZE];
    private boolean begun;
    private int highestRaw;
    private long highest = -1;

    boolean hasBegun() {
        return begun;
    }

    long highest() {
        return highest;
    }

    /** Numbers begin (again) with this one, which becomes the one after the highest. */
    void begin(int sequence) {
        begun = true;
        highestRaw = sequence - 1 & 0xFFFF;
    }

    /** How far a number is ahead of the highest, -32768 to 32767. */
    int step(int sequence) {
        return (short) (sequence - highestRaw);
    }

    /** Whether a number, at most {@value #HISTORY} - 1 behind the highest, has come. */
    boolean hasSeen(long extended) {
        return extended <= highest && (seen[word(extended)] >>> extended & 1) != 0;
    }

    void record(long extended) {
        if (extended > highest) {
            for (long passed = Math.max(highest + 1, extended - HISTORY + 1); passed <= extended; passed++) {
                seen[word(passed)] &= ~(1L << passed);
            }
            highestRaw = (int) (highestRaw + extended - highest) & 0xFFFF;
            highest = extended;
        }
        seen[word(extended)] |= 1L << extended;
    }

    private static int word(long extended) {
        return (int) (extended & HISTORY - 1) / Long.SIZE;
    }
}
