package dev.acord.sim.dave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.acord.dave.mls.Group;
import dev.acord.dave.mls.KeyPackageBundle;
import dev.acord.dave.mls.PendingCommit;
import dev.acord.dave.mls.ProposalMessage;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.tree.LeafNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the service does not take, and which rule it names. */
class RefusalTest {

    /** An encrypted call of two, and two more whose proposals user 1 has read and not committed. */
    private static Call withTwoProposals() {
        Call call = Call.of(1, 2);
        RawMember one = call.member(1);
        one.commitsNothing = true;
        call.member(2).commitsNothing = true;
        call.deliver(call.join(3, 1));
        call.deliver(call.join(4, 1));
        call.readAll(one);
        assertEquals(2, one.proposals.size());
        return call;
    }

    private static void assertRefused(Call call, byte[] commitWelcome, String rule) {
        long epoch = call.service.state().epoch();
        RawMember one = call.member(1);
        one.outbox.clear();
        one.say(28, commitWelcome);
        call.deliver(one);
        call.assertViolations(rule);
        assertEquals(epoch, call.service.state().epoch());
        call.log.clear();
        call.member(2).commitsNothing = false;
        call.join(9, 1); // it wakes the others up
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void aCommitWithoutSomeOfTheProposalsIsRefused() throws MlsException {
        Call call = withTwoProposals();
        RawMember one = call.member(1);
        List<ProposalMessage> second =
                List.of(one.proposals.values().stream().skip(1).findFirst().orElseThrow());
        PendingCommit commit = one.group().commit(second, call.random);
        assertRefused(call, RawMember.join(commit.commit(), commit.welcome()), "dave-commit-incomplete");
    }

    @Test
    void aCommitWithoutAnyProposalKnownToItsSenderIsRefused() throws MlsException {
        Call call = withTwoProposals();
        Call other = Call.of(2, 2); // the same channel on another server
        other.member(1).commitsNothing = true;
        other.deliver(other.join(3, 1));
        other.readAll(other.member(1));
        Group foreign = other.member(1).group();
        PendingCommit commit = foreign.commit(other.member(1).proposals.values(), other.random);
        assertRefused(call, RawMember.join(commit.commit(), commit.welcome()), "dave-commit-foreign-proposals");
    }

    @Test
    void aWelcomeMustComeWithACommitThatAdds() throws MlsException {
        Call call = withTwoProposals();
        RawMember one = call.member(1);
        PendingCommit commit = one.group().commit(one.proposals.values(), call.random);
        assertRefused(call, commit.commit(), "dave-welcome");
    }

    @Test
    void aWelcomeMustBeForThoseThatAreAdded() throws MlsException {
        Call call = withTwoProposals();
        RawMember one = call.member(1);
        PendingCommit both = one.group().commit(one.proposals.values(), call.random);
        List<ProposalMessage> first = List.of(one.proposals.values().iterator().next());
        PendingCommit single = one.group().commit(first, call.random);
        assertRefused(call, RawMember.join(both.commit(), single.welcome()), "dave-welcome");
    }

    @Test
    void aWelcomeMustNotComeWithACommitThatOnlyRemoves() throws MlsException {
        Call call = Call.of(4, 3);
        RawMember one = call.member(1);
        one.commitsNothing = true;
        call.member(2).commitsNothing = true;
        call.leave(3);
        call.readAll(one);
        Call other = withTwoProposals();
        RawMember stranger = other.member(1);
        PendingCommit adds = stranger.group().commit(stranger.proposals.values(), other.random);
        PendingCommit removes = one.group().commit(one.proposals.values(), call.random);
        assertRefused(call, RawMember.join(removes.commit(), adds.welcome()), "dave-welcome");
    }

    @Test
    void aCommitThatIsNoCommitIsRefused() {
        assertRefused(withTwoProposals(), new byte[] {0, 1, 0, 1, 9, 9}, "dave-commit-invalid");
    }

    @Test
    void aCommitInAnothersNameIsRefused() throws MlsException {
        Call call = withTwoProposals();
        RawMember two = call.member(2);
        call.readAll(two);
        PendingCommit commit = two.group().commit(two.proposals.values(), call.random);
        assertRefused(call, RawMember.join(commit.commit(), commit.welcome()), "dave-commit-invalid");
    }

    @Test
    void aPathThatWasChangedOnItsWayIsRefused() throws MlsException {
        Call call = Call.of(5, 4);
        RawMember one = call.member(1);
        call.all().forEach(member -> member.commitsNothing = true);
        call.leave(4);
        call.readAll(one);
        byte[] commit = one.group().commit(one.proposals.values(), call.random).commit();
        commit[commit.length / 2] ^= 1;
        assertRefused(call, commit, "dave-commit-invalid");
    }

    @Test
    void theFirstCommitIsCheckedToo() throws MlsException {
        Call call = new Call(6);
        RawMember one = call.join(1, 1);
        one.commitsNothing = true;
        RawMember two = call.join(2, 1);
        call.deliver(two);
        call.readAll(one);
        Group local = one.local;
        if (local == null) {
            throw new AssertionError("no local group");
        }
        PendingCommit commit = local.commit(one.proposals.values(), call.random);
        RawMember.Message keyPackage = one.outbox.remove();
        one.say(28, RawMember.join(commit.commit(), commit.welcome())); // before its key package
        call.deliver(one);
        call.assertViolations("dave-commit-invalid");
        call.log.clear();
        one.outbox.add(keyPackage);
        call.deliver(one);
        byte[] ofNobody = commit.commit();
        ofNobody[2 + 2 + 9 + 8 + 4] =
                1; // the leaf index: version, format, group id, epoch and type stand before its last byte
        one.say(28, RawMember.join(ofNobody, commit.welcome()));
        call.deliver(one);
        call.assertViolations("dave-commit-invalid");
        call.log.clear();
        one.commitsNothing = false;
        call.join(3, 1);
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void aFirstCommitIsNoFaultWhenTheKeyPackageMayBeLostWithTheWebsocket() throws MlsException {
        Call call = new Call(8);
        RawMember one = call.join(1, 1);
        one.commitsNothing = true;
        call.deliver(call.join(2, 1));
        call.readAll(one);
        one.outbox.clear();
        one.resumed = true;
        Group local = one.local;
        if (local == null) {
            throw new AssertionError("no local group");
        }
        PendingCommit commit = local.commit(one.proposals.values(), call.random);
        one.say(28, RawMember.join(commit.commit(), commit.welcome()));
        call.deliver(one);
        call.assertNoViolations();
        assertEquals(0, call.service.state().epoch());
        one.commitsNothing = false;
        one.offer();
        call.settle();
        call.assertEncrypted();
    }

    @Test
    void keyPackagesThatAreNotTheSendersOwnAndValidAreRefused() throws MlsException {
        Call call = Call.of(7, 2);
        RawMember three = call.join(3, 1);
        byte[] good = three.outbox.remove().payload;
        List<byte[]> bad = new ArrayList<>();
        bad.add(new byte[0]);
        bad.add(new byte[] {1, 2, 3});
        byte[] forged = good.clone();
        forged[forged.length - 1] ^= 1;
        bad.add(forged);
        bad.add(KeyPackageBundle.generate(GroupAuthority.identity(4), three.signer, call.random)
                .keyPackage()
                .encode());
        bad.add(KeyPackageBundle.generate(GroupAuthority.identity(3), call.member(1).signer, call.random)
                .keyPackage()
                .encode());
        bad.add(limited(good, call, three));
        for (byte[] each : bad) {
            three.say(26, each);
            call.deliver(three);
            call.assertViolations("dave-key-package");
            call.log.clear();
        }
        call.settle();
        assertEquals(List.of(3L), call.service.state().pending());
        three.say(26, good);
        call.settle();
        call.assertEncrypted();
    }

    /** A valid key package with a lifetime that begins in 1970. */
    private static byte[] limited(byte[] good, Call call, RawMember member) throws MlsException {
        KeyPackage keyPackage = KeyPackage.parse(good);
        byte[] leaf = keyPackage.leaf().encoded();
        MlsReader in = new MlsReader(leaf);
        for (int i = 0; i < 2; i++) {
            in.vector(); // keys
        }
        in.u16(); // credential
        for (int i = 0; i < 6; i++) {
            in.vector(); // identity and capabilities
        }
        in.u8(); // source
        int lifetime = in.offset();
        in.u64();
        in.u64();
        in.vector(); // extensions
        byte[] unsigned = java.util.Arrays.copyOf(leaf, in.offset());
        unsigned[lifetime + 7] = 1;
        byte[] signed = new dev.acord.dave.mls.codec.MlsWriter()
                .bytes(unsigned)
                .vector(member.signer.sign("LeafNodeTBS", unsigned, call.random))
                .toBytes();
        LeafNode changed = LeafNode.read(new MlsReader(signed));
        assertFalse(changed.hasUnlimitedLifetime());
        return KeyPackage.create(keyPackage.initKey(), changed, member.signer, call.random)
                .encode();
    }

    @Test
    void readinessForATransitionThatWasNotAnnouncedIsAMistake() {
        Call call = Call.of(8, 2);
        for (int id : new int[] {0, 77}) {
            call.member(1).sayTransition(23, id);
            call.deliver(call.member(1));
            call.assertViolations("dave-unknown-transition");
            call.log.clear();
        }
        call.member(1).sayTransition(23, call.member(1).lastTransition); // twice, and late
        call.deliver(call.member(1));
        call.assertNoViolations();
    }

    @Test
    void daveOfAMemberThatWasToldOfVersionZeroIsNotNegotiated() {
        Call call = new Call(9);
        call.join(1, 0);
        RawMember two = call.join(2, 1);
        two.say(26, new byte[] {1});
        assertFalse(call.deliver(two));
        two.sayTransition(23, 1);
        assertFalse(call.deliver(two));
        two.sayTransition(31, 1);
        assertFalse(call.deliver(two));
    }
}
