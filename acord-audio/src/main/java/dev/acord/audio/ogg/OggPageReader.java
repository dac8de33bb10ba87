package dev.acord.audio.ogg;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Reads Ogg pages one after another (RFC 3533), each checked, in 64 KiB of memory. It never skips anything by itself: whatever is not a
 * valid page is an {@link OggException}. After one, {@link #resync()} searches for the next page, for whoever wants to go on.
 *
 * <p>Not thread safe; {@link #close()} may be called from any thread.
 */
public final class OggPageReader implements Closeable {

    private final InputStream in;
    /** Bytes {@code start} to {@code limit} are read ahead; the current page begins at {@code page}. */
    private final byte[] buffer = new byte[OggPage.MAX_BYTES];

    private int start;
    private int limit;
    private long startOffset;
    private boolean ended;
    private int page;
    private int pageBytes;
    private long pageOffset;

    /**
     * Reads from a stream.
     *
     * @param in the bytes of an Ogg file, from its beginning
     */
    public OggPageReader(InputStream in) {
        this.in = in;
    }

    /**
     * Reads the next page. It replaces the page before.
     *
     * @return {@code false} at the end, if it is the end of a page
     * @throws OggException if there is no valid page here: its checksum is wrong, it is cut off, or it is not Ogg at all
     * @throws IOException if reading fails
     */
    public boolean next() throws IOException {
        pageBytes = 0;
        if (available(1) == 0) {
            return false;
        }
        if (available(4) < 4) {
            throw truncated("page header");
        }
        if (!OggPage.isCapturePattern(buffer, start)) {
            throw broken(
                    startOffset == 0
                            ? "Not an Ogg file: it does not begin with \"OggS\""
                            : "No Ogg page where one should begin: bytes are missing, damaged or foreign here");
        }
        if (available(OggPage.LACING) < OggPage.LACING) {
            throw truncated("page header");
        }
        if (buffer[start + OggPage.VERSION] != 0) {
            throw broken("Ogg page of version " + (buffer[start + OggPage.VERSION] & 0xFF) + "; only 0 is known");
        }
        int headerBytes = OggPage.headerBytes(buffer, start);
        if (available(headerBytes) < headerBytes) {
            throw truncated("page header");
        }
        int bytes = headerBytes + OggPage.bodyBytes(buffer, start);
        if (available(bytes) < bytes) {
            throw truncated("page");
        }
        int stored = OggPage.int32(buffer, start + OggPage.CHECKSUM);
        int computed = OggPage.checksum(buffer, start, bytes);
        if (stored != computed) {
            throw broken(String.format(
                    "Damaged Ogg page: its checksum is %08x, but its bytes give %08x; the file must be fetched or made again",
                    stored, computed));
        }
        page = start;
        pageBytes = bytes;
        pageOffset = startOffset;
        consume(bytes);
        return true;
    }

    /**
     * After an {@link OggException}: searches for the next capture pattern behind the place where {@link #next()} failed. What is found may
     * still not be a valid page; then {@code next()} fails again.
     *
     * @return the bytes that were skipped, or -1 if there is no capture pattern up to the end
     * @throws IOException if reading fails
     */
    public long resync() throws IOException {
        long from = startOffset;
        if (available(1) == 1) {
            consume(1);
        }
        while (available(4) >= 4) {
            if (OggPage.isCapturePattern(buffer, start)) {
                return startOffset - from;
            }
            consume(1);
        }
        consume(available(4));
        return -1;
    }

    /** Forgets what was read ahead: whoever owns the stream has moved it to {@code offset}. */
    void restart(long offset) {
        start = 0;
        limit = 0;
        startOffset = offset;
        ended = false;
        page = 0;
        pageBytes = 0;
    }

    /**
     * Where the current page begins.
     *
     * @return bytes from the beginning of the stream
     */
    public long offset() {
        return pageOffset;
    }

    /**
     * How much was read so far: where the next page begins, or the broken place if {@link #next()} failed.
     *
     * @return bytes from the beginning of the stream
     */
    public long position() {
        return startOffset;
    }

    /**
     * The length of the current page.
     *
     * @return bytes, with the header
     */
    public int length() {
        return pageBytes;
    }

    /**
     * Whether the current page begins with the rest of a packet of the page before.
     *
     * @return whether it does
     */
    public boolean isContinued() {
        return (flags() & OggPage.CONTINUED) != 0;
    }

    /**
     * Whether the current page is the first of its logical stream.
     *
     * @return whether it is
     */
    public boolean isFirst() {
        return (flags() & OggPage.FIRST) != 0;
    }

    /**
     * Whether the current page is the last of its logical stream.
     *
     * @return whether it is
     */
    public boolean isLast() {
        return (flags() & OggPage.LAST) != 0;
    }

    /**
     * The granule position of the current page.
     *
     * @return for Opus: samples at 48 kHz up to the end of the last packet that ends on this page; -1 if none does
     */
    public long granule() {
        return OggPage.int64(buffer, current() + OggPage.GRANULE);
    }

    /**
     * The logical stream that the current page belongs to.
     *
     * @return 32 bits
     */
    public int serial() {
        return OggPage.int32(buffer, current() + OggPage.SERIAL);
    }

    /**
     * The number of the current page in its logical stream.
     *
     * @return 32 bits, counting up from 0
     */
    public int sequence() {
        return OggPage.int32(buffer, current() + OggPage.SEQUENCE);
    }

    /**
     * The segments of the current page.
     *
     * @return 0 to 255
     */
    public int segments() {
        return buffer[current() + OggPage.SEGMENTS] & 0xFF;
    }

    /**
     * The length of a segment; a packet ends with each segment below 255 bytes.
     *
     * @param index 0 to {@link #segments()} - 1
     * @return 0 to 255 bytes
     */
    public int segmentBytes(int index) {
        return buffer[current() + OggPage.LACING + Objects.checkIndex(index, segments())] & 0xFF;
    }

    /** The array that holds the current page; valid until the next call of {@link #next()}. */
    byte[] buffer() {
        return buffer;
    }

    /** Where the current page begins in {@link #buffer()}. */
    int start() {
        return current();
    }

    /** Where the first segment begins in {@link #buffer()}. */
    int body() {
        return OggPage.headerBytes(buffer, current()) + page;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int flags() {
        return buffer[current() + OggPage.FLAGS];
    }

    private int current() {
        if (pageBytes == 0) {
            throw new IllegalStateException("There is no current page: next() must have returned true");
        }
        return page;
    }

    /** Reads ahead until {@code bytes} are there or the stream ends; gives how many are there, at most {@code bytes}. */
    private int available(int bytes) throws IOException {
        if (limit - start < bytes && !ended) {
            if (start + bytes > buffer.length) {
                System.arraycopy(buffer, start, buffer, 0, limit - start);
                limit -= start;
                start = 0;
            }
            while (limit - start < bytes) {
                // takes whatever is there, but waits only for what is asked for: a live stream must not be delayed
                int read = in.read(buffer, limit, buffer.length - limit);
                if (read < 0) {
                    ended = true;
                    break;
                }
                limit += read;
            }
        }
        return Math.min(bytes, limit - start);
    }

    private void consume(int bytes) {
        start += bytes;
        startOffset += bytes;
    }

    private OggException truncated(String what) {
        return new OggException("Truncated: the stream ends inside of a " + what, startOffset + limit - start, true);
    }

    private OggException broken(String message) {
        return new OggException(message, startOffset);
    }
}
