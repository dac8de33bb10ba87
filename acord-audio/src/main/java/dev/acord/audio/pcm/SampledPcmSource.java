package dev.acord.audio.pcm;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A file of samples: WAV (also RF64, and WAV whose size nobody filled in), AIFF, AU, and whatever {@code javax.sound.sampled} providers on
 * the class path add, such as MP3. Any sample rate from 1,000 to 384,000 Hz, any number of channels to 64, 8 to 32 bits, floating point,
 * A-law and mu-law become 48,000 Hz stereo of 16 bits; a file that already has that form comes through bit for bit.
 *
 * <p>Memory use does not depend on the length of the file. Reading does I/O and computes: do not call it from a pacing thread.
 */
public final class SampledPcmSource implements PcmSource {

    /** 23,000 years: farther places are behind the end of any file, and would overflow. */
    private static final long FARTHEST_FRAME = 1L << 45;

    private final String name;
    private final @Nullable Path file;
    private volatile SampledStream stream;
    private PcmConverter converter;
    private volatile long position;
    private volatile boolean closed;

    private SampledPcmSource(String name, @Nullable Path file, SampledStream stream) {
        this.name = name;
        this.file = file;
        this.stream = stream;
        converter = new PcmConverter(stream, stream.format(), stream.mixing());
    }

    /**
     * Opens a file.
     *
     * @param file the file
     * @return the source, at its start
     * @throws PcmException when there is no such file, or it is empty, or not audio that Java can read; the message names it and says what
     *     to do
     * @throws IOException when the file cannot be read
     */
    public static SampledPcmSource open(Path file) throws IOException {
        return new SampledPcmSource(file.toString(), file, openFile(file));
    }

    /**
     * Opens a stream.
     *
     * @param in the bytes of a file; closed with the source, and when opening fails. {@link #close()} can end a blocked read only when
     *     closing this stream does
     * @param name what to call it in messages
     * @return the source, at its start
     * @throws PcmException when the stream is empty or not audio that Java can read
     * @throws IOException when the stream cannot be read
     */
    public static SampledPcmSource open(InputStream in, String name) throws IOException {
        return new SampledPcmSource(name, null, SampledStream.open(in, name));
    }

    /**
     * {@inheritDoc}
     *
     * @throws PcmException when the file ends before the length that it claims ("ends at byte N of M", after everything that is there was
     *     read), has no samples at all, cannot be decoded, or was closed
     */
    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        if (closed) {
            throw new PcmException(name + " is closed");
        }
        int read;
        try {
            read = converter.read(pcm, offset, frames);
        } catch (PcmException e) {
            throw e;
        } catch (IOException e) {
            throw new PcmException(closed ? name + " was closed" : name + " cannot be read: " + e.getMessage(), e);
        }
        if (read == AudioSource.END) {
            String problem = stream.problemAtEnd();
            if (problem != null) {
                throw new PcmException(problem);
            }
            return read;
        }
        // only the reading thread writes it
        long before = position;
        position = before + read;
        return read;
    }

    /**
     * The whole length: as the file says it or, of a WAV file whose size nobody filled in, as long as the file is now.
     *
     * @return sample frames of 48,000 Hz, or empty when the file does not say
     */
    public OptionalLong durationFrames() {
        SampledStream current = stream;
        long frames = current.claimedFrames();
        if (frames < 0 && file != null) {
            try {
                frames = current.framesOfFile(Files.size(file));
            } catch (IOException e) {
                return OptionalLong.empty(); // it is gone, and its length with it
            }
        }
        return frames < 0
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Resampler.outputFrames(frames, current.format().rateHz(), SAMPLE_RATE_HZ));
    }

    @Override
    public Optional<Duration> duration() {
        OptionalLong frames = durationFrames();
        return frames.isPresent() ? Optional.of(PcmSource.timeOf(frames.getAsLong())) : Optional.empty();
    }

    /**
     * Where the next read begins.
     *
     * @return sample frames of 48,000 Hz from the start
     */
    public long positionFrames() {
        return position;
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(PcmSource.timeOf(position));
    }

    /**
     * The form in which the file has its samples (behind its decoder, when it needs one).
     *
     * @return the format
     */
    public PcmFormat fileFormat() {
        return stream.format();
    }

    /**
     * Whether {@link #seek(Duration)} goes everywhere: in files. A stream only goes forward.
     *
     * @return whether this source is a file
     */
    @Override
    public boolean isSeekable() {
        return file != null;
    }

    /**
     * {@inheritDoc}
     *
     * <p>A stream goes forward by reading.
     *
     * @throws UnsupportedOperationException when this source is a stream that is past the position
     */
    @Override
    public Duration seek(Duration target) throws IOException {
        seek(PcmSource.framesOf(target));
        return PcmSource.timeOf(position);
    }

    /**
     * Continues from another place, exactly: what is read then is what reading from the start would have given there. Behind the end,
     * the next read returns {@link AudioSource#END}. To be called by the thread that reads. WAV, AIFF and AU are positioned in the file;
     * formats with a decoder are decoded from the start, and streams are read up to there.
     *
     * @param frame sample frames of 48,000 Hz from the start, at least 0
     * @throws IOException when the file can no longer be read
     * @throws UnsupportedOperationException when this source is a stream that is past the frame
     */
    public void seek(long frame) throws IOException {
        if (frame < 0) {
            throw new IllegalArgumentException("cannot seek to frame " + frame);
        }
        if (closed) {
            throw new PcmException(name + " is closed");
        }
        long target = Math.min(frame, FARTHEST_FRAME);
        if (file == null) {
            if (target < position) {
                throw new UnsupportedOperationException(name + " is a stream at frame " + position
                        + " and cannot go back to frame " + target + ": it is not kept. Open a file instead");
            }
            long reached = position + converter.discard(target - position);
            position = reached;
        } else {
            enter(file, target);
            position = Math.min(target, durationFrames().orElse(target));
        }
    }

    private void enter(Path path, long target) throws IOException {
        stream.close();
        SampledStream reopened = openFile(path);
        stream = reopened;
        if (closed) {
            // closed by another thread meanwhile, which saw the old stream only
            reopened.close();
            throw new PcmException(name + " was closed");
        }
        converter = new PcmConverter(reopened, reopened.format(), reopened.mixing());
        reopened.skipFrames(converter.entryPeriod(target) * converter.inputPeriod());
        converter.leave(target);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        stream.close();
    }

    private static SampledStream openFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new PcmException(file + " is a directory, not an audio file");
        }
        if (Files.notExists(file)) {
            throw new PcmException("there is no file " + file + " (looked for " + file.toAbsolutePath() + ")");
        }
        InputStream in;
        try {
            in = Files.newInputStream(file);
        } catch (AccessDeniedException e) {
            throw new PcmException(file + " may not be read by this program: check its permissions", e);
        }
        return SampledStream.open(in, file.toString());
    }
}
