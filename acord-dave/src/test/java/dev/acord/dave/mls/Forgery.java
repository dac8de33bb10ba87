package dev.acord.dave.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.GroupInfo;
import dev.acord.dave.mls.message.GroupSecrets;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Welcome;
import dev.acord.dave.mls.tree.LeafNode;
import dev.acord.dave.mls.tree.UpdatePath;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/** What somebody who holds valid keys can make to cheat the others, for tests. */
public final class Forgery {

    private Forgery() {}

    /** Any commit, with a valid signature and membership tag of a member, and any confirmation tag. */
    static byte[] commit(Group sender, Commit commit, byte[] confirmationTag, SecureRandom random) {
        return PublicMessage.sign(sender.context(), sender.ownLeafIndex(), null, commit, sender.signer(), random)
                .withTags(sender.context(), sender.secrets().membershipKey(), confirmationTag)
                .encode();
    }

    /** An update path in parts that can be changed. */
    static final class Path {
        LeafNode leaf;
        final List<byte[]> keys = new ArrayList<>();
        final List<List<byte[]>> secrets = new ArrayList<>();

        Path(UpdatePath path) throws MlsException {
            MlsWriter out = new MlsWriter();
            path.write(out);
            MlsReader in = new MlsReader(out.toBytes());
            leaf = LeafNode.read(in);
            MlsReader nodes = in.vectorReader();
            while (nodes.hasRemaining()) {
                keys.add(nodes.vector());
                MlsReader list = nodes.vectorReader();
                List<byte[]> ciphertexts = new ArrayList<>();
                while (list.hasRemaining()) {
                    int start = list.offset();
                    list.vector();
                    list.vector();
                    ciphertexts.add(list.since(start));
                }
                secrets.add(ciphertexts);
            }
        }

        UpdatePath build() throws MlsException {
            MlsWriter nodes = new MlsWriter();
            for (int i = 0; i < keys.size(); i++) {
                MlsWriter list = new MlsWriter();
                secrets.get(i).forEach(list::bytes);
                nodes.vector(keys.get(i)).vector(list);
            }
            byte[] encoded = new MlsWriter().bytes(leaf.encoded()).vector(nodes).toBytes();
            return UpdatePath.read(new MlsReader(encoded));
        }
    }

    /** A proposal message as the gateway would sign it, without any check of what it proposes. */
    static byte[] proposal(Channel channel, long epoch, Proposal proposal) throws MlsException {
        return signed(channel, epoch, proposal).encode();
    }

    /** The same, as somebody who does not check it would keep it. */
    static ProposalMessage unchecked(Channel channel, long epoch, Proposal proposal) throws MlsException {
        return new ProposalMessage(signed(channel, epoch, proposal), proposal);
    }

    private static PublicMessage signed(Channel channel, long epoch, Proposal proposal) {
        return PublicMessage.externalProposal(
                channel.groupId, epoch, 0, proposal, channel.gatewaySigner, channel.random);
    }

    /** A leaf whose encoding was changed. */
    static LeafNode leaf(byte[] encoded) throws MlsException {
        return LeafNode.read(new MlsReader(encoded));
    }

    /** A welcome of a member who chooses everything in it, the secrets included. */
    public static final class WelcomeParts {
        public GroupContext context;
        public byte @Nullable [] tree;
        public int signerLeaf;
        public SignatureKeyPair signer;
        byte @Nullable [] pathSecret;
        boolean wrongTag;

        public WelcomeParts(Group next) {
            context = next.context();
            tree = next.tree().encode();
            signerLeaf = next.ownLeafIndex();
            signer = next.signer();
        }

        public byte[] build(KeyPackage joiner, SecureRandom random) {
            byte[] joinerSecret = new byte[Kdf.HASH_BYTES];
            random.nextBytes(joinerSecret);
            EpochSecrets epoch = EpochSecrets.ofJoiner(joinerSecret, EpochSecrets.NO_PSK, context);
            byte[] tag = wrongTag ? new byte[Kdf.HASH_BYTES] : epoch.confirmationTag(context);
            byte[] info = tree == null
                    ? withoutTree(tag, random)
                    : GroupInfo.encode(context, tree, tag, signerLeaf, signer, random);
            Welcome.Builder welcome =
                    new Welcome.Builder(EpochSecrets.welcomeSecret(joinerSecret, EpochSecrets.NO_PSK), info);
            welcome.add(joiner, GroupSecrets.encode(joinerSecret, pathSecret), random);
            return welcome.encode();
        }

        private byte[] withoutTree(byte[] tag, SecureRandom random) {
            byte[] content = new MlsWriter()
                    .bytes(context.encoded())
                    .length(0)
                    .vector(tag)
                    .u32(signerLeaf)
                    .toBytes();
            return new MlsWriter()
                    .bytes(content)
                    .vector(signer.sign("GroupInfoTBS", content, random))
                    .toBytes();
        }
    }

    static void assertRefused(Reason reason, Executable action) {
        MlsException e = assertThrows(MlsException.class, action);
        assertEquals(reason, e.reason(), e::toString);
    }

    /** Refused, and the group still works as before. */
    static void assertCommitRefused(Reason reason, Group group, byte[] commit, Collection<ProposalMessage> proposals) {
        byte[] before = group.epochAuthenticator();
        byte[] treeBefore = group.tree().encode();
        assertRefused(reason, () -> group.process(commit, proposals));
        assertArrayEquals(before, group.epochAuthenticator());
        assertArrayEquals(treeBefore, group.tree().encode());
    }
}
