package dev.acord.voice.io;

import dev.acord.audio.AudioSource;
import org.jspecify.annotations.Nullable;

/** A feed from a source that never blocks: the pacing thread reads it itself, without a queue. */
public final class DirectFeed extends SourceFeed {
    private final OutgoingPacket packet = new OutgoingPacket();
    private boolean filled;
    private Gap gap = Gap.STARVED;

    /** A feed of a source that is {@link AudioSource#immediate}. */
    public DirectFeed(AudioSource source) {
        super(source);
    }

    @Override
    public @Nullable OutgoingPacket peek() {
        if (hasSeek() && followSeek()) {
            filled = false;
            gap = Gap.STARVED;
        }
        if (!filled) {
            if (gap == Gap.ENDED) {
                return null;
            }
            int result = readInto(packet);
            gap = result == AudioSource.END ? Gap.ENDED : Gap.STARVED;
            filled = result == READ;
        }
        return filled ? packet : null;
    }

    @Override
    public void release() {
        filled = false;
        played(packet);
    }

    @Override
    void wakeReader() {} // the next packet is read when it is needed

    @Override
    public Gap gap() {
        return hasSeek() ? Gap.STARVED : gap;
    }
}
