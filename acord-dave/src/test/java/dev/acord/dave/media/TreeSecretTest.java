package dev.acord.dave.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.acord.dave.mls.crypto.Kdf;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Key derivation against the vectors of the MLS working group, and the life of a ratchet's keys. */
class TreeSecretTest {
    private static final int SUITE = 2;

    @Test
    void derivesWhatTheCryptoBasicsVectorsSay() throws IOException {
        int cases = 0;
        for (JsonElement element : vectors("crypto-basics.json")) {
            JsonObject vector = element.getAsJsonObject();
            if (vector.get("cipher_suite").getAsInt() == SUITE) {
                cases++;
                JsonObject derive = vector.getAsJsonObject("derive_tree_secret");
                assertArrayEquals(
                        hex(derive, "out"),
                        Kdf.deriveTreeSecret(
                                hex(derive, "secret"),
                                derive.get("label").getAsString(),
                                derive.get("generation").getAsLong(),
                                derive.get("length").getAsInt()));
                JsonObject expand = vector.getAsJsonObject("expand_with_label");
                assertArrayEquals(
                        hex(expand, "out"),
                        Kdf.expandWithLabel(
                                hex(expand, "secret"),
                                expand.get("label").getAsString(),
                                hex(expand, "context"),
                                expand.get("length").getAsInt()));
            }
        }
        assertTrue(cases > 0, "no case of cipher suite 2");
    }

    @Test
    void ratchetsToTheKeysOfTheSecretTreeVectors() throws IOException {
        int keys = 0;
        for (JsonElement element : vectors("secret-tree.json")) {
            JsonObject vector = element.getAsJsonObject();
            if (vector.get("cipher_suite").getAsInt() == SUITE) {
                JsonArray leaves = vector.getAsJsonArray("leaves");
                for (int leaf = 0; leaf < leaves.size(); leaf++) {
                    byte[] secret = leafSecret(hex(vector, "encryption_secret"), leaf, leaves.size());
                    for (String type : new String[] {"handshake", "application"}) {
                        KeyRatchet ratchet = KeyRatchet.ofAnyLength(Kdf.expandWithLabel(secret, type, new byte[0], 32));
                        for (JsonElement generation : leaves.get(leaf).getAsJsonArray()) {
                            JsonObject expected = generation.getAsJsonObject();
                            MediaKey key =
                                    ratchet.key(expected.get("generation").getAsInt());
                            assertNotNull(key);
                            assertArrayEquals(hex(expected, type + "_key"), key.getEncoded());
                            keys++;
                        }
                    }
                }
            }
        }
        assertTrue(keys > 0, "no case of cipher suite 2");
    }

    @Test
    void erasedKeysAreGoneAndCannotBeDerivedAgain() {
        KeyRatchet ratchet = KeyRatchet.of(new byte[16]);
        MediaKey first = Objects.requireNonNull(ratchet.key(0));
        MediaKey third = Objects.requireNonNull(ratchet.key(2));
        ratchet.eraseBelow(2);
        assertTrue(first.isDestroyed());
        assertThrows(IllegalStateException.class, first::getEncoded, "zeros must not be used as a key");
        assertNull(ratchet.key(0));
        assertNull(ratchet.key(1));
        assertEquals(third, ratchet.key(2));
        ratchet.wipe();
        assertTrue(third.isDestroyed());
    }

    @Test
    void aGenerationByteMeansTheNextGenerationThatHasAKey() {
        KeyRatchet ratchet = KeyRatchet.of(new byte[16]);
        assertEquals(0, ratchet.unwrap(0));
        assertEquals(255, ratchet.unwrap(255));
        assertNotNull(ratchet.key(255));
        assertNull(ratchet.key(256), "one byte cannot tell 256 from 0");
        ratchet.eraseBelow(42);
        assertEquals(42, ratchet.unwrap(42));
        assertEquals(256 + 41, ratchet.unwrap(41));
        ratchet.eraseBelow(250);
        ratchet.eraseBelow(300);
        assertEquals(512 + 10, ratchet.unwrap(10));
    }

    @Test
    void aBaseSecretHas16Bytes() {
        assertThrows(IllegalArgumentException.class, () -> KeyRatchet.of(new byte[32]));
    }

    private static byte[] leafSecret(byte[] root, int leaf, int leaves) {
        byte[] secret = root;
        int first = 0;
        for (int half = leaves / 2; half > 0; half /= 2) {
            boolean left = leaf < first + half;
            first += left ? 0 : half;
            byte[] side = (left ? "left" : "right").getBytes(StandardCharsets.US_ASCII);
            secret = Kdf.expandWithLabel(secret, "tree", side, 32);
        }
        return secret;
    }

    private static JsonArray vectors(String name) throws IOException {
        try (Reader reader =
                Files.newBufferedReader(vectorFolder().resolve("mls").resolve(name))) {
            return new Gson().fromJson(reader, JsonArray.class);
        }
    }

    private static Path vectorFolder() {
        Path configured = Path.of(System.getProperty("acord.vectors", "shared/vectors"));
        if (Files.isDirectory(configured)) {
            return configured;
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("shared/vectors"))) {
                return folder.resolve("shared/vectors");
            }
        }
        return Assumptions.abort("skipped: no folder with test vectors; set -Dacord.vectors");
    }

    private static byte[] hex(JsonObject object, String name) {
        return HexFormat.of().parseHex(object.get(name).getAsString());
    }
}
