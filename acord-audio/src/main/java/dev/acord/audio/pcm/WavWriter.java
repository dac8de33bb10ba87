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
 * <p>There is no limit but the disk: sizes of RIFF WAVE end at 4 GiB (6 hours of 48,000 Hz stereo); a file that grows beyond becomes RF64 (EBU
 * Tech 3306) in place, for which a {@code JUNK} chunk keeps the room. Programs that do not know RF64 cannot read it then.
 *
 * <p>Thread safe. Samples of one call stay together.
 */
public final class WavWriter implements Closeable {

    /*
     * at 0   "RIFF", bytes after this field, "WAVE"                 or "RF64", 0xFFFFFFFF, "WAVE"
     *   12   "JUNK", 28, 28 bytes of nothing                        or "ds64", 28, the sizes with 64 bits
     *   48   "fmt ", 16, format
     *   72   "data", bytes of samples                               or "data", 0xFFFFFFFF
     *   80   samples
     */
    private static final int FORMAT = 48;

    /** Bytes before the samples. */
    static final int HEADER_BYTES = 80;

    private static final int DS64_BYTES = 28;
    private static final int IN_DS64 = -1;

    /** The sizes of RIFF have 32 bits, all of them 1 has a meaning of its own, and the outer size counts the header too. */
    private static final long MAX_RIFF_DATA_BYTES = 0xFFFFFFFEL - (HEADER_BYTES - 8);

    private static final int BUFFER_BYTES = 1 << 16;

    private final Path path;
    private final int rateHz;
    private final int channels;
    private final long maxRiffDataBytes;

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
        this(path, rateHz, channels, MAX_RIFF_DATA_BYTES);
    }

    WavWriter(Path path, int rateHz, int channels, long maxRiffDataBytes) throws PcmException {
        PcmFormat format = PcmFormat.signed16(rateHz, channels);
        this.path = path;
        this.rateHz = rateHz;
        this.channels = channels;
        this.maxRiffDataBytes = maxRiffDataBytes;
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
     * @throws PcmException when the disk takes no more
     * @throws IllegalStateException when closed
     */
    public synchronized void write(short[] pcm, int offset, int count) throws PcmException {
        requireOpen();
        int samples = Math.multiplyExact(count, channels);
        Objects.checkFromIndexSize(offset, samples, pcm.length);
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
     * Appends silence, in no time however much it is. Where the file system can, it takes no room on the disk.
     *
     * @param count sample frames, 0 or more
     * @throws PcmException when the disk takes no more
     * @throws IllegalArgumentException if {@code count} is negative
     * @throws IllegalStateException when closed
     */
    public synchronized void writeSilence(long count) throws PcmException {
        requireOpen();
        if (count < 0) {
            throw new IllegalArgumentException("there are no " + count + " frames of silence");
        }
        if (count == 0) {
            return;
        }
        writeOut();
        try {
            file.seek(HEADER_BYTES + dataBytes(frames + count) - 1);
            file.write(0);
        } catch (IOException e) {
            throw failed(e);
        }
        frames += count;
        flush();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException(path + " is closed");
        }
    }

    private long dataBytes(long count) {
        return count * channels * Short.BYTES;
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
        long dataBytes = dataBytes(frames);
        try {
            if (dataBytes <= maxRiffDataBytes) {
                patch(4, (int) (dataBytes + HEADER_BYTES - 8));
                patch(HEADER_BYTES - 4, (int) dataBytes);
            } else {
                // in this order: whenever the process dies, the file is RIFF or RF64 and claims no more than there is
                file.seek(0);
                file.write(rf64(dataBytes));
                patch(HEADER_BYTES - 4, IN_DS64);
            }
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

    private void patch(int at, int value) throws IOException {
        file.seek(at);
        file.write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    /** What is before the format in a file of 64-bit sizes. */
    private byte[] rf64(long dataBytes) {
        return ByteBuffer.allocate(FORMAT)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RF64"))
                .putInt(IN_DS64)
                .put(ascii("WAVEds64"))
                .putInt(DS64_BYTES)
                .putLong(dataBytes + HEADER_BYTES - 8)
                .putLong(dataBytes)
                .putLong(frames)
                .putInt(0)
                .array();
    }

    private PcmException failed(IOException e) {
        return new PcmException(
                path + " cannot be written after sample frame " + framesInHeader + ": " + e.getMessage(), e);
    }

    private static byte[] header(PcmFormat format) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(ascii("RIFF"))
                .putInt(HEADER_BYTES - 8)
                .put(ascii("WAVEJUNK"))
                .putInt(DS64_BYTES)
                .position(FORMAT)
                .put(ascii("fmt "))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) format.channels())
                .putInt(format.rateHz())
                .putInt(format.rateHz() * format.frameBytes())
                .putShort((short) format.frameBytes())
                .putShort((short) 16)
                .put(ascii("data"))
                .putInt(0)
                .array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
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
