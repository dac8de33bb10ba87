package dev.acord.audio.engine;

import dev.acord.audio.EncodingSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.opus.OpusControls;
import dev.acord.audio.opus.OpusEncoderOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What a music bot plays: tracks one after the other, without a gap or faded into one another, repeated, skipped, sought; with a volume,
 * filters, and sounds over the music. It is itself a source, for any player.
 *
 * <p>The packets of a track of Opus are played as they are, bit for bit, for as long as nothing needs their samples: a volume other than
 * 100 %, a filter that is not neutral, a cross-fade, a sound over the music. Then they are decoded and encoded, and when the last of that is
 * over, the track's own packets are used again. Neither change is heard, nor is any part played twice or left out: the decoder and the
 * encoder get the 140 ms before, and their delay is read ahead.
 *
 * <p>A track that cannot be opened or read is told about and passed over. Without a track {@link #read} is starved, until one is added; after
 * {@link #finish} it ends with the last one.
 *
 * <p>One thread reads, which opens, reads, decodes and encodes the tracks and tells the listeners. All other methods may be called from any
 * thread and return at once; what they change is heard with the next packet read. A player reads two packets ahead, and the tracks further (see
 * {@link #readAheadWith}).
 */
public final class AudioQueue implements EncodingSource {

    private final TrackList tracks;
    private final QueueEvents events = new QueueEvents();
    private final TrackOpener opener;
    private final Program program;
    private final Music music;
    private final FilterChain filters;
    private final Volume volume = new Volume();
    private final MixBus overlays = new MixBus(Mixer.MAX_INPUTS, events);
    private final PacketEncoder encoder;
    private final QueueReader reader;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile boolean closed;
    private volatile long positionFrames;
    private volatile long durationFrames = Deck.UNKNOWN;
    private volatile boolean seekable;

    /** An empty queue with the default options. */
    public AudioQueue() {
        this(AudioQueueOptions.defaults());
    }

    /**
     * An empty queue.
     *
     * @param options how it works
     */
    public AudioQueue(AudioQueueOptions options) {
        tracks = new TrackList(options.capacity());
        opener = new TrackOpener(options.opener());
        program = new Program(tracks, opener, events, options.prefetchFrames());
        music = new Music(program, events);
        filters = new FilterChain((filter, cause) -> events.fire(listener -> listener.onFilterFailed(filter, cause)));
        encoder = new PacketEncoder(options.encoding());
        PcmPipeline pipeline = new PcmPipeline(filters, volume, overlays, encoder);
        reader = new QueueReader(
                tracks, program, music, pipeline, events, options.encoding().frameSamples());
    }

    /**
     * Adds a track at the end.
     *
     * @param track what to play
     * @throws IllegalStateException when the queue is full, {@linkplain #finish finished} or closed
     */
    public void add(Track track) {
        tracks.add(track, false);
    }

    /**
     * Adds a track that is played next.
     *
     * @param track what to play
     * @throws IllegalStateException when the queue is full, {@linkplain #finish finished} or closed
     */
    public void addFirst(Track track) {
        tracks.add(track, true);
    }

    /**
     * Takes out a track whose turn has not come: the first place that it has.
     *
     * @param track the track
     * @return whether it was there
     */
    public boolean remove(Track track) {
        return tracks.remove(track);
    }

    /** Takes out all tracks but the current one. */
    public void clear() {
        tracks.clear();
    }

    /** Says that no more tracks are coming: the queue ends with its last one. */
    public void finish() {
        tracks.finish();
    }

    /**
     * The track that is played, or being opened.
     *
     * @return the track; empty when there is none
     */
    public Optional<Track> current() {
        return Optional.ofNullable(tracks.current());
    }

    /**
     * The tracks after the current one.
     *
     * @return an immutable copy
     */
    public List<Track> upcoming() {
        return tracks.upcoming();
    }

    /**
     * Ends the current track, or the first one if none is current. With a cross-fade it takes a second at most.
     *
     * @return whether there is a track to end
     */
    public boolean skip() {
        boolean skipped = tracks.skip();
        if (skipped) {
            reader.cancelSeek(new CancellationException("the track was skipped"));
        }
        return skipped;
    }

    /**
     * What happens to a track that was played.
     *
     * @return the mode
     */
    public LoopMode loop() {
        return tracks.loop();
    }

    /**
     * Sets what happens to a track that was played.
     *
     * @param mode the mode
     */
    public void setLoop(LoopMode mode) {
        tracks.setLoop(Objects.requireNonNull(mode));
    }

    /**
     * How long the end of a track and the beginning of the next sound together.
     *
     * @return the length; zero for none
     */
    public Duration crossFade() {
        return PcmSource.timeOf(music.crossFadeFrames());
    }

    /**
     * Sets how long the end of a track and the beginning of the next sound together. It is never more than half of either; there is none
     * after a track of unknown length.
     *
     * @param length 0 (for none) to 30 s
     * @throws IllegalArgumentException when it is out of range
     */
    public void setCrossFade(Duration length) {
        music.setCrossFadeFrames(PcmSource.framesOf(CrossFade.checked(length)));
    }

    /**
     * The volume of the music. At 100 % it needs no samples.
     *
     * @return its control, always the same
     */
    public Volume volume() {
        return volume;
    }

    /**
     * Adds a filter behind those that are there, before the volume. It is faded in.
     *
     * @param filter the filter; used by this queue only
     * @throws IllegalStateException when there are 32 already
     */
    public void addFilter(PcmFilter filter) {
        filters.add(filter, false);
    }

    /**
     * Takes out a filter. It is faded out.
     *
     * @param filter the filter
     * @return whether it was there
     */
    public boolean removeFilter(PcmFilter filter) {
        return filters.remove(filter);
    }

    /**
     * The filters.
     *
     * @return an immutable copy, in their order
     */
    public List<PcmFilter> filters() {
        return filters.filters();
    }

    /**
     * Plays a sound over the music, such as an announcement, also when there is no track. The music's filters and volume do not apply to it;
     * a {@link Ducking} among the filters that watches it lowers the music meanwhile.
     *
     * @param sound what to play; closed at its end. While it blocks, the queue does
     * @param volume what its samples are multiplied by, 0 to {@link Volume#MAX_FACTOR}
     * @return its control
     * @throws IllegalArgumentException when the volume is out of range
     * @throws IllegalStateException when there are {@value Mixer#MAX_INPUTS} already, or the queue is closed
     */
    public MixerInput overlay(PcmSource sound, double volume) {
        return overlays.add(sound, volume);
    }

    /** {@inheritDoc} Packets that are played as they are do not change. */
    @Override
    public void adjustEncoder(Consumer<? super OpusControls> change) {
        encoder.adjust(change);
    }

    @Override
    public OpusEncoderOptions encoding() {
        return encoder.options();
    }

    /** True: the tracks are read ahead below the queue. */
    @Override
    public boolean isBuffered() {
        return true;
    }

    @Override
    public boolean isEncoding() {
        return !reader.isPassthrough();
    }

    /**
     * Has workers read the tracks ahead, half a second to a second each, and open them where the options name no other executor. Then
     * {@link #read} waits for no file or network that is fast enough on average, and need not be called long before its packets are played.
     * Players do this; it concerns tracks that are opened afterwards.
     *
     * @param workers runs tasks that may take time, as many at once as there are tracks open (three at most)
     */
    public void readAheadWith(Executor workers) {
        opener.workers(workers);
    }

    /**
     * Adds a listener.
     *
     * @param listener hears from now on what the queue does
     */
    public void addListener(AudioQueueListener listener) {
        events.add(listener);
    }

    /**
     * Takes out a listener.
     *
     * @param listener the listener
     */
    public void removeListener(AudioQueueListener listener) {
        events.remove(listener);
    }

    /**
     * Whether the last packet read was a track's own.
     *
     * @return {@code false} when it was encoded
     */
    public boolean isPassthrough() {
        return reader.isPassthrough();
    }

    /**
     * Takes the current track elsewhere, with the next read. In a track of packets it goes to the packet that holds the position.
     *
     * @param position the time from the track's start, 0 or more; behind its end, the track is over
     * @return the position that was reached, completed by the thread that reads. Fails with {@link UnsupportedOperationException} when the
     *     track cannot be sought, with {@link IllegalStateException} when there is no track, with {@link CancellationException} when another
     *     seek or a skip comes first or the queue is closed, and with an {@link IOException} when seeking breaks the track
     * @throws IllegalArgumentException when the position is negative
     */
    public CompletableFuture<Duration> seekTo(Duration position) {
        CompletableFuture<Duration> reached = reader.seekSoon(PcmSource.framesOf(position));
        if (closed) {
            reader.cancelSeek(new CancellationException("the queue is closed"));
        }
        return reached;
    }

    /** Whether the current track can be sought. */
    @Override
    public boolean isSeekable() {
        return seekable;
    }

    /**
     * {@inheritDoc} To be called by the thread that reads; {@link #seekTo} is for all others.
     *
     * @throws IllegalStateException when there is no track, or another thread is reading
     */
    @Override
    public Duration seek(Duration position) throws IOException {
        long frame = PcmSource.framesOf(position);
        enter();
        try {
            return PcmSource.timeOf(reader.seekNow(frame));
        } finally {
            leave();
        }
    }

    /** How far the current track has been read; empty when there is none. */
    @Override
    public Optional<Duration> position() {
        return tracks.current() == null ? Optional.empty() : Optional.of(PcmSource.timeOf(positionFrames));
    }

    /** The length of the current track; empty when it is not known, or there is no track. */
    @Override
    public Optional<Duration> duration() {
        long frames = durationFrames;
        return frames == Deck.UNKNOWN ? Optional.empty() : Optional.of(PcmSource.timeOf(frames));
    }

    /**
     * Reads the next packet. Failures of tracks do not end up here but with the listeners.
     *
     * @throws IOException when the queue is closed
     * @throws IllegalStateException when another thread is reading
     */
    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        Objects.checkFromIndexSize(offset, MAX_PACKET_BYTES, buffer.length);
        enter();
        try {
            int result = reader.read(buffer, offset);
            if (closed) {
                throw new IOException("The queue is closed");
            }
            return result;
        } catch (IllegalStateException e) {
            if (closed) {
                // its encoder was closed between two packets
                throw new IOException("The queue is closed", e);
            }
            throw e;
        } finally {
            leave();
        }
    }

    private void enter() throws IOException {
        if (closed) {
            throw new IOException("The queue is closed");
        }
        if (!reading.compareAndSet(false, true)) {
            throw new IllegalStateException("a queue is read by one thread at a time, and one is reading");
        }
    }

    private void leave() {
        Deck deck = program.deck();
        positionFrames = reader.frame();
        durationFrames = deck == null ? Deck.UNKNOWN : deck.durationFrames();
        seekable = deck != null && deck.isSeekable();
        reading.set(false);
        if (closed) {
            // what was opened while it was closed
            closeSources();
        }
    }

    private void closeSources() {
        program.closeSources();
        music.closeSources();
    }

    /** Closes the queue and all that is open. May be called from any thread; a blocked read ends soon. */
    @Override
    public void close() {
        closed = true;
        tracks.finish();
        tracks.clear();
        reader.cancelSeek(new CancellationException("the queue is closed"));
        closeSources();
        overlays.close();
        encoder.close();
    }
}
