package dev.acord.sim.dave;

import dev.acord.dave.mls.PublicGroup;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.sim.Rule;
import dev.acord.sim.audit.ViolationLog;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Judges what members send: what may be used, what is a mistake, and what has only crossed another message. */
final class Inspector {
    private final ViolationLog violations;
    private long lateCommits;

    Inspector(ViolationLog violations) {
        this.violations = violations;
    }

    /** Opcode 26: the key package, or null when it may not be proposed. */
    @Nullable
    KeyPackage keyPackage(
            DaveMember member, byte[] payload, Collection<DaveMember> present, @Nullable PublicGroup group) {
        String fault;
        try {
            KeyPackage keyPackage = KeyPackage.parse(payload);
            fault = KeyPackageCheck.fault(keyPackage, member, present, group);
            if (fault == null) {
                return keyPackage;
            }
        } catch (MlsException e) {
            fault = describe(e);
        }
        violations.add(member.userId(), Rule.DAVE_KEY_PACKAGE, fault);
        return null;
    }

    /** Opcode 28: what may win the epoch, or null when it may not. */
    GroupDelivery.@Nullable Winner commit(DaveMember member, byte[] payload, GroupDelivery group) {
        try {
            CommitMessage message = CommitMessage.parse(member, payload);
            String shown =
                    message.refs.size() + " references, " + (message.inline ? "and" : "no") + " proposals inline";
            switch (message.inline ? ProposalHistory.Match.FOREIGN : member.proposals.match(message.refs)) {
                case OUTDATED, LATE -> lateCommits++;
                case INCOMPLETE -> violations.add(member.userId(), Rule.DAVE_COMMIT_INCOMPLETE, shown);
                case FOREIGN -> violations.add(member.userId(), Rule.DAVE_COMMIT_FOREIGN_PROPOSALS, shown);
                case CURRENT -> {
                    if (!group.isEstablished() && member.keyPackage == null && member.peer.wasResumed()) {
                        lateCommits++; // its key package was lost with the websocket; it cannot know
                        return null;
                    }
                    return group.check(message);
                }
            }
        } catch (MlsException e) {
            violations.add(member.userId(), Rule.DAVE_COMMIT_INVALID, describe(e));
        } catch (WelcomeException e) {
            violations.add(member.userId(), Rule.DAVE_WELCOME, String.valueOf(e.getMessage()));
        }
        return null;
    }

    /** A commit that was good lost to another one. */
    void countLate() {
        lateCommits++;
    }

    long lateCommits() {
        return lateCommits;
    }

    private static String describe(MlsException e) {
        return e.reason() + ": " + e.getMessage();
    }
}
