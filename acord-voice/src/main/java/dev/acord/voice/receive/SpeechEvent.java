package dev.acord.voice.receive;

/**
 * A user begins or ends to speak.
 *
 * @param kind which of the two
 * @param cause how it was noticed
 * @param atNs when speech began or ended: the arrival of the first packet with sound, or of the first one without; this can be before the
 *     time at which it was noticed
 */
public record SpeechEvent(Kind kind, Cause cause, long atNs) {

    /** Which end of speech it is. */
    public enum Kind {
        /** Speech begins. */
        STARTED,
        /** Speech ends. */
        ENDED
    }

    /** What speech or its end was noticed by. */
    public enum Cause {
        /** A packet with sound. */
        SOUND,
        /** Packets without sound: silence frames, or those of discontinuous transmission. */
        SILENCE_FRAMES,
        /** The speaking flags of the voice gateway (op 5) are 0. */
        SPEAKING_FLAGS,
        /** Nothing has come for a while. */
        TIMEOUT
    }
}
