package dev.acord.dave.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acord.dave.Mutants;
import dev.acord.dave.mls.Channel.Client;
import dev.acord.dave.mls.Forgery.WelcomeParts;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.tree.RatchetTree;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cut, flipped, repeated and shifted bytes of every kind of message: always an MlsException, never a new state. */
class MutantTest {

    private static final long SEED = 424242;

    private final Mutants mutants = new Mutants(SEED);
    private Channel channel = new Channel(0);

    @BeforeEach
    void fiveMembers() throws MlsException {
        channel = Channel.of(SEED, 6);
        channel.round(channel.member(2), List.of(), List.of(channel.member(4)), true);
    }

    /** What a mutant is handed to. */
    private interface Target {
        void accept(byte[] mutant) throws MlsException;
    }

    private void assertAllRefused(String kind, int count, byte[] good, Target target) {
        for (int i = 0; i < count; i++) {
            byte[] mutant = mutants.of(good);
            assertThrows(
                    MlsException.class,
                    () -> target.accept(mutant),
                    () -> "seed " + SEED + ", " + kind + ": " + HexFormat.of().formatHex(mutant));
        }
    }

    @Test
    void mutatedProposalsAndKeyPackagesAreRefused() {
        Group group = channel.member(1).group();
        Client joiner = channel.client(9);
        assertAllRefused("add", 2000, channel.proposeAdd(joiner), group::parseProposal);
        assertAllRefused("remove", 1000, channel.proposeRemove(channel.member(5)), group::parseProposal);
        assertAllRefused("key package", 2000, joiner.bundle.keyPackage().encode(), KeyPackage::parse);
    }

    @Test
    void mutatedCommitsAreRefusedAndTheGoodOneIsStillAccepted() throws MlsException {
        Group group = channel.member(1).group();
        Group sender = channel.member(3).group();
        List<byte[]> messages =
                List.of(channel.proposeAdd(channel.client(9)), channel.proposeRemove(channel.member(5)));
        List<ProposalMessage> known = Channel.parse(group, messages);
        byte[] authenticator = group.epochAuthenticator();
        for (List<ProposalMessage> some : List.of(known, known.subList(0, 1))) {
            byte[] commit = sender.commit(some, channel.random).commit();
            assertAllRefused("commit", 1000, commit, mutant -> group.process(mutant, known));
            assertArrayEquals(authenticator, group.epochAuthenticator());
            assertEquals(3, group.process(commit, known).epoch());
        }
    }

    /** The sender is a member who signs the mutant, so it gets past signature and membership tag. */
    @Test
    void mutatedCommitsWithValidSignaturesAreRefused() throws MlsException {
        Group group = channel.member(1).group();
        Group sender = channel.member(3).group();
        List<ProposalMessage> known = Channel.parse(
                group, List.of(channel.proposeAdd(channel.client(9)), channel.proposeRemove(channel.member(5))));
        PublicMessage good =
                PublicMessage.parse(sender.commit(known, channel.random).commit());
        MlsWriter body = new MlsWriter();
        Optional.ofNullable(good.commit()).orElseThrow().write(body);
        assertAllRefused("commit body", 1500, body.toBytes(), mutant -> {
            MlsReader in = new MlsReader(mutant);
            Commit commit = Commit.read(in);
            in.finish();
            group.process(Forgery.commit(sender, commit, good.confirmationTag(), channel.random), known);
        });
    }

    @Test
    void mutatedWelcomesAreRefused() throws MlsException {
        Client joiner = channel.client(9);
        Group sender = channel.member(3).group();
        List<ProposalMessage> known =
                Channel.parse(sender, List.of(channel.proposeAdd(joiner), channel.proposeAdd(channel.client(10))));
        byte[] welcome = Optional.ofNullable(
                        sender.commit(known, channel.random).welcome())
                .orElseThrow();
        int[] foreign = foreignSecrets(welcome, joiner);
        assertAllRefused("welcome", 1500, welcome, mutant -> {
            if (mutant.length == welcome.length
                    && Arrays.equals(mutant, 0, foreign[0], welcome, 0, foreign[0])
                    && Arrays.equals(mutant, foreign[1], mutant.length, welcome, foreign[1], welcome.length)) {
                throw new MlsException(MlsException.Reason.NOT_FOR_US, "only another joiner's secrets were changed");
            }
            Group.join(channel.policy, List.of(joiner.bundle), mutant);
        });
        assertEquals(
                3, Group.join(channel.policy, List.of(joiner.bundle), welcome).epoch());
    }

    /** Where the second joiner's secrets are, which the first one does not look into. */
    private static int[] foreignSecrets(byte[] welcome, Client first) throws MlsException {
        MlsReader in = new MlsReader(welcome);
        in.u16();
        MlsReader list = in.vectorReader();
        assertArrayEquals(first.bundle.keyPackage().ref(), list.vector());
        list.vector();
        list.vector();
        int start = list.offset();
        list.vector();
        list.vector();
        list.vector();
        list.finish();
        return new int[] {start, list.offset()};
    }

    /** The sender is a member who makes a welcome around a mutated tree: hash, signature and tag fit the mutant. */
    @Test
    void welcomesAroundMutatedTreesAreRefused() throws MlsException {
        Client joiner = channel.client(9);
        Group sender = channel.member(3).group();
        PendingCommit pending =
                sender.commit(List.of(sender.parseProposal(channel.proposeAdd(joiner))), channel.random);
        byte[] tree = pending.next().tree().encode();
        assertAllRefused("tree", 1500, tree, mutant -> {
            WelcomeParts parts = new WelcomeParts(pending.next());
            parts.tree = mutant;
            parts.context = new GroupContext(
                    parts.context.groupId(),
                    parts.context.epoch(),
                    RatchetTree.parse(mutant).treeHash(),
                    parts.context.confirmedTranscriptHash(),
                    parts.context.extensions());
            Group.join(channel.policy, List.of(joiner.bundle), parts.build(joiner.bundle.keyPackage(), channel.random));
        });
    }
}
