package dev.acord.audio.webm;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.input.SeekableInput;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.opus.OpusFault;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plays the Opus packets of a WebM or Matroska file or stream as they are, bit for bit, from the first Opus track. Other tracks, video
 * included, are skipped.
 *
 * <p>A file that is damaged or cut off plays up to there; then {@link #read} throws a {@link WebmException} that says where.
 *
 * <p>{@link #seek} finds the packet that holds the place by the file's index, or by bisection over its clusters, in files and channels; a
 * stream only goes forward, by reading.
 */
public final class WebmOpusSource implements AudioSource {

    /** More than any encoder has. */
    private static final long MAX_DELAY_NS = 1_000_000_000;

    private static final long UNKNOWN = Long.MIN_VALUE;

    private final WebmReader reader;
    private final WebmTrack track;
    private volatile long measuredEndNs = UNKNOWN;
    private volatile long playedSamples;
    private volatile long positionNs;
    private volatile boolean closed;
    private final @Nullable SeekableInput file;
    private final @Nullable WebmSeek seek;

    /** When the current packet begins and ends, in the file's time. */
    private long beginNs;

    private long endNs = UNKNOWN;

    /** When the first packet begins, in the file's time. */
    private long startNs = UNKNOWN;

    /** Whether the reader's current packet was only looked at, and is the next to be read. */
    private boolean pending;

    private boolean ended;
    private @Nullable IOException failure;

    private WebmOpusSource(InputStream in, @Nullable SeekableInput file) throws IOException {
        this.file = file;
        reader = new WebmReader(in);
        reader.readHeaders();
        track = opusTrack(reader.tracks());
        reader.select(track);
        seek = file == null ? null : new WebmSeek(file, reader, track);
    }

    /**
     * Opens a file and reads its headers.
     *
     * @param path the file
     * @return a source at the file's beginning
     * @throws WebmException if it is no WebM file, holds no Opus that can be played, or begins with damage
     * @throws IOException if it cannot be read
     */
    public static WebmOpusSource open(Path path) throws IOException {
        SeekableInput in = SeekableInput.of(path);
        return open(in, in);
    }

    /**
     * Opens what a channel gives and reads its headers.
     *
     * @param channel a WebM file from the channel's byte 0; it belongs to the source from now on
     * @return a source at the file's beginning
     * @throws WebmException if it is no WebM file, holds no Opus that can be played, or begins with damage
     * @throws IOException if it cannot be read
     */
    public static WebmOpusSource open(SeekableByteChannel channel) throws IOException {
        SeekableInput in = SeekableInput.of(channel);
        return open(in, in);
    }

    /**
     * Opens a stream and reads its headers. The stream is read as it is needed and belongs to the source from now on.
     *
     * @param in the bytes of a WebM file, from its beginning
     * @return a source at the stream's beginning
     * @throws WebmException if it is no WebM stream, holds no Opus that can be played, or begins with damage
     * @throws IOException if it cannot be read
     */
    public static WebmOpusSource open(InputStream in) throws IOException {
        return open(in, null);
    }

    private static WebmOpusSource open(InputStream in, @Nullable SeekableInput file) throws IOException {
        try {
            return new WebmOpusSource(in, file);
        } catch (IOException | RuntimeException e) {
            try {
                in.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        Objects.checkFromIndexSize(offset, MAX_PACKET_BYTES, buffer.length);
        if (!pending && !advance()) {
            return END;
        }
        pending = false;
        int length = reader.frameBytes();
        System.arraycopy(reader.buffer(), reader.frameOffset(), buffer, offset, length);
        // only the reading thread writes them
        long played = playedSamples;
        playedSamples = played + OpusPacket.samples(buffer, offset, length);
        positionNs = position(endNs);
        return length;
    }

    /** Goes to the next packet; {@code false} at the end. */
    private boolean advance() throws IOException {
        requireOpen();
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            return false;
        }
        try {
            ended = !reader.next();
            if (!ended) {
                checkPacket();
                keepTime();
            }
        } catch (WebmException e) {
            failure = e.after(playedSamples / 48);
            throw failure;
        }
        return !ended;
    }

    /** Only a block's first frame has a time, and one that is rounded: what differs by no more than that goes on without a gap. */
    private void keepTime() throws WebmException {
        long begin = endNs;
        if (reader.frameIndex() == 0 || begin == UNKNOWN) {
            long stored = reader.timestampNs();
            if (begin == UNKNOWN || Math.abs(stored - begin) > reader.info().timestampScaleNs()) {
                begin = stored;
            }
        }
        beginNs = begin;
        if (startNs == UNKNOWN) {
            startNs = begin;
        }
        int samples = OpusPacket.samples(reader.buffer(), reader.frameOffset(), reader.frameBytes());
        endNs = beginNs + samples * 1_000_000_000L / 48_000;
    }

    /**
     * The track that is played.
     *
     * @return an Opus track
     */
    public WebmTrack track() {
        return track;
    }

    /**
     * What the file says about itself.
     *
     * @return the description
     */
    public WebmInfo info() {
        return reader.info();
    }

    /**
     * The duration by the file's header; of a file that does not say it, as when a live stream was saved, by its last packet.
     * May be called from any thread.
     *
     * @return the duration; empty if a stream does not say it, or there is no packet
     * @throws IOException if reading fails
     */
    @Override
    public Optional<Duration> duration() throws IOException {
        Optional<Duration> stated = reader.info().duration();
        if (stated.isPresent() || seek == null) {
            return stated;
        }
        long end = measuredEndNs;
        if (end == UNKNOWN) {
            end = seek.endNs();
            measuredEndNs = end;
        }
        return end < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(Math.max(0, end - delayNs())));
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(Duration.ofNanos(positionNs));
    }

    /**
     * Whether {@link #seek} goes everywhere: in files and channels. A stream only goes forward.
     *
     * @return whether this source is a file or a channel
     */
    @Override
    public boolean isSeekable() {
        return file != null;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A stream goes forward by reading. After a {@link WebmException} of this method or of {@link #read} other places can still be
     * sought.
     *
     * @throws WebmException when the file is damaged there
     * @throws UnsupportedOperationException when this source is a stream that is past the position
     */
    @Override
    public Duration seek(Duration position) throws IOException {
        seekNs(PcmSource.timeOf(PcmSource.framesOf(position)).toNanos());
        return Duration.ofNanos(positionNs);
    }

    /**
     * Samples at the beginning that a decoder should drop.
     *
     * @return samples per channel at 48 kHz
     */
    public int preSkipSamples() {
        OpusHead head = track.opusHead();
        return head == null
                ? (int) (Math.min(track.codecDelayNs(), 1_000_000_000) * 48 / 1_000_000)
                : head.preSkipSamples();
    }

    /**
     * How much was read from the source. May be called from any thread.
     *
     * @return the total duration of the packets so far
     */
    public Duration played() {
        long samples = playedSamples;
        return PcmSource.timeOf(samples);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        reader.close();
    }

    private void seekNs(long target) throws IOException {
        requireOpen();
        if (file != null && seek != null) {
            rewind(file, seek, target);
        } else if (target < positionNs) {
            throw new UnsupportedOperationException("the stream is at " + positionNs / 1_000_000
                    + " ms and cannot go back to " + target / 1_000_000 + " ms: it is not kept. Open a file instead");
        }
        while ((pending || advance()) && position(endNs) <= target) {
            pending = false;
        }
        pending = !ended;
        positionNs = position(ended ? endNs : beginNs);
    }

    /** Moves the file to a cluster from which the target can be reached by reading. */
    private void rewind(SeekableInput in, WebmSeek seek, long target) throws IOException {
        pending = false;
        ended = false;
        failure = null;
        if (startNs == UNKNOWN) {
            moveTo(in, reader.firstClusterOffset());
            if (!advance()) {
                return;
            }
        }
        moveTo(in, target <= 0 ? reader.firstClusterOffset() : seek.clusterBefore(startNs + target));
    }

    private void moveTo(SeekableInput in, long cluster) {
        in.seek(cluster);
        reader.restart(cluster);
        endNs = UNKNOWN;
    }

    /** The time since the first packet for a time of the file. */
    private long position(long timeNs) {
        return Math.max(0, timeNs - startNs);
    }

    /** What a decoder drops at the beginning, which the file's time counts too (RFC 9559 section 5.1.4.1.25, CodecDelay). */
    private long delayNs() {
        return Math.min(track.codecDelayNs(), MAX_DELAY_NS);
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The source is closed");
        }
    }

    private void checkPacket() throws WebmException {
        if (reader.frameBytes() > MAX_PACKET_BYTES) {
            throw new WebmException(
                    "Opus packet of " + reader.frameBytes() + " bytes, more than " + MAX_PACKET_BYTES,
                    reader.blockOffset());
        }
        OpusFault fault = OpusPacket.check(reader.buffer(), reader.frameOffset(), reader.frameBytes());
        if (fault != OpusFault.NONE) {
            throw new WebmException(
                    "Damaged Opus packet in the block that begins here: " + fault.description(), reader.blockOffset());
        }
    }

    private static WebmTrack opusTrack(List<WebmTrack> tracks) throws WebmException {
        WebmTrack track = tracks.stream().filter(WebmTrack::isOpus).findFirst().orElse(null);
        if (track == null) {
            String found = tracks.stream()
                    .map(WebmTrack::codecId)
                    .collect(Collectors.toCollection(TreeSet::new))
                    .toString();
            throw new WebmException(
                    "The file holds " + (tracks.isEmpty() ? "no track" : found)
                            + ", not Opus; convert it, for example with: ffmpeg -i IN -vn -c:a libopus OUT.opus",
                    0);
        }
        if (track.contentEncoded()) {
            throw new WebmException(
                    "The Opus track is compressed or encrypted once more, which cannot be played; repack it, for example with:"
                            + " ffmpeg -i IN -vn -c:a copy OUT.opus",
                    0);
        }
        OpusHead head = track.opusHead();
        if (head == null ? track.channels() > 2 : !head.isPlayable()) {
            throw new WebmException(
                    "Opus with " + (head == null ? track.channels() : head.channels())
                            + " channels cannot be played; make it stereo, for example with: ffmpeg -i IN -vn -ac 2 -c:a libopus OUT.opus",
                    0);
        }
        return track;
    }
}
