package dev.acord.dave;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Codes and fingerprints, against published results and against davey. */
class VerificationCodesTest {
    private static final int KEY_BYTES = 65;

    @Test
    void aGroupIsABigEndianNumberModuloAPowerOfTen() {
        // published with the reference implementation
        assertEquals("05870", DisplayableCode.of(hex("aabbccddee"), 5, 5));
        assertEquals(
                "058708105556138052119572494877",
                DisplayableCode.of(hex("aabbccddeebbccddeeffccddeeffaaddeeffaabbeeffaabbccffaabbccdd"), 30, 5));
    }

    @Test
    void lengthsThatDoNotFitAreRefused() {
        byte[] data = new byte[64];
        assertThrows(IllegalArgumentException.class, () -> DisplayableCode.of(new byte[4], 5, 5));
        assertThrows(IllegalArgumentException.class, () -> DisplayableCode.of(data, 4, 3));
        assertThrows(IllegalArgumentException.class, () -> DisplayableCode.of(data, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> DisplayableCode.of(data, 8, 8));
        assertThrows(IllegalArgumentException.class, () -> DisplayableCode.of(data, 8, 0));
        assertThrows(IllegalArgumentException.class, () -> DisplayableCode.ofEpoch(new byte[29]));
        assertThrows(IllegalArgumentException.class, () -> DisplayableCode.ofPair(new byte[44]));
        assertThrows(IllegalArgumentException.class, () -> PairwiseFingerprint.of(1, new byte[0], 2, data));
    }

    @Test
    void theFingerprintOfTwoZeroKeysIsThePublishedOne() {
        byte[] expected = hex("8581f12c24874fc31b1c97457cc5bd29c007102d4ff78a3a7ea1b2880c6d60a4"
                + "a95c02e888ae4a9cad90bfb8222df28829850e9e774fcc3006dc7906f20ba43c");
        assertArrayEquals(expected, PairwiseFingerprint.of(1234, new byte[33], 5678, new byte[65]));
    }

    @Test
    void bothUsersSeeTheSameFingerprint() {
        byte[] low = {0, 20};
        byte[] high = {0, (byte) 0x90}; // above 0x7F: the order is unsigned
        assertArrayEquals(PairwiseFingerprint.of(1, high, 2, low), PairwiseFingerprint.of(2, low, 1, high));
    }

    @Test
    void daveyShowsTheSameCodes() {
        long seed = 0xC0DE5;
        Random random = new Random(seed);
        try (NodeOracle davey = NodeOracle.openWithDavey()) {
            for (int i = 0; i < 500; i++) {
                int groupDigits = 1 + random.nextInt(7);
                int digits = groupDigits * (1 + random.nextInt(12));
                byte[] data = bytes(random, digits + random.nextInt(3));
                assertEquals(
                        davey.ask("displayableCode", "data", data, "digits", digits, "groupDigits", groupDigits),
                        DisplayableCode.of(data, digits, groupDigits),
                        "seed " + seed + ", case " + i);
            }
        }
    }

    @Test
    void daveyComputesTheSameFingerprints() {
        long seed = 0xF1D6E;
        Random random = new Random(seed);
        try (NodeOracle davey = NodeOracle.openWithDavey()) {
            for (int i = 0; i < 5; i++) {
                byte[] keyA = bytes(random, KEY_BYTES);
                // equal keys leave the order to the users; other lengths test the order of a prefix
                byte[] keyB = i == 0 ? keyA : bytes(random, i == 1 ? 33 : KEY_BYTES);
                long userA = i == 2 ? -1 : random.nextLong();
                long userB = i == 3 ? 0 : random.nextLong();
                String message = "seed " + seed + ", case " + i;
                assertArrayEquals(
                        davey.askBytes("keyFingerprint", "key", keyA, "user", Long.toUnsignedString(userA)),
                        PairwiseFingerprint.keyFingerprint(keyA, userA),
                        message);
                byte[] ours = PairwiseFingerprint.of(userA, keyA, userB, keyB);
                byte[] theirs = davey.askBytes(
                        "pairwiseFingerprint",
                        "keyA",
                        keyA,
                        "userA",
                        Long.toUnsignedString(userA),
                        "keyB",
                        keyB,
                        "userB",
                        Long.toUnsignedString(userB));
                assertArrayEquals(theirs, ours, message);
                assertEquals(
                        davey.ask("displayableCode", "data", theirs, "digits", 45, "groupDigits", 5),
                        DisplayableCode.ofPair(ours),
                        message);
            }
        }
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
