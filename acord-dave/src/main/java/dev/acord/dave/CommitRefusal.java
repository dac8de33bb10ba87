package dev.acord.dave;

import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.message.PublicMessage;

/** What it means that a commit was refused. */
final class CommitRefusal {
    private CommitRefusal() {}

    /** Whether the others are in an epoch now that we cannot enter: not after a message of another group or of the past. */
    static boolean leavesUsBehind(byte[] commit, Group group, MlsException refusal) {
        if (refusal.reason() != Reason.WRONG_EPOCH) {
            return refusal.reason() != Reason.WRONG_GROUP;
        }
        try {
            return Long.compareUnsigned(PublicMessage.parse(commit).epoch(), group.epoch()) > 0;
        } catch (MlsException e) {
            return true;
        }
    }
}
