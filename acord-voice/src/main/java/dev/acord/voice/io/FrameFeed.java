package dev.acord.voice.io;

import org.jspecify.annotations.Nullable;

/** Where a {@link SendStream} takes its packets from. Except for {@link #close}, the methods are the pacing thread's; none blocks. */
public interface FrameFeed {
    /** Why there is no packet. */
    enum Gap {
        /** More may come: the source is slow. */
        STARVED,
        /** Nothing to send for now, and nobody expects anything: the stream may fall silent. */
        IDLE,
        /** The source is at its end, or failed: {@link #failure}. */
        ENDED
    }

    /** The next packet, which stays the feed's until {@link #release}; null when there is none. */
    @Nullable
    OutgoingPacket peek();

    /** Done with the packet of {@link #peek}. */
    void release();

    /** Why the last {@link #peek} gave nothing. */
    Gap gap();

    /** What ended the feed early; null while it runs, and after a regular end. */
    @Nullable
    Throwable failure();

    /** Gives up the source; from any thread, also more than once. */
    void close();
}
