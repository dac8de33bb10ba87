package dev.acord.sim.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.sim.raw.RawCrypto;
import dev.acord.voice.EncryptionMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportCipherTest {
    private static final HexFormat HEX = HexFormat.of();

    @Test
    void hChaCha20GivesTheSubKeyOfTheDraftsSection221() throws Exception {
        byte[] key = HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        byte[] nonce = HEX.parseHex("000000090000004a0000000031415927");
        byte[] expected = HEX.parseHex("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc");
        byte[] subkey = new byte[32];
        HChaCha20.subkey(key, nonce, subkey);
        assertArrayEquals(expected, subkey);
        assertArrayEquals(expected, RawCrypto.hChaCha20(key, nonce), "the raw client's own");
    }

    @Test
    void xChaCha20Poly1305GivesTheCiphertextOfTheDraftsAppendixA31() throws Exception {
        byte[] key = HEX.parseHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
        byte[] nonce = HEX.parseHex("404142434445464748494a4b4c4d4e4f5051525354555657");
        byte[] aad = HEX.parseHex("50515253c0c1c2c3c4c5c6c7");
        byte[] plaintext = ("Ladies and Gentlemen of the class of '99: If I could offer you "
                        + "only one tip for the future, sunscreen would be it.")
                .getBytes(StandardCharsets.US_ASCII);
        String expected = "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                + "21f9664c97637da9768812f615c68b13b52e"
                + "c0875924c1c7987947deafd8780acf49";
        assertEquals(expected, HEX.formatHex(new XChaChaCipher(key).sealWhole(nonce, aad, plaintext)));
    }

    @ParameterizedTest
    @EnumSource
    void packetsAreThoseOfAnIndependentImplementationInBothDirections(EncryptionMode mode) {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] key = bytes(random, 32);
            byte[] header = bytes(random, 12 + 4 * random.nextInt(16));
            byte[] payload = bytes(random, random.nextInt(1200));
            int nonce = random.nextInt();
            byte[] theirs = RawCrypto.seal(
                    mode, key, ByteBuffer.allocate(4).putInt(nonce).array(), header, payload);
            TransportCipher cipher = TransportCipher.of(mode, key);
            byte[] clear = ByteBuffer.allocate(header.length + payload.length)
                    .put(header)
                    .put(payload)
                    .array();
            byte[] ours = new byte[clear.length + TransportCipher.OVERHEAD_BYTES];
            int length = cipher.seal(clear, clear.length, header.length, nonce, ours);
            assertArrayEquals(theirs, Arrays.copyOf(ours, length), "packet " + i);
            TransportCipher opener = TransportCipher.of(mode, key);
            byte[] plaintext = new byte[2048];
            assertEquals(payload.length, opener.open(theirs, theirs.length, header.length, plaintext));
            assertArrayEquals(payload, Arrays.copyOf(plaintext, payload.length));
            theirs[random.nextInt(theirs.length)] ^= (byte) (1 << random.nextInt(8));
            assertEquals(-1, opener.open(theirs, theirs.length, header.length, plaintext), "one bit changed");
            assertEquals(payload.length, opener.open(ours, length, header.length, plaintext), "the same packet again");
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
