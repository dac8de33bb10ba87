package dev.acord.cli.soak;

import dev.acord.sim.ReceivedPacket;
import java.util.List;

/**
 * How far a stream's RTP time runs from the monotonic clock: the least delay of its latest packets against the least delay of its first
 * ones. A network and a scheduler can only add delay, so the least one shows the clocks.
 */
final class DriftMeter {
    private static final int WINDOW = 50;
    private static final double NS_PER_SAMPLE = 1e9 / 48_000;

    private long ssrc = -1;
    private long lastArrivalNs;
    private long lastTimestamp;
    private long samples;
    private int inWindow;
    private long originNs;
    private double leastNs;
    private double baselineNs = Double.NaN;
    private double driftMs;

    /** Packets of the stream, oldest first; those that were seen already are skipped. */
    void add(List<ReceivedPacket> packets) {
        for (ReceivedPacket packet : packets) {
            if (packet.ssrc() != ssrc) {
                begin(packet);
            } else if (packet.arrivalNs() - lastArrivalNs > 0) {
                add(packet);
            }
        }
    }

    private void begin(ReceivedPacket packet) {
        ssrc = packet.ssrc();
        lastTimestamp = packet.timestamp();
        lastArrivalNs = packet.arrivalNs();
        originNs = packet.arrivalNs();
        samples = 0;
        baselineNs = Double.NaN;
        leastNs = 0;
        inWindow = 1;
        driftMs = 0;
    }

    private void add(ReceivedPacket packet) {
        samples += (int) (packet.timestamp() - lastTimestamp); // modulo 2^32; goes back for a packet out of order
        lastTimestamp = packet.timestamp();
        lastArrivalNs = packet.arrivalNs();
        double delayNs = packet.arrivalNs() - originNs - samples * NS_PER_SAMPLE;
        leastNs = inWindow == 0 ? delayNs : Math.min(leastNs, delayNs);
        if (++inWindow >= WINDOW) {
            if (Double.isNaN(baselineNs)) {
                baselineNs = leastNs;
            }
            driftMs = (leastNs - baselineNs) / 1e6;
            inWindow = 0;
        }
    }

    /** Positive when RTP time is behind the clock; 0 until enough packets came. */
    double driftMs() {
        return driftMs;
    }
}
