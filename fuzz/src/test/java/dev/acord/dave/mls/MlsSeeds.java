package dev.acord.dave.mls;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.GroupInfo;
import dev.acord.dave.mls.message.GroupSecrets;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.tree.Extension;
import dev.acord.fuzz.CorpusWriter;
import dev.acord.fuzz.SeedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;

/** Makes the seeds of {@link MlsMessageFuzzTest} from a real call of three members, one of which is removed again. */
public final class MlsSeeds {
    private static final byte[] GROUP_ID = id(77);

    private MlsSeeds() {}

    public static void write(CorpusWriter corpus) throws IOException, MlsException {
        SecureRandom random = new SecureRandom();
        ExternalProposer gateway = new ExternalProposer(SignatureKeyPair.generate(random), new byte[1]);
        Group founder = Group.create(Policy.dave(GROUP_ID, gateway.sender()), bundle(1, random), random);
        byte[] first = gateway.add(GROUP_ID, 0, bundle(2, random).keyPackage(), random);
        byte[] second = gateway.add(GROUP_ID, 0, bundle(3, random).keyPackage(), random);
        PendingCommit adding =
                founder.commit(List.of(founder.parseProposal(first), founder.parseProposal(second)), random);
        Group full = adding.next();
        byte[] remove = gateway.remove(GROUP_ID, full.epoch(), 2, random);
        PendingCommit removing = full.commit(List.of(full.parseProposal(remove)), random);

        seed(corpus, 0, "key-package", bundle(4, random).keyPackage().encode());
        seed(corpus, 1, "proposal-add", first);
        seed(corpus, 1, "proposal-remove", remove);
        seed(corpus, 1, "commit-adds", adding.commit());
        seed(corpus, 1, "commit-with-path", removing.commit());
        seed(corpus, 2, "welcome", Objects.requireNonNull(adding.welcome()));
        byte[] info = GroupInfo.encode(
                full.context(), full.tree().encode(), new byte[32], 0, SignatureKeyPair.generate(random), random);
        seed(corpus, 3, "group-info", info);
        seed(corpus, 4, "group-secrets", GroupSecrets.encode(new byte[32], new byte[32]));
        seed(corpus, 5, "tree", full.tree().encode());
        seed(corpus, 6, "external-sender", gateway.sender().encode());
        seed(corpus, 8, "group-context", full.context().encoded());
        seed(corpus, 10, "leaf", bundle(5, random).keyPackage().leaf().encoded());
        MlsWriter extensions = new MlsWriter();
        Extension.writeList(
                extensions, List.of(new Extension(5, gateway.sender().encode())));
        seed(corpus, 12, "extensions", extensions.toBytes());
        seed(corpus, 14, "messages", new MlsWriter().bytes(first).bytes(second).toBytes());

        Commit commit =
                Objects.requireNonNull(PublicMessage.parse(removing.commit()).commit());
        MlsWriter bare = new MlsWriter();
        commit.write(bare);
        seed(corpus, 7, "commit", bare.toBytes());
        MlsWriter path = new MlsWriter();
        Objects.requireNonNull(commit.path()).write(path);
        seed(corpus, 11, "update-path", path.toBytes());
    }

    private static KeyPackageBundle bundle(long user, SecureRandom random) {
        return KeyPackageBundle.generate(id(user), SignatureKeyPair.generate(random), random);
    }

    private static byte[] id(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static void seed(CorpusWriter corpus, int structure, String name, byte[] bytes) throws IOException {
        corpus.write(
                MlsMessageFuzzTest.class,
                name,
                new SeedWriter().u8(structure).raw(bytes).toBytes());
    }
}
