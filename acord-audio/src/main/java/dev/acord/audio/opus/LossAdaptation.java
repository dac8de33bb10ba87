package dev.acord.audio.opus;

/**
 * Turns reports of packet loss into an encoder's expected loss, and switches error correction on and off. It reads no clock and knows no
 * socket: reports come from RTCP receiver reports or from wherever a program learns what its listeners miss.
 *
 * <p>The estimate follows rising loss at once (half of the way with each report) and falling loss slowly (time constant {@value #FALL_MS}
 * ms), since a missing word costs more than a few bits. It has hysteresis twice: the encoder is told only of a change of
 * {@value #STEP_PERCENT} percent points or more, or of the end of all loss; and error correction goes on at {@value #FEC_ON_PERCENT} %, off
 * below {@value #FEC_OFF_PERCENT} %. When no report came for {@value #STALE_MS} ms, the estimate falls as if nothing were lost.
 *
 * <p>Error correction exists only in the speech coder, and an encoder that is asked for it prefers that coder; so it belongs to
 * {@link #forSpeech()}. {@link #forMusic()} tells the encoder the loss and nothing else, which makes the transform coder's frames lean less
 * on one another.
 *
 * <p>Driving order, in the thread that encodes: {@link #report} when a report came, or {@link #elapse} now and then; when it says that
 * something changed, {@link #applyTo} the encoder. Not thread safe.
 */
public final class LossAdaptation {

    /** The highest expected loss in percent; beyond, an encoder gives up more quality than it saves. */
    public static final int MAX_PERCENT = 40;

    private static final int STEP_PERCENT = 2;
    private static final int FEC_ON_PERCENT = 3;
    private static final int FEC_OFF_PERCENT = 1;
    private static final int FALL_MS = 10_000;
    private static final int STALE_MS = 15_000;

    private static final double RISE = 0.5;
    private static final double NONE = 0.5;
    private static final double NS_PER_MS = 1e6;

    private final boolean mayCorrect;

    private boolean begun;
    private long lastReportNs;
    private long lastUpdateNs;
    private double estimatePercent;
    private int expectedPercent;
    private boolean inbandFec;

    private LossAdaptation(boolean mayCorrect) {
        this.mayCorrect = mayCorrect;
    }

    /**
     * For speech: expected loss and error correction.
     *
     * @return a new adaptation that expects no loss
     */
    public static LossAdaptation forSpeech() {
        return new LossAdaptation(true);
    }

    /**
     * For music: expected loss alone.
     *
     * @return a new adaptation that expects no loss
     */
    public static LossAdaptation forMusic() {
        return new LossAdaptation(false);
    }

    /**
     * Takes the fraction of a receiver report (RFC 3550 section 6.4.1) as it is on the wire.
     *
     * @param fractionLost unsigned 8 bits: lost packets times 256 divided by expected packets, since the report before
     * @param nowNs when it came
     * @return whether {@link #expectedLossPercent()} or {@link #inbandFec()} changed
     */
    public boolean reportByte(byte fractionLost, long nowNs) {
        return report((fractionLost & 0xFF) / 256.0, nowNs);
    }

    /**
     * Takes the loss since the report before. With several listeners, give the loss of the one to suit: the worst, or the median.
     *
     * @param fractionLost lost packets divided by expected packets, 0 to 1
     * @param nowNs when it came
     * @return whether {@link #expectedLossPercent()} or {@link #inbandFec()} changed
     * @throws IllegalArgumentException if the fraction is out of range
     */
    public boolean report(double fractionLost, long nowNs) {
        if (!(fractionLost >= 0 && fractionLost <= 1)) {
            throw new IllegalArgumentException("The fraction lost is " + fractionLost + ", must be 0 to 1");
        }
        double percent = Math.min(MAX_PERCENT, 100 * fractionLost);
        if (percent > estimatePercent) {
            estimatePercent += RISE * (percent - estimatePercent);
            lastUpdateNs = nowNs;
        } else {
            fallTo(percent, nowNs);
        }
        begun = true;
        lastReportNs = nowNs;
        return decide();
    }

    /**
     * Lets time pass without a report. Once a second is often enough.
     *
     * @param nowNs the time
     * @return whether {@link #expectedLossPercent()} or {@link #inbandFec()} changed
     */
    public boolean elapse(long nowNs) {
        if (!begun || nowNs - lastReportNs < STALE_MS * NS_PER_MS) {
            return false;
        }
        // what came before the silence was up to date until then
        lastUpdateNs = Math.max(lastUpdateNs - lastReportNs, (long) (STALE_MS * NS_PER_MS)) + lastReportNs;
        fallTo(0, nowNs);
        return decide();
    }

    /**
     * The loss that the encoder should prepare for.
     *
     * @return percent, 0 to {@value #MAX_PERCENT}
     */
    public int expectedLossPercent() {
        return expectedPercent;
    }

    /**
     * Whether the encoder should send error correction data.
     *
     * @return whether it should
     */
    public boolean inbandFec() {
        return inbandFec;
    }

    /**
     * Sets both on an encoder. The bitrate stays: error correction takes its share of it.
     *
     * @param encoder the encoder, used by this thread
     */
    public void applyTo(OpusControls encoder) {
        encoder.setPacketLossPercent(expectedPercent);
        if (mayCorrect) {
            encoder.setInbandFec(inbandFec);
        }
    }

    private void fallTo(double percent, long nowNs) {
        double elapsedMs = begun ? Math.max(0, nowNs - lastUpdateNs) / NS_PER_MS : 0;
        estimatePercent = percent + (estimatePercent - percent) * Math.exp(-elapsedMs / FALL_MS);
        lastUpdateNs = nowNs;
    }

    private boolean decide() {
        int percent = estimatePercent < NONE ? 0 : (int) Math.round(estimatePercent);
        boolean tell = Math.abs(percent - expectedPercent) >= STEP_PERCENT || (percent == 0 && expectedPercent != 0);
        if (tell) {
            expectedPercent = percent;
        }
        boolean correct =
                mayCorrect && (inbandFec ? estimatePercent >= FEC_OFF_PERCENT : estimatePercent >= FEC_ON_PERCENT);
        boolean switched = correct != inbandFec;
        inbandFec = correct;
        return tell || switched;
    }
}
