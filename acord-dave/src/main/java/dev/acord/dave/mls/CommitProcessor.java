package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.tree.NodeKeys;
import dev.acord.dave.mls.tree.PathSecrets;
import dev.acord.dave.mls.tree.RatchetTree;
import dev.acord.dave.mls.tree.UpdatePath;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Processes another member's commit (RFC 9420, section 12.4.2). */
final class CommitProcessor {

    private CommitProcessor() {}

    static Group process(Group group, byte[] data, Collection<ProposalMessage> proposals) throws MlsException {
        PublicState state = group.state();
        PublicMessage message = StagedCommit.open(state, data);
        group.verifySender(message);
        if (message.sender().index() == group.ownLeafIndex()) {
            throw new MlsException(Reason.OWN_COMMIT, "our own commit came back");
        }
        StagedCommit staged = StagedCommit.stage(state, message, proposals);
        if (staged.list.removes(group.ownLeafIndex())) {
            throw new MlsException(Reason.REMOVED, "the commit removes us");
        }
        byte[] pskSecret = group.policy().pskSecret(staged.list.pskIds());
        UpdatePath path = staged.path;
        if (path == null) {
            return confirm(group, staged, null, pskSecret);
        }
        staged.mergePath(state, true);
        PathSecrets secrets = receivePath(group, staged, path);
        try {
            return confirm(group, staged, secrets, pskSecret);
        } finally {
            secrets.wipe();
        }
    }

    private static PathSecrets receivePath(Group group, StagedCommit staged, UpdatePath path) throws MlsException {
        RatchetTree tree = staged.applied.tree;
        GroupContext provisional = group.provisionalContext(tree, staged.applied.extensions);
        return PathSecrets.decrypt(
                path,
                tree,
                staged.committer,
                group.ownLeafIndex(),
                group.keys(),
                staged.applied.addedLeafSet(),
                provisional.encoded());
    }

    /** Derives the next epoch and checks that the committer derived the same. */
    private static Group confirm(Group group, StagedCommit staged, @Nullable PathSecrets path, byte[] pskSecret)
            throws MlsException {
        ProposalList.Applied applied = staged.applied;
        PublicMessage message = staged.message;
        GroupContext next = group.provisionalContext(applied.tree, applied.extensions)
                .withTranscript(message.confirmedTranscriptHash(group.interimTranscriptHash()));
        byte[] commitSecret = path == null ? new byte[Kdf.HASH_BYTES] : path.commitSecret();
        byte[] joinerSecret = group.secrets().joinerSecret(commitSecret, next);
        EpochSecrets secrets = EpochSecrets.ofJoiner(joinerSecret, pskSecret, next);
        Arrays.fill(joinerSecret, (byte) 0);
        if (!MessageDigest.isEqual(secrets.confirmationTag(next), message.confirmationTag())) {
            secrets.wipe();
            throw new MlsException(Reason.BAD_TAG, "the confirmation tag does not verify");
        }
        NodeKeys keys = group.keys().copyFor(applied.tree);
        if (path != null) {
            path.putInto(keys);
        }
        return group.successor(next, applied.tree, keys, secrets, message.confirmationTag());
    }
}
