package dev.acord.voice;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.PcmSource;
import dev.acord.audio.engine.AudioQueue;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.voice.flight.Flight;
import dev.acord.voice.io.PlaybackListener;
import dev.acord.voice.io.PlayedTrack;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays one source into a connection. It may be started before the connection is ready, and keeps its position through reconnects. A
 * connection plays one player at a time: starting another stops the first.
 *
 * <p>For several tracks, volume, filters, cross-fades and sounds over the music, play an {@link AudioQueue}; its controls are heard within
 * {@linkplain VoiceOptions#queueAheadFrames() three packets}.
 *
 * <p>Ogg Opus goes through bit for bit; WAV, AIFF and whatever else {@code javax.sound.sampled} reads is resampled and encoded; the rest
 * is for {@link FfmpegPlayer}. All methods may be called from any thread.
 */
public class BasePlayer extends BaseTransport {
    private static final Logger LOG = LoggerFactory.getLogger(BasePlayer.class);

    /** Opens a source from its beginning. */
    @FunctionalInterface
    protected interface Opener {
        /**
         * Opens the source.
         *
         * @return a new source
         * @throws IOException when it cannot be opened; the message says why
         */
        AudioSource open() throws IOException;
    }

    private final @Nullable Opener opener;
    private @Nullable AudioSource source;
    private @Nullable PlayedTrack track;
    private @Nullable Progress progress;
    private CompletableFuture<PlayerState> finished = new CompletableFuture<>();
    private volatile PlayerState state = PlayerState.NEW;
    private volatile @Nullable Throwable failure;

    /**
     * Plays a file.
     *
     * @param connection where to play
     * @param file an audio file
     * @throws IOException when there is no such file, or it is not audio that can be played; the message says which
     */
    public BasePlayer(VoiceConnection connection, Path file) throws IOException {
        this(connection, () -> AudioSources.open(file));
    }

    /**
     * Plays a file, with the encoder's options for one that must be encoded.
     *
     * @param connection where to play
     * @param file an audio file
     * @param encoding the encoder's options
     * @throws IOException when there is no such file, or it is not audio that can be played; the message says which
     */
    public BasePlayer(VoiceConnection connection, Path file, OpusEncoderOptions encoding) throws IOException {
        this(connection, () -> AudioSources.open(file, encoding));
    }

    /**
     * Plays a stream, of which the beginning tells the format.
     *
     * @param connection where to play
     * @param stream audio as in a file; closed at the end
     * @throws IOException when it is not audio that can be played
     */
    public BasePlayer(VoiceConnection connection, InputStream stream) throws IOException {
        this(connection, AudioSources.open(stream));
    }

    /**
     * Plays PCM.
     *
     * @param connection where to play
     * @param pcm the samples; closed at the end
     * @param encoding the encoder's options
     */
    public BasePlayer(VoiceConnection connection, PcmSource pcm, OpusEncoderOptions encoding) {
        this(connection, AudioSources.encode(pcm, encoding));
    }

    /**
     * Plays Opus packets.
     *
     * @param connection where to play
     * @param source the packets; closed at the end
     */
    public BasePlayer(VoiceConnection connection, AudioSource source) {
        super(connection);
        this.opener = null;
        this.source = source;
    }

    /**
     * Plays what can be opened again.
     *
     * @param connection where to play
     * @param opener opens the source: now, and for {@link #cleanup()}
     * @throws IOException when it cannot be opened
     */
    protected BasePlayer(VoiceConnection connection, Opener opener) throws IOException {
        super(connection);
        this.opener = opener;
        this.source = opener.open();
    }

    /**
     * Starts, as soon as the connection is ready. A second call does nothing.
     *
     * @return completes when the player is over, with {@link PlayerState#FINISHED} or {@link PlayerState#STOPPED}; fails with what broke
     *     the source or closed the connection
     */
    public synchronized CompletableFuture<PlayerState> play() {
        if (track != null || state.isOver()) {
            return finished();
        }
        Progress hearing = new Progress();
        progress = hearing;
        try {
            AudioSource opened = source;
            if (opened == null) {
                opened = Objects.requireNonNull(opener).open();
                source = opened;
            }
            VoiceConnection to = connection();
            if (opened instanceof AudioQueue queue) {
                // the tracks are read ahead below the queue, so that what is changed in it is heard soon
                queue.readAheadWith(to.driver().media().workers());
            }
            int frames = opened.isBuffered()
                    ? to.options().queueAheadFrames()
                    : to.options().readAheadFrames();
            track = to.driver().media().play(opened, to.options().lossResponse(), frames, hearing);
        } catch (IOException e) {
            hearing.enter(PlayerState.FAILED, e);
        }
        return finished();
    }

    /** Pauses: five silence frames, then nothing. */
    public synchronized void pause() {
        if (track != null) {
            track.pause(true);
        }
    }

    /** Goes on after a pause. */
    public synchronized void resume() {
        if (track != null) {
            track.pause(false);
        }
    }

    /** Stops for good, and closes the source. */
    public synchronized void stop() {
        if (track != null) {
            track.stop();
        } else if (!state.isOver()) {
            closeSource();
            new Progress().enterFirst();
        }
    }

    /** Stops; the connection stays open. */
    @Override
    public void close() {
        stop();
    }

    /**
     * Stops, and forgets the position: a player of a file begins again with its next {@link #play()}. A player of a stream is over, since
     * a stream cannot be read twice.
     */
    @Override
    public synchronized void cleanup() {
        stop();
        if (opener != null) {
            progress = null;
            track = null;
            source = null;
            failure = null;
            finished.complete(PlayerState.STOPPED);
            finished = new CompletableFuture<>();
            state = PlayerState.NEW;
        }
    }

    /**
     * What the player does.
     *
     * @return its state
     */
    public PlayerState state() {
        return state;
    }

    /**
     * What ended the player early.
     *
     * @return the cause, in the state {@link PlayerState#FAILED} only
     */
    public @Nullable Throwable failure() {
        return failure;
    }

    /**
     * Where in the source the player is: what has been sent, counted from its beginning or from the last {@link #seek}.
     *
     * @return the time in the source; zero before the start of a source that does not say
     */
    public synchronized Duration position() {
        if (track != null) {
            return Duration.ofNanos(track.positionSamples() * 62_500 / 3);
        }
        AudioSource opened = source;
        return opened == null ? Duration.ZERO : opened.position().orElse(Duration.ZERO);
    }

    /**
     * Goes on elsewhere in the source, forward or back, playing or paused. What was read ahead is dropped at once; five silence frames and a
     * short wait may be heard until the source is there. Before {@link #play()} this thread does it, and it may take I/O.
     *
     * @param position the time from the source's beginning, 0 or more; behind the end, the player ends
     * @return completes with the position reached, within one packet; fails when the source is not {@linkplain #isSeekable() seekable} or
     *     breaks, or when the player is stopped or another seek comes first
     */
    public CompletableFuture<Duration> seek(Duration position) {
        if (position.isNegative()) {
            throw new IllegalArgumentException("position must be 0 or more, not " + position);
        }
        PlayedTrack playing;
        AudioSource opened;
        synchronized (this) {
            playing = track;
            opened = source;
        }
        if (playing != null) {
            return playing.seek(position);
        }
        if (opened == null) {
            return CompletableFuture.failedFuture(new IllegalStateException("the player is over"));
        }
        try {
            return CompletableFuture.completedFuture(opened.seek(position));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Whether {@link #seek} works for this source.
     *
     * @return true for files in most formats; false for streams
     */
    public synchronized boolean isSeekable() {
        return source != null && source.isSeekable();
    }

    /**
     * How long the source is.
     *
     * @return the duration; empty when it is not known, as with a live stream
     * @throws IOException when finding out takes I/O, and that fails
     */
    public Optional<Duration> duration() throws IOException {
        AudioSource opened;
        synchronized (this) {
            opened = source;
        }
        return opened == null ? Optional.empty() : opened.duration();
    }

    /**
     * Waits for the end.
     *
     * @return as of {@link #play()}
     */
    public synchronized CompletableFuture<PlayerState> finished() {
        return finished.copy();
    }

    private void closeSource() {
        if (source != null) {
            try {
                source.close();
            } catch (IOException e) {
                LOG.debug("audio source did not close cleanly", e);
            }
        }
    }

    /** Takes one play's events; those of a play before {@link #cleanup()} are too late. */
    private final class Progress implements PlaybackListener {
        private @Nullable Object underrun; // the connection's executor's

        private void enterFirst() {
            progress = this;
            enter(PlayerState.STOPPED, null);
        }

        private void enter(PlayerState next, @Nullable Throwable cause) {
            CompletableFuture<PlayerState> future;
            synchronized (BasePlayer.this) {
                if (progress != this) {
                    return;
                }
                failure = cause;
                state = next;
                future = finished;
            }
            VoiceConnection to = connection();
            Flight.underrun(underrun, to.guildId(), to.channelId(), next.name());
            underrun = next == PlayerState.STARVED ? Flight.beginUnderrun() : null;
            to.events().fire(listener -> listener.onPlayerState(to, BasePlayer.this, next, cause));
            if (cause != null) {
                future.completeExceptionally(cause);
            } else if (next.isOver()) {
                future.complete(next);
            }
        }

        @Override
        public void onWaiting() {
            enter(PlayerState.WAITING, null);
        }

        @Override
        public void onPlaying() {
            enter(PlayerState.PLAYING, null);
        }

        @Override
        public void onPaused() {
            enter(PlayerState.PAUSED, null);
        }

        @Override
        public void onStarved() {
            enter(PlayerState.STARVED, null);
        }

        @Override
        public void onEnded(@Nullable Throwable cause) {
            enter(cause == null ? PlayerState.FINISHED : PlayerState.FAILED, cause);
        }

        @Override
        public void onStopped() {
            enter(PlayerState.STOPPED, null);
        }
    }
}
