package dev.acord.dave.mls;

import static dev.acord.dave.mls.Forgery.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.dave.mls.Channel.Client;
import dev.acord.dave.mls.Forgery.WelcomeParts;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.tree.Extension;
import dev.acord.dave.mls.tree.RatchetTree;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which welcomes are accepted (RFC 9420, sections 7.3, 7.9 and 12.4.3; DAVE's policy). User 1 cheats, user 9 joins. */
class WelcomeRulesTest {

    private Channel channel = new Channel(0);
    private Client joiner = channel.client(9);
    private WelcomeParts parts = new WelcomeParts(channel.found(1).group());
    private byte[] honest = new byte[0];

    /** Five members with set parent nodes and one more, just added by user 1. */
    @BeforeEach
    void welcomeOfASixthMember() throws MlsException {
        channel = Channel.of(79, 6);
        channel.round(channel.member(2), List.of(), List.of(channel.member(4)), true);
        joiner = channel.client(9);
        Group before = channel.member(1).group();
        PendingCommit pending =
                before.commit(List.of(before.parseProposal(channel.proposeAdd(joiner))), false, channel.random);
        honest = Optional.ofNullable(pending.welcome()).orElseThrow();
        parts = new WelcomeParts(pending.next());
    }

    private Group join(byte[] welcome) throws MlsException {
        return Group.join(channel.policy, List.of(joiner.bundle), welcome);
    }

    private void assertForgedRefused(Reason reason) {
        byte[] welcome = parts.build(joiner.bundle.keyPackage(), channel.random);
        assertRefused(reason, () -> join(welcome));
    }

    /** Puts another tree into the welcome, and its hash into the context. */
    private void setTree(byte[] tree) throws MlsException {
        parts.tree = tree;
        parts.context = new GroupContext(
                parts.context.groupId(),
                parts.context.epoch(),
                RatchetTree.parse(tree).treeHash(),
                parts.context.confirmedTranscriptHash(),
                parts.context.extensions());
    }

    private byte[] tree() {
        return Optional.ofNullable(parts.tree).orElseThrow();
    }

    @Test
    void theHonestWelcomeIsAcceptedBareAndInAMessage() throws MlsException {
        Group bare = join(honest);
        byte[] message = new MlsWriter().u16(1).u16(3).bytes(honest).toBytes();
        assertArrayEquals(bare.epochAuthenticator(), join(message).epochAuthenticator());
        assertEquals(6, bare.members().size());
    }

    @Test
    void aWelcomeThatOnlyHasOtherSecretsIsAccepted() throws MlsException {
        // what the forged ones below differ from
        assertEquals(
                6,
                join(parts.build(joiner.bundle.keyPackage(), channel.random))
                        .members()
                        .size());
    }

    @Test
    void theMatchingKeyPackageIsFoundAmongSeveral() throws MlsException {
        KeyPackageBundle newer = joiner.bundle.withNewInitKey(channel.random);
        assertEquals(
                3,
                Group.join(channel.policy, List.of(newer, joiner.bundle), honest)
                        .epoch());
    }

    @Test
    void aWelcomeForAnotherKeyPackageIsRefused() {
        KeyPackageBundle newer = joiner.bundle.withNewInitKey(channel.random);
        assertRefused(Reason.NOT_FOR_US, () -> Group.join(channel.policy, List.of(newer), honest));
    }

    @Test
    void aWelcomeToAnotherGroupIsRefused() {
        Policy elsewhere = Policy.dave(Channel.id(3), channel.gateway.sender());
        assertRefused(Reason.WRONG_GROUP, () -> Group.join(elsewhere, List.of(joiner.bundle), honest));
    }

    @Test
    void aGroupWithAnotherExternalSenderOrOtherExtensionsIsRefused() {
        ExternalProposer other = new ExternalProposer(SignatureKeyPair.generate(channel.random), new byte[1]);
        Policy expecting = Policy.dave(channel.groupId, other.sender());
        assertRefused(Reason.POLICY, () -> Group.join(expecting, List.of(joiner.bundle), honest));
        GroupContext context = parts.context;
        Extension known = context.extensions().get(0);
        for (List<Extension> extensions :
                List.of(List.<Extension>of(), List.of(known, new Extension(0xf000, new byte[0])))) {
            parts.context = new GroupContext(
                    context.groupId(),
                    context.epoch(),
                    context.treeHash(),
                    context.confirmedTranscriptHash(),
                    extensions);
            assertForgedRefused(Reason.POLICY);
        }
    }

    @Test
    void aWelcomeWithoutTheTreeIsRefused() {
        parts.tree = null;
        assertForgedRefused(Reason.UNSUPPORTED);
    }

    @Test
    void aTreeOfAnotherHashIsRefused() throws MlsException {
        parts.tree = channel.member(1).group().tree().encode();
        assertForgedRefused(Reason.INVALID_TREE);
    }

    @Test
    void aTreeWithoutOurLeafIsRefused() throws MlsException {
        setTree(channel.member(1).group().tree().encode());
        assertForgedRefused(Reason.INVALID_TREE);
    }

    @Test
    void aGroupInfoSignedBySomebodyElseIsRefused() {
        parts.signer = channel.member(2).signer;
        assertForgedRefused(Reason.BAD_SIGNATURE);
    }

    @Test
    void aGroupInfoOfABlankOrAbsentLeafIsRefused() {
        for (int leaf : new int[] {6, 7, 8, -1}) {
            parts.signerLeaf = leaf;
            assertForgedRefused(Reason.WRONG_SENDER);
        }
    }

    @Test
    void aWelcomeOfOurselvesIsRefused() {
        parts.signerLeaf = 3;
        parts.signer = joiner.signer;
        assertForgedRefused(Reason.WRONG_SENDER);
    }

    @Test
    void aWrongConfirmationTagIsRefused() {
        parts.wrongTag = true;
        assertForgedRefused(Reason.BAD_TAG);
    }

    @Test
    void aPathSecretThatDoesNotFitTheTreeIsRefused() {
        parts.pathSecret = new byte[32];
        assertForgedRefused(Reason.INVALID_PATH);
    }

    @Test
    void aForgedLeafOfAnyMemberIsRefused() throws MlsException {
        // without parent nodes, so that nothing but its signature speaks against a leaf
        channel = Channel.of(80, 5);
        joiner = channel.client(9);
        Group before = channel.member(1).group();
        ProposalMessage add = before.parseProposal(channel.proposeAdd(joiner));
        parts = new WelcomeParts(before.commit(List.of(add), channel.random).next());
        byte[] tree = tree();
        List<Member> members = members(tree);
        assertEquals(6, members.size());
        for (Member member : members) {
            byte[] leaf = Optional.ofNullable(RatchetTree.parse(tree).leaf(member.leafIndex()))
                    .orElseThrow()
                    .encoded();
            byte[] forged = leaf.clone();
            forged[forged.length - 1] ^= 1;
            setTree(replace(tree, leaf, forged));
            // the signer's own key still verifies the group info; its leaf does not
            assertForgedRefused(Reason.BAD_SIGNATURE);
        }
    }

    private static List<Member> members(byte[] tree) throws MlsException {
        RatchetTree parsed = RatchetTree.parse(tree);
        return java.util.stream.IntStream.range(0, parsed.leafCapacity())
                .boxed()
                .flatMap(index ->
                        Optional.ofNullable(parsed.leaf(index)).stream().map(leaf -> new Member(index, leaf)))
                .toList();
    }

    @Test
    void aLeafThatNobodySignedIsRefusedAlthoughTheCommitterLetItIn() throws MlsException {
        Client ghost = channel.client(10);
        byte[] leaf = ghost.bundle.keyPackage().leaf().encoded().clone();
        leaf[leaf.length - 1] ^= 1;
        KeyPackage forged = KeyPackage.create(
                ghost.bundle.keyPackage().initKey(), Forgery.leaf(leaf), ghost.signer, channel.random);
        Group cheat = channel.member(1).group();
        ProposalMessage ghostAdd = Forgery.unchecked(channel, cheat.epoch(), new Proposal.Add(forged));
        ProposalMessage add = cheat.parseProposal(channel.proposeAdd(joiner));
        byte[] welcome = Optional.ofNullable(
                        cheat.commit(List.of(ghostAdd, add), channel.random).welcome())
                .orElseThrow();
        assertRefused(Reason.BAD_SIGNATURE, () -> join(welcome));
    }

    @Test
    void aTreeWithTheSameMemberTwiceIsRefused() throws MlsException {
        RatchetTree twice = RatchetTree.parse(tree());
        twice.add(Optional.ofNullable(twice.leaf(4)).orElseThrow());
        setTree(twice.encode());
        assertForgedRefused(Reason.POLICY);
    }

    @Test
    void aTreeWithOneSignatureKeyUnderTwoNamesIsRefused() throws MlsException {
        RatchetTree twice = RatchetTree.parse(tree());
        twice.add(KeyPackageBundle.generate(Channel.id(12), channel.member(3).signer, channel.random)
                .keyPackage()
                .leaf());
        setTree(twice.encode());
        assertForgedRefused(Reason.INVALID_TREE);
    }

    @Test
    void aParentKeyThatNoMemberCommittedToIsRefused() throws MlsException {
        byte[] tree = tree();
        byte[] key = parentKey(tree);
        setTree(replace(tree, key, SignatureKeyPair.generate(channel.random).publicKey()));
        assertForgedRefused(Reason.INVALID_TREE);
    }

    @Test
    void aParentKeyThatIsAlsoALeafKeyIsRefused() throws MlsException {
        byte[] tree = tree();
        byte[] leafKey = joiner.bundle.keyPackage().leaf().encryptionKey();
        setTree(replace(tree, parentKey(tree), leafKey));
        assertForgedRefused(Reason.INVALID_TREE);
    }

    @Test
    void aTreeThatHidesThatAMemberIsUnmergedIsRefused() throws MlsException {
        // our leaf 3 is unmerged at the parents above it: a list with one leaf, at the end of a parent node
        byte[] tree = tree();
        byte[] listed = {4, 0, 0, 0, 3};
        byte[] hidden = {0};
        setTree(resized(tree, listed, hidden));
        assertForgedRefused(Reason.INVALID_TREE);
    }

    @Test
    void anUnmergedLeafThatIsNoMemberBelowItsNodeIsRefused() throws MlsException {
        byte[] tree = tree();
        for (int leaf : new int[] {4, 6, 7, 9}) {
            setTree(resized(tree, new byte[] {4, 0, 0, 0, 3}, new byte[] {4, 0, 0, 0, (byte) leaf}));
            assertForgedRefused(Reason.INVALID_TREE);
        }
    }

    @Test
    void aTreeThatEndsBlankIsRefused() throws MlsException {
        MlsReader in = new MlsReader(tree());
        byte[] nodes = in.vector();
        byte[] longer = new MlsWriter()
                .vector(java.util.Arrays.copyOf(nodes, nodes.length + 1))
                .toBytes();
        parts.tree = longer;
        assertForgedRefused(Reason.INVALID_TREE);
    }

    private static byte[] parentKey(byte[] tree) throws MlsException {
        RatchetTree parsed = RatchetTree.parse(tree);
        return Optional.ofNullable(parsed.node(parsed.root())).orElseThrow().encryptionKey();
    }

    private static byte[] replace(byte[] where, byte[] what, byte[] by) {
        byte[] result = where.clone();
        System.arraycopy(by, 0, result, indexOf(where, what), by.length);
        return result;
    }

    /** Replaces every occurrence inside of the tree's vector. */
    private static byte[] resized(byte[] tree, byte[] what, byte[] by) throws MlsException {
        byte[] rest = new MlsReader(tree).vector();
        MlsWriter nodes = new MlsWriter();
        int at = indexOf(rest, what);
        while (at >= 0) {
            nodes.bytes(java.util.Arrays.copyOf(rest, at)).bytes(by);
            rest = java.util.Arrays.copyOfRange(rest, at + what.length, rest.length);
            at = indexOf(rest, what);
        }
        return new MlsWriter().vector(nodes.bytes(rest)).toBytes();
    }

    private static int indexOf(byte[] where, byte[] what) {
        for (int i = 0; i + what.length <= where.length; i++) {
            if (java.util.Arrays.equals(where, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }
}
