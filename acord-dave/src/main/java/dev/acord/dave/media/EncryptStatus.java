package dev.acord.dave.media;

/** What became of a frame given to {@link FrameEncryption#encrypt}. */
public enum EncryptStatus {
    /** It is a protocol frame now. */
    ENCRYPTED(0),
    /** It was left as it is, because the call is not end-to-end encrypted at the moment. */
    PASSED(0),
    /** It was left as it is, because it is exactly the Opus silence frame {@code F8 FF FE}. */
    SILENCE(0),
    /** Refused: encryption is required, and no ratchet was given yet. */
    NO_KEY(-1),
    /** Refused: less than {@link FrameEncryption#overheadBytes} are free behind the frame. */
    NO_ROOM(-2);

    private final int code;

    EncryptStatus(int code) {
        this.code = code;
    }

    /**
     * What {@link FrameEncryption#encrypt} returns for it.
     *
     * @return a negative number for a refused frame; 0 for the others, which return their length instead
     */
    public int code() {
        return code;
    }
}
