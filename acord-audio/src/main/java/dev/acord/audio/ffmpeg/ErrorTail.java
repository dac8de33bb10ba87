package dev.acord.audio.ffmpeg;

import java.nio.charset.StandardCharsets;

/** The last bytes of a stream of messages. Thread safe. */
final class ErrorTail {

    static final int MAX_BYTES = 4096;

    private final byte[] ring = new byte[MAX_BYTES];
    private long written;

    synchronized void append(byte[] bytes, int count) {
        for (int i = Math.max(0, count - MAX_BYTES); i < count; i++) {
            ring[(int) ((written + i) % MAX_BYTES)] = bytes[i];
        }
        written += count;
    }

    /** The text; what is left of a line whose beginning is lost is left out when whole lines follow it. */
    synchronized String text() {
        int length = (int) Math.min(written, MAX_BYTES);
        byte[] tail = new byte[length];
        for (int i = 0; i < length; i++) {
            tail[i] = ring[(int) ((written - length + i) % MAX_BYTES)];
        }
        String text = new String(tail, StandardCharsets.UTF_8).strip();
        int firstLineEnd = text.indexOf('\n');
        return written > MAX_BYTES && firstLineEnd >= 0 ? text.substring(firstLineEnd + 1) : text;
    }
}
