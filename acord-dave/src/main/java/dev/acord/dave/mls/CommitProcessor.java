package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Sender;
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
        PublicMessage message = PublicMessage.parse(data);
        Commit commit = message.commit();
        if (commit == null) {
            throw new MlsException(Reason.MALFORMED, "a proposal instead of a commit");
        }
        group.requireEpoch(message);
        if (message.sender().kind() != Sender.Kind.MEMBER) {
            throw new MlsException(Reason.WRONG_SENDER, "a commit of somebody who is no member");
        }
        group.verifySender(message);
        if (message.sender().index() == group.ownLeafIndex()) {
            throw new MlsException(Reason.OWN_COMMIT, "our own commit came back");
        }
        int committer = (int) message.sender().index();
        ProposalList list = ProposalList.resolve(group, commit.items(), committer, proposals);
        UpdatePath path = commit.path();
        if (path == null && list.needsPath()) {
            throw new MlsException(Reason.INVALID_PATH, "a commit without the path that its proposals need");
        }
        ProposalList.Applied applied = list.apply(group);
        if (list.removes(group.ownLeafIndex())) {
            throw new MlsException(Reason.REMOVED, "the commit removes us");
        }
        byte[] pskSecret = group.policy().pskSecret(list.pskIds());
        if (path == null) {
            return confirm(group, applied, message, null, pskSecret);
        }
        PathSecrets secrets = receivePath(group, applied, path, committer);
        try {
            return confirm(group, applied, message, secrets, pskSecret);
        } finally {
            secrets.wipe();
        }
    }

    private static PathSecrets receivePath(Group group, ProposalList.Applied applied, UpdatePath path, int committer)
            throws MlsException {
        RatchetTree tree = applied.tree;
        MemberRules.requireSuccessor(path.leaf(), committer, group);
        path.merge(tree, committer, group.context().groupId());
        GroupContext provisional = group.provisionalContext(tree, applied.extensions);
        return PathSecrets.decrypt(
                path,
                tree,
                committer,
                group.ownLeafIndex(),
                group.keys(),
                applied.addedLeafSet(),
                provisional.encoded());
    }

    /** Derives the next epoch and checks that the committer derived the same. */
    private static Group confirm(
            Group group,
            ProposalList.Applied applied,
            PublicMessage message,
            @Nullable PathSecrets path,
            byte[] pskSecret)
            throws MlsException {
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
