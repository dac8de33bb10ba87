package dev.acord.audio.opus;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The settings of an encoder: every control that libopus has. They can change between any two frames, and are checked and remembered here;
 * a provider only gets valid ones, through {@link #apply}.
 *
 * <p><b>Unsupported controls:</b> a setter throws {@link UnsupportedOperationException} when the provider in use cannot do what is asked,
 * and the setting stays as it was. The defaults are never refused. The built-in provider refuses one control,
 * {@link #setPhaseInversionDisabled}; the native one refuses those that are newer than the libopus it found.
 */
public abstract class OpusControls {

    /** A bitrate that the encoder chooses from the channels and the frame duration. */
    public static final int BITRATE_AUTO = -1000;

    /** As many bits as the output has room for. */
    public static final int BITRATE_MAX = -1;

    /** The lowest bitrate in bits per second. */
    public static final int MIN_BITRATE_BPS = 6_000;

    /** The highest bitrate in bits per second. */
    public static final int MAX_BITRATE_BPS = 510_000;

    private static final int AUTO = -1000;

    private final int channels;
    private final Map<OpusControl, Integer> settings = new EnumMap<>(OpusControl.class);
    private OpusApplication application;
    private OpusBandwidth bandwidth;
    private OpusBandwidth maxBandwidth;
    private OpusSignal signal;

    OpusControls(OpusEncoderOptions options) {
        channels = options.channels();
        application = options.application();
        bandwidth = options.bandwidth();
        maxBandwidth = options.maxBandwidth();
        signal = options.signal();
        settings.put(OpusControl.APPLICATION, application.code());
        settings.put(OpusControl.BITRATE, options.bitrateBps());
        settings.put(OpusControl.VBR, number(options.vbr()));
        settings.put(OpusControl.VBR_CONSTRAINT, number(options.constrainedVbr()));
        settings.put(OpusControl.COMPLEXITY, options.complexity());
        settings.put(OpusControl.SIGNAL, signal.code());
        settings.put(OpusControl.MAX_BANDWIDTH, maxBandwidth.code());
        settings.put(OpusControl.BANDWIDTH, bandwidth.code());
        settings.put(OpusControl.INBAND_FEC, number(options.inbandFec()));
        settings.put(OpusControl.PACKET_LOSS_PERCENT, options.packetLossPercent());
        settings.put(OpusControl.DTX, number(options.dtx()));
        settings.put(OpusControl.FORCE_CHANNELS, AUTO);
        settings.put(OpusControl.LSB_DEPTH, 16);
        settings.put(OpusControl.PREDICTION_DISABLED, 0);
        settings.put(OpusControl.PHASE_INVERSION_DISABLED, 0);
    }

    /**
     * Channels of the input.
     *
     * @return 1 or 2
     */
    public final int channels() {
        return channels;
    }

    /**
     * What the encoder optimises for.
     *
     * @return the application
     */
    public final OpusApplication application() {
        return application;
    }

    /**
     * Sets what the encoder optimises for.
     *
     * @param application the application
     * @throws IllegalStateException if a frame was encoded since the start or the last {@link OpusEncoder#reset()}
     */
    public final void setApplication(OpusApplication application) {
        if (begun() && application != this.application) {
            throw new IllegalStateException("The application cannot change after the first frame: call reset() first");
        }
        set(OpusControl.APPLICATION, application.code());
        this.application = application;
    }

    /**
     * The average bitrate that was set.
     *
     * @return bits per second, {@link #BITRATE_AUTO} or {@link #BITRATE_MAX}
     */
    public final int bitrateBps() {
        return setting(OpusControl.BITRATE);
    }

    /**
     * Sets the average bitrate.
     *
     * @param bitrateBps bits per second, 6,000 to 510,000, {@link #BITRATE_AUTO} or {@link #BITRATE_MAX}
     */
    public final void setBitrateBps(int bitrateBps) {
        set(OpusControl.BITRATE, OpusRanges.checkedBitrate(bitrateBps));
    }

    /**
     * Whether the bitrate is variable.
     *
     * @return whether it is
     */
    public final boolean vbr() {
        return setting(OpusControl.VBR) != 0;
    }

    /**
     * Sets whether the bitrate is variable.
     *
     * @param vbr {@code false} for packets of one size
     */
    public final void setVbr(boolean vbr) {
        set(OpusControl.VBR, number(vbr));
    }

    /**
     * Whether a variable bitrate is held close to its average.
     *
     * @return whether it is
     */
    public final boolean constrainedVbr() {
        return setting(OpusControl.VBR_CONSTRAINT) != 0;
    }

    /**
     * Sets whether a variable bitrate is held close to its average.
     *
     * @param constrainedVbr whether it is
     */
    public final void setConstrainedVbr(boolean constrainedVbr) {
        set(OpusControl.VBR_CONSTRAINT, number(constrainedVbr));
    }

    /**
     * How hard the encoder tries.
     *
     * @return 0 to 10
     */
    public final int complexity() {
        return setting(OpusControl.COMPLEXITY);
    }

    /**
     * Sets how hard the encoder tries.
     *
     * @param complexity 0 to 10
     */
    public final void setComplexity(int complexity) {
        set(OpusControl.COMPLEXITY, OpusRanges.inRange("complexity", complexity, 0, 10));
    }

    /**
     * What the encoder will hear.
     *
     * @return the hint
     */
    public final OpusSignal signal() {
        return signal;
    }

    /**
     * Sets what the encoder will hear.
     *
     * @param signal the hint
     */
    public final void setSignal(OpusSignal signal) {
        set(OpusControl.SIGNAL, signal.code());
        this.signal = signal;
    }

    /**
     * The forced bandwidth.
     *
     * @return the bandwidth, or {@link OpusBandwidth#AUTO}
     */
    public final OpusBandwidth bandwidth() {
        return bandwidth;
    }

    /**
     * Forces a bandwidth.
     *
     * @param bandwidth the bandwidth, or {@link OpusBandwidth#AUTO}
     */
    public final void setBandwidth(OpusBandwidth bandwidth) {
        set(OpusControl.BANDWIDTH, bandwidth.code());
        this.bandwidth = bandwidth;
    }

    /**
     * The widest bandwidth that the encoder may choose.
     *
     * @return the bandwidth
     */
    public final OpusBandwidth maxBandwidth() {
        return maxBandwidth;
    }

    /**
     * Limits the bandwidth that the encoder may choose.
     *
     * @param maxBandwidth the bandwidth, not {@link OpusBandwidth#AUTO}
     */
    public final void setMaxBandwidth(OpusBandwidth maxBandwidth) {
        set(
                OpusControl.MAX_BANDWIDTH,
                OpusRanges.checkedMaxBandwidth(maxBandwidth).code());
        this.maxBandwidth = maxBandwidth;
    }

    /**
     * Whether speech packets carry data to restore a lost packet before them.
     *
     * @return whether they do
     */
    public final boolean inbandFec() {
        return setting(OpusControl.INBAND_FEC) != 0;
    }

    /**
     * Sets whether speech packets carry data to restore a lost packet before them; needs a {@link #packetLossPercent()} above 0.
     *
     * @param inbandFec whether they do
     */
    public final void setInbandFec(boolean inbandFec) {
        set(OpusControl.INBAND_FEC, number(inbandFec));
    }

    /**
     * The packet loss to prepare for.
     *
     * @return 0 to 100 percent
     */
    public final int packetLossPercent() {
        return setting(OpusControl.PACKET_LOSS_PERCENT);
    }

    /**
     * Sets the packet loss to prepare for.
     *
     * @param packetLossPercent 0 to 100 percent
     */
    public final void setPacketLossPercent(int packetLossPercent) {
        set(OpusControl.PACKET_LOSS_PERCENT, OpusRanges.inRange("packet loss percentage", packetLossPercent, 0, 100));
    }

    /**
     * Whether silence is sent as packets of one byte.
     *
     * @return whether it is
     */
    public final boolean dtx() {
        return setting(OpusControl.DTX) != 0;
    }

    /**
     * Sets whether silence is sent as packets of one byte. Only the speech coder can, in most encoders.
     *
     * @param dtx whether it is
     */
    public final void setDtx(boolean dtx) {
        set(OpusControl.DTX, number(dtx));
    }

    /**
     * The channels that every packet must have.
     *
     * @return 1 or 2, or 0 if the encoder decides
     */
    public final int forcedChannels() {
        int forced = setting(OpusControl.FORCE_CHANNELS);
        return forced == AUTO ? 0 : forced;
    }

    /**
     * Sets the channels that every packet must have.
     *
     * @param forcedChannels 1, 2 if the input has two, or 0 to let the encoder decide
     */
    public final void setForcedChannels(int forcedChannels) {
        OpusRanges.inRange("forced channels", forcedChannels, 0, channels);
        set(OpusControl.FORCE_CHANNELS, forcedChannels == 0 ? AUTO : forcedChannels);
    }

    /**
     * Significant bits of the input: below them is noise that need not be coded.
     *
     * @return 8 to 24
     */
    public final int lsbDepth() {
        return setting(OpusControl.LSB_DEPTH);
    }

    /**
     * Sets the significant bits of the input.
     *
     * @param lsbDepth 8 to 24
     */
    public final void setLsbDepth(int lsbDepth) {
        set(OpusControl.LSB_DEPTH, OpusRanges.inRange("LSB depth", lsbDepth, 8, 24));
    }

    /**
     * Whether packets are nearly independent of one another.
     *
     * @return whether they are
     */
    public final boolean predictionDisabled() {
        return setting(OpusControl.PREDICTION_DISABLED) != 0;
    }

    /**
     * Sets whether packets are nearly independent of one another, at a loss of quality.
     *
     * @param predictionDisabled whether they are
     */
    public final void setPredictionDisabled(boolean predictionDisabled) {
        set(OpusControl.PREDICTION_DISABLED, number(predictionDisabled));
    }

    /**
     * Whether the two channels are never coded as one with its sign turned, so that a mono mix of them loses nothing.
     *
     * @return whether they are not
     */
    public final boolean phaseInversionDisabled() {
        return setting(OpusControl.PHASE_INVERSION_DISABLED) != 0;
    }

    /**
     * Sets whether the two channels are never coded as one with its sign turned (RFC 8251 section 10): better when listeners mix to mono.
     *
     * @param phaseInversionDisabled whether they are not
     * @throws UnsupportedOperationException if the provider cannot do it
     */
    public final void setPhaseInversionDisabled(boolean phaseInversionDisabled) {
        set(OpusControl.PHASE_INVERSION_DISABLED, number(phaseInversionDisabled));
    }

    /**
     * Applies a setting; the value is in range.
     *
     * @param control what to set
     * @param value the value, as {@link OpusControl} describes it
     * @throws UnsupportedOperationException if the provider cannot do it; never for a default
     */
    protected abstract void apply(OpusControl control, int value);

    /** For a provider: hands all settings to {@link #apply}. */
    protected final void applyAll() {
        settings.forEach(this::apply);
    }

    /** Whether a frame was encoded since the start or the last reset. */
    abstract boolean begun();

    /** Refuses a closed encoder. */
    abstract void checkOpen();

    private void set(OpusControl control, int value) {
        checkOpen();
        apply(control, value);
        settings.put(control, value);
    }

    private int setting(OpusControl control) {
        return Objects.requireNonNull(settings.get(control));
    }

    private static int number(boolean value) {
        return value ? 1 : 0;
    }
}
