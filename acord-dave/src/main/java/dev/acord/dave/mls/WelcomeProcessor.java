package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.GroupInfo;
import dev.acord.dave.mls.message.GroupSecrets;
import dev.acord.dave.mls.message.Welcome;
import dev.acord.dave.mls.tree.LeafNode;
import dev.acord.dave.mls.tree.NodeKeys;
import dev.acord.dave.mls.tree.PathSecrets;
import dev.acord.dave.mls.tree.RatchetTree;
import dev.acord.dave.mls.tree.TreeValidator;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Joins a group by a welcome (RFC 9420, section 12.4.3.1). Cheap checks come first, the leaves' signatures last. */
final class WelcomeProcessor {

    private WelcomeProcessor() {}

    static Group join(Policy policy, Collection<KeyPackageBundle> bundles, byte[] data, byte @Nullable [] separateTree)
            throws MlsException {
        Welcome welcome = Welcome.parse(data);
        KeyPackageBundle bundle = null;
        for (KeyPackageBundle candidate : bundles) {
            if (welcome.isFor(candidate.keyPackage().ref())) {
                bundle = candidate;
            }
        }
        if (bundle == null) {
            throw new MlsException(Reason.NOT_FOR_US, "the welcome is for none of our key packages");
        }
        GroupSecrets secrets = welcome.decryptSecrets(bundle.keyPackage().ref(), bundle.initPair());
        try {
            return join(policy, bundle, welcome, secrets, separateTree);
        } finally {
            secrets.wipe();
        }
    }

    private static Group join(
            Policy policy,
            KeyPackageBundle bundle,
            Welcome welcome,
            GroupSecrets secrets,
            byte @Nullable [] separateTree)
            throws MlsException {
        byte[] pskSecret = policy.pskSecret(secrets.pskIds());
        byte[] welcomeSecret = EpochSecrets.welcomeSecret(secrets.joinerSecret(), pskSecret);
        GroupInfo info = welcome.decryptGroupInfo(welcomeSecret);
        Arrays.fill(welcomeSecret, (byte) 0);
        GroupContext context = info.context();
        policy.checkContext(context);
        byte[] inline = info.ratchetTree();
        byte[] encodedTree = inline != null ? inline : separateTree;
        if (encodedTree == null) {
            throw new MlsException(Reason.UNSUPPORTED, "a welcome without the ratchet tree");
        }
        RatchetTree tree = RatchetTree.parse(encodedTree);
        verifyTree(policy, info, tree);
        int own = findOwnLeaf(tree, bundle.keyPackage().leaf());
        if (own == info.signer()) {
            throw new MlsException(Reason.WRONG_SENDER, "a welcome that we would have sent ourselves");
        }
        byte[] pathSecret = secrets.pathSecret();
        PathSecrets path =
                pathSecret == null ? null : PathSecrets.forJoiner(tree, (int) info.signer(), own, pathSecret);
        try {
            return enterEpoch(policy, bundle, info, tree, own, path, secrets.joinerSecret(), pskSecret);
        } finally {
            if (path != null) {
                path.wipe();
            }
        }
    }

    private static Group enterEpoch(
            Policy policy,
            KeyPackageBundle bundle,
            GroupInfo info,
            RatchetTree tree,
            int own,
            @Nullable PathSecrets path,
            byte[] joinerSecret,
            byte[] pskSecret)
            throws MlsException {
        GroupContext context = info.context();
        EpochSecrets epoch = EpochSecrets.ofJoiner(joinerSecret, pskSecret, context);
        if (!MessageDigest.isEqual(epoch.confirmationTag(context), info.confirmationTag())) {
            epoch.wipe();
            throw new MlsException(Reason.BAD_TAG, "the confirmation tag of the welcome does not verify");
        }
        NodeKeys keys = new NodeKeys();
        keys.put(2 * own, bundle.leafPair().copy());
        if (path != null) {
            path.putInto(keys);
        }
        return new Group(policy, context, tree, own, keys, bundle.signer().copy(), epoch, info.confirmationTag());
    }

    private static void verifyTree(Policy policy, GroupInfo info, RatchetTree tree) throws MlsException {
        if (!MessageDigest.isEqual(tree.treeHash(), info.context().treeHash())) {
            throw new MlsException(Reason.INVALID_TREE, "the tree does not have the hash that the group agreed on");
        }
        LeafNode signer = tree.leaf(info.signer());
        if (signer == null) {
            throw new MlsException(Reason.WRONG_SENDER, "the welcome is signed by a blank leaf");
        }
        info.verifySignature(signer.signatureKey());
        policy.checkMembers(tree);
        TreeValidator.validateExtensions(tree, info.context().extensions());
        TreeValidator.validateAll(tree, info.context().groupId());
    }

    private static int findOwnLeaf(RatchetTree tree, LeafNode own) throws MlsException {
        for (int index = 0; index < tree.leafCapacity(); index++) {
            LeafNode leaf = tree.leaf(index);
            if (leaf != null && Arrays.equals(leaf.encoded(), own.encoded())) {
                return index;
            }
        }
        throw new MlsException(Reason.INVALID_TREE, "the tree of the welcome does not have our leaf");
    }
}
