package dev.acord.voice;

/** What a {@link BasePlayer} does. */
public enum PlayerState {
    /** Not started. */
    NEW,
    /** Started; waits for the connection to be ready, or for the first audio. */
    WAITING,
    /** Audio is being sent. */
    PLAYING,
    /** Playing, but the source gives nothing just now; goes on by itself. */
    STARVED,
    /** Paused by the user. */
    PAUSED,
    /** Played to its end. */
    FINISHED,
    /** Stopped by the user, replaced by another player, or ended with the connection. */
    STOPPED,
    /** Ended by an error: {@link BasePlayer#failure()}. */
    FAILED;

    /**
     * Whether a player in this state is done for good.
     *
     * @return true for finished, stopped and failed
     */
    public boolean isOver() {
        return this == FINISHED || this == STOPPED || this == FAILED;
    }
}
