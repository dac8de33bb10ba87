package dev.acord.jda;

import dev.acord.audio.AudioSource;
import java.io.IOException;
import java.util.Arrays;

/** A source with a packet that was read from it put back before the rest. */
final class PushedBack implements AudioSource {
    private final AudioSource rest;
    private byte[] first;

    PushedBack(byte[] packet, int length, AudioSource rest) {
        this.first = Arrays.copyOf(packet, length);
        this.rest = rest;
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        int length = first.length;
        if (length == 0) {
            return rest.read(buffer, offset);
        }
        System.arraycopy(first, 0, buffer, offset, length);
        first = new byte[0];
        return length;
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
