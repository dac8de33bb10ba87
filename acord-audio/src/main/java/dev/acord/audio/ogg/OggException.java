package dev.acord.audio.ogg;

import java.io.IOException;

/** An Ogg file or stream that is broken, or holds something that cannot be played. The message says what, where, and what to do. */
public final class OggException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What is wrong, without the place. */
    private final String problem;
    /** Where it is broken. */
    private final long offset;
    /** Whether the stream simply ends too early. */
    private final boolean truncated;

    /**
     * Something is broken.
     *
     * @param problem what is wrong and what to do; the message adds the offset
     * @param offset where, in bytes from the beginning of the file or stream
     */
    public OggException(String problem, long offset) {
        this(problem, offset, false);
    }

    OggException(String problem, long offset, boolean truncated) {
        super(problem);
        this.problem = problem;
        this.offset = offset;
        this.truncated = truncated;
    }

    /** The same, with how much was played before. */
    OggException after(long playedMs) {
        OggException e = new OggException(problem + ", after " + playedMs + " ms of audio", offset, truncated);
        e.initCause(this);
        return e;
    }

    /**
     * What is wrong and where.
     *
     * @return the problem and the offset
     */
    @Override
    public String getMessage() {
        return problem + " (at byte " + offset + ")";
    }

    /**
     * What is wrong.
     *
     * @return the message without the offset
     */
    public String problem() {
        return problem;
    }

    /**
     * Where it is broken.
     *
     * @return bytes from the beginning of the file or stream
     */
    public long offset() {
        return offset;
    }

    /**
     * Whether the stream is in order as far as it goes, but ends in the middle of a page or packet.
     *
     * @return whether it is cut off
     */
    public boolean isTruncated() {
        return truncated;
    }
}
