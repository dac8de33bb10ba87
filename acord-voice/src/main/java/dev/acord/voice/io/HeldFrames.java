package dev.acord.voice.io;

import dev.acord.voice.DropReason;
import dev.acord.voice.rtp.DropCounters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frames that came before the message that says whose they are. A few are kept for each source and handed out once the user is known;
 * the rest is dropped and counted. Owned by the receiving thread.
 */
final class HeldFrames {
    private static final int MAX_SOURCES = 16;
    private static final int MAX_FRAMES = 50;
    private static final long MAX_AGE_NS = 2_000_000_000L;

    /** A frame without an owner. */
    static final class Held {
        final int sequence;
        final long timestamp;
        final long arrivalNs;
        final byte[] opus;

        Held(int sequence, long timestamp, long arrivalNs, byte[] opus) {
            this.sequence = sequence;
            this.timestamp = timestamp;
            this.arrivalNs = arrivalNs;
            this.opus = opus;
        }
    }

    private final Map<Integer, List<Held>> bySsrc = new LinkedHashMap<>();
    private final DropCounters drops;

    HeldFrames(DropCounters drops) {
        this.drops = drops;
    }

    boolean isEmpty() {
        return bySsrc.isEmpty();
    }

    void hold(int ssrc, Held frame) {
        dropOlderThan(frame.arrivalNs - MAX_AGE_NS);
        List<Held> frames = bySsrc.get(ssrc);
        if (frames == null) {
            if (bySsrc.size() >= MAX_SOURCES) {
                drops.count(DropReason.UNKNOWN_SSRC);
                return;
            }
            frames = new ArrayList<>();
            bySsrc.put(ssrc, frames);
        }
        if (frames.size() >= MAX_FRAMES) {
            frames.remove(0);
            drops.count(DropReason.UNKNOWN_SSRC);
        }
        frames.add(frame);
    }

    /** Takes out what is held for a source; null when nothing is. */
    @Nullable
    List<Held> take(int ssrc) {
        return bySsrc.remove(ssrc);
    }

    /** The sources with held frames. */
    List<Integer> ssrcs() {
        return List.copyOf(bySsrc.keySet());
    }

    private void dropOlderThan(long oldestNs) {
        bySsrc.values().removeIf(frames -> {
            frames.removeIf(frame -> {
                boolean old = frame.arrivalNs - oldestNs < 0;
                if (old) {
                    drops.count(DropReason.UNKNOWN_SSRC);
                }
                return old;
            });
            return frames.isEmpty();
        });
    }
}
