package dev.acord.sim.dave;

import dev.acord.dave.mls.Member;
import dev.acord.dave.mls.PublicGroup;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.tree.Credential;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What a key package must fulfil besides being valid, before it is proposed to anybody. */
final class KeyPackageCheck {
    private KeyPackageCheck() {}

    /** What is wrong with a valid key package of this member; null when nothing is. */
    static @Nullable String fault(
            KeyPackage keyPackage, DaveMember member, Collection<DaveMember> present, @Nullable PublicGroup group) {
        Credential own = new Credential(GroupAuthority.identity(member.userId()));
        if (!keyPackage.leaf().credential().equals(own)) {
            return "the credential is not the user's: " + keyPackage.leaf().credential();
        }
        if (!keyPackage.leaf().hasUnlimitedLifetime()) {
            return "the lifetime is not 0 to 2^64 - 1";
        }
        byte[] key = keyPackage.leaf().signatureKey();
        for (DaveMember other : present) {
            KeyPackage pending = other.keyPackage;
            if (other != member
                    && pending != null
                    && Arrays.equals(key, pending.leaf().signatureKey())) {
                return "another user's signature key";
            }
        }
        if (group != null) {
            for (Member other : group.members()) {
                if (other.userId() != member.userId() && Arrays.equals(key, other.signatureKey())) {
                    return "another user's signature key";
                }
            }
        }
        return null;
    }
}
