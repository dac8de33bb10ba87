package dev.acord.audio.webm;

import dev.acord.audio.AudioSource;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.opus.OpusFault;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
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
 */
public final class WebmOpusSource implements AudioSource {

    private final WebmReader reader;
    private final WebmTrack track;
    private volatile long playedSamples;
    private volatile boolean closed;
    private boolean ended;
    private @Nullable IOException failure;

    private WebmOpusSource(InputStream in) throws IOException {
        reader = new WebmReader(in);
        reader.readHeaders();
        track = opusTrack(reader.tracks());
        reader.select(track);
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
        return open(Files.newInputStream(path));
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
        try {
            return new WebmOpusSource(in);
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
            if (!reader.next()) {
                ended = true;
                return END;
            }
            checkPacket();
        } catch (WebmException e) {
            failure = e.after(playedSamples / 48);
            throw failure;
        }
        int length = reader.frameBytes();
        System.arraycopy(reader.buffer(), reader.frameOffset(), buffer, offset, length);
        // only the reading thread writes it
        long played = playedSamples;
        playedSamples = played + OpusPacket.samples(buffer, offset, length);
        return length;
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
     * The duration by the file's header.
     *
     * @return the duration; empty if the file does not say, as in a live stream
     */
    @Override
    public Optional<Duration> duration() {
        return reader.info().duration();
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
        return Duration.ofSeconds(samples / 48_000, samples % 48_000 * 1_000_000_000 / 48_000);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        reader.close();
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
