package dev.acord.audio.pcm;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What the chunks before the samples of a WAV file say (RIFF WAVE, and RF64 for files over 4 GiB, EBU Tech 3306).
 *
 * <p>Read here and not through the JDK because its reader hides the size that the header claims, so that a file which was cut short
 * looks whole; plays nothing when the size is 0, as programs that write to a pipe leave it; and does not know RF64 and channel masks.
 *
 * @param format the samples, or {@code null} when they are coded in a way that needs a decoder
 * @param formatTag the number of the coding, 1 for PCM
 * @param channelMask which speakers, 0 when not said
 * @param dataOffset where the samples begin, in bytes from the start of the file
 * @param dataBytes the size of the samples, or {@link #UNKNOWN}
 */
record WavHeader(@Nullable PcmFormat format, int formatTag, int channelMask, long dataOffset, long dataBytes) {

    static final long UNKNOWN = -1;

    /** Bytes that {@link #looksLikeWav} needs. */
    static final int MAGIC_BYTES = 12;

    /** 1 PiB; larger claims are no sizes. */
    private static final long MAX_DATA_BYTES = 1L << 50;

    private static final long MAX_HEADER_BYTES = 64 << 20;
    private static final int MAX_FORMAT_BYTES = 1024;
    private static final int MIN_FORMAT_BYTES = 16;
    private static final int EXTENSIBLE_BYTES = 40;
    private static final int MIN_DS64_BYTES = 24;

    private static final int TAG_PCM = 1;
    private static final int TAG_FLOAT = 3;
    private static final int TAG_A_LAW = 6;
    private static final int TAG_U_LAW = 7;
    private static final int TAG_EXTENSIBLE = 0xFFFE;

    /** Sizes that mean "not known when the header was written": ffmpeg's, and SoX's. */
    private static final long STREAMED_SIZE = 0xFFFFFFFFL;

    private static final long STREAMED_SIZE_SOX = 0x7FFFF000L;

    static boolean looksLikeWav(byte[] start) {
        if (start.length < MAGIC_BYTES) {
            return false;
        }
        String magic = new String(start, 0, 4, StandardCharsets.ISO_8859_1);
        return (magic.equals("RIFF") || magic.equals("RF64"))
                && new String(start, 8, 4, StandardCharsets.ISO_8859_1).equals("WAVE");
    }

    /** Reads from the start of a file to its first sample. {@code name} is for messages. */
    static WavHeader read(InputStream in, String name) throws IOException {
        Chunks chunks = new Chunks(in);
        try {
            return read(chunks, name);
        } catch (EOFException e) {
            throw new PcmException(
                    name + " ends at byte " + chunks.position + ", within the header of a WAV file: it holds no audio",
                    e);
        } catch (IllegalArgumentException e) {
            throw new PcmException(
                    name + ": " + e.getMessage() + " (the WAV header's format, before byte " + chunks.position + ")",
                    e);
        }
    }

    private static WavHeader read(Chunks chunks, String name) throws IOException {
        chunks.skip(MAGIC_BYTES);
        ByteBuffer format = null;
        long size64 = UNKNOWN;
        while (chunks.position < MAX_HEADER_BYTES) {
            String id = new String(chunks.read(4).array(), StandardCharsets.ISO_8859_1);
            long size = Integer.toUnsignedLong(chunks.read(4).getInt());
            if (id.equals("data")) {
                if (format == null) {
                    throw new PcmException(
                            name + " has samples at byte " + chunks.position + " but no format before them");
                }
                return of(format, chunks.position, dataBytes(size, size64));
            }
            if (id.equals("fmt ")) {
                if (size < MIN_FORMAT_BYTES || size > MAX_FORMAT_BYTES) {
                    throw new PcmException(name + " has a format of " + size + " bytes at byte " + chunks.position);
                }
                format = chunks.read((int) size);
                chunks.skip(size & 1);
            } else if (id.equals("ds64") && size >= MIN_DS64_BYTES) {
                size64 = chunks.read(MIN_DS64_BYTES).getLong(8);
                chunks.skip(size - MIN_DS64_BYTES + (size & 1));
            } else {
                chunks.skip(size + (size & 1));
            }
        }
        throw new PcmException(name + " has no samples in its first " + (MAX_HEADER_BYTES >> 20) + " MiB");
    }

    private static long dataBytes(long size, long size64) {
        if (size == STREAMED_SIZE && size64 > 0 && size64 < MAX_DATA_BYTES) {
            return size64;
        }
        return size == 0 || size == STREAMED_SIZE || size == STREAMED_SIZE_SOX ? UNKNOWN : size;
    }

    /** Fields of WAVEFORMATEX: tag, channels, rate, bytes a second, bytes a frame, bits; then the extension's. */
    private static WavHeader of(ByteBuffer fields, long dataOffset, long dataBytes) {
        int tag = Short.toUnsignedInt(fields.getShort(0));
        int mask = 0;
        if (tag == TAG_EXTENSIBLE && fields.capacity() >= EXTENSIBLE_BYTES) {
            mask = fields.getInt(20);
            tag = Short.toUnsignedInt(fields.getShort(24));
        }
        int channels = Short.toUnsignedInt(fields.getShort(2));
        int rateHz = fields.getInt(4);
        int frameBytes = Short.toUnsignedInt(fields.getShort(12));
        SampleEncoding encoding =
                switch (tag) {
                    case TAG_PCM ->
                        channels > 0 && frameBytes / channels == 1 ? SampleEncoding.UNSIGNED : SampleEncoding.SIGNED;
                    case TAG_FLOAT -> SampleEncoding.FLOAT;
                    case TAG_A_LAW -> SampleEncoding.A_LAW;
                    case TAG_U_LAW -> SampleEncoding.U_LAW;
                    default -> null;
                };
        if (encoding == null) {
            return new WavHeader(null, tag, mask, dataOffset, dataBytes);
        }
        if (channels == 0 || frameBytes % channels != 0) {
            throw new IllegalArgumentException(channels + " channels in sample frames of " + frameBytes + " bytes");
        }
        PcmFormat format = new PcmFormat(encoding, frameBytes / channels, false, rateHz, channels);
        return new WavHeader(format, tag, mask, dataOffset, dataBytes);
    }

    private static final class Chunks {

        private final InputStream in;
        private long position;

        Chunks(InputStream in) {
            this.in = in;
        }

        ByteBuffer read(int count) throws IOException {
            byte[] bytes = in.readNBytes(count);
            position += bytes.length;
            if (bytes.length < count) {
                throw new EOFException("end of the stream at byte " + position);
            }
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        }

        void skip(long count) throws IOException {
            long left = Math.min(count, MAX_HEADER_BYTES + 1);
            while (left > 0) {
                left -= read((int) Math.min(left, 8192)).capacity();
            }
        }
    }
}
