package dev.acord.audio.webm;

import dev.acord.audio.input.SeekableInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream of EBML (RFC 8794) with its position, and the variable-size numbers in it. Reads ahead what is there, waits for no more than asked. */
final class EbmlInput implements Closeable {

    /** The size of an element that ends where something follows that cannot be in it. */
    static final long UNKNOWN_SIZE = -1;

    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final byte[] buffer = new byte[CHUNK];
    private int at;
    private int limit;
    private long bufferOffset;
    private boolean ended;

    EbmlInput(InputStream in) {
        this.in = in;
    }

    long position() {
        return bufferOffset + at;
    }

    boolean atEnd() throws IOException {
        return available(1) == 0;
    }

    /** An element id with its marker bits (RFC 8794 section 5), 1 to 4 bytes. */
    int id() throws IOException {
        long begin = position();
        int first = octet();
        int length = Integer.numberOfLeadingZeros(first) - 23;
        if (length > 4) {
            throw new WebmException(
                    "No element where one should begin: bytes are missing, damaged or foreign here", begin);
        }
        int id = first;
        for (int i = 1; i < length; i++) {
            id = (id << 8) | octet();
        }
        return id;
    }

    /** An element size (RFC 8794 section 6), 1 to 8 bytes, or {@link #UNKNOWN_SIZE}. */
    long size() throws IOException {
        long begin = position();
        int first = octet();
        int length = Integer.numberOfLeadingZeros(first) - 23;
        if (length > 8) {
            throw new WebmException("An element's size is longer than 8 bytes: damaged here", begin);
        }
        long mask = (1L << (7 * length)) - 1;
        long size = first;
        for (int i = 1; i < length; i++) {
            size = (size << 8) | octet();
        }
        size &= mask;
        return size == mask ? UNKNOWN_SIZE : size;
    }

    int octet() throws IOException {
        if (available(1) == 0) {
            throw truncated();
        }
        return buffer[at++] & 0xFF;
    }

    /** Reads {@code length} bytes to the beginning of {@code target}, or a longer array that grows only as the bytes come. */
    byte[] read(byte[] target, int length) throws IOException {
        byte[] bytes = target;
        int have = 0;
        while (have < length) {
            int take = Math.min(available(1) == 0 ? 0 : limit - at, length - have);
            if (take == 0) {
                throw truncated();
            }
            if (have + take > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(length, Math.max(have + take, 2 * bytes.length)));
            }
            System.arraycopy(buffer, at, bytes, have, take);
            at += take;
            have += take;
        }
        return bytes;
    }

    void skip(long length) throws IOException {
        long left = length;
        while (left > 0) {
            if (left - (limit - at) >= CHUNK && in instanceof SeekableInput file) {
                // over the pictures of a video; what lies behind the end stays to be missed
                bufferOffset += limit;
                left -= limit - at;
                at = 0;
                limit = 0;
                long skipped = file.skip(left - 1);
                bufferOffset += skipped;
                left -= skipped;
            }
            if (available(1) == 0) {
                throw truncated();
            }
            int take = (int) Math.min(left, limit - at);
            at += take;
            left -= take;
        }
    }

    /** Forgets what was read ahead: whoever owns the stream has moved it to {@code offset}. */
    void restart(long offset) {
        bufferOffset = offset;
        at = 0;
        limit = 0;
        ended = false;
    }

    /** Reads the children of an element to memory. */
    EbmlElements master(long size, long parentEnd, int max, String what) throws IOException {
        long begin = position();
        if (size == EbmlInput.UNKNOWN_SIZE || size > max) {
            throw new WebmException("The " + what + " is too long or of unknown length: damaged here", begin);
        }
        end(size, parentEnd);
        return new EbmlElements(read(new byte[0], (int) size), (int) size, begin);
    }

    /** Reads an unsigned number of {@code size} bytes. */
    long number(long size, long parentEnd) throws IOException {
        long begin = position();
        end(size, parentEnd);
        if (size > 8) {
            throw new WebmException("A number of " + size + " bytes: damaged here", begin);
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << 8) | octet();
        }
        return value;
    }

    /** Where an element ends whose data begin here. */
    long end(long size, long parentEnd) throws WebmException {
        if (size == EbmlInput.UNKNOWN_SIZE || size > parentEnd - position()) {
            throw new WebmException("An element is longer than the element around it: damaged here", position());
        }
        return position() + size;
    }

    /** Goes on to the next place with these four bytes, which are not consumed; {@code false} if there is none. */
    boolean seek(int pattern) throws IOException {
        while (available(4) == 4) {
            int next = (buffer[at] & 0xFF) << 24
                    | (buffer[at + 1] & 0xFF) << 16
                    | (buffer[at + 2] & 0xFF) << 8
                    | (buffer[at + 3] & 0xFF);
            if (next == pattern) {
                return true;
            }
            at++;
        }
        at += available(4);
        return false;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int available(int bytes) throws IOException {
        if (limit - at < bytes && !ended) {
            System.arraycopy(buffer, at, buffer, 0, limit - at);
            bufferOffset += at;
            limit -= at;
            at = 0;
            while (limit < bytes) {
                int read = in.read(buffer, limit, buffer.length - limit);
                if (read < 0) {
                    ended = true;
                    break;
                }
                limit += read;
            }
        }
        return Math.min(bytes, limit - at);
    }

    private WebmException truncated() {
        return new WebmException("Truncated: the stream ends inside of an element", bufferOffset + limit, true);
    }
}
