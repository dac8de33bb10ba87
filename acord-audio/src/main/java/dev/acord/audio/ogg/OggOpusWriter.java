package dev.acord.audio.ogg;

import dev.acord.audio.opus.OpusFault;
import dev.acord.audio.opus.OpusPacket;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;

/**
 * Writes Opus packets to an Ogg file (RFC 7845). A page is written and flushed as soon as it holds a second of audio, so a file whose writer
 * was killed plays but for its last second or so.
 *
 * <p>Not thread safe.
 */
public final class OggOpusWriter implements Closeable {

    /** The most audio on a page. */
    private static final int MAX_PAGE_SAMPLES = 48_000;

    private final OutputStream out;
    private final int serial;
    private final byte[] page = new byte[OggPage.MAX_BYTES];
    private final byte[] body = new byte[OggPage.MAX_SEGMENTS * 255];
    private int sequence;
    private int segments;
    private int bodyBytes;
    private int pageSamples;
    private long granule;
    private long gapSamples;
    private boolean closed;

    /**
     * Begins a file: writes both headers.
     *
     * @param out receives the file; it belongs to the writer from now on
     * @param head the identification header, of mapping family 0
     * @param tags the comments
     * @param serial a number for the stream, best random; files that are to be joined need different ones
     * @throws IOException if writing fails
     */
    public OggOpusWriter(OutputStream out, OpusHead head, OpusTags tags, int serial) throws IOException {
        this.out = out;
        this.serial = serial;
        writeHeader(head.toBytes(), OggPage.FIRST);
        writeHeader(tags.toBytes(), 0);
        out.flush();
    }

    /**
     * Appends a packet.
     *
     * @param packet holds the packet
     * @param offset where it begins
     * @param length its bytes
     * @throws IOException if writing fails
     * @throws IllegalArgumentException if it is no well-formed packet (see {@link OpusPacket#check}); nothing is written then
     */
    public void write(byte[] packet, int offset, int length) throws IOException {
        checkOpen();
        Objects.checkFromIndexSize(offset, length, packet.length);
        OpusFault fault = OpusPacket.check(packet, offset, length);
        if (fault != OpusFault.NONE) {
            throw new IllegalArgumentException("Not an Opus packet (" + length + " bytes): " + fault.description());
        }
        int samples = OpusPacket.samples(packet, offset, length);
        int needed = length / 255 + 1;
        if (needed > OggPage.MAX_SEGMENTS) {
            throw new IllegalArgumentException("An Opus packet of " + length + " bytes; padding must be removed first");
        }
        // a page's position counts back from its end through its packets, so that a gap can only be between pages
        if ((gapSamples > 0 && pageSamples > 0)
                || segments + needed > OggPage.MAX_SEGMENTS
                || pageSamples + samples > MAX_PAGE_SAMPLES) {
            flushPage(0);
        }
        append(packet, offset, length);
        granule += gapSamples + samples;
        gapSamples = 0;
        pageSamples += samples;
    }

    /**
     * Leaves out audio: the positions in the file go on, but there are no packets. The duration counts the gap; most players jump over
     * it, so write silence where the timing must be heard. A gap at the end has no effect.
     *
     * @param samples how much is left out, samples per channel at 48 kHz, at least 0
     */
    public void gap(long samples) {
        checkOpen();
        if (samples < 0) {
            throw new IllegalArgumentException("A gap of " + samples + " samples");
        }
        gapSamples += samples;
    }

    /**
     * The position reached, gaps included.
     *
     * @return samples per channel at 48 kHz since the beginning, pre-skip included
     */
    public long positionSamples() {
        return granule + gapSamples;
    }

    /**
     * Ends the file, leaving out the last samples of the last packet, which were only there to fill it.
     *
     * @param trimSamples samples per channel to leave out; at most what the last page holds, which is at least the last packet
     * @throws IOException if writing fails
     */
    public void close(int trimSamples) throws IOException {
        if (closed) {
            return;
        }
        if (trimSamples < 0 || trimSamples > pageSamples) {
            throw new IllegalArgumentException(
                    "Cannot trim " + trimSamples + " samples from a last page of " + pageSamples + " samples");
        }
        closed = true;
        try (out) {
            granule -= trimSamples;
            flushPage(OggPage.LAST);
        }
    }

    /** Ends the file. A second call does nothing. */
    @Override
    public void close() throws IOException {
        close(0);
    }

    /** A header stands alone on its page, or pages, with position 0. */
    private void writeHeader(byte[] header, int flags) throws IOException {
        int at = 0;
        int pageFlags = flags;
        while (true) {
            int take = Math.min(header.length - at, body.length);
            boolean whole = take < body.length;
            System.arraycopy(header, at, body, 0, take);
            bodyBytes = take;
            segments = whole ? take / 255 + 1 : OggPage.MAX_SEGMENTS;
            for (int i = 0; i < segments; i++) {
                page[OggPage.LACING + i] = (byte) Math.min(255, take - 255 * i);
            }
            writePage(pageFlags, whole ? 0 : OggPage.NO_GRANULE);
            if (whole) {
                return;
            }
            at += take;
            pageFlags = OggPage.CONTINUED;
        }
    }

    private void append(byte[] packet, int offset, int length) {
        System.arraycopy(packet, offset, body, bodyBytes, length);
        bodyBytes += length;
        for (int left = length; ; left -= 255) {
            page[OggPage.LACING + segments++] = (byte) Math.min(255, left);
            if (left < 255) {
                return;
            }
        }
    }

    private void flushPage(int flags) throws IOException {
        writePage(flags, granule);
        pageSamples = 0;
        out.flush();
    }

    /** Writes the collected segments as one page. */
    private void writePage(int flags, long position) throws IOException {
        page[0] = 'O';
        page[1] = 'g';
        page[2] = 'g';
        page[3] = 'S';
        page[OggPage.VERSION] = 0;
        page[OggPage.FLAGS] = (byte) flags;
        OggPage.putInt64(page, OggPage.GRANULE, position);
        OggPage.putInt32(page, OggPage.SERIAL, serial);
        OggPage.putInt32(page, OggPage.SEQUENCE, sequence++);
        page[OggPage.SEGMENTS] = (byte) segments;
        int header = OggPage.LACING + segments;
        System.arraycopy(body, 0, page, header, bodyBytes);
        int length = header + bodyBytes;
        OggPage.putInt32(page, OggPage.CHECKSUM, OggPage.checksum(page, 0, length));
        out.write(page, 0, length);
        segments = 0;
        bodyBytes = 0;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("The file is closed");
        }
    }
}
