package dev.acord.sim.discord.net;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

/** One zlib stream (RFC 1950) over all messages of a socket, flushed after each: the compression {@code zlib-stream}. Not thread safe. */
final class ZlibStream implements AutoCloseable {
    private static final int ROOM = 256;

    private final Deflater deflater = new Deflater();

    /** The bytes that carry the next message. */
    byte[] compress(String message) {
        deflater.setInput(message.getBytes(StandardCharsets.UTF_8));
        byte[] out = new byte[ROOM + message.length()];
        int length = 0;
        while (true) {
            int written = deflater.deflate(out, length, out.length - length, Deflater.SYNC_FLUSH);
            length += written;
            if (length < out.length) {
                return Arrays.copyOf(out, length); // the flush is complete when there was room left
            }
            out = Arrays.copyOf(out, 2 * out.length);
        }
    }

    @Override
    public void close() {
        deflater.end();
    }
}
