package dev.acord.sim.media;

/**
 * How the server receives one member, and the receiver report that says so (RFC 3550 section 6.4.2, appendices A.3 and A.8).
 *
 * <pre>
 *   |V=2|P|  RC=1   |    PT=201     |           length=7            |
 *   |                     SSRC of the server                        |
 *   |                     SSRC of the member                        |
 *   | fraction lost |       cumulative number of packets lost       |
 *   |           extended highest sequence number received           |
 *   |                     interarrival jitter                       |
 *   |                       last SR (LSR) = 0                       |
 *   |                 delay since last SR (DLSR) = 0                |
 * </pre>
 */
final class ReceptionMeter {
    static final int REPORT_BYTES = 32;
    /** The synchronisation source in whose name the server reports. */
    static final int SERVER_SSRC = 1;

    private static final int RECEIVER_REPORT = 201;
    private static final int MAX_LOST = 0x7F_FFFF;
    private static final int MIN_LOST = -0x80_0000;
    private static final int NS_PER_3_SAMPLES = 62_500;

    private boolean started;
    private int first;
    private long highest;
    private long received;
    private long expectedBefore;
    private long receivedBefore;
    private long lastTransit;
    private double jitter;
    private long reportedNs;
    private double pretended = -1;

    /** An authentic packet, no duplicate. */
    void accept(int sequence, int timestamp, long nowNs) {
        long transit = (nowNs * 3 / NS_PER_3_SAMPLES - timestamp) & 0xFFFF_FFFFL;
        if (!started) {
            started = true;
            first = sequence;
            highest = sequence;
            reportedNs = nowNs;
        } else {
            int ahead = (short) (sequence - (int) highest);
            highest += Math.max(0, ahead);
            jitter += (Math.abs((int) (transit - lastTransit)) - jitter) / 16;
        }
        lastTransit = transit;
        received++;
    }

    /** Reports this fraction from now on, 0 to 1, or the truth when it is negative. */
    void pretend(double fractionLost) {
        pretended = fractionLost;
    }

    /** Whether it is time for a report. */
    boolean isDue(long nowNs, long intervalNs) {
        return started && nowNs - reportedNs >= intervalNs;
    }

    /** Writes the report on the time since the one before. */
    void report(byte[] out, int memberSsrc, long nowNs) {
        reportedNs = nowNs;
        long expected = highest - first + 1;
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (received - receivedBefore);
        expectedBefore = expected;
        receivedBefore = received;
        int fraction = expectedNow == 0 || lostNow <= 0 ? 0 : (int) Math.min(255, (lostNow << 8) / expectedNow);
        if (pretended >= 0) {
            fraction = (int) Math.min(255, Math.round(256 * pretended));
        }
        int lost = (int) Math.max(MIN_LOST, Math.min(MAX_LOST, expected - received));
        out[0] = (byte) 0x81;
        out[1] = (byte) RECEIVER_REPORT;
        Wire.putUint16(out, 2, REPORT_BYTES / 4 - 1);
        Wire.putInt32(out, 4, SERVER_SSRC);
        Wire.putInt32(out, 8, memberSsrc);
        Wire.putInt32(out, 12, fraction << 24 | (lost & 0xFF_FFFF));
        Wire.putInt32(out, 16, (int) highest);
        Wire.putInt32(out, 20, (int) jitter);
        Wire.putInt32(out, 24, 0);
        Wire.putInt32(out, 28, 0);
    }
}
