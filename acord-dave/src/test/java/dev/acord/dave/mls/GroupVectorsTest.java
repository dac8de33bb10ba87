package dev.acord.dave.mls;

import static dev.acord.dave.vectors.Vectors.hex;
import static dev.acord.dave.vectors.Vectors.number;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Hpke;
import dev.acord.dave.mls.crypto.HpkeKeyPair;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.Commit;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.mls.message.GroupInfo;
import dev.acord.dave.mls.message.GroupSecrets;
import dev.acord.dave.mls.message.KeyPackage;
import dev.acord.dave.mls.message.Proposal;
import dev.acord.dave.mls.message.PskId;
import dev.acord.dave.mls.message.PublicMessage;
import dev.acord.dave.mls.message.Welcome;
import dev.acord.dave.vectors.Vectors;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Official vectors: key-schedule, transcript-hashes, message-protection, welcome, passive clients, deserialization. */
class GroupVectorsTest {

    private static final String RESUMPTION = "pre-shared keys of earlier epochs";

    @Test
    void theKeyScheduleGivesTheOfficialSecrets() throws Exception {
        List<JsonObject> cases = Vectors.load("key-schedule");
        int epochs = 0;
        for (JsonObject vector : cases) {
            byte[] initSecret = hex(vector, "initial_init_secret");
            long epoch = 0;
            for (JsonElement element : vector.getAsJsonArray("epochs")) {
                JsonObject expected = element.getAsJsonObject();
                GroupContext context = new GroupContext(
                        hex(vector, "group_id"),
                        epoch++,
                        hex(expected, "tree_hash"),
                        hex(expected, "confirmed_transcript_hash"),
                        List.of());
                assertArrayEquals(hex(expected, "group_context"), context.encoded());
                checkEpoch(expected, initSecret, context);
                initSecret = hex(expected, "init_secret");
                epochs++;
            }
        }
        Vectors.report("key-schedule", cases.size(), 0, epochs + " epochs");
    }

    private static void checkEpoch(JsonObject expected, byte[] initSecret, GroupContext context) {
        byte[] joiner = EpochSecrets.joinerSecret(initSecret, hex(expected, "commit_secret"), context);
        assertArrayEquals(hex(expected, "joiner_secret"), joiner);
        byte[] psk = hex(expected, "psk_secret");
        assertArrayEquals(hex(expected, "welcome_secret"), EpochSecrets.welcomeSecret(joiner, psk));
        byte[] epochSecret = EpochSecrets.epochSecret(joiner, psk, context);
        String[][] names = {
            {"init", "init_secret"},
            {"sender data", "sender_data_secret"},
            {"encryption", "encryption_secret"},
            {"exporter", "exporter_secret"},
            {"external", "external_secret"},
            {"confirm", "confirmation_key"},
            {"membership", "membership_key"},
            {"resumption", "resumption_psk"},
            {"authentication", "epoch_authenticator"}
        };
        for (String[] name : names) {
            assertArrayEquals(hex(expected, name[1]), Kdf.deriveSecret(epochSecret, name[0]), name[1]);
        }
        assertArrayEquals(
                hex(expected, "external_pub"),
                Hpke.deriveKeyPair(hex(expected, "external_secret")).publicKey());
        EpochSecrets secrets = EpochSecrets.ofEpoch(epochSecret);
        assertArrayEquals(hex(expected, "membership_key"), secrets.membershipKey());
        assertArrayEquals(hex(expected, "epoch_authenticator"), secrets.authenticator());
        assertArrayEquals(
                Kdf.hmac(hex(expected, "confirmation_key"), context.confirmedTranscriptHash()),
                secrets.confirmationTag(context));
        JsonObject exporter = expected.getAsJsonObject("exporter");
        assertArrayEquals(
                hex(exporter, "secret"),
                secrets.export(
                        exporter.get("label").getAsString(),
                        hex(exporter, "context"),
                        exporter.get("length").getAsInt()));
    }

