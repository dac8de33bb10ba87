package dev.acord.audio.opus;

/**
 * What an encoder starts with. Immutable. The defaults suit a music bot: stereo, {@link OpusApplication#AUDIO}, 128 kbit/s with a
 * constrained variable bitrate, frames of 20 ms, complexity 10.
 *
 * <p>128 kbit/s is where stereo music stops sounding coded to nearly everybody. Complexity 10 costs the built-in encoder no more than 5 does
 * on music (about 0.2 ms for each 20 ms) and serves speech best; 4 saves a quarter of that time and loses 0.3 dB.
 */
public final class OpusEncoderOptions {

    private static final OpusEncoderOptions DEFAULTS = new Builder().build();

    private final int channels;
    private final int frameSamples;
    private final OpusApplication application;
    private final int bitrateBps;
    private final boolean vbr;
    private final boolean constrainedVbr;
    private final int complexity;
    private final OpusSignal signal;
    private final OpusBandwidth bandwidth;
    private final OpusBandwidth maxBandwidth;
    private final boolean inbandFec;
    private final int packetLossPercent;
    private final boolean dtx;
    private final int paddingMultipleBytes;

    private OpusEncoderOptions(Builder builder) {
        channels = builder.channels;
        frameSamples = builder.frameSamples;
        application = builder.application;
        bitrateBps = builder.bitrateBps;
        vbr = builder.vbr;
        constrainedVbr = builder.constrainedVbr;
        complexity = builder.complexity;
        signal = builder.signal;
        bandwidth = builder.bandwidth;
        maxBandwidth = builder.maxBandwidth;
        inbandFec = builder.inbandFec;
        packetLossPercent = builder.packetLossPercent;
        dtx = builder.dtx;
        paddingMultipleBytes = builder.paddingMultipleBytes;
    }

    /**
     * The defaults.
     *
     * @return options for music
     */
    public static OpusEncoderOptions defaults() {
        return DEFAULTS;
    }

    /**
     * A builder that holds the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Channels of the input.
     *
     * @return 1 or 2
     */
    public int channels() {
        return channels;
    }

    /**
     * The frame duration that whoever feeds the encoder should use. The encoder itself takes any legal duration with each frame.
     *
     * @return samples per channel: 120, 240, 480, 960, 1920 or 2880
     */
    public int frameSamples() {
        return frameSamples;
    }

    /**
     * What to optimise for.
     *
     * @return the application
     */
    public OpusApplication application() {
        return application;
    }

    /**
     * The average bitrate.
     *
     * @return bits per second, 6,000 to 510,000, {@link OpusControls#BITRATE_AUTO} or {@link OpusControls#BITRATE_MAX}
     */
    public int bitrateBps() {
        return bitrateBps;
    }

    /**
     * Whether the bitrate is variable.
     *
     * @return {@code false} for packets of one size
     */
    public boolean vbr() {
        return vbr;
    }

    /**
     * Whether a variable bitrate is held close to its average.
     *
     * @return whether it is
     */
    public boolean constrainedVbr() {
        return constrainedVbr;
    }

    /**
     * How hard the encoder tries.
     *
     * @return 0 to 10
     */
    public int complexity() {
        return complexity;
    }

    /**
     * What the encoder will hear.
     *
     * @return the hint
     */
    public OpusSignal signal() {
        return signal;
    }

    /**
     * The forced bandwidth.
     *
     * @return the bandwidth, or {@link OpusBandwidth#AUTO}
     */
    public OpusBandwidth bandwidth() {
        return bandwidth;
    }

    /**
     * The widest bandwidth that the encoder may choose.
     *
     * @return the bandwidth, never {@link OpusBandwidth#AUTO}
     */
    public OpusBandwidth maxBandwidth() {
        return maxBandwidth;
    }

    /**
     * Whether speech packets carry data to restore a lost packet before them.
     *
     * @return whether they do
     */
    public boolean inbandFec() {
        return inbandFec;
    }

    /**
     * The packet loss to prepare for.
     *
     * @return 0 to 100 percent
     */
    public int packetLossPercent() {
        return packetLossPercent;
    }

    /**
     * Whether silence is sent as packets of one byte.
     *
     * @return whether it is
     */
    public boolean dtx() {
        return dtx;
    }

    /**
     * To which multiple packets are padded.
     *
     * @return bytes, 1 to 1275; 1 for no padding
     */
    public int paddingMultipleBytes() {
        return paddingMultipleBytes;
    }

    /** Collects options; each method checks its value at once. Not thread safe. */
    public static final class Builder {

