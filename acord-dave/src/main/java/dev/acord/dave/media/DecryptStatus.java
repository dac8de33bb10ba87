package dev.acord.dave.media;

import java.util.Optional;

/** What became of a frame given to {@link FrameDecryption#decrypt}. */
public enum DecryptStatus {
    /** It was authentic and is decrypted. */
    DECRYPTED(0),
    /** It is no protocol frame and was left as it is, because passing through is allowed at the moment. */
    PASSED(0),
    /** It was left as it is, because it is exactly the Opus silence frame {@code F8 FF FE}, which servers may make. */
    SILENCE(0),
    /** Refused: it is no protocol frame, and only encrypted frames are allowed at the moment. */
    NOT_ENCRYPTED(-1),
    /** Refused: a protocol frame, but no ratchet of its sender is known (yet, or any more). */
    NO_KEY(-2),
    /** Refused: its key generation is erased, or further ahead than its sender can be. */
    GENERATION_REFUSED(-3),
    /** Refused: a frame with its nonce was decrypted before, or too many newer ones were. */
    REPLAYED(-4),
    /** Refused: it was damaged or forged, or encrypted for an epoch that is not known here. */
    AUTHENTICATION_FAILED(-5),
    /** Refused: more than {@link FrameDecryption#MAX_FRAME_BYTES}. */
    TOO_LARGE(-6);

    private static final DecryptStatus[] ALL = values();

    private final int code;

    DecryptStatus(int code) {
        this.code = code;
    }

    /**
     * What {@link FrameDecryption#decrypt} returns for it.
     *
     * @return a negative number for a refused frame; 0 for the others, which return their length instead
     */
    public int code() {
        return code;
    }

    /**
     * Why a frame was refused.
     *
     * @param result what {@link FrameDecryption#decrypt} returned
     * @return the reason; empty if the frame was not refused
     * @throws IllegalArgumentException if nothing returns this number
     */
    public static Optional<DecryptStatus> refusal(int result) {
        if (result >= 0) {
            return Optional.empty();
        }
        for (DecryptStatus status : ALL) {
            if (status.code == result) {
                return Optional.of(status);
            }
        }
        throw new IllegalArgumentException("no status has the code " + result);
    }
}
