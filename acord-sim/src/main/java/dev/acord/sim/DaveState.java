package dev.acord.sim;

import java.util.List;

/**
 * How far a channel's end-to-end encryption is.
 *
 * @param version the DAVE version that the members have been told of, 0 for none
 * @param executedVersion the version of the last transition that was executed: by which media are sent
 * @param epoch the group's epoch, 1 or more; 0 while there is no established group
 * @param members the users in the established group by their leaf indexes, those included whose removal is not committed yet
 * @param pending the users in the channel that are not in the group
 * @param transitions how many transitions are prepared and not executed
 * @param commits how many commits won
 * @param lateCommits how many commits came after another one, or before their sender had heard of newer proposals; that is no mistake
 * @param recoveries how often members could not process a commit or welcome (opcode 31)
 */
public record DaveState(
        int version,
        int executedVersion,
        long epoch,
        List<Long> members,
        List<Long> pending,
        int transitions,
        long commits,
        long lateCommits,
        long recoveries) {

    /** A channel that nobody is in. */
    static final DaveState NONE = new DaveState(0, 0, 0, List.of(), List.of(), 0, 0, 0, 0);

    /**
     * Copies the lists.
     *
     * @param version the version that the members have been told of
     * @param executedVersion the version of the last transition that was executed
     * @param epoch the group's epoch
     * @param members the users in the group
     * @param pending the users that are not in it
     * @param transitions transitions that are not executed
     * @param commits commits that won
     * @param lateCommits commits that did not
     * @param recoveries how often opcode 31 came
     */
    public DaveState {
        members = List.copyOf(members);
        pending = List.copyOf(pending);
    }

    /**
     * Whether everybody is in the group and sends by its keys.
     *
     * @return false also while a transition is not executed
     */
    public boolean isSettled() {
        return epoch > 0 && executedVersion > 0 && pending.isEmpty() && transitions == 0;
    }
}
