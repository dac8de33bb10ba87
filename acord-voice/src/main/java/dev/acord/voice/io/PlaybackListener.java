package dev.acord.voice.io;

import org.jspecify.annotations.Nullable;

/** Hears what becomes of something that is played; called on the connection's executor. */
public interface PlaybackListener {
    /** It is its turn, but it must wait for the connection or for its own first packets. */
    void onWaiting();

    /** It is being sent. */
    void onPlaying();

    /** Paused. */
    void onPaused();

    /** The source is slow: nothing to send just now. */
    void onStarved();

    /** Over: {@code failure} is null at the regular end. */
    void onEnded(@Nullable Throwable failure);

    /** Over, because it was stopped or another feed took its place. */
    void onStopped();
}