    @Test
    void transcriptHashesAreTheOfficialOnes() throws Exception {
        List<JsonObject> cases = Vectors.load("transcript-hashes");
        for (JsonObject vector : cases) {
            byte[] authenticated = hex(vector, "authenticated_content");
            // an AuthenticatedContent of a member, made into an MLSMessage with an empty membership tag
            byte[] message = new MlsWriter()
                    .u16(1)
                    .bytes(authenticated)
                    .vector(new byte[Kdf.HASH_BYTES])
                    .toBytes();
            PublicMessage commit = PublicMessage.parse(message);
            byte[] confirmed = commit.confirmedTranscriptHash(hex(vector, "interim_transcript_hash_before"));
            assertArrayEquals(hex(vector, "confirmed_transcript_hash_after"), confirmed);
            assertArrayEquals(Kdf.hmac(hex(vector, "confirmation_key"), confirmed), commit.confirmationTag());
            assertArrayEquals(
                    hex(vector, "interim_transcript_hash_after"),
                    Group.interimTranscriptHash(confirmed, commit.confirmationTag()));
        }
        Vectors.report("transcript-hashes", cases.size(), 0, "");
    }

    @Test
    void publicMessagesAreProtectedAsTheOfficialOnes() throws Exception {
        List<JsonObject> cases = Vectors.load("message-protection");
        for (JsonObject vector : cases) {
            GroupContext context = new GroupContext(
                    hex(vector, "group_id"),
                    number(vector, "epoch"),
                    hex(vector, "tree_hash"),
                    hex(vector, "confirmed_transcript_hash"),
                    List.of());
            byte[] key = hex(vector, "membership_key");
            SignatureKeyPair signer = SignatureKeyPair.ofPrivate(hex(vector, "signature_priv"));
            SecureRandom random = new SecureRandom();

            PublicMessage proposal = verified(hex(vector, "proposal_pub"), context, key, signer);
            MlsWriter body = new MlsWriter();
            present(proposal.proposal()).write(body);
            assertArrayEquals(hex(vector, "proposal"), body.toBytes());
            PublicMessage commit = verified(hex(vector, "commit_pub"), context, key, signer);
            body = new MlsWriter();
            present(commit.commit()).write(body);
            assertArrayEquals(hex(vector, "commit"), body.toBytes());

            Proposal parsed = Proposal.read(new MlsReader(hex(vector, "proposal")));
            byte[] own = PublicMessage.sign(context, 1, parsed, null, signer, random)
                    .withTags(context, key, new byte[0])
                    .encode();
            verified(own, context, key, signer);
            Commit parsedCommit = Commit.read(new MlsReader(hex(vector, "commit")));
            own = PublicMessage.sign(context, 1, null, parsedCommit, signer, random)
                    .withTags(context, key, commit.confirmationTag())
                    .encode();
            verified(own, context, key, signer);
        }
        Vectors.report("message-protection", 2 * cases.size(), 3 * cases.size(), "private messages");
    }

    private static <T> T present(@Nullable T value) {
        return Optional.ofNullable(value).orElseThrow();
    }

    private static PublicMessage verified(byte[] data, GroupContext context, byte[] key, SignatureKeyPair signer)
            throws MlsException {
        PublicMessage message = PublicMessage.parse(data);
        assertArrayEquals(data, message.encode());
        message.verifyMembership(context, key);
        message.verifySignature(context, signer.publicKey());
        return message;
    }

    @Test
    void theOfficialWelcomeOpens() throws Exception {
        List<JsonObject> cases = Vectors.load("welcome");
        for (JsonObject vector : cases) {
            KeyPackage keyPackage = KeyPackage.parse(hex(vector, "key_package"));
            Welcome welcome = Welcome.parse(hex(vector, "welcome"));
            assertTrue(welcome.isFor(keyPackage.ref()));
            GroupSecrets secrets =
                    welcome.decryptSecrets(keyPackage.ref(), HpkeKeyPair.ofPrivate(hex(vector, "init_priv")));
            GroupInfo info =
                    welcome.decryptGroupInfo(EpochSecrets.welcomeSecret(secrets.joinerSecret(), EpochSecrets.NO_PSK));
            info.verifySignature(hex(vector, "signer_pub"));
            EpochSecrets epoch = EpochSecrets.ofJoiner(secrets.joinerSecret(), EpochSecrets.NO_PSK, info.context());
            assertTrue(MessageDigest.isEqual(epoch.confirmationTag(info.context()), info.confirmationTag()));
        }
        Vectors.report("welcome", cases.size(), 0, "");
    }

