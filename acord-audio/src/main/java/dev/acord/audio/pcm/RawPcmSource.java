package dev.acord.audio.pcm;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.input.SeekableInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bare samples from a file or stream, in a format that the caller knows.
 *
 * <p>{@link #close()} closes the stream. A read that blocks in the stream ends when the stream's own {@code close} ends it, as sockets do.
 */
public final class RawPcmSource implements PcmSource {

    private final InputStream in;
    private final @Nullable SeekableInput file;
    private final String name;
    private final PcmFormat format;
    private PcmConverter converter;

    /** Where in the file the converter began. */
    private long entryByte;

    private volatile long position;
    private volatile boolean closed;

    /**
     * A source of samples.
     *
     * @param in where they come from; closed with this source
     * @param format their format
     * @param name what to call the stream in messages
     */
    public RawPcmSource(InputStream in, PcmFormat format, String name) {
        this(in, null, format, name);
    }

    private RawPcmSource(InputStream in, @Nullable SeekableInput file, PcmFormat format, String name) {
        this.in = in;
        this.file = file;
        this.name = name;
        this.format = format;
        converter = newConverter();
    }

    /**
     * Opens a file that holds nothing but samples.
     *
     * @param path the file
     * @param format their format
     * @return the source, at its start
     * @throws IOException when the file cannot be opened
     */
    public static RawPcmSource open(Path path, PcmFormat format) throws IOException {
        SeekableInput file = SeekableInput.of(path);
        return new RawPcmSource(file, file, format, path.toString());
    }

    /**
     * {@inheritDoc}
     *
     * @throws PcmException when the stream fails, when it ends within a sample frame (after all whole frames were read), or when this
     *     source is closed
     */
    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        requireOpen();
        int read;
        try {
            read = converter.read(pcm, offset, frames);
        } catch (PcmException e) {
            throw e;
        } catch (IOException e) {
            throw new PcmException(
                    closed
                            ? name + " was closed"
                            : name + " cannot be read at byte " + bytesRead() + ": " + e.getMessage(),
                    e);
        }
        if (read == AudioSource.END) {
            if (converter.strayBytes() > 0) {
                throw new PcmException(name + " ends within a sample frame, at byte " + bytesRead() + ": a frame has "
                        + format.frameBytes() + " bytes and the last one " + converter.strayBytes()
                        + "; it was cut short, or its format is not the one given");
            }
            return read;
        }
        // only the reading thread writes it
        long before = position;
        position = before + read;
        return read;
    }

    /**
     * Whether {@link #seek} goes everywhere: in files. A stream only goes forward.
     *
     * @return whether this source is a file
     */
    @Override
    public boolean isSeekable() {
        return file != null;
    }

    @Override
    public Optional<Duration> duration() throws IOException {
        return file == null ? Optional.empty() : Optional.of(PcmSource.timeOf(frames(file)));
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(PcmSource.timeOf(position));
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
        requireOpen();
        long frame = PcmSource.framesOf(target);
        if (file != null) {
            frame = Math.min(frame, frames(file));
            converter = newConverter();
            entryByte = converter.entryPeriod(frame) * converter.inputPeriod() * format.frameBytes();
            file.seek(entryByte);
            converter.leave(frame);
        } else if (frame < position) {
            throw new UnsupportedOperationException(name + " is a stream at frame " + position
                    + " and cannot go back to frame " + frame + ": it is not kept. Open a file instead");
        } else {
            frame = position + converter.discard(frame - position);
        }
        position = frame;
        return PcmSource.timeOf(frame);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        in.close();
    }

    private PcmConverter newConverter() {
        return new PcmConverter(in, format, ChannelMixing.of(format.channels()));
    }

    private long frames(SeekableInput samples) throws IOException {
        return Resampler.outputFrames(samples.size() / format.frameBytes(), format.rateHz(), SAMPLE_RATE_HZ);
    }

    private long bytesRead() {
        return entryByte + converter.bytesRead();
    }

    private void requireOpen() throws PcmException {
        if (closed) {
            throw new PcmException(name + " is closed");
        }
    }
}
