package dev.acord.dave.mls;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A commit of our own that nobody has accepted yet. The group stays in its epoch; when the commit comes back as the one
 * that won, {@link #next()} is the group of the new epoch. Otherwise {@link #wipe()} it.
 */
public final class PendingCommit {

    private final byte[] commit;
    private final byte @Nullable [] welcome;
    private final Group next;

    PendingCommit(byte[] commit, byte @Nullable [] welcome, Group next) {
        this.commit = commit;
        this.welcome = welcome;
        this.next = next;
    }

    /**
     * The commit to send.
     *
     * @return a copy of the MLSMessage
     */
    public byte[] commit() {
        return commit.clone();
    }

    /**
     * The welcome to send to the members that the commit adds.
     *
     * @return a copy of the bare Welcome, or null when nobody is added
     */
    public byte @Nullable [] welcome() {
        return welcome == null ? null : welcome.clone();
    }

    /**
     * Whether a commit that was received is this one.
     *
     * @param message an MLSMessage
     * @return true when its bytes are the same
     */
    public boolean matches(byte[] message) {
        return Arrays.equals(commit, message);
    }

    /**
     * The group of the epoch that the commit begins.
     *
     * @return the group, always the same object
     */
    public Group next() {
        return next;
    }

    /** Wipes the group of the new epoch, when another commit won. */
    public void wipe() {
        next.wipe();
    }
}
