package dev.acord.audio.opus;

/** A setting of an encoder, as handed to a provider. The codes and values are those of libopus, so that a binding passes them on as they are. */
public enum OpusControl {
    /** {@link OpusApplication#code()}; cannot change between the first frame and a reset. */
    APPLICATION(4000),
    /** Bits per second, {@link OpusControls#BITRATE_AUTO} or {@link OpusControls#BITRATE_MAX}. */
    BITRATE(4002),
    /** {@link OpusBandwidth#code()} of the widest allowed bandwidth, not automatic. */
    MAX_BANDWIDTH(4004),
    /** 1 for a variable bitrate, 0 for a constant one. */
    VBR(4006),
    /** {@link OpusBandwidth#code()} of the forced bandwidth, or automatic. */
    BANDWIDTH(4008),
    /** 0 to 10. */
    COMPLEXITY(4010),
    /** 1 to send error correction data, 0 not to. */
    INBAND_FEC(4012),
    /** Expected packet loss in percent, 0 to 100. */
    PACKET_LOSS_PERCENT(4014),
    /** 1 for discontinuous transmission, 0 for none. */
    DTX(4016),
    /** 1 to limit how far a variable bitrate may swing, 0 not to. */
    VBR_CONSTRAINT(4020),
    /** 1 or 2 channels, or -1000 for automatic. */
    FORCE_CHANNELS(4022),
    /** {@link OpusSignal#code()}. */
    SIGNAL(4024),
    /** Significant bits of the input, 8 to 24. */
    LSB_DEPTH(4036),
    /** 1 to make packets nearly independent of one another, 0 not to. */
    PREDICTION_DISABLED(4042),
    /** 1 to never code one channel as the other with its sign turned, 0 to allow it; since libopus 1.3. */
    PHASE_INVERSION_DISABLED(4046);

    private final int code;

    OpusControl(int code) {
        this.code = code;
    }

    /**
     * The request number of libopus' {@code opus_encoder_ctl} that sets this.
     *
     * @return 4000 to 4046
     */
    public int code() {
        return code;
    }
}
