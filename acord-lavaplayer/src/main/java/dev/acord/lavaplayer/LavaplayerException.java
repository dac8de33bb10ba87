package dev.acord.lavaplayer;

import com.sedmelluq.discord.lavaplayer.track.AudioTrack;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A track of lavaplayer failed. The message names the track and what happened. */
public final class LavaplayerException extends IOException {
    private static final long serialVersionUID = 1;

    /** What sort of failure it is. */
    public enum Kind {
        /** The track's own: it could not be loaded, read or decoded. The cause is lavaplayer's {@code FriendlyException}. */
        TRACK,
        /** The track gave no audio for so long that lavaplayer calls it stuck. */
        STUCK,
        /** lavaplayer stopped the track because nobody had asked for audio for a minute, or what its manager is set to. */
        CLEANED_UP,
        /** The frames cannot be played: a format that is neither Opus nor PCM of 16 bits, or more bytes than a frame may have. */
        FORMAT
    }

    /** What sort of failure it is. */
    private final Kind kind;

    /** The track's title, or empty. */
    private final String title;

    LavaplayerException(Kind kind, @Nullable AudioTrack track, String what, @Nullable Throwable cause) {
        super("track " + describe(track) + " " + what, cause);
        this.kind = kind;
        this.title = titleOf(track);
    }

    private static String describe(@Nullable AudioTrack track) {
        String title = titleOf(track);
        return title.isEmpty() ? "without a title" : "\"" + title + "\"";
    }

    static String titleOf(@Nullable AudioTrack track) {
        return track == null || track.getInfo() == null || track.getInfo().title == null ? "" : track.getInfo().title;
    }

    /**
     * What sort of failure it is.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Which track failed.
     *
     * @return its title as lavaplayer knows it; empty when it has none
     */
    public String trackTitle() {
        return title;
    }
}
