package dev.acord.audio.ogg;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.input.SeekableInput;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plays the Opus packets of an Ogg file or stream as they are, bit for bit: nothing is decoded, so it costs next to nothing and loses
 * nothing. The packets keep their own durations.
 *
 * <p>Of a chained file all parts are played, one after the other; of several Opus streams at once the first. Pre-skip, end trimming and
 * output gain are left to whoever decodes; they concern the first 7 ms, the last packet and, rarely, the loudness.
 *
 * <p>A file that is damaged or cut off plays up to there; then {@link #read} throws an {@link OggException} that says where. One that
 * ends between two pages without a mark of its end, such as a recording that was interrupted, just ends.
 *
 * <p>{@link #seek} finds the packet that holds the place by bisection in files and channels; a stream only goes forward, by reading.
 */
public final class OggOpusSource implements AudioSource {

    private final OggPageReader pages;
    private final OggOpusStream stream;
    private final @Nullable SeekableInput file;
    private volatile OpusHead head;
    private volatile OpusTags tags;
    private volatile long playedSamples;
    private volatile long positionSamples;
    private volatile boolean closed;
    private volatile @Nullable Index index;

    /** Whether the stream's current packet was only looked at, and is the next to be read. */
    private boolean pending;

    private boolean ended;
    private @Nullable IOException failure;

    private OggOpusSource(InputStream in, @Nullable SeekableInput file) throws IOException {
        this.file = file;
        pages = new OggPageReader(in);
        stream = new OggOpusStream(pages);
        stream.readHeaders();
        head = Objects.requireNonNull(stream.head());
        tags = Objects.requireNonNull(stream.tags());
    }

    /**
     * Opens a file and reads its headers.
     *
     * @param path the file
     * @return a source at the file's beginning
     * @throws OggException if it is no Ogg file, holds no Opus, or begins with damage
     * @throws IOException if it cannot be read
     */
    public static OggOpusSource open(Path path) throws IOException {
        SeekableInput in = SeekableInput.of(path);
        return open(in, in);
    }

    /**
     * Opens what a channel gives and reads its headers.
     *
     * @param channel an Ogg file from the channel's byte 0; it belongs to the source from now on
     * @return a source at the file's beginning
     * @throws OggException if it is no Ogg file, holds no Opus, or begins with damage
     * @throws IOException if it cannot be read
     */
    public static OggOpusSource open(SeekableByteChannel channel) throws IOException {
        SeekableInput in = SeekableInput.of(channel);
        return open(in, in);
    }

    /**
     * Opens a stream and reads its headers. The stream is read as it is needed and belongs to the source from now on.
     *
     * @param in the bytes of an Ogg file, from its beginning
     * @return a source at the stream's beginning
     * @throws OggException if it is no Ogg stream, holds no Opus, or begins with damage
     * @throws IOException if it cannot be read
     */
    public static OggOpusSource open(InputStream in) throws IOException {
        return open(in, null);
    }

    private static OggOpusSource open(InputStream in, @Nullable SeekableInput file) throws IOException {
        try {
            return new OggOpusSource(in, file);
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
        int length = stream.length();
        System.arraycopy(stream.packet(), 0, buffer, offset, length);
        // only the reading thread writes them
        long played = playedSamples;
        playedSamples = played + OpusPacket.samples(buffer, offset, length);
        positionSamples = stream.position();
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
            ended = !stream.next();
        } catch (OggException e) {
            failure = e.after(playedSamples / 48);
            throw failure;
        }
        head = Objects.requireNonNull(stream.head());
        tags = Objects.requireNonNull(stream.tags());
        return !ended;
    }

    /**
     * The identification header of the part that is being played. May be called from any thread.
     *
     * @return the header
     */
    public OpusHead head() {
        return head;
    }

    /**
     * The comments of the part that is being played. May be called from any thread.
     *
     * @return the tags
     */
    public OpusTags tags() {
        return tags;
    }

    /**
     * Samples at the beginning of the part that is being played that a decoder should drop.
     *
     * @return samples per channel at 48 kHz
     */
    public int preSkipSamples() {
        return head.preSkipSamples();
    }

    /**
     * How much was read from the source. May be called from any thread.
     *
     * @return the total duration of the packets so far
     */
    public Duration played() {
        return PcmSource.timeOf(playedSamples);
    }

    /**
     * The duration of the whole file without what a decoder drops, by the positions stored in it: of a large file the first and last pages are read and some in
     * between, of a small or chained one the header of every page. May be called from any thread.
     *
     * @return the duration; empty if the source is a stream or the file's structure is broken
     * @throws IOException if reading fails
     */
    @Override
    public Optional<Duration> duration() throws IOException {
        if (file == null) {
            return Optional.empty();
        }
        return OggOpusIndex.duration(links(file));
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(PcmSource.timeOf(positionSamples));
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
     * <p>A stream goes forward by reading. After an {@link OggException} of this method or of {@link #read} other places can still be
     * sought.
     *
     * @throws OggException when the file is damaged there
     * @throws UnsupportedOperationException when this source is a stream that is past the position
     */
    @Override
    public Duration seek(Duration position) throws IOException {
        seekSamples(PcmSource.framesOf(position));
        return PcmSource.timeOf(positionSamples);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        pages.close();
    }

    private void seekSamples(long target) throws IOException {
        requireOpen();
        try {
            if (file != null) {
                pending = false;
                ended = false;
                failure = null;
                restart(file, target);
            } else if (target < positionSamples) {
                throw new UnsupportedOperationException("the stream is at " + positionSamples / 48
                        + " ms and cannot go back to " + target / 48 + " ms: it is not kept. Open a file instead");
            }
            while ((pending || advance()) && stream.position() <= target) {
                pending = false;
            }
        } catch (OggException e) {
            failure = e;
            throw e;
        }
        pending = !ended;
        long reached = ended ? stream.position() : stream.packetStart();
        positionSamples = reached;
    }

    /** Moves the file to the last page from which the target can be reached by reading. */
    private void restart(SeekableInput in, long target) throws IOException {
        OggLink link = null;
        for (OggLink each : links(in)) {
            if (link == null || each.startSamples() <= target) {
                link = each;
            }
        }
        if (link == null) {
            throw new OggException("The file's structure is broken, so that no place in it can be found", 0);
        }
        moveTo(in, link.begin());
        stream.restart(link);
        long within = target - link.startSamples();
        OggOpusSeek seek = new OggOpusSeek(in);
        if (within > 0) {
            seek.search(link, link.firstGranule() + Math.min(within, link.wholeGranule() - link.firstGranule()));
        }
        if (within > 0 && seek.found()) {
            moveTo(in, seek.offset());
            stream.skipToAudioAfter(seek.granule());
        } else {
            moveTo(in, link.audio());
            stream.skipToAudio();
        }
    }

    private void moveTo(SeekableInput in, long offset) {
        in.seek(offset);
        pages.restart(offset);
    }

    /** The file's links, found once; again if the file has grown since, as a recording does. */
    private List<OggLink> links(SeekableInput in) throws IOException {
        long size = in.size();
        Index known = index;
        if (known == null || known.size != size) {
            known = new Index(size, OggOpusIndex.read(in));
            index = known;
        }
        return known.links;
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The source is closed");
        }
    }

    private record Index(long size, List<OggLink> links) {}
}
