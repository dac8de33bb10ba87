package dev.acord.cli.session;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads lines of UTF-8 text, of which none takes more memory than {@link #MAX_BYTES}. Not thread safe. */
public final class BoundedLines {
    /** The longest line, in bytes, without its end. */
    public static final int MAX_BYTES = 64 << 10;

    /** A line that is too long or no text. The next line can be read. */
    public static final class UnreadableLineException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableLineException(String message) {
            super(message);
        }
    }

    private final InputStream in;
    private final byte[] buffer = new byte[8192];
    private byte[] line = new byte[256];
    private int position;
    private int limit;

    /**
     * Makes a reader of lines.
     *
     * @param in where they come from
     */
    public BoundedLines(InputStream in) {
        this.in = in;
    }

    /**
     * The next line, without its end; an unfinished last line counts.
     *
     * @return the line, or null at the end of the input
     * @throws IOException when nothing can be read any more
     * @throws UnreadableLineException when it is too long or not UTF-8; the line is skipped
     */
    public @Nullable String next() throws IOException, UnreadableLineException {
        int length = 0;
        boolean tooLong = false;
        while (true) {
            int next = read();
            if (next < 0 && length == 0 && !tooLong) {
                return null;
            }
            if (next < 0 || next == '\n') {
                break;
            }
            if (length == MAX_BYTES) {
                tooLong = true;
                continue;
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, Math.min(2 * length, MAX_BYTES));
            }
            line[length++] = (byte) next;
        }
        if (tooLong) {
            throw new UnreadableLineException("a line of more than " + MAX_BYTES + " bytes was skipped");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnreadableLineException("a line that is not UTF-8 was skipped");
        }
    }

    private int read() throws IOException {
        if (position == limit) {
            limit = in.read(buffer);
            position = 0;
            if (limit <= 0) {
                limit = 0;
                return -1;
            }
        }
        return buffer[position++] & 0xFF;
    }
}
