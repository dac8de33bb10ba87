package dev.acord.cli.demo;

import dev.acord.audio.AudioSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/** A source that shows every packet that is read from it. */
final class SentTap implements AudioSource {
    private final AudioSource source;
    private final Consumer<byte[]> packets;

    SentTap(AudioSource source, Consumer<byte[]> packets) {
        this.source = source;
        this.packets = packets;
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        int length = source.read(buffer, offset);
        if (length > 0) {
            packets.accept(Arrays.copyOfRange(buffer, offset, offset + length));
        }
        return length;
    }

    @Override
    public boolean immediate() {
        return source.immediate();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
