package dev.acord.audio.pcm;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bare samples from a stream, in a format that the caller knows.
 *
 * <p>{@link #close()} closes the stream. A read that blocks in the stream ends when the stream's own {@code close} ends it, as sockets do.
 */
public final class RawPcmSource implements PcmSource {

    private final InputStream in;
    private final String name;
    private final PcmFormat format;
    private final PcmConverter converter;
    private volatile boolean closed;

    /**
     * A source of samples.
     *
     * @param in where they come from; closed with this source
     * @param format their format
     * @param name what to call the stream in messages
     */
    public RawPcmSource(InputStream in, PcmFormat format, String name) {
        this.in = in;
        this.name = name;
        this.format = format;
        converter = new PcmConverter(in, format, ChannelMixing.of(format.channels()));
    }

    /**
     * {@inheritDoc}
     *
     * @throws PcmException when the stream fails, when it ends within a sample frame (after all whole frames were read), or when this
     *     source is closed
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
            throw new PcmException(
                    closed
                            ? name + " was closed"
                            : name + " cannot be read at byte " + converter.bytesRead() + ": " + e.getMessage(),
                    e);
        }
        if (read == AudioSource.END && converter.strayBytes() > 0) {
            throw new PcmException(
                    name + " ends within a sample frame, at byte " + converter.bytesRead() + ": a frame has "
                            + format.frameBytes() + " bytes and the last one " + converter.strayBytes()
                            + "; it was cut short, or its format is not the one given");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        in.close();
    }
}
