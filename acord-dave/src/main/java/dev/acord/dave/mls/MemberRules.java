package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.tree.LeafNode;
import java.util.Arrays;

/** What a leaf node must fulfil to get into a group (RFC 9420, sections 7.3, 10.1, 12.1.1 and 12.1.2). */
final class MemberRules {

    private MemberRules() {}

    static void validateAdd(KeyPackage keyPackage, Policy policy) throws MlsException {
        keyPackage.validate();
        policy.checkLeaf(keyPackage.leaf());
    }

    static void validateUpdate(LeafNode leaf, int sender, PublicState state) throws MlsException {
        if (leaf.source() != LeafNode.Source.UPDATE) {
            throw new MlsException(Reason.INVALID_LEAF, "the leaf of an update that is not from an update");
        }
        leaf.validate();
        requireSuccessor(leaf, sender, state);
        leaf.verifySignature(state.groupId, sender);
    }

    /** A member's new leaf has a new encryption key and the same credential. */
    static void requireSuccessor(LeafNode leaf, int member, PublicState state) throws MlsException {
        LeafNode current = state.tree.leaf(member);
        if (current == null) {
            throw new MlsException(Reason.WRONG_SENDER, "leaf " + member + " is blank");
        }
        if (Arrays.equals(leaf.encryptionKey(), current.encryptionKey())) {
            throw new MlsException(Reason.INVALID_LEAF, "a new leaf with the old encryption key");
        }
        if (!leaf.credential().equals(current.credential())) {
            throw new MlsException(Reason.INVALID_LEAF, "a new leaf with another credential");
        }
    }
}
