package dev.acord.bench;

import java.util.Arrays;

/**
 * What the receiver learns from the packets: how many arrived in the measured window, and how far the time between two packets of a
 * connection was from 20 ms. Reads no clock. Not thread safe.
 */
final class ArrivalLog {
    /** The packet interval of every connection. */
    static final long INTERVAL_NS = 20_000_000;

    private final long[] lastNs;
    private final int[] lastSequence;
    private final IntervalStatistics errors = new IntervalStatistics();
    private final long windowStartNs;
    private final long windowEndNs;
    private long delivered;
    private long notInOrder;

    /**
     * An empty log.
     *
     * @param connections how many connections send; their synchronisation sources are 1 to this number
     */
    ArrivalLog(int connections, long windowStartNs, long windowEndNs) {
        this.lastNs = new long[connections + 1];
        this.lastSequence = new int[connections + 1];
        Arrays.fill(lastSequence, -1);
        this.windowStartNs = windowStartNs;
        this.windowEndNs = windowEndNs;
    }

    /** One packet has arrived; packets of unknown sources and from outside the window are not counted. */
    void handlePacket(int ssrc, int sequence, long nowNs) {
        if (ssrc < 1 || ssrc >= lastNs.length || nowNs - windowStartNs < 0 || nowNs - windowEndNs >= 0) {
            return;
        }
        delivered++;
        int last = lastSequence[ssrc];
        if (last >= 0) {
            if (sequence == (last + 1 & 0xFFFF)) {
                errors.record(Math.abs(nowNs - lastNs[ssrc] - INTERVAL_NS));
            } else {
                notInOrder++;
            }
        }
        lastSequence[ssrc] = sequence;
        lastNs[ssrc] = nowNs;
    }

    /** Packets that arrived in the window. */
    long delivered() {
        return delivered;
    }

    /** Packets in the window that did not follow their connection's last one: something between was lost, or the order changed. */
    long notInOrder() {
        return notInOrder;
    }

    /** By how much the time between two consecutive packets of a connection differed from 20 ms, early or late. */
    IntervalStatistics errors() {
        return errors;
    }
}