        private int channels = 2;
        private int frameSamples = 960;
        private OpusApplication application = OpusApplication.AUDIO;
        private int bitrateBps = 128_000;
        private boolean vbr = true;
        private boolean constrainedVbr = true;
        private int complexity = 10;
        private OpusSignal signal = OpusSignal.AUTO;
        private OpusBandwidth bandwidth = OpusBandwidth.AUTO;
        private OpusBandwidth maxBandwidth = OpusBandwidth.FULLBAND;
        private boolean inbandFec;
        private int packetLossPercent;
        private boolean dtx;
        private int paddingMultipleBytes = 1;

        private Builder() {}

        /**
         * Sets the channels of the input.
         *
         * @param channels 1 or 2
         * @return this builder
         */
        public Builder channels(int channels) {
            this.channels = OpusRanges.inRange("channels", channels, 1, 2);
            return this;
        }

        /**
         * Sets the frame duration.
         *
         * @param frameSamples samples per channel: 120, 240, 480, 960, 1920 or 2880
         * @return this builder
         */
        public Builder frameSamples(int frameSamples) {
            this.frameSamples = OpusRanges.checkedFrameSamples(frameSamples);
            return this;
        }

        /**
         * Sets what to optimise for.
         *
         * @param application the application
         * @return this builder
         */
        public Builder application(OpusApplication application) {
            this.application = application;
            return this;
        }

        /**
         * Sets the average bitrate.
         *
         * @param bitrateBps bits per second, 6,000 to 510,000, {@link OpusControls#BITRATE_AUTO} or {@link OpusControls#BITRATE_MAX}
         * @return this builder
         */
        public Builder bitrateBps(int bitrateBps) {
            this.bitrateBps = OpusRanges.checkedBitrate(bitrateBps);
            return this;
        }

        /**
         * Sets whether the bitrate is variable.
         *
         * @param vbr {@code false} for packets of one size
         * @return this builder
         */
        public Builder vbr(boolean vbr) {
            this.vbr = vbr;
            return this;
        }

        /**
         * Sets whether a variable bitrate is held close to its average.
         *
         * @param constrainedVbr whether it is
         * @return this builder
         */
        public Builder constrainedVbr(boolean constrainedVbr) {
            this.constrainedVbr = constrainedVbr;
            return this;
        }

        /**
         * Sets how hard the encoder tries.
         *
         * @param complexity 0 to 10
         * @return this builder
         */
        public Builder complexity(int complexity) {
            this.complexity = OpusRanges.inRange("complexity", complexity, 0, 10);
            return this;
        }

        /**
         * Sets what the encoder will hear.
         *
         * @param signal the hint
         * @return this builder
         */
        public Builder signal(OpusSignal signal) {
            this.signal = signal;
            return this;
        }

        /**
         * Forces a bandwidth.
         *
         * @param bandwidth the bandwidth, or {@link OpusBandwidth#AUTO}
         * @return this builder
         */
        public Builder bandwidth(OpusBandwidth bandwidth) {
            this.bandwidth = bandwidth;
            return this;
        }

        /**
         * Limits the bandwidth that the encoder may choose.
         *
         * @param maxBandwidth the bandwidth, not {@link OpusBandwidth#AUTO}
         * @return this builder
         */
        public Builder maxBandwidth(OpusBandwidth maxBandwidth) {
            this.maxBandwidth = OpusRanges.checkedMaxBandwidth(maxBandwidth);
            return this;
        }

        /**
         * Sets whether speech packets carry data to restore a lost packet before them.
         *
         * @param inbandFec whether they do
         * @return this builder
         */
        public Builder inbandFec(boolean inbandFec) {
            this.inbandFec = inbandFec;
            return this;
        }

        /**
         * Sets the packet loss to prepare for.
         *
         * @param packetLossPercent 0 to 100 percent
         * @return this builder
         */
        public Builder packetLossPercent(int packetLossPercent) {
            this.packetLossPercent = OpusRanges.inRange("packet loss percentage", packetLossPercent, 0, 100);
            return this;
        }

        /**
         * Sets whether silence is sent as packets of one byte.
         *
         * @param dtx whether it is
         * @return this builder
         */
        public Builder dtx(boolean dtx) {
            this.dtx = dtx;
            return this;
        }

        /**
         * Sets to which multiple packets are padded; see {@link OpusEncoder#setPaddingMultipleBytes}.
         *
         * @param paddingMultipleBytes bytes, 1 to 1275; 1 for no padding
         * @return this builder
         */
        public Builder paddingMultipleBytes(int paddingMultipleBytes) {
            this.paddingMultipleBytes = OpusRanges.checkedPaddingMultiple(paddingMultipleBytes);
            return this;
        }

        /**
         * Makes the options.
         *
         * @return immutable options
         */
        public OpusEncoderOptions build() {
            return new OpusEncoderOptions(this);
        }
    }
}
