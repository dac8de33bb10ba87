package dev.acord.lavaplayer;

import com.sedmelluq.discord.lavaplayer.player.event.AudioEvent;
import com.sedmelluq.discord.lavaplayer.player.event.AudioEventListener;
import com.sedmelluq.discord.lavaplayer.player.event.TrackEndEvent;
import com.sedmelluq.discord.lavaplayer.player.event.TrackExceptionEvent;
import com.sedmelluq.discord.lavaplayer.player.event.TrackStartEvent;
import com.sedmelluq.discord.lavaplayer.player.event.TrackStuckEvent;
import com.sedmelluq.discord.lavaplayer.track.AudioTrack;
import com.sedmelluq.discord.lavaplayer.track.AudioTrackEndReason;
import com.sedmelluq.discord.lavaplayer.track.AudioTrackState;
import com.sedmelluq.discord.lavaplayer.track.InternalAudioTrack;
import com.sedmelluq.discord.lavaplayer.track.playback.AudioFrameBuffer;
import com.sedmelluq.discord.lavaplayer.track.playback.AudioTrackExecutor;
import com.sedmelluq.discord.lavaplayer.track.playback.MutableAudioFrame;
import dev.acord.lavaplayer.LavaplayerException.Kind;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a player says of its tracks, for the thread that reads. lavaplayer calls it on any thread, with the player's lock held, so it only
 * takes notes; the one thing it calls is the user's own handler.
 */
final class PlayerEvents implements AudioEventListener {
    private static final Logger LOG = LoggerFactory.getLogger(PlayerEvents.class);

    private volatile @Nullable AudioTrack only;
    private volatile Consumer<? super LavaplayerException> handler = failure -> {};
    private final AtomicLong failures = new AtomicLong();
    private volatile @Nullable LavaplayerException failure;
    private volatile @Nullable AudioTrackExecutor last;
    private volatile boolean mayBeLeft;
    private volatile boolean over;
    private volatile boolean boundary;
    private volatile boolean started;

    /** From now on only this track counts, and its failure and its end are the source's. */
    void only(AudioTrack track) {
        only = track;
        failure = null;
        last = null;
        mayBeLeft = false;
        over = false;
        boundary = false;
    }

    void handler(Consumer<? super LavaplayerException> newHandler) {
        handler = newHandler;
    }

    long failures() {
        return failures.get();
    }

    /** Whether the one track gives nothing more, for whatever reason. */
    boolean isOver() {
        return over;
    }

    /** Why the one track failed; null while it has not. */
    @Nullable
    LavaplayerException failure() {
        return failure;
    }

    /**
     * Whether the one track's own thread has finished. It says that the frames are over before it says that it failed, so that an end is
     * one for certain only then.
     */
    boolean hasSettled() {
        AudioTrackExecutor executor = last;
        return executor == null || executor.getState() == AudioTrackState.FINISHED;
    }

    /**
     * Takes a frame that the ended track has left. lavaplayer's buffer looks for frames first and for the end afterwards; what a fast track
     * puts in between the two, up to its last seconds, would be lost.
     */
    boolean takeLeft(MutableAudioFrame frame) {
        AudioTrackExecutor executor = last;
        AudioFrameBuffer left = executor == null || !mayBeLeft ? null : executor.getAudioBuffer();
        if (left != null && left.provide(frame) && !frame.isTerminator()) {
            return true;
        }
        mayBeLeft = false;
        return false;
    }

    /** Whether a track ended and none has given a frame since. */
    boolean isAtBoundary() {
        return boundary;
    }

    void leaveBoundary() {
        boundary = false;
    }

    /** Whether a track was started since the last call. The reading thread's. */
    boolean takeStarted() {
        boolean result = started;
        started = false;
        return result;
    }

    @Override
    public void onEvent(AudioEvent event) {
        if (event instanceof TrackStartEvent) {
            started = true;
        } else if (event instanceof TrackExceptionEvent broken && counts(broken.track)) {
            String why = "failed: " + describe(broken.exception);
            fail(new LavaplayerException(Kind.TRACK, broken.track, why, broken.exception));
        } else if (event instanceof TrackStuckEvent stuck && counts(stuck.track)) {
            fail(new LavaplayerException(
                    Kind.STUCK, stuck.track, "is stuck: no audio for " + stuck.thresholdMs + " ms", null));
            over = only != null;
        } else if (event instanceof TrackEndEvent ended && counts(ended.track)) {
            onEnd(ended.track, ended.endReason);
        }
    }

    private boolean counts(AudioTrack track) {
        AudioTrack one = only;
        return one == null || one == track;
    }

    private void onEnd(AudioTrack track, AudioTrackEndReason reason) {
        if (reason == AudioTrackEndReason.CLEANUP) {
            fail(new LavaplayerException(
                    Kind.CLEANED_UP,
                    track,
                    "was stopped by lavaplayer because nobody asked for audio for too long; pause its AudioPlayer instead of ours,"
                            + " or raise AudioPlayerManager.setPlayerCleanupThreshold",
                    null));
        }
        boolean finished = reason == AudioTrackEndReason.FINISHED || reason == AudioTrackEndReason.LOAD_FAILED;
        last = finished && track instanceof InternalAudioTrack own ? own.getActiveExecutor() : null;
        mayBeLeft = finished;
        boundary = true;
        over = only != null;
    }

    private void fail(LavaplayerException newFailure) {
        failures.incrementAndGet();
        if (only != null) {
            if (failure == null) {
                failure = newFailure;
            }
            return;
        }
        LOG.warn("{}", newFailure.getMessage());
        handler.accept(newFailure);
    }

    private static String describe(Throwable exception) {
        StringBuilder text = new StringBuilder(String.valueOf(exception.getMessage()));
        Throwable cause = exception.getCause();
        for (int depth = 0; cause != null && depth < 5; depth++) {
            String said = cause.getMessage();
            if (said != null && text.indexOf(said) < 0) {
                text.append(": ").append(said);
            }
            cause = cause.getCause();
        }
        return text.toString();
    }
}
