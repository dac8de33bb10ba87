package dev.acord.audio.opus;

/** The audio bandwidth of a packet (RFC 6716 section 2.1.3), or a limit for an encoder. In rising order, {@link #AUTO} first. */
public enum OpusBandwidth {
    /** Chosen by the encoder; never the bandwidth of a packet. */
    AUTO(-1000, 0),
    /** Up to 4 kHz. */
    NARROWBAND(1101, 4_000),
    /** Up to 6 kHz. */
    MEDIUMBAND(1102, 6_000),
    /** Up to 8 kHz. */
    WIDEBAND(1103, 8_000),
    /** Up to 12 kHz. */
    SUPERWIDEBAND(1104, 12_000),
    /** Up to 20 kHz. */
    FULLBAND(1105, 20_000);

    private final int code;
    private final int cutoffHz;

    OpusBandwidth(int code, int cutoffHz) {
        this.code = code;
        this.cutoffHz = cutoffHz;
    }

    /**
     * The number by which libopus knows this value.
     *
     * @return -1000 or 1101 to 1105
     */
    public int code() {
        return code;
    }

    /**
     * The highest frequency that is coded.
     *
     * @return hertz; 0 for {@link #AUTO}
     */
    public int cutoffHz() {
        return cutoffHz;
    }
}
