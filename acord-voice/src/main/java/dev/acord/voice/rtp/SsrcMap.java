package dev.acord.voice.rtp;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which user sends on which synchronisation source, from the gateway's opcodes 5, 12 and 13. The sources of video and retransmissions are known
 * as such, and belong to no user's audio.
 *
 * <p>One thread, the gateway's, writes; any thread may read, and sees a consistent recent state without allocating or locking: every change
 * publishes a new immutable table.
 */
public final class SsrcMap {
    /** What {@link #userOf} returns for a source without a known user. */
    public static final long NO_USER = 0;
    /** What {@link #audioSsrcOf} returns for a user without a known source, and what the gateway sends for "none". */
    public static final int NO_SSRC = 0;
    /** The most users that are kept. */
    public static final int MAX_USERS = 4096;

    private final Map<Long, Sources> users = new LinkedHashMap<>();
    private final Map<Integer, Long> owners = new HashMap<>();
    private long refused;
    private volatile Table table = new Table(Map.of());

    private record Sources(int audio, int video, int rtx) {
        static final Sources NONE = new Sources(NO_SSRC, NO_SSRC, NO_SSRC);

        Sources without(int ssrc) {
            return new Sources(
                    audio == ssrc ? NO_SSRC : audio, video == ssrc ? NO_SSRC : video, rtx == ssrc ? NO_SSRC : rtx);
        }

        boolean isNone() {
            return equals(NONE);
        }
    }

    /** A map without users. */
    public SsrcMap() {}

    /**
     * Opcode 5: a user sends audio on a source; an earlier audio source of the user is forgotten.
     *
     * @param userId the user, not 0
     * @param ssrc the audio source
     * @return true if this changed the map
     */
    public boolean speaking(long userId, int ssrc) {
        Sources now = users.getOrDefault(userId, Sources.NONE);
        return ssrc != NO_SSRC && update(userId, new Sources(ssrc, now.video, now.rtx));
    }

    /**
     * Opcode 12: a user's sources. Each may be {@link #NO_SSRC}: an audio source then stays as it is, the others are forgotten.
     *
     * @param userId the user, not 0
     * @param audioSsrc the audio source
     * @param videoSsrc the video source
     * @param rtxSsrc the source of retransmitted video
     * @return true if this changed the map
     */
    public boolean video(long userId, int audioSsrc, int videoSsrc, int rtxSsrc) {
        Sources now = users.getOrDefault(userId, Sources.NONE);
        return update(userId, new Sources(audioSsrc == NO_SSRC ? now.audio : audioSsrc, videoSsrc, rtxSsrc));
    }

    /**
     * Opcode 13: a user left.
     *
     * @param userId the user
     * @return the audio source that this user had, or {@link #NO_SSRC}
     */
    public int disconnected(long userId) {
        Sources gone = users.remove(userId);
        if (gone == null) {
            return NO_SSRC;
        }
        disown(userId, gone);
        publish();
        return gone.audio;
    }

    /** Forgets everything, for a new session. */
    public void clear() {
        users.clear();
        owners.clear();
        publish();
    }

    /**
     * The user who sends audio on a source. Any thread.
     *
     * @param ssrc the source
     * @return the user, or {@link #NO_USER} if none is known or the source is one of video or retransmissions
     */
    public long userOf(int ssrc) {
        return table.userOf(ssrc);
    }

    /**
     * Whether a source carries video or retransmissions. Any thread.
     *
     * @param ssrc the source
     * @return true if the gateway said so
     */
    public boolean isVideo(int ssrc) {
        return table.isVideo(ssrc);
    }

    /**
     * The source on which a user sends audio. The writing thread only.
     *
     * @param userId the user
     * @return the source, or {@link #NO_SSRC}
     */
    public int audioSsrcOf(long userId) {
        return users.getOrDefault(userId, Sources.NONE).audio;
    }

    /**
     * The changes that were refused because {@link #MAX_USERS} was reached. The writing thread only.
     *
     * @return changes
     */
    public long refused() {
        return refused;
    }

    private boolean update(long userId, Sources next) {
        Sources now = users.get(userId);
        if (userId == NO_USER || next.equals(now) || (now == null && next.isNone())) {
            return false;
        }
        if (now == null && users.size() == MAX_USERS) {
            refused++;
            return false;
        }
        if (now != null) {
            disown(userId, now);
        }
        if (next.isNone()) {
            users.remove(userId);
        } else {
            users.put(userId, next);
        }
        own(userId, next.audio);
        own(userId, next.video);
        own(userId, next.rtx);
        publish();
        return true;
    }

    /** A source has one user: the one named last. */
    private void own(long userId, int ssrc) {
        if (ssrc == NO_SSRC) {
            return;
        }
        Long before = owners.put(ssrc, userId);
        if (before != null && before != userId) {
            users.computeIfPresent(before, (id, sources) -> {
                Sources rest = sources.without(ssrc);
                return rest.isNone() ? null : rest;
            });
        }
    }

    private void disown(long userId, Sources sources) {
        owners.remove(sources.audio, userId);
        owners.remove(sources.video, userId);
        owners.remove(sources.rtx, userId);
    }

    private void publish() {
        table = new Table(users);
    }

    /** An immutable open-addressing table of sources. */
    private static final class Table {
        private static final byte EMPTY = 0;
        private static final byte AUDIO = 1;
        private static final byte VIDEO = 2;

        private final int[] ssrcs;
        private final long[] users;
        private final byte[] kinds;

        Table(Map<Long, Sources> sources) {
            // at most three sources a user, and at most half full
            int capacity = Math.max(16, 2 * Integer.highestOneBit(6 * sources.size() + 1));
            ssrcs = new int[capacity];
            users = new long[capacity];
            kinds = new byte[capacity];
            sources.forEach((user, of) -> {
                put(of.audio, user, AUDIO);
                put(of.video, user, VIDEO);
                put(of.rtx, user, VIDEO);
            });
        }

        private void put(int ssrc, long user, byte kind) {
            if (ssrc == NO_SSRC) {
                return;
            }
            int slot = slotOf(ssrc);
            if (kinds[slot] == VIDEO) {
                return;
            }
            ssrcs[slot] = ssrc;
            users[slot] = user;
            kinds[slot] = kind;
        }

        long userOf(int ssrc) {
            int slot = slotOf(ssrc);
            return kinds[slot] == AUDIO ? users[slot] : NO_USER;
        }

        boolean isVideo(int ssrc) {
            return kinds[slotOf(ssrc)] == VIDEO;
        }

        private int slotOf(int ssrc) {
            int slot = ((ssrc * 0x9E3779B9) >>> 12) & (ssrcs.length - 1);
            while (kinds[slot] != EMPTY && ssrcs[slot] != ssrc) {
                slot = (slot + 1) & (ssrcs.length - 1);
            }
            return slot;
        }
    }
}
