package dev.acord.voice;

/**
 * What a player's encoder does when receivers report that packets are lost. It concerns sources that are encoded; packets that are played as
 * they are stay as they are.
 */
public enum LossResponse {
    /** Nothing. */
    NONE,
    /**
     * Adapts the expected loss of encoders whose options ask for error correction and name no expected loss, since with an expected loss of
     * 0 they would send none; leaves all others alone.
     */
    AUTOMATIC,
    /** Adapts the expected loss, and switches error correction on and off: for voices. */
    SPEECH,
    /** Adapts the expected loss only: for music. */
    MUSIC
}
