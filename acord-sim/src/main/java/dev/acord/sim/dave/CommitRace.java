package dev.acord.sim.dave;

import org.jspecify.annotations.Nullable;

/** The commits that fit an epoch: the first one wins, or with a window the last one that comes in it. Not thread safe. */
final class CommitRace {
    private final long windowNs;
    private GroupDelivery.@Nullable Winner last;
    private long decidedNs;

    CommitRace(long windowNs) {
        this.windowNs = windowNs;
    }

    /** A commit that fits; returns whether another one lost by it. */
    boolean enter(GroupDelivery.Winner commit, long nowNs) {
        boolean another = last != null;
        if (!another) {
            decidedNs = nowNs + windowNs;
        }
        last = commit;
        return another;
    }

    /** The winner, when the window is over; null while it is open or nobody has committed. */
    GroupDelivery.@Nullable Winner due(long nowNs) {
        GroupDelivery.Winner winner = last;
        if (winner == null || nowNs - decidedNs < 0) {
            return null;
        }
        last = null;
        return winner;
    }

    /** Those that came do not fit any more. */
    void clear() {
        last = null;
    }
}
