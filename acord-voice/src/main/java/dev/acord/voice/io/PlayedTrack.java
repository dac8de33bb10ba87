package dev.acord.voice.io;

import dev.acord.audio.AudioSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The user's handle on one source that is played. Its methods may be called from any thread. */
public final class PlayedTrack {
    private final Executor control;
    private final Playback playback;
    private final SourceFeed feed;
    private final Playback.Track track;

    /** Begins to read the source, and plays it in place of what plays now. */
    PlayedTrack(
            AudioSource source,
            int readAheadFrames,
            PlaybackListener listener,
            Environment environment,
            Executor control,
            Playback playback) {
        this.control = control;
        this.playback = playback;
        if (source.immediate()) {
            feed = new DirectFeed(source);
            track = new Playback.Track(feed, listener);
            track.primed = true;
            control.execute(() -> playback.play(track));
        } else {
            QueuedFeed queued =
                    new QueuedFeed(source, readAheadFrames, environment.workers(), environment, this::primed);
            feed = queued;
            track = new Playback.Track(feed, listener);
            control.execute(() -> {
                playback.play(track);
                queued.start();
            });
        }
    }

    private void primed() {
        control.execute(() -> playback.primed(track));
    }

    /** Pauses or goes on. */
    public void pause(boolean paused) {
        control.execute(() -> playback.pause(track, paused));
    }

    /** Ends it early. */
    public void stop() {
        control.execute(() -> playback.stop(track));
    }

    /** Goes on elsewhere in the source; completes with the position reached. */
    public CompletableFuture<Duration> seek(Duration position) {
        return feed.seek(position);
    }

    /** Where in its source the next packet to be sent begins, in samples per channel at 48 kHz. */
    public long positionSamples() {
        return feed.positionSamples();
    }
}
