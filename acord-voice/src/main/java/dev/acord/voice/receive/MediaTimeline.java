package dev.acord.voice.receive;

/**
 * The sender's timestamps without the wrap at 32 bits, moved onto the receiver's time line: the media time of a packet is when it would
 * have arrived, had it taken the shortest way, give or take a constant. A sender whose timestamps stood still or jumped is moved again by
 * {@link #shift}. All in samples at 48 kHz.
 */
final class MediaTimeline {

    private long newestRaw;
    private long newestUnwrapped;
    private long shift;
    private long shiftBefore;
    private long shiftedFrom = Long.MIN_VALUE;

    /** Timestamps begin (again) with this one. */
    void begin(long timestamp) {
        newestRaw = timestamp;
    }

    /** How far a timestamp is ahead of the newest one: -2^31 to 2^31 - 1. */
    int step(long timestamp) {
        return (int) (timestamp - newestRaw);
    }

    long mediaTime(long extended, long timestamp) {
        return newestUnwrapped + step(timestamp) + (extended >= shiftedFrom ? shift : shiftBefore);
    }

    /** This timestamp is the newest one. */
    void advance(long timestamp) {
        newestUnwrapped += step(timestamp);
        newestRaw = timestamp;
    }

    /** The media times from this packet on are later by {@code samples}. */
    void shift(long fromExtended, long samples) {
        shiftBefore = shift;
        shift += samples;
        shiftedFrom = fromExtended;
    }
}
