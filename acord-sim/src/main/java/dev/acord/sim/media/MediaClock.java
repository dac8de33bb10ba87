package dev.acord.sim.media;

/**
 * Compares a sender's timestamps with the real time across pauses. Delays only ever make a packet late, so the least delayed packet
 * of a passage tells how the sender's clock stands; it is compared with the least delayed packet before the pause.
 */
final class MediaClock {
    /** Only a silence of at least this length can tell whether the timestamp kept the time. */
    static final long GAP_NS = 300_000_000L;

    /** How many packets of a passage are looked at before it is judged. */
    static final int PACKETS = 15;

    private final long toleranceNs;
    private boolean started;
    private int lastTimestamp;
    private long samples;
    private boolean hasReference;
    private long referenceNs;
    private boolean afterPause;
    private int packets;
    private long bestNs;
    private boolean verdict;
    private long errorNs;

    MediaClock(long toleranceNs) {
        this.toleranceNs = toleranceNs;
    }

    /** The next packet begins a new passage. */
    void pause() {
        afterPause = hasReference;
        packets = 0;
    }

    void accept(int timestamp, long nowNs) {
        samples += started ? timestamp - lastTimestamp : 0;
        started = true;
        lastTimestamp = timestamp;
        long leadNs = samples * 1_000_000 / 48 - nowNs;
        bestNs = packets == 0 ? leadNs : Math.max(bestNs, leadNs);
        packets++;
        if (packets == PACKETS) {
            judge();
        }
    }

    /** Whether the last packet completed a passage whose clock is off; asked once. */
    boolean takeVerdict() {
        boolean taken = verdict;
        verdict = false;
        return taken;
    }

    /** By how much the clock was off, in milliseconds; negative when it is behind. */
    long errorMs() {
        return errorNs / 1_000_000;
    }

    private void judge() {
        if (afterPause) {
            errorNs = bestNs - referenceNs;
            verdict = Math.abs(errorNs) > toleranceNs;
        }
        afterPause = false;
        hasReference = true;
        referenceNs = bestNs;
        packets = 0; // the next packets make a newer reference: clocks drift
    }
}
