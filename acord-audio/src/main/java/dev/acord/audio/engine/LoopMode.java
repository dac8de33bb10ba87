package dev.acord.audio.engine;

/** What an {@link AudioQueue} does with a track that was played to its end. A track that failed is never played again. */
public enum LoopMode {

    /** It is gone. */
    NONE,

    /** It is played again, at once. {@link AudioQueue#skip()} goes on to the next one. */
    ONE,

    /** It goes to the end of the queue; so does one that was skipped. */
    ALL
}