    @Test
    void aPassiveClientJoinsTheOfficialGroups() throws Exception {
        runPassiveClients("passive-client-welcome");
    }

    @Test
    void aPassiveClientFollowsTheOfficialCommits() throws Exception {
        runPassiveClients("passive-client-handling-commit");
    }

    private static void runPassiveClients(String file) throws Exception {
        List<JsonObject> cases = Vectors.load(file);
        int passed = 0;
        int notApplicable = 0;
        for (JsonObject vector : cases) {
            try {
                runPassiveClient(vector);
                passed++;
            } catch (MlsException e) {
                // the only thing that may be refused
                assertTrue(e.toString().contains(RESUMPTION), () -> "refused: " + e);
                notApplicable++;
            }
        }
        assertTrue(passed > cases.size() / 2);
        Vectors.report(file, passed, notApplicable, notApplicable == 0 ? "" : RESUMPTION);
    }

    private static void runPassiveClient(JsonObject vector) throws Exception {
        KeyPackageBundle bundle = KeyPackageBundle.of(
                KeyPackage.parse(hex(vector, "key_package")),
                HpkeKeyPair.ofPrivate(hex(vector, "init_priv")),
                HpkeKeyPair.ofPrivate(hex(vector, "encryption_priv")),
                SignatureKeyPair.ofPrivate(hex(vector, "signature_priv")));
        JsonElement tree = vector.get("ratchet_tree");
        Group group = WelcomeProcessor.join(
                Policy.general(null, List.of(), ids -> pskSecret(vector, ids)),
                List.of(bundle),
                hex(vector, "welcome"),
                tree.isJsonNull() ? null : hex(tree));
        assertArrayEquals(hex(vector, "initial_epoch_authenticator"), group.epochAuthenticator());
        for (JsonElement element : vector.getAsJsonArray("epochs")) {
            JsonObject epoch = element.getAsJsonObject();
            List<ProposalMessage> proposals = new ArrayList<>();
            for (JsonElement proposal : epoch.getAsJsonArray("proposals")) {
                proposals.add(group.parseProposal(hex(proposal)));
            }
            group = group.process(hex(epoch, "commit"), proposals);
            assertArrayEquals(hex(epoch, "epoch_authenticator"), group.epochAuthenticator());
        }
    }

    /** Section 8.4, for external keys: the vectors' groups use them, so their commits can be followed only with them. */
    private static byte[] pskSecret(JsonObject vector, List<PskId> ids) throws MlsException {
        byte[] secret = new byte[Kdf.HASH_BYTES];
        for (int i = 0; i < ids.size(); i++) {
            PskId id = ids.get(i);
            if (!id.isExternal()) {
                throw new MlsException(MlsException.Reason.UNSUPPORTED, RESUMPTION);
            }
            byte[] key = vector.getAsJsonArray("external_psks").asList().stream()
                    .map(JsonElement::getAsJsonObject)
                    .filter(psk -> Arrays.equals(hex(psk, "psk_id"), id.name()))
                    .map(psk -> hex(psk, "psk"))
                    .findFirst()
                    .orElseThrow();
            byte[] label =
                    new MlsWriter().bytes(id.encoded()).u16(i).u16(ids.size()).toBytes();
            byte[] input = Kdf.expandWithLabel(
                    Kdf.extract(new byte[Kdf.HASH_BYTES], key), "derived psk", label, Kdf.HASH_BYTES);
            secret = Kdf.extract(input, secret);
        }
        return secret;
    }

    @Test
    void vectorLengthsAreReadAndWrittenAsTheOfficialOnes() throws Exception {
        List<JsonObject> cases = Vectors.load("deserialization");
        int notApplicable = 0;
        for (JsonObject vector : cases) {
            byte[] header = hex(vector, "vlbytes_header");
            int length = vector.get("length").getAsInt();
            assertArrayEquals(header, new MlsWriter().length(length).toBytes());
            if (header.length + length > MlsReader.MAX_INPUT_BYTES) {
                notApplicable++;
                continue;
            }
            MlsReader in = new MlsReader(Arrays.copyOf(header, header.length + length));
            assertEquals(length, in.vector().length);
            in.finish();
        }
        Vectors.report(
                "deserialization",
                cases.size(),
                0,
                notApplicable + " of them only written: their vectors are above the limit for messages");
    }
}
