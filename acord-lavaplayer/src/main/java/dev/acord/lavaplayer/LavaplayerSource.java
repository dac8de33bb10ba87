package dev.acord.lavaplayer;

import com.sedmelluq.discord.lavaplayer.format.AudioDataFormat;
import com.sedmelluq.discord.lavaplayer.format.OpusAudioDataFormat;
import com.sedmelluq.discord.lavaplayer.player.AudioPlayer;
import com.sedmelluq.discord.lavaplayer.player.AudioPlayerManager;
import com.sedmelluq.discord.lavaplayer.track.AudioTrack;
import com.sedmelluq.discord.lavaplayer.track.playback.MutableAudioFrame;
import dev.acord.audio.AudioSource;
import dev.acord.audio.EncodingSource;
import dev.acord.audio.engine.Track;
import dev.acord.audio.opus.OpusControls;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.lavaplayer.LavaplayerException.Kind;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What lavaplayer plays, as an audio source: a whole {@link AudioPlayer} with its tracks one after another, or one {@link AudioTrack}.
 *
 * <pre>{@code
 * AudioPlayer player = manager.createPlayer();                       // with the bot's own track scheduler
 * new BasePlayer(connection, LavaplayerSource.following(player)).play();
 * player.playTrack(track);
 *
 * queue.add(LavaplayerSource.queued(manager, track));                // or: one track in an AudioQueue
 * }</pre>
 *
 * <p><b>Frames.</b> Opus frames (lavaplayer's default, {@code DISCORD_OPUS}) are passed on bit for bit. Signed 16-bit PCM, mono or stereo, of
 * any rate and byte order is resampled to 48 kHz and encoded here. The format is seen from the frames and may change between them. Reading
 * allocates nothing of its own while frames are Opus.
 *
 * <p><b>Three outcomes.</b> When lavaplayer gives no frame (a track loads, nothing plays, its player is paused) {@link #read} says
 * {@link AudioSource#STARVED}. {@link AudioSource#END} comes after the one track, or after {@link #finish()}. When the one track breaks, gets stuck
 * or cannot be loaded, {@code read} throws {@link LavaplayerException}, after all audio before it. A source that follows a player lives on
 * when a track fails, because the next one may play: {@link #onFailure} hears of it.
 *
 * <p><b>Threads.</b> One thread reads and seeks, as of every source. The controls of lavaplayer's own player and tracks may be used from any
 * thread at any time. lavaplayer calls its listeners (and {@link #onFailure}) on its own threads and on the one that reads, with the player's
 * lock held: they must not wait for anything.
 */
public final class LavaplayerSource implements EncodingSource {
    /** 120 ms of 48 kHz stereo: the longest that an Opus packet may be. */
    private static final int MAX_FRAME_BYTES = 5_760 * 2 * 2;

    /** How long a track's thread may take to say whether it failed, after its last frame. */
    private static final long SETTLE_NS = 2_000_000_000L;

    private final AudioPlayer player;
    private final boolean owned;
    private final OpusEncoderOptions encoding;
    private final PlayerEvents events = new PlayerEvents();
    private final SeekWatch seeking = new SeekWatch();
    private final MutableAudioFrame frame = new MutableAudioFrame();
    private final byte[] bytes = new byte[MAX_FRAME_BYTES];
    private final Object encoderLock = new Object();
    private @Nullable OpusEncoder encoder;
    private @Nullable PcmFrames pcm;
    private @Nullable AudioTrack one;
    private long overSinceNs;
    private boolean settling;
    private volatile boolean transcoding;
    private volatile boolean finishing;
    private volatile boolean closed;
    private volatile long nextMs;

    private LavaplayerSource(AudioPlayer player, @Nullable AudioTrack one, OpusEncoderOptions encoding) {
        if (encoding.channels() != 2) {
            throw new IllegalArgumentException("the encoder's options must be for two channels");
        }
        this.player = player;
        this.owned = one != null;
        this.encoding = encoding;
        frame.setBuffer(ByteBuffer.allocate(MAX_FRAME_BYTES));
        if (one != null) {
            start(one);
        } else {
            AudioTrack playing = player.getPlayingTrack();
            nextMs = playing == null ? 0 : playing.getPosition();
        }
        player.addListener(events);
        if (one != null) {
            player.playTrack(one);
        }
    }

    /**
     * Plays whatever a player plays, now and later, without an end until {@link #finish()}. Closing the source leaves the player as it is.
     *
     * @param player the bot's player; nobody else may take frames from it
     * @return the source
     */
    public static LavaplayerSource following(AudioPlayer player) {
        return following(player, OpusEncoderOptions.defaults());
    }

    /**
     * Plays whatever a player plays, with the encoder's options for frames that are PCM.
     *
     * @param player the bot's player; nobody else may take frames from it
     * @param encoding the encoder's options, for two channels
     * @return the source
     */
    public static LavaplayerSource following(AudioPlayer player, OpusEncoderOptions encoding) {
        return new LavaplayerSource(player, null, encoding);
    }

    /**
     * Plays one track, on a player of its own, and ends with it. The track begins to load at once.
     *
     * @param manager makes the player
     * @param track a track that has not been played; lavaplayer plays an instance once only, {@link AudioTrack#makeClone()} makes another
     * @return the source
     */
    public static LavaplayerSource playing(AudioPlayerManager manager, AudioTrack track) {
        return playing(manager, track, OpusEncoderOptions.defaults());
    }

    /**
     * Plays one track, with the encoder's options for frames that are PCM.
     *
     * @param manager makes the player
     * @param track a track that has not been played
     * @param encoding the encoder's options, for two channels
     * @return the source
     */
    public static LavaplayerSource playing(AudioPlayerManager manager, AudioTrack track, OpusEncoderOptions encoding) {
        return new LavaplayerSource(manager.createPlayer(), track, encoding);
    }

    /**
     * A track for an {@link dev.acord.audio.engine.AudioQueue}, which opens it when its turn comes near, and again when it repeats.
     *
     * @param manager makes the players
     * @param track any instance; a clone is played each time
     * @return a track with lavaplayer's title, and {@code author}, {@code identifier} and {@code uri} as metadata where they are known
     */
    public static Track queued(AudioPlayerManager manager, AudioTrack track) {
        Map<String, String> metadata = new java.util.HashMap<>();
        putIfKnown(metadata, "author", track.getInfo().author);
        putIfKnown(metadata, "identifier", track.getInfo().identifier);
        putIfKnown(metadata, "uri", track.getInfo().uri);
        return Track.of(LavaplayerException.titleOf(track), () -> playing(manager, track.makeClone()))
                .withMetadata(metadata);
    }

    private static void putIfKnown(Map<String, String> metadata, String key, @Nullable String value) {
        if (value != null) {
            metadata.put(key, value);
        }
    }

    private void start(AudioTrack track) {
        one = track;
        settling = false;
        nextMs = track.getPosition();
        events.only(track);
    }

    /**
     * Hears of tracks that fail while the source follows a player. Those of a source of one track come out of {@link #read} instead.
     *
     * @param handler is called on a thread of lavaplayer's, or the one that reads; must return at once
     * @return this
     */
    public LavaplayerSource onFailure(Consumer<? super LavaplayerException> handler) {
        events.handler(handler);
        return this;
    }

    /**
     * How many failures there were: tracks that broke, could not be loaded, got stuck, or were cleaned up.
     *
     * @return the number since the source was made
     */
    public long failures() {
        return events.failures();
    }

    /** Ends a source that follows a player when nothing plays there any more: after the present track, unless another follows at once. */
    public void finish() {
        finishing = true;
    }

    /**
     * The player that is read.
     *
     * @return the player; for one track, the source's own, which it destroys when it is closed
     */
    public AudioPlayer player() {
        return player;
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        while (!closed) {
            int waiting = transcode(buffer, offset, false);
            if (waiting > 0) {
                return waiting;
            }
            if (!provide()) {
                return withoutFrame(buffer, offset);
            }
            int length = take(buffer, offset);
            if (length > 0) {
                return length;
            }
        }
        return END;
    }

    /** Has lavaplayer fill the frame. Returns whether there is one that is to be played. */
    private boolean provide() throws IOException {
        if (events.takeLeft(frame)) {
            return true;
        }
        if (events.isOver()) {
            return false;
        }
        long nowNs = System.nanoTime();
        boolean stale = seeking.isPending() && events.failure() == null;
        if (stale && seeking.isIgnored(nowNs)) {
            onSeekIgnored();
            return false;
        }
        if (stale && !seeking.isSlow(nowNs)) {
            return false;
        }
        boolean given;
        try {
            given = player.provide(frame);
        } catch (BufferOverflowException e) {
            throw new LavaplayerException(
                    Kind.FORMAT, player.getPlayingTrack(), "has frames of more than " + MAX_FRAME_BYTES + " bytes", e);
        }
        if (events.takeStarted()) {
            seeking.forget(); // another track than was sought in
            stale = false;
        }
        if (!given) {
            return events.takeLeft(frame);
        }
        return !stale && !events.isOver(); // over: the frame is of a track that replaced this one
    }

    /** A track of one's own is played again from there; one of the bot's is left alone. */
    private void onSeekIgnored() {
        AudioTrack own = one;
        seeking.forget();
        if (own != null) {
            playAgain(own, seeking.targetMs());
        }
    }

    private void playAgain(AudioTrack track, long fromMs) {
        AudioTrack again = track.makeClone();
        again.setPosition(fromMs);
        start(again);
        player.playTrack(again);
    }

    /** The frame as a packet; 0 when it makes none yet. */
    private int take(byte[] buffer, int offset) throws IOException {
        events.leaveBoundary();
        AudioDataFormat format = frame.getFormat();
        int length = frame.getDataLength();
        nextMs = frame.getTimecode() + format.frameDuration();
        if (format instanceof OpusAudioDataFormat) {
            transcoding = false;
            if (length > MAX_PACKET_BYTES) {
                throw new LavaplayerException(
                        Kind.FORMAT, player.getPlayingTrack(), "has an Opus packet of " + length + " bytes", null);
            }
            frame.getData(buffer, offset);
            return length;
        }
        if (!PcmFrames.supports(format)) {
            throw new LavaplayerException(
                    Kind.FORMAT,
                    player.getPlayingTrack(),
                    "comes as " + format.codecName() + " with " + format.channelCount + " channels at "
                            + format.sampleRate + " Hz; Opus, or 16-bit PCM of one or two channels, can be played: see"
                            + " AudioConfiguration.setOutputFormat",
                    null);
        }
        frame.getData(bytes, 0);
        synchronized (encoderLock) {
            if (closed) {
                return 0;
            }
            PcmFrames converting = pcm;
            if (converting == null || !converting.isFor(format)) {
                converting = new PcmFrames(format, encoder(), MAX_FRAME_BYTES);
                pcm = converting;
            }
            transcoding = true;
            converting.put(bytes, length);
        }
        return transcode(buffer, offset, false);
    }

    /** A packet from the samples taken so far, or with {@code rest} from those left at a track's end; 0 when there is none. */
    private int transcode(byte[] buffer, int offset, boolean rest) {
        PcmFrames converting = pcm;
        if (converting == null) {
            return 0;
        }
        synchronized (encoderLock) {
            if (closed) {
                return 0;
            }
            return rest
                    ? converting.flush(buffer, offset, MAX_PACKET_BYTES)
                    : converting.packet(buffer, offset, MAX_PACKET_BYTES);
        }
    }

    /** There is no frame: because it has not come yet, because of the end, or because of a failure. */
    private int withoutFrame(byte[] buffer, int offset) throws IOException {
        if (events.isAtBoundary()) {
            int rest = transcode(buffer, offset, true);
            if (rest > 0) {
                return rest;
            }
        }
        if (owned) {
            return events.isOver() ? outcome() : STARVED;
        }
        events.leaveBoundary();
        return finishing && player.getPlayingTrack() == null ? END : STARVED;
    }

    private int outcome() throws IOException {
        long nowNs = System.nanoTime();
        if (!settling) {
            settling = true;
            overSinceNs = nowNs;
        }
        if (events.failure() == null && !events.hasSettled() && nowNs - overSinceNs < SETTLE_NS) {
            return STARVED; // it may have failed: lavaplayer says that after its last frame
        }
        LavaplayerException failure = events.failure();
        if (failure != null) {
            throw failure;
        }
        return END;
    }

    private OpusEncoder encoder() {
        OpusEncoder made = encoder;
        if (made == null) {
            made = OpusEncoder.create(encoding);
            encoder = made;
        }
        return made;
    }

    @Override
    public void adjustEncoder(Consumer<? super OpusControls> change) {
        synchronized (encoderLock) {
            if (closed) {
                throw new IllegalStateException("the source is closed");
            }
            change.accept(encoder());
        }
    }

    @Override
    public OpusEncoderOptions encoding() {
        return encoding;
    }

    /** Whether the last packet was made from PCM; {@code false} while Opus frames are passed on. */
    @Override
    public boolean isEncoding() {
        return transcoding;
    }

    /** True: lavaplayer keeps seconds of frames ready, and what is read ahead of it would only delay its controls. */
    @Override
    public boolean isBuffered() {
        return true;
    }

    private @Nullable AudioTrack track() {
        AudioTrack own = one;
        return own != null ? own : player.getPlayingTrack();
    }

    /** Whether the track can be sought; with a source that follows a player, the one that plays now, so that it may change. */
    @Override
    public boolean isSeekable() {
        AudioTrack track = track();
        return track != null && track.isSeekable();
    }

    /** How long the track is, as lavaplayer knows it; with a source that follows a player, the one that plays now. */
    @Override
    public Optional<Duration> duration() {
        AudioTrack track = track();
        if (track == null || track.getInfo().isStream) {
            return Optional.empty();
        }
        long ms = track.getDuration();
        return ms <= 0 || ms == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofMillis(ms));
    }

    /** Where in its track the next packet begins, by the frames' own times. */
    @Override
    public Optional<Duration> position() {
        return Optional.of(Duration.ofMillis(Math.max(0, nextMs)));
    }

    /**
     * Seeks in the track. lavaplayer does it on the track's own thread; until it has, {@link #read} says {@link AudioSource#STARVED}, and
     * frames from before are not played. A track that lavaplayer has read to its end (the last five seconds, with its own settings) is played again
     * from there, and so is one that has ended; when a player is followed, lavaplayer does not seek then.
     */
    @Override
    public Duration seek(Duration position) {
        if (position.isNegative()) {
            throw new IllegalArgumentException("a position is 0 or more, not " + position);
        }
        AudioTrack track = track();
        if (track == null || !track.isSeekable()) {
            throw new UnsupportedOperationException(
                    track == null ? "no track plays, so there is nothing to seek in" : "this track cannot be sought");
        }
        long ms = position.toSeconds() > Integer.MAX_VALUE ? Integer.MAX_VALUE * 1_000L : position.toMillis();
        PcmFrames converting = pcm;
        if (converting != null) {
            converting.drop();
        }
        if (owned && events.isOver() && events.failure() == null) {
            seeking.forget();
            playAgain(track, ms);
        } else {
            seeking.seek(track, ms, System.nanoTime());
        }
        nextMs = ms;
        return Duration.ofMillis(ms);
    }

    @Override
    public void close() {
        synchronized (encoderLock) {
            if (closed) {
                return;
            }
            closed = true;
            if (encoder != null) {
                encoder.close();
            }
        }
        player.removeListener(events);
        if (owned) {
            player.destroy();
        }
    }
}
