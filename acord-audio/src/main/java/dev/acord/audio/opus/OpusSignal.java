package dev.acord.audio.opus;

/** A hint to an encoder about what it will hear. */
public enum OpusSignal {
    /** No hint: the encoder decides. */
    AUTO(-1000),
    /** Speech: leans to the speech coder. */
    VOICE(3001),
    /** Music: leans to the transform coder. */
    MUSIC(3002);

    private final int code;

    OpusSignal(int code) {
        this.code = code;
    }

    /**
     * The number by which libopus knows this value.
     *
     * @return -1000, 3001 or 3002
     */
    public int code() {
        return code;
    }
}
