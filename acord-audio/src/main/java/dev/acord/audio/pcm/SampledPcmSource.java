package dev.acord.audio.pcm;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private long position;
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
        position += read;
        return read;
    }

    /**
     * The whole length, as far as the file says it.
     *
     * @return sample frames of 48,000 Hz, or empty when the file does not say
     */
    public OptionalLong durationFrames() {
        SampledStream current = stream;
        long frames = current.claimedFrames();
        return frames < 0
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Resampler.outputFrames(frames, current.format().rateHz(), SAMPLE_RATE_HZ));
    }

    /**
     * Where the next read begins.
     *
     * @return sample frames of 48,000 Hz from the start
     */
    public long positionFrames() {
        return position;
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
     * Whether {@link #seek} works: it does for files, not for streams.
     *
     * @return whether this source can be played from elsewhere
     */
    @Override
    public boolean isSeekable() {
        return file != null;
    }

    /**
     * Continues from another place, exactly: what is read then is what reading from the start would have given there. Behind the end,
     * the next read returns {@link AudioSource#END}. To be called by the thread that reads. WAV, AIFF and AU are positioned in the file;
     * formats with a decoder are decoded from the start.
     *
     * @param frame sample frames of 48,000 Hz from the start, at least 0
     * @throws IOException when the file can no longer be read
     * @throws IllegalStateException when this source is a stream
     */
    public void seek(long frame) throws IOException {
        if (file == null) {
            throw new IllegalStateException(name + " is a stream, which cannot be played from elsewhere; open a file");
        }
        if (frame < 0) {
            throw new IllegalArgumentException("cannot seek to frame " + frame);
        }
        if (closed) {
            throw new PcmException(name + " is closed");
        }
        stream.close();
        SampledStream reopened = openFile(file);
        stream = reopened;
        if (closed) {
            // closed by another thread meanwhile, which saw the old stream only
            reopened.close();
            throw new PcmException(name + " was closed");
        }
        converter = new PcmConverter(reopened, reopened.format(), reopened.mixing());
        // Start where an input frame and an output frame coincide, early enough for the filter to have all it looks
        // back on.
        Resampler resampler = converter.resampler();
        int lookBack = (resampler.lead() + resampler.inputPeriod() - 1) / resampler.inputPeriod();
        long target = Math.min(frame, FARTHEST_FRAME);
        long period = Math.max(0, target / resampler.outputPeriod() - lookBack);
        reopened.skipFrames(period * resampler.inputPeriod());
        converter.discard(target - period * resampler.outputPeriod());
        position = frame;
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
