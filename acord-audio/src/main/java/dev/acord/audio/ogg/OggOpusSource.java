package dev.acord.audio.ogg;

import dev.acord.audio.AudioSource;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
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
 */
public final class OggOpusSource implements AudioSource {

    private final OggPageReader pages;
    private final OggOpusStream stream;
    private final @Nullable Path path;
    private volatile OpusHead head;
    private volatile OpusTags tags;
    private volatile long playedSamples;
    private volatile boolean closed;
    private boolean ended;
    private @Nullable IOException failure;

    private OggOpusSource(InputStream in, @Nullable Path path) throws IOException {
        this.path = path;
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
        return open(Files.newInputStream(path), path);
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

    private static OggOpusSource open(InputStream in, @Nullable Path path) throws IOException {
        try {
            return new OggOpusSource(in, path);
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
        if (closed) {
            throw new IOException("The source is closed");
        }
        if (failure != null) {
            throw failure;
        }
        if (ended) {
            return END;
        }
        try {
            if (!stream.next()) {
                ended = true;
                return END;
            }
        } catch (OggException e) {
            failure = e.after(playedSamples / 48);
            throw failure;
        }
        head = Objects.requireNonNull(stream.head());
        tags = Objects.requireNonNull(stream.tags());
        int length = stream.length();
        System.arraycopy(stream.packet(), 0, buffer, offset, length);
        // only the reading thread writes it
        long played = playedSamples;
        playedSamples = played + OpusPacket.samples(buffer, offset, length);
        return length;
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
        return OggOpusDuration.ofSamples(playedSamples);
    }

    /**
     * The duration of the whole file, by the positions stored in it. Reads the header of every page: some milliseconds for a song, tens
     * for hours. May be called from any thread.
     *
     * @return the duration; empty if the source is a stream or the file's structure is broken
     * @throws IOException if reading fails
     */
    @Override
    public Optional<Duration> duration() throws IOException {
        if (path == null) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new OggOpusDuration(channel).measure();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        pages.close();
    }
}
