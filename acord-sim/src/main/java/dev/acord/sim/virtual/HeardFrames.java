package dev.acord.sim.virtual;

/** Which frames of a speaker were heard: their number, and whether one came twice. Frames that come very late are not told apart. */
final class HeardFrames {
    private static final int WINDOW = 64;

    private long highest = Long.MIN_VALUE;
    /** Bit i: the frame i before the highest was heard. */
    private long recent;

    private long count;

    /** Notes a frame; false when it was heard before. */
    boolean add(long number) {
        count++;
        if (number > highest) {
            long step = number - highest;
            recent = step < 0 || step >= WINDOW ? 1 : (recent << step) | 1;
            highest = number;
            return true;
        }
        long behind = highest - number;
        if (behind >= WINDOW) {
            return true;
        }
        boolean first = (recent & (1L << behind)) == 0;
        recent |= 1L << behind;
        return first;
    }

    long count() {
        return count;
    }
}
