package dev.acord.system;

import dev.acord.audio.AudioSource;
import java.io.IOException;

/** A source that fails after some packets. */
final class BreakingSource implements AudioSource {
    private final AudioSource source;
    private final IOException failure;
    private int left;

    BreakingSource(AudioSource source, int packets, IOException failure) {
        this.source = source;
        this.left = packets;
        this.failure = failure;
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        if (left-- == 0) {
            throw failure;
        }
        return source.read(buffer, offset);
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
