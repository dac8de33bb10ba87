package dev.acord.audio;

import java.io.Closeable;
import java.io.IOException;

/**
 * A stream of Opus packets (RFC 6716), the form in which audio is played.
 *
 * <p>One thread reads a source at a time; a source is not thread safe. {@link #close()} may be called from any thread, and makes a
 * blocked read end soon.
 */
public interface AudioSource extends Closeable, Seekable {

    /** Returned by {@link #read} when no packet is there yet; more may follow. */
    int STARVED = 0;

    /** Returned by {@link #read} at the end of the stream, then and on every later call. */
    int END = -1;

    /** The longest Opus packet that {@link #read} may write: 3 frames of 1275 bytes and their header, rounded up. */
    int MAX_PACKET_BYTES = 4000;

    /**
     * Writes the next Opus packet into {@code buffer} from {@code offset}. The packet's duration is in its own first bytes.
     *
     * @param buffer receives the packet; at least {@link #MAX_PACKET_BYTES} must be free from {@code offset}
     * @param offset where the packet begins
     * @return the packet's length in bytes, {@link #STARVED} or {@link #END}
     * @throws IOException when the stream is broken from here on; the message says what and where. The source must be closed then.
     */
    int read(byte[] buffer, int offset) throws IOException;

    /**
     * Whether {@link #read} always returns at once, without I/O, encoding or locks. A player lets its pacing thread read such a source
     * directly; every other source is read ahead by another thread.
     *
     * @return {@code false} unless overridden
     */
    default boolean immediate() {
        return false;
    }

    /**
     * Whether the source keeps audio ready by itself. A player then reads only a few packets ahead of what it sends
     * ({@code VoiceOptions.queueAheadFrames}), so that the source's own controls are heard soon.
     *
     * @return {@code false} unless overridden
     */
    default boolean isBuffered() {
        return false;
    }
}
