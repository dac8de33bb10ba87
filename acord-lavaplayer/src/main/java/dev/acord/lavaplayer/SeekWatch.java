package dev.acord.lavaplayer;

import com.sedmelluq.discord.lavaplayer.track.AudioTrack;
import com.sedmelluq.discord.lavaplayer.track.AudioTrackState;
import com.sedmelluq.discord.lavaplayer.track.InternalAudioTrack;
import com.sedmelluq.discord.lavaplayer.track.playback.AudioFrameBuffer;
import com.sedmelluq.discord.lavaplayer.track.playback.AudioTrackExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a seek has taken effect. lavaplayer seeks on the track's own thread, and gives frames from before the seek meanwhile; whoever
 * asked for a place wants the frames from there. The reading thread's.
 */
final class SeekWatch {
    /** While a seek takes longer than this, the player is read all the same, or it would never notice that the track is stuck. */
    private static final long QUIET_NS = 1_000_000_000L;

    /** A seek that is not taken up within this time will not be. */
    private static final long BEGIN_NS = 250_000_000L;

    private @Nullable AudioTrack track;
    private long targetMs;
    private long beganNs;

    /** Seeks. The place is known by its time while lavaplayer has not begun, so it must not be where the track is already. */
    void seek(AudioTrack sought, long positionMs, long nowNs) {
        targetMs = positionMs == sought.getPosition() ? positionMs + 1 : positionMs;
        track = sought;
        beganNs = nowNs;
        sought.setPosition(targetMs);
    }

    void forget() {
        track = null;
    }

    /** Whether frames are still from before the seek. */
    boolean isPending() {
        if (!(track instanceof InternalAudioTrack own)) {
            return false;
        }
        AudioTrackExecutor executor = own.getActiveExecutor();
        AudioFrameBuffer frames = executor.getAudioBuffer();
        if (executor.getPosition() == targetMs || (frames != null && frames.hasClearOnInsert())) {
            return true;
        }
        track = null;
        return false;
    }

    /**
     * Whether lavaplayer does not even begin. It interrupts the track's thread for a seek, but not once that has read the track to its end
     * and only waits for its last seconds to be played.
     */
    boolean isIgnored(long nowNs) {
        return track != null
                && track.getPosition() == targetMs
                && track.getState() == AudioTrackState.PLAYING
                && nowNs - beganNs > BEGIN_NS;
    }

    long targetMs() {
        return targetMs;
    }

    boolean isSlow(long nowNs) {
        return nowNs - beganNs > QUIET_NS;
    }
}
