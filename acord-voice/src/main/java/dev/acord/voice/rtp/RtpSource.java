package dev.acord.voice.rtp;

/**
 * What is known of one synchronisation source: the sequence numbers seen, after RFC 3550 appendix A.1 but without probation (the packets
 * are authentic), and the interarrival jitter, after appendix A.8. One owner thread.
 */
final class RtpSource {
    private static final int SEQUENCES = 1 << 16;
    /** A step forward of less than this is loss. */
    private static final int MAX_DROPOUT = 3000;
    /** A step back of less than this is reordering; inside the window of remembered packets. */
    private static final int MAX_MISORDER = 100;

    private static final int NONE = -1;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int SAMPLES_PER_MILLI = 48;
    /**
     * A larger change of the transit time comes from a sender whose timestamps stood still in a pause, or from a restart; it is not
     * jitter. (A deviation from A.8, which would show an hour's pause as jitter.)
     */
    private static final int MAX_TRANSIT_CHANGE = 48_000;

    private final int ssrc;
    private int highest;
    private long cycles;
    private long first;
    /** The packets from the highest down that have been seen: bit i of {@code recent} is the highest - i, of {@code older} - 64 - i. */
    private long recent;

    private long older;
    /** The sequence number that would confirm a restart, after one packet out of the blue. */
    private int restart = NONE;

    private long received;
    private long expectedBefore;
    private long duplicates;
    private boolean hasTransit;
    private int transit;
    private int jitterTimes16;
    private long lastHeardNs;

    /** A source whose first packet, to be given to {@link #accept} next, has this sequence number. */
    RtpSource(int ssrc, int sequence) {
        this.ssrc = ssrc;
        this.highest = sequence;
        this.first = sequence;
    }

    int ssrc() {
        return ssrc;
    }

    long lastHeardNs() {
        return lastHeardNs;
    }

    /**
     * Takes note of a packet.
     *
     * @return false if it is a duplicate
     */
    boolean accept(int sequence, long timestamp, long nowNs) {
        lastHeardNs = nowNs;
        int ahead = (sequence - highest) & (SEQUENCES - 1);
        boolean fresh;
        if (ahead == 0) {
            fresh = isFresh(0);
        } else if (ahead < MAX_DROPOUT) {
            moveTo(sequence, ahead);
            fresh = true;
        } else if (SEQUENCES - ahead < MAX_MISORDER) {
            fresh = isFresh(SEQUENCES - ahead);
        } else {
            return acceptJump(sequence);
        }
        if (!fresh) {
            duplicates++;
            return false;
        }
        received++;
        updateJitter(timestamp, nowNs);
        return true;
    }

    private boolean isFresh(int behind) {
        long bit = 1L << (behind & 63);
        long word = behind < 64 ? recent : older;
        if ((word & bit) != 0) {
            return false;
        }
        if (behind < 64) {
            recent |= bit;
        } else {
            older |= bit;
        }
        first = Math.min(first, cycles + highest - behind);
        return true;
    }

    private void moveTo(int sequence, int ahead) {
        if (sequence < highest) {
            cycles += SEQUENCES;
        }
        highest = sequence;
        restart = NONE;
        if (ahead >= 128) {
            older = 0;
            recent = 0;
        } else if (ahead >= 64) {
            older = recent << (ahead - 64);
            recent = 0;
        } else {
            older = (older << ahead) | (recent >>> (64 - ahead));
            recent <<= ahead;
        }
        recent |= 1;
    }

    /** One packet far away may be a straggler; two in a row are a sender that restarted its numbers. */
    private boolean acceptJump(int sequence) {
        if (sequence == restart) {
            expectedBefore += cycles + highest - first + 1;
            cycles = 0;
            highest = sequence;
            first = sequence == 0 ? -1 : sequence - 1;
            recent = 0b11;
            older = 0;
            restart = NONE;
            received += 2;
            hasTransit = false;
            return true;
        }
        int next = (sequence + 1) & (SEQUENCES - 1);
        if (next == restart) {
            duplicates++;
            return false;
        }
        restart = next;
        return true;
    }

    private void updateJitter(long timestamp, long nowNs) {
        long milli = Math.floorDiv(nowNs, NANOS_PER_MILLI);
        long rest = Math.floorMod(nowNs, NANOS_PER_MILLI);
        int arrival = (int) (milli * SAMPLES_PER_MILLI + rest * SAMPLES_PER_MILLI / NANOS_PER_MILLI);
        int previous = transit;
        transit = arrival - (int) timestamp;
        if (!hasTransit) {
            hasTransit = true;
            return;
        }
        long change = Math.abs((long) (transit - previous));
        if (change <= MAX_TRANSIT_CHANGE) {
            jitterTimes16 += (int) change - ((jitterTimes16 + 8) >> 4);
        }
    }

    SourceStatistics statistics() {
        long expected = expectedBefore + cycles + highest - first + 1;
        return new SourceStatistics(
                ssrc, cycles + highest, received, Math.max(0, expected - received), duplicates, jitterTimes16 >> 4);
    }
}
