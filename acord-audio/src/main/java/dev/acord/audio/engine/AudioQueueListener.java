package dev.acord.audio.engine;

/**
 * Hears what an {@link AudioQueue} does. Called by the thread that reads the queue, which is some packets ahead of what is heard: return soon.
 * A listener may use all controls of the queue. What it throws is logged and forgotten.
 */
public interface AudioQueueListener {

    /**
     * A track begins, also when it is repeated; in a cross-fade while the one before still sounds.
     *
     * @param track the track
     */
    default void onTrackStarted(Track track) {}

    /**
     * A track is over. Every track that began is told about exactly once, except when the queue is closed; one that was skipped or failed
     * may not have begun.
     *
     * @param track the track
     * @param why whether it was played to its end
     */
    default void onTrackEnded(Track track, TrackEnd why) {}

    /**
     * A track could not be opened or read. {@link #onTrackEnded} follows, and then the next track.
     *
     * @param track the track
     * @param cause what went wrong
     */
    default void onTrackFailed(Track track, Exception cause) {}

    /**
     * There is nothing to play just now, though the track is not over: its source is starved, or it is still being opened. Told once, and
     * again only when there was sound in between.
     *
     * @param track the track
     */
    default void onStarved(Track track) {}

    /** The last track is over, and none is left. Told again after more tracks were added and played. */
    default void onQueueEnded() {}

    /**
     * A filter failed and was taken out. The music goes on without it.
     *
     * @param filter the filter
     * @param cause what it threw
     */
    default void onFilterFailed(PcmFilter filter, RuntimeException cause) {}

    /**
     * A sound that was played over the music ended.
     *
     * @param input what {@link AudioQueue#overlay} gave
     */
    default void onOverlayEnded(MixerInput input) {}

    /**
     * A sound that was played over the music failed, or gave nothing for two seconds of audio, and was taken out. The music goes on.
     *
     * @param input what {@link AudioQueue#overlay} gave
     * @param cause what went wrong
     */
    default void onOverlayFailed(MixerInput input, Exception cause) {}
}
