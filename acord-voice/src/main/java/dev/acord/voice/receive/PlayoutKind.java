package dev.acord.voice.receive;

/** What a {@link Playout} is. */
public enum PlayoutKind {
    /** The time of the next piece has not come. */
    NOTHING,
    /** A packet to decode. */
    PACKET,
    /** Sound that is missing, to be made up: from the packet that follows, where there is one, or from what came before. */
    LOST,
    /** Nobody speaks. */
    SILENCE
}
