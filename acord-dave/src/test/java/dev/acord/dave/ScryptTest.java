package dev.acord.dave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test vectors of RFC 7914, but for the one that needs 1 GiB. */
class ScryptTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 16, 1, 1, 77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906",
        "password, NaCl, 1024, 8, 16, fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640",
        "pleaseletmein, SodiumChloride, 16384, 8, 1, 7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887",
    })
    void hashesTheVectorsOfSection12(
            String passphrase, String salt, int cost, int blockSize, int parallelization, String expected) {
        byte[] hash = new Scrypt(cost, blockSize, parallelization).hash(ascii(passphrase), ascii(salt), 64);
        assertEquals(expected, HexFormat.of().formatHex(hash));
    }

    @Test
    void runsTheSalsaCoreOfSection8() {
        int[] words = words("7e879a214f3ec9867ca940e641718f26baee555b8c61c1b50df846116dcd3b1d"
                + "ee24f319df9b3d8514121e4b5ac5aa3276021d2909c74829edebc68db8b8c25e");
        Scrypt.salsa8(words, 0);
        assertArrayEquals(
                words("a41f859c6608cc993b81cacb020cef05044b2181a2fd337dfd7b1c6396682f29"
                        + "b4393168e3c9e6bcfe6bc5b7a06d96bae424cc102c91745c24ad673dc7618f81"),
                words);
    }

    @Test
    void derivesThePbkdf2VectorOfSection11() {
        assertEquals(
                "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"
                        + "49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783",
                HexFormat.of().formatHex(Scrypt.pbkdf2(ascii("passwd"), ascii("salt"), 64)));
    }

    @Test
    void refusesParametersThatMakeNoSenseOrTakeTooMuchMemory() {
        assertThrows(IllegalArgumentException.class, () -> new Scrypt(1, 8, 1));
        assertThrows(IllegalArgumentException.class, () -> new Scrypt(1000, 8, 1));
        assertThrows(IllegalArgumentException.class, () -> new Scrypt(16, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Scrypt(16, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Scrypt(1 << 21, 8, 1));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int[] words(String hex) {
        int[] words = new int[16];
        ByteBuffer.wrap(HexFormat.of().parseHex(hex))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(words);
        return words;
    }
}
