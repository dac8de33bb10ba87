package dev.acord.audio.pcm;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a WAV file of 16-bit samples that is valid at every moment: the sizes in its header are brought up to date after each second of
 * audio, when flushed and when closed, and never claim samples that are not in the file yet. A process that dies loses the last second at
 * most.
 *
 * <p>Thread safe. Samples of one call stay together.
 */
public final class WavWriter implements Closeable {

    /** Bytes before the samples. */
    static final int HEADER_BYTES = 44;

    /** The format's sizes have 32 bits, and the outer one counts 36 bytes of header. */
    private static final long MAX_DATA_BYTES = 0xFFFFFFFFL - (HEADER_BYTES - 8);

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final int rateHz;
    private final int channels;
    private final long maxFrames;

    // not a FileChannel: an interrupt of the writing thread would close that, and end the recording
    private final RandomAccessFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long frames;
    private long framesInHeader;
    private boolean closed;

    /**
     * Creates the file, with a header that says that it is empty. A file that exists is replaced.
     *
     * @param path the file; its directory must exist
     * @param rateHz sample frames per second, 1,000 to 384,000
     * @param channels samples in a frame, 1 to 64
     * @throws PcmException when the file cannot be created
     */
    public WavWriter(Path path, int rateHz, int channels) throws PcmException {
        this(path, rateHz, channels, MAX_DATA_BYTES);
    }

    WavWriter(Path path, int rateHz, int channels, long maxDataBytes) throws PcmException {
        PcmFormat format = PcmFormat.signed16(rateHz, channels);
        this.path = path;
        this.rateHz = rateHz;
        this.channels = channels;
        maxFrames = maxDataBytes / format.frameBytes();
        RandomAccessFile opened = null;
        try {
            opened = new RandomAccessFile(path.toFile(), "rw");
            opened.setLength(0);
            opened.write(header(format));
        } catch (IOException e) {
            closeAfter(opened, e);
            throw new PcmException(path + " cannot be created: " + e.getMessage(), e);
        }
        file = opened;
    }

    /**
     * Appends samples.
     *
     * @param pcm interleaved samples
     * @param offset index of the first sample
     * @param count sample frames
     * @throws PcmException when the disk takes no more, or when the file would grow over 4 GiB (6 hours of 48,000 Hz stereo); then nothing
     *     of this call is written, and the file stays valid
     * @throws IllegalStateException when closed
     */
    public synchronized void write(short[] pcm, int offset, int count) throws PcmException {
        if (closed) {
            throw new IllegalStateException(path + " is closed");
        }
        int samples = Math.multiplyExact(count, channels);
        Objects.checkFromIndexSize(offset, samples, pcm.length);
        if (count > maxFrames - frames) {
            throw new PcmException(path + " is full after " + frames + " sample frames (" + frames / rateHz
                    + " s): a WAV file holds 4 GiB. Close it and continue in another file");
        }
        for (int i = 0; i < samples; i++) {
            if (buffer.remaining() < Short.BYTES) {
                writeOut();
            }
            buffer.putShort(pcm[offset + i]);
        }
        frames += count;
        if (frames - framesInHeader >= rateHz) {
            flush();
        }
    }

    /**
     * Brings the file up to date: everything written so far can be read from it.
     *
     * @throws PcmException when the disk takes no more
     */
    public synchronized void flush() throws PcmException {
        if (closed || frames == framesInHeader) {
            return;
        }
        writeOut();
        long dataBytes = frames * channels * Short.BYTES;
        try {
            patch(4, dataBytes + HEADER_BYTES - 8);
            patch(HEADER_BYTES - 4, dataBytes);
            file.seek(HEADER_BYTES + dataBytes);
        } catch (IOException e) {
            throw failed(e);
        }
        framesInHeader = frames;
    }

    /**
     * The length so far.
     *
     * @return sample frames
     */
    public synchronized long frames() {
        return frames;
    }

    /** Brings the file up to date and closes it. Closing again does nothing. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            flush();
        } finally {
            closed = true;
            file.close();
        }
    }

    private void writeOut() throws PcmException {
        try {
            file.write(buffer.array(), 0, buffer.position());
        } catch (IOException e) {
            throw failed(e);
        }
        buffer.clear();
    }

    private void patch(int at, long value) throws IOException {
        file.seek(at);
        file.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) value)
                .array());
    }

    private PcmException failed(IOException e) {
        return new PcmException(
                path + " cannot be written after sample frame " + framesInHeader + ": " + e.getMessage(), e);
    }

    private static byte[] header(PcmFormat format) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(HEADER_BYTES - 8)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) format.channels())
                .putInt(format.rateHz())
                .putInt(format.rateHz() * format.frameBytes())
                .putShort((short) format.frameBytes())
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(0)
                .array();
    }

    private static void closeAfter(@Nullable RandomAccessFile opened, IOException cause) {
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException closing) {
                cause.addSuppressed(closing);
            }
        }
    }
}
