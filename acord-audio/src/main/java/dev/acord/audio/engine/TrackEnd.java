package dev.acord.audio.engine;

/** Why a track of an {@link AudioQueue} is over. */
public enum TrackEnd {

    /** It was played to its end. */
    FINISHED,

    /** {@link AudioQueue#skip()} ended it. */
    SKIPPED,

    /** It could not be opened or read. */
    FAILED
}
