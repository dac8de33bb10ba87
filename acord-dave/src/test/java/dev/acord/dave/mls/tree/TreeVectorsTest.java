package dev.acord.dave.mls.tree;

import static dev.acord.dave.vectors.Vectors.hex;
import static dev.acord.dave.vectors.Vectors.number;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.Hpke;
import dev.acord.dave.mls.crypto.HpkeKeyPair;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.crypto.SignatureKeyPair;
import dev.acord.dave.mls.message.GroupContext;
import dev.acord.dave.vectors.Vectors;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Official vectors: tree-math, tree-validation and treekem. */
class TreeVectorsTest {

    @Test
    void positionsInTheTreeAreTheOfficialOnes() throws Exception {
        List<JsonObject> cases = Vectors.load("tree-math");
        for (JsonObject vector : cases) {
            int leaves = vector.get("n_leaves").getAsInt();
            int nodes = vector.get("n_nodes").getAsInt();
            assertEquals(nodes, 2 * leaves - 1);
            assertEquals(vector.get("root").getAsInt(), TreeMath.root(leaves));
            for (int node = 0; node < nodes; node++) {
                JsonElement left = vector.getAsJsonArray("left").get(node);
                JsonElement right = vector.getAsJsonArray("right").get(node);
                JsonElement parent = vector.getAsJsonArray("parent").get(node);
                JsonElement sibling = vector.getAsJsonArray("sibling").get(node);
                assertEquals(left.isJsonNull(), TreeMath.level(node) == 0);
                if (!left.isJsonNull()) {
                    assertEquals(left.getAsInt(), TreeMath.left(node));
                    assertEquals(right.getAsInt(), TreeMath.right(node));
                }
                assertEquals(parent.isJsonNull(), node == TreeMath.root(leaves));
                if (!parent.isJsonNull()) {
                    assertEquals(parent.getAsInt(), TreeMath.parent(node));
                    assertEquals(sibling.getAsInt(), TreeMath.sibling(node));
                }
            }
        }
        Vectors.report("tree-math", cases.size(), 0, "");
    }

    @Test
    void officialTreesAreValidAndHaveTheOfficialHashesAndResolutions() throws Exception {
        List<JsonObject> cases = Vectors.load("tree-validation");
        for (JsonObject vector : cases) {
            RatchetTree tree = RatchetTree.parse(hex(vector, "tree"));
            assertArrayEquals(hex(vector, "tree"), tree.encode());
            JsonArray hashes = vector.getAsJsonArray("tree_hashes");
            JsonArray resolutions = vector.getAsJsonArray("resolutions");
            assertEquals(hashes.size(), 2 * tree.leafCapacity() - 1);
            for (int node = 0; node < hashes.size(); node++) {
                assertArrayEquals(hex(hashes.get(node)), tree.hash(node));
                List<Integer> resolution = resolutions.get(node).getAsJsonArray().asList().stream()
                        .map(JsonElement::getAsInt)
                        .toList();
                assertEquals(resolution, tree.resolution(node));
            }
            TreeValidator.validateAll(tree, hex(vector, "group_id"));
        }
        Vectors.report("tree-validation", cases.size(), 0, "");
    }

    @Test
    void updatePathsOfOthersAreProcessedAndOurOwnAreUnderstood() throws Exception {
        List<JsonObject> cases = Vectors.load("treekem");
        int paths = 0;
        for (JsonObject vector : cases) {
            for (JsonElement path : vector.getAsJsonArray("update_paths")) {
                processPath(vector, path.getAsJsonObject());
                createPath(vector, path.getAsJsonObject().get("sender").getAsInt());
                paths++;
            }
        }
        Vectors.report("treekem", cases.size(), 0, paths + " paths processed by all members, and as many made");
    }

    private static void processPath(JsonObject vector, JsonObject expected) throws Exception {
        int sender = expected.get("sender").getAsInt();
        RatchetTree before = RatchetTree.parse(hex(vector, "ratchet_tree"));
        byte[] groupId = hex(vector, "group_id");
        UpdatePath path = UpdatePath.read(new MlsReader(hex(expected, "update_path")));
        MlsWriter again = new MlsWriter();
        path.write(again);
        assertArrayEquals(hex(expected, "update_path"), again.toBytes());
        RatchetTree after = before.copy();
        path.merge(after, sender, groupId);
        assertArrayEquals(hex(expected, "tree_hash_after"), after.treeHash());
        byte[] context = context(vector, after);
        JsonArray pathSecrets = expected.getAsJsonArray("path_secrets");
        for (JsonElement element : vector.getAsJsonArray("leaves_private")) {
            JsonObject member = element.getAsJsonObject();
            int index = member.get("index").getAsInt();
            if (index != sender) {
                PathSecrets secrets = PathSecrets.decrypt(path, after, sender, index, keys(member), Set.of(), context);
                assertArrayEquals(hex(pathSecrets.get(index)), secrets.secretFor(index));
                assertArrayEquals(hex(expected, "commit_secret"), secrets.commitSecret());
            }
        }
    }

    private static void createPath(JsonObject vector, int sender) throws Exception {
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(sender);
        RatchetTree before = RatchetTree.parse(hex(vector, "ratchet_tree"));
        byte[] groupId = hex(vector, "group_id");
        SignatureKeyPair signer = vector.getAsJsonArray("leaves_private").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(member -> member.get("index").getAsInt() == sender)
                .map(member -> SignatureKeyPair.ofPrivate(hex(member, "signature_priv")))
                .findFirst()
                .orElseThrow();
        RatchetTree created = before.copy();
        PathSecrets secrets = PathSecrets.generate(created, sender, groupId, signer, random);
        byte[] context = context(vector, created);
        UpdatePath path = secrets.encrypt(created, Set.of(), context, random);
        RatchetTree merged = before.copy();
        path.merge(merged, sender, groupId);
        assertArrayEquals(created.treeHash(), merged.treeHash());
        TreeValidator.validateAll(merged, groupId);
        for (JsonElement element : vector.getAsJsonArray("leaves_private")) {
            int index = element.getAsJsonObject().get("index").getAsInt();
            if (index != sender) {
                PathSecrets received = PathSecrets.decrypt(
                        path, merged, sender, index, keys(element.getAsJsonObject()), Set.of(), context);
                assertArrayEquals(secrets.commitSecret(), received.commitSecret());
            }
        }
    }

    private static byte[] context(JsonObject vector, RatchetTree tree) {
        return new GroupContext(
                        hex(vector, "group_id"),
                        number(vector, "epoch"),
                        tree.treeHash(),
                        hex(vector, "confirmed_transcript_hash"),
                        List.of())
                .encoded();
    }

    private static NodeKeys keys(JsonObject member) {
        NodeKeys keys = new NodeKeys();
        keys.put(2 * member.get("index").getAsInt(), HpkeKeyPair.ofPrivate(hex(member, "encryption_priv")));
        for (JsonElement element : member.getAsJsonArray("path_secrets")) {
            byte[] nodeSecret = Kdf.deriveSecret(hex(element.getAsJsonObject(), "path_secret"), "node");
            keys.put(element.getAsJsonObject().get("node").getAsInt(), Hpke.deriveKeyPair(nodeSecret));
        }
        return keys;
    }
}
