package dev.acord.audio.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * A stream that can be read from its beginning again, so that several readers can be tried on it: until {@link #release} what was read is
 * kept, up to {@value #MAX_KEPT_BYTES} bytes, and {@link #close} does nothing, since a reader that gives up closes what it was given.
 */
public final class ReplayInput extends InputStream {

    /** Whoever has read more than that has had its try. */
    public static final int MAX_KEPT_BYTES = 1 << 20;

    private final InputStream in;
    private byte[] kept = new byte[4096];
    private int length;
    private int at;
    private boolean whole = true;
    private volatile boolean released;

    /**
     * Takes over a stream; nothing is read yet.
     *
     * @param in the stream, at its beginning
     */
    public ReplayInput(InputStream in) {
        this.in = in;
    }

    /**
     * Goes back to the beginning.
     *
     * @return {@code false} when too much was read, or the stream released: then nothing has changed
     */
    public boolean rewind() {
        if (!whole || released) {
            return false;
        }
        at = 0;
        return true;
    }

    /** Ends the trying: nothing more is kept, and closing closes. */
    public void release() {
        released = true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, target.length);
        if (at < length) {
            int take = Math.min(count, length - at);
            System.arraycopy(kept, at, target, offset, take);
            at += take;
            return take;
        }
        int read = count == 0 ? 0 : in.read(target, offset, count);
        if (released) {
            kept = new byte[0];
            length = 0;
            at = 0;
        } else if (read > 0) {
            keep(target, offset, read);
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        return at < length ? length - at : in.available();
    }

    @Override
    public void close() throws IOException {
        if (released) {
            in.close();
        }
    }

    private void keep(byte[] bytes, int offset, int count) {
        if (whole && length + count <= MAX_KEPT_BYTES) {
            if (length + count > kept.length) {
                kept = Arrays.copyOf(kept, Math.max(length + count, 2 * kept.length));
            }
            System.arraycopy(bytes, offset, kept, length, count);
            length += count;
            at = length;
        } else {
            whole = false;
            kept = new byte[0];
            length = 0;
            at = 0;
        }
    }
}
