package dev.acord.audio.opus;

/** What an encoder optimises for. */
public enum OpusApplication {
    /** Speech: intelligibility first. */
    VOIP(2048),
    /** Music and mixed content: faithfulness to the input first. */
    AUDIO(2049),
    /** The least delay; the speech coder is never used. */
    RESTRICTED_LOW_DELAY(2051);

    private final int code;

    OpusApplication(int code) {
        this.code = code;
    }

    /**
     * The number by which libopus knows this value.
     *
     * @return 2048, 2049 or 2051
     */
    public int code() {
        return code;
    }
}
