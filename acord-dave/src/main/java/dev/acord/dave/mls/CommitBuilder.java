package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.GroupInfo;
import dev.acord.dave.mls.message.GroupSecrets;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Welcome;
import dev.acord.dave.mls.tree.NodeKeys;
import dev.acord.dave.mls.tree.PathSecrets;
import dev.acord.dave.mls.tree.RatchetTree;
import dev.acord.dave.mls.tree.UpdatePath;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a commit and its welcome (RFC 9420, sections 12.4.1 and 12.4.3). */
final class CommitBuilder {

    private CommitBuilder() {}

    static PendingCommit build(
            Group group, Collection<ProposalMessage> proposals, boolean withPath, SecureRandom random)
            throws MlsException {
        ProposalList list = ProposalList.of(group.state(), group.ownLeafIndex(), proposals);
        if (!list.pskIds().isEmpty()) {
            throw new MlsException(Reason.UNSUPPORTED, "commits of our own with pre-shared keys are not supported");
        }
        ProposalList.Applied applied = list.apply(group.state());
        List<Commit.Item> items = proposals.stream()
                .map(proposal -> Commit.Item.byReference(proposal.ref()))
                .toList();
        RatchetTree tree = applied.tree;
        PathSecrets secrets = null;
        UpdatePath path = null;
        if (withPath || list.needsPath()) {
            secrets = PathSecrets.generate(
                    tree, group.ownLeafIndex(), group.context().groupId(), group.signer(), random);
            GroupContext provisional = group.provisionalContext(tree, applied.extensions);
            path = secrets.encrypt(tree, applied.addedLeafSet(), provisional.encoded(), random);
        }
        try {
            return finish(group, applied, new Commit(items, path), secrets, random);
        } finally {
            if (secrets != null) {
                secrets.wipe();
            }
        }
    }

    private static PendingCommit finish(
            Group group, ProposalList.Applied applied, Commit commit, @Nullable PathSecrets path, SecureRandom random) {
        PublicMessage signed =
                PublicMessage.sign(group.context(), group.ownLeafIndex(), null, commit, group.signer(), random);
        GroupContext next = group.provisionalContext(applied.tree, applied.extensions)
                .withTranscript(signed.confirmedTranscriptHash(group.interimTranscriptHash()));
        byte[] commitSecret = path == null ? new byte[Kdf.HASH_BYTES] : path.commitSecret();
        byte[] joinerSecret = group.secrets().joinerSecret(commitSecret, next);
        EpochSecrets secrets = EpochSecrets.ofJoiner(joinerSecret, EpochSecrets.NO_PSK, next);
        byte[] confirmationTag = secrets.confirmationTag(next);
        byte[] message = signed.withTags(group.context(), group.secrets().membershipKey(), confirmationTag)
                .encode();
        byte[] welcome = applied.addedLeaves.isEmpty()
                ? null
                : welcome(group, applied, next, confirmationTag, joinerSecret, path, random);
        Arrays.fill(joinerSecret, (byte) 0);
        NodeKeys keys = group.keys().copyFor(applied.tree);
        if (path != null) {
            path.putInto(keys);
        }
        Group successor = group.successor(next, applied.tree, keys, secrets, confirmationTag);
        return new PendingCommit(message, welcome, successor);
    }

    private static byte[] welcome(
            Group group,
            ProposalList.Applied applied,
            GroupContext next,
            byte[] confirmationTag,
            byte[] joinerSecret,
            @Nullable PathSecrets path,
            SecureRandom random) {
        byte[] info = GroupInfo.encode(
                next, applied.tree.encode(), confirmationTag, group.ownLeafIndex(), group.signer(), random);
        byte[] welcomeSecret = EpochSecrets.welcomeSecret(joinerSecret, EpochSecrets.NO_PSK);
        Welcome.Builder welcome = new Welcome.Builder(welcomeSecret, info);
        Arrays.fill(welcomeSecret, (byte) 0);
        for (int i = 0; i < applied.addedLeaves.size(); i++) {
            byte[] pathSecret = path == null ? null : path.secretFor(applied.addedLeaves.get(i));
            byte[] secrets = GroupSecrets.encode(joinerSecret, pathSecret);
            welcome.add(applied.addedKeyPackages.get(i), secrets, random);
            Arrays.fill(secrets, (byte) 0);
        }
        return welcome.encode();
    }
}
