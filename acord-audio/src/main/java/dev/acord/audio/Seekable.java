package dev.acord.audio;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Audio with a time line: how long it is, where it is, and how to get elsewhere. Every {@link AudioSource} and {@link PcmSource} is one; a
 * source that knows nothing of all this, such as a live stream, leaves the methods as they are here.
 *
 * <p>Times are of the audio as it is read: the first packet, or the first sample frame, is at 0. Opus packets are counted whole, so that
 * what a file's header says about samples to drop at its beginning (6.5 ms in most files) is not subtracted.
 */
public interface Seekable {

    /**
     * Whether {@link #seek} works. May be called from any thread, and does not change while the source is open.
     *
     * @return {@code false} unless overridden
     */
    default boolean isSeekable() {
        return false;
    }

    /**
     * How long the audio is, from its start to its end. May be called from any thread. May take I/O: ask once, not for every packet.
     *
     * @return the duration; empty when it is not known, as with a live stream, and unless overridden
     * @throws IOException when the answer needs I/O, and that fails
     */
    default Optional<Duration> duration() throws IOException {
        return Optional.empty();
    }

    /**
     * Where the next read begins. May be called from any thread.
     *
     * @return the time from the start; empty when the source does not count, and unless overridden
     */
    default Optional<Duration> position() {
        return Optional.empty();
    }

    /**
     * Goes on elsewhere, before or after the present position. To be called by the thread that reads.
     *
     * <p>A source of samples goes to the exact frame. A source of packets goes to the beginning of the packet that holds the position; a
     * decoder that has been fed nothing before needs another 80 ms of packets until its output is right (RFC 7845 section 4.6), which
     * {@link AudioSources#decode} takes care of. A source of packets whose container cannot be entered everywhere may go to an earlier
     * packet and say so.
     *
     * @param position the time from the start, 0 or more; behind the end is allowed, and the next read then says
     *     {@link AudioSource#END}
     * @return the position that was reached: that of the next read, never after {@code position} unless this is behind the end or in a
     *     gap of the file, in which there is nothing: what follows the gap is reached then
     * @throws IOException when the source cannot be read there; the message says what and where. Like a failed read, this breaks the
     *     source
     * @throws IllegalArgumentException when {@code position} is negative
     * @throws UnsupportedOperationException when this source {@linkplain #isSeekable() is not seekable}; it can be read on as if nothing
     *     had been asked
     */
    default Duration seek(Duration position) throws IOException {
        throw new UnsupportedOperationException("this source can only be read from its beginning to its end: "
                + getClass().getSimpleName());
    }
}
