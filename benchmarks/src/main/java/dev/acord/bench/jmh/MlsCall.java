package dev.acord.bench.jmh;

import dev.acord.dave.mls.ExternalProposer;
import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.KeyPackageBundle;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.Policy;
import dev.acord.dave.mls.ProposalMessage;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A call with so many members, prepared up to each operation that is measured. Groups are immutable, so that an operation can be repeated.
 *
 * <p>The first member adds all others by one commit; then user n + 1 by a second one; then removes that user again by a third, with a path, so
 * that n members stay. Between the two, the tree's inner nodes are blank, which is the dearest case for a path.
 */
final class MlsCall {
    private static final byte[] GROUP_ID = id(0x1122_3344_5566_7788L);

    final SecureRandom random = new SecureRandom();
    private final ExternalProposer gateway = new ExternalProposer(SignatureKeyPair.generate(random), new byte[1]);
    final Policy policy = Policy.dave(GROUP_ID, gateway.sender());

    /** The first member while it is alone, and what adds the others. */
    final Group founder;

    final List<ProposalMessage> adds = new ArrayList<>();

    /** The second member's key package, and the welcome that it comes in by. */
    final KeyPackageBundle joiner;

    final byte[] welcome;

    /** The second member in the group of n, and the commit that adds one more. */
    final Group member;

    final List<ProposalMessage> add;
    final byte[] addCommit;

    /** First and second member in the group of n + 1, and the commit that removes the last one. */
    final Group remover;

    final Group remaining;
    final List<ProposalMessage> remove;
    final byte[] removeCommit;

    /**
     * Prepares a call.
     *
     * @param members n, at least 2
     */
    MlsCall(int members) throws MlsException {
        founder = Group.create(policy, keyPackage(1), random);
        List<KeyPackageBundle> joiners = new ArrayList<>();
        for (int user = 2; user <= members; user++) {
            KeyPackageBundle bundle = keyPackage(user);
            joiners.add(bundle);
            adds.add(propose(founder, bundle));
        }
        joiner = joiners.get(0);
        PendingCommit initial = founder.commit(adds, random);
        welcome = Objects.requireNonNull(initial.welcome(), "adding members gives a welcome");
        member = Group.join(policy, List.of(joiner), welcome);

        add = List.of(propose(member, keyPackage(members + 1)));
        PendingCommit second = initial.next().commit(add, random);
        addCommit = second.commit();
        remover = second.next();
        remaining = member.process(addCommit, add);

        remove = List.of(remaining.parseProposal(gateway.remove(GROUP_ID, remaining.epoch(), members, random)));
        removeCommit = remover.commit(remove, random).commit();
    }

    private KeyPackageBundle keyPackage(long user) {
        return KeyPackageBundle.generate(id(user), SignatureKeyPair.generate(random), random);
    }

    private ProposalMessage propose(Group group, KeyPackageBundle bundle) throws MlsException {
        return group.parseProposal(gateway.add(GROUP_ID, group.epoch(), bundle.keyPackage(), random));
    }

    static byte[] id(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
