package dev.acord.dave.mls;

import static dev.acord.fuzz.Checks.check;
import static dev.acord.fuzz.Checks.same;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.ExternalSender;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.GroupInfo;
import dev.acord.dave.mls.message.GroupSecrets;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.PskId;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Welcome;
import dev.acord.dave.mls.tree.Credential;
import dev.acord.dave.mls.tree.Extension;
import dev.acord.dave.mls.tree.LeafNode;
import dev.acord.dave.mls.tree.RatchetTree;
import dev.acord.dave.mls.tree.TreeValidator;
import dev.acord.dave.mls.tree.UpdatePath;
import java.util.List;

/**
 * Every MLS structure from bytes (RFC 9420): only {@link MlsException} refuses, and what is accepted has one form, so that writing it gives
 * the same bytes.
 */
class MlsMessageFuzzTest {
    /** The structures; the first byte of an input chooses one. */
    private static final List<Structure> STRUCTURES = List.of(
            new Structure("key package", data -> KeyPackage.parse(data).encode()),
            new Structure("public message", data -> PublicMessage.parse(data).encode()),
            new Structure("welcome", MlsMessageFuzzTest::welcome),
            new Structure("group info", MlsMessageFuzzTest::groupInfo),
            new Structure("group secrets", MlsMessageFuzzTest::groupSecrets),
            new Structure("ratchet tree", MlsMessageFuzzTest::ratchetTree),
            new Structure("external sender", data -> ExternalSender.parse(data).encode()),
            new Structure("commit", MlsMessageFuzzTest::commit),
            new Structure("group context", reading(in -> GroupContext.read(in).encoded())),
            new Structure("psk id", reading(in -> PskId.read(in).encoded())),
            new Structure("leaf node", reading(in -> LeafNode.read(in).encoded())),
            new Structure("update path", reading(in -> {
                MlsWriter out = new MlsWriter();
                UpdatePath.read(in).write(out);
                return out.toBytes();
            })),
            new Structure("extensions", reading(in -> {
                MlsWriter out = new MlsWriter();
                Extension.writeList(out, Extension.readList(in));
                return out.toBytes();
            })),
            new Structure("credential", reading(in -> {
                MlsWriter out = new MlsWriter();
                Credential.read(in).write(out);
                return out.toBytes();
            })),
            new Structure("messages", MlsMessageFuzzTest::messages));

    private record Structure(String name, Rewriting rewriting) {}

    private interface Rewriting {
        /** Parses all of the bytes, and writes them again. */
        byte[] rewrite(byte[] data) throws MlsException;
    }

    private interface Reading {
        byte[] read(MlsReader in) throws MlsException;
    }

    @FuzzTest
    void fuzz(byte[] data) {
        if (data.length == 0) {
            return;
        }
        Structure structure = STRUCTURES.get((data[0] & 0xFF) % STRUCTURES.size());
        byte[] bytes = new byte[data.length - 1];
        System.arraycopy(data, 1, bytes, 0, bytes.length);
        byte[] before = bytes.clone();
        try {
            byte[] rewritten = structure.rewriting().rewrite(bytes);
            same(before, rewritten, "a rewritten " + structure.name());
        } catch (MlsException e) {
            check(e.offset() <= bytes.length, () -> "refused at " + e.offset() + " of " + bytes.length);
            check(e.getMessage() != null, () -> "refused without a reason");
        }
        same(before, bytes, "the input");
    }

    private static Rewriting reading(Reading reading) {
        return data -> {
            MlsReader in = new MlsReader(data);
            byte[] written = reading.read(in);
            in.finish();
            return written;
        };
    }

    private static byte[] commit(byte[] data) throws MlsException {
        MlsReader in = new MlsReader(data);
        Commit commit = Commit.read(in);
        in.finish();
        MlsWriter out = new MlsWriter();
        commit.write(out);
        return out.toBytes();
    }

    /** A welcome has an inside that only its receivers can read; the part of one of them is a welcome, too. */
    private static byte[] welcome(byte[] data) throws MlsException {
        Welcome welcome = Welcome.parse(data);
        byte[] reference = new byte[32];
        if (welcome.isFor(reference)) {
            byte[] part = welcome.subset(reference);
            check(part.length <= data.length, () -> "a part of " + part.length + " bytes");
            check(Welcome.parse(part).isFor(reference), () -> "a part that is for somebody else");
        }
        return data;
    }

    private static byte[] groupInfo(byte[] data) throws MlsException {
        GroupInfo info = GroupInfo.parse(data);
        check(info.confirmationTag().length <= data.length, () -> "a tag longer than its message");
        return data;
    }

    private static byte[] groupSecrets(byte[] data) throws MlsException {
        GroupSecrets secrets = GroupSecrets.parse(data);
        return secrets.pskIds().isEmpty() ? GroupSecrets.encode(secrets.joinerSecret(), secrets.pathSecret()) : data;
    }

    /** A tree that can be read can be validated, whatever the outcome. */
    private static byte[] ratchetTree(byte[] data) throws MlsException {
        RatchetTree tree = RatchetTree.parse(data);
        byte[] encoded = tree.encode();
        check(tree.treeHash().length == 32, () -> "a hash of another length");
        try {
            TreeValidator.validateAll(tree, new byte[8]);
        } catch (MlsException e) {
            check(e.getMessage() != null, () -> "refused without a reason");
        }
        return encoded;
    }

    private static byte[] messages(byte[] data) throws MlsException {
        MlsWriter out = new MlsWriter();
        for (byte[] message : PublicMessage.split(new MlsReader(data), 64)) {
            check(message.length > 0, () -> "an empty message");
            out.bytes(message);
        }
        return out.toBytes();
    }
}
