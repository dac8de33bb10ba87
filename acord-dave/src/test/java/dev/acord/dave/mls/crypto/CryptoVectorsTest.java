package dev.acord.dave.mls.crypto;

import static dev.acord.dave.vectors.Vectors.hex;
import static dev.acord.dave.vectors.Vectors.number;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.acord.dave.vectors.Vectors;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Official vectors: crypto-basics and secret-tree. */
class CryptoVectorsTest {

    @Test
    void theBasicOperationsGiveTheOfficialResults() throws Exception {
        List<JsonObject> cases = Vectors.load("crypto-basics");
        for (JsonObject vector : cases) {
            JsonObject ref = vector.getAsJsonObject("ref_hash");
            assertArrayEquals(hex(ref, "out"), Kdf.refHash(ref.get("label").getAsString(), hex(ref, "value")));
            JsonObject expand = vector.getAsJsonObject("expand_with_label");
            assertArrayEquals(
                    hex(expand, "out"),
                    Kdf.expandWithLabel(
                            hex(expand, "secret"),
                            expand.get("label").getAsString(),
                            hex(expand, "context"),
                            expand.get("length").getAsInt()));
            JsonObject derive = vector.getAsJsonObject("derive_secret");
            assertArrayEquals(
                    hex(derive, "out"),
                    Kdf.deriveSecret(hex(derive, "secret"), derive.get("label").getAsString()));
            JsonObject tree = vector.getAsJsonObject("derive_tree_secret");
            assertArrayEquals(
                    hex(tree, "out"),
                    Kdf.deriveTreeSecret(
                            hex(tree, "secret"),
                            tree.get("label").getAsString(),
                            number(tree, "generation"),
                            tree.get("length").getAsInt()));
            checkSignature(vector.getAsJsonObject("sign_with_label"));
            checkEncryption(vector.getAsJsonObject("encrypt_with_label"));
        }
        Vectors.report("crypto-basics", cases.size(), 0, "");
    }

    private static void checkSignature(JsonObject sign) throws Exception {
        String label = sign.get("label").getAsString();
        byte[] content = hex(sign, "content");
        Signatures.verify(hex(sign, "pub"), label, content, hex(sign, "signature"));
        SignatureKeyPair pair = SignatureKeyPair.ofPrivate(hex(sign, "priv"));
        assertArrayEquals(hex(sign, "pub"), pair.publicKey());
        Signatures.verify(pair.publicKey(), label, content, pair.sign(label, content, new SecureRandom()));
    }

    private static void checkEncryption(JsonObject encrypt) throws Exception {
        String label = encrypt.get("label").getAsString();
        byte[] context = hex(encrypt, "context");
        HpkeKeyPair pair = HpkeKeyPair.ofPrivate(hex(encrypt, "priv"));
        assertArrayEquals(hex(encrypt, "pub"), pair.publicKey());
        HpkeCiphertext official = new HpkeCiphertext(hex(encrypt, "kem_output"), hex(encrypt, "ciphertext"));
        assertArrayEquals(hex(encrypt, "plaintext"), Hpke.decryptWithLabel(pair, label, context, official));
        HpkeCiphertext own =
                Hpke.encryptWithLabel(pair.publicKey(), label, context, hex(encrypt, "plaintext"), new SecureRandom());
        assertArrayEquals(hex(encrypt, "plaintext"), Hpke.decryptWithLabel(pair, label, context, own));
    }

    /** Only public messages are sent, so the secret tree itself exists in this test alone: it proves DeriveTreeSecret. */
    @Test
    void ratchetKeysOfTheSecretTreeAreTheOfficialOnes() throws IOException {
        List<JsonObject> cases = Vectors.load("secret-tree");
        for (JsonObject vector : cases) {
            checkSenderData(vector.getAsJsonObject("sender_data"));
            JsonArray leaves = vector.getAsJsonArray("leaves");
            byte[][] secrets = leafSecrets(hex(vector, "encryption_secret"), leaves.size());
            for (int leaf = 0; leaf < leaves.size(); leaf++) {
                for (var generation : leaves.get(leaf).getAsJsonArray()) {
                    checkGeneration(secrets[leaf], generation.getAsJsonObject());
                }
            }
        }
        Vectors.report("secret-tree", cases.size(), 0, "keys of private messages, as a test of DeriveTreeSecret");
    }

    private static void checkSenderData(JsonObject data) {
        byte[] ciphertext = hex(data, "ciphertext");
        byte[] sample = Arrays.copyOf(ciphertext, Math.min(Kdf.HASH_BYTES, ciphertext.length));
        byte[] secret = hex(data, "sender_data_secret");
        assertArrayEquals(hex(data, "key"), Kdf.expandWithLabel(secret, "key", sample, AeadKey.KEY_BYTES));
        assertArrayEquals(hex(data, "nonce"), Kdf.expandWithLabel(secret, "nonce", sample, AeadKey.NONCE_BYTES));
    }

    private static byte[][] leafSecrets(byte[] root, int count) {
        byte[][] level = {root};
        while (level.length < count) {
            byte[][] below = new byte[2 * level.length][];
            for (int i = 0; i < level.length; i++) {
                below[2 * i] = Kdf.expandWithLabel(level[i], "tree", "left".getBytes(US_ASCII), Kdf.HASH_BYTES);
                below[2 * i + 1] = Kdf.expandWithLabel(level[i], "tree", "right".getBytes(US_ASCII), Kdf.HASH_BYTES);
            }
            level = below;
        }
        return level;
    }

    private static void checkGeneration(byte[] leafSecret, JsonObject expected) {
        for (String kind : new String[] {"application", "handshake"}) {
            byte[] secret = Kdf.expandWithLabel(leafSecret, kind, new byte[0], Kdf.HASH_BYTES);
            long generation = number(expected, "generation");
            for (long i = 0; i < generation; i++) {
                secret = Kdf.deriveTreeSecret(secret, "secret", i, Kdf.HASH_BYTES);
            }
            assertArrayEquals(
                    hex(expected, kind + "_key"), Kdf.deriveTreeSecret(secret, "key", generation, AeadKey.KEY_BYTES));
            assertArrayEquals(
                    hex(expected, kind + "_nonce"),
                    Kdf.deriveTreeSecret(secret, "nonce", generation, AeadKey.NONCE_BYTES));
        }
    }
}
