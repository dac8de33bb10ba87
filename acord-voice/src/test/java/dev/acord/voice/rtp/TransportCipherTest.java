package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.acord.voice.EncryptionMode;
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
    void hChaCha20GivesTheSubkeyOfTheDraftsSection221() {
        byte[] key = HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        byte[] subkey = new byte[32];

        new HChaCha20(key).subkey(HEX.parseHex("000000090000004a0000000031415927"), subkey);

        assertEquals("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc", HEX.formatHex(subkey));
    }

    @Test
    void xChaCha20Poly1305GivesTheCiphertextOfTheDraftsAppendixA31() {
        byte[] plaintext =
                ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
                                + "sunscreen would be it.")
                        .getBytes(StandardCharsets.US_ASCII);

        checkVector(
                EncryptionMode.XCHACHA20_POLY1305,
                "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f",
                "404142434445464748494a4b4c4d4e4f5051525354555657",
                "50515253c0c1c2c3c4c5c6c7",
                HEX.formatHex(plaintext),
                "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                        + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                        + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                        + "21f9664c97637da9768812f615c68b13b52e" + "c0875924c1c7987947deafd8780acf49");
    }

    @Test
    void aes256GcmGivesTheCiphertextOfTestCase16OfTheGcmSpecification() {
        checkVector(
                EncryptionMode.AES256_GCM,
                "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
                "cafebabefacedbaddecaf888",
                "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
                        + "76fc6ece0f4e1768cddf8853bb2d551b");
    }

    private static void checkVector(
            EncryptionMode mode, String key, String nonce, String aad, String plaintext, String sealed) {
        int aadBytes = aad.length() / 2;
        int textBytes = plaintext.length() / 2;
        byte[] buf = Arrays.copyOf(HEX.parseHex(aad + plaintext), aadBytes + sealed.length() / 2);
        TransportCipher sender = TransportCipher.create(mode, HEX.parseHex(key));
        TransportCipher receiver = TransportCipher.create(mode, HEX.parseHex(key));

        assertEquals(sealed.length() / 2, sender.encrypt(HEX.parseHex(nonce), buf, 0, aadBytes, textBytes));
        assertEquals(aad + sealed, HEX.formatHex(buf));
        assertEquals(textBytes, receiver.decrypt(HEX.parseHex(nonce), buf, 0, aadBytes, sealed.length() / 2));
        assertEquals(aad + plaintext, HEX.formatHex(buf, 0, aadBytes + textBytes));
    }

    @Test
    void anAesPacketIsWhatTheJdkMakesOfTheDocumentedLayout() {
        TestPacket expected = TestPacket.of(payload(160))
                .sequence(65535)
                .timestamp(0xFFFF_FFFFL)
                .nonce(0x80000001);
        byte[] packet = new byte[12 + 160 + 20];
        RtpHeader.write(packet, 0, 65535, 0xFFFF_FFFFL, TestPacket.SSRC);
        System.arraycopy(payload(160), 0, packet, 12, 160);

        int length = TransportCipher.create(EncryptionMode.AES256_GCM, TestPacket.KEY)
                .seal(packet, 0, 12, 160, 0x80000001);

        assertEquals(packet.length, length);
        assertArrayEquals(expected.bytes(), packet);
    }

    @ParameterizedTest
    @EnumSource
    void everyLengthSurvivesInPlaceAtAnyOffsetAndLeavesTheRestOfTheArrayAlone(EncryptionMode mode) {
        TransportCipher sender = TransportCipher.create(mode, TestPacket.KEY);
        TransportCipher receiver = TransportCipher.create(mode, TestPacket.KEY);
        Random random = new Random(11);
        for (int length = 0; length <= 1500; length += length < 300 ? 1 : 37) {
            int offset = random.nextInt(40);
            byte[] array = new byte[offset + 12 + length + 20 + 30];
            random.nextBytes(array);
            RtpHeader.write(array, offset, length, length, 5);
            byte[] before = array.clone();

            int total = sender.seal(array, offset, 12, length, length);
            assertEquals(12 + length + 20, total);
            assertArrayEquals(Arrays.copyOf(before, offset + 12), Arrays.copyOf(array, offset + 12));
            assertArrayEquals(tail(before, offset + total), tail(array, offset + total));

            assertEquals(length, receiver.openRtp(array, offset, total), "length " + length);
            assertArrayEquals(Arrays.copyOf(before, offset + 12 + length), Arrays.copyOf(array, offset + 12 + length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChangeOfAnyBitIsNoticedAndTheNextPacketOpens(EncryptionMode mode) {
        byte[] sealed = sealed(mode, 20, 77);
        TransportCipher receiver = TransportCipher.create(mode, TestPacket.KEY);
        for (int bit = 0; bit < 8 * sealed.length; bit++) {
            byte[] forged = sealed.clone();
            forged[bit / 8] ^= (byte) (1 << (bit % 8));
            int opened = receiver.openRtp(forged, 0, forged.length);
            assertEquals(true, opened == TransportCipher.AUTHENTICATION_FAILED || opened == TransportCipher.TOO_SHORT);
            // with the nonce of the forgery, which JDK 17 would refuse to decrypt under twice in a row
            assertEquals(20, receiver.openRtp(sealed.clone(), 0, sealed.length), "after bit " + bit);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSamePacketOpensTwice(EncryptionMode mode) {
        byte[] sealed = sealed(mode, 20, 0);
        TransportCipher receiver = TransportCipher.create(mode, TestPacket.KEY);

        assertEquals(20, receiver.openRtp(sealed.clone(), 0, sealed.length));
        assertEquals(20, receiver.openRtp(sealed.clone(), 0, sealed.length));
    }

    @ParameterizedTest
    @EnumSource
    void everyTruncationIsAStatus(EncryptionMode mode) {
        byte[] sealed = sealed(mode, 20, 1);
        TransportCipher receiver = TransportCipher.create(mode, TestPacket.KEY);
        for (int length = 0; length < sealed.length; length++) {
            int expected = length < 12 + 20 ? TransportCipher.TOO_SHORT : TransportCipher.AUTHENTICATION_FAILED;
            assertEquals(expected, receiver.openRtp(sealed.clone(), 0, length));
        }
    }

    @ParameterizedTest
    @EnumSource
    void rtcpIsAuthenticatedWithItsFirstEightBytes(EncryptionMode mode) {
        byte[] packet = new byte[8 + 20 + 20];
        packet[0] = (byte) 0x81;
        packet[1] = (byte) 201;
        Arrays.fill(packet, 8, 28, (byte) 9);
        byte[] before = packet.clone();
        int length = TransportCipher.create(mode, TestPacket.KEY).seal(packet, 0, 8, 20, 3);

        assertEquals(20, TransportCipher.create(mode, TestPacket.KEY).openRtcp(packet, 0, length));
        assertArrayEquals(Arrays.copyOf(before, 28), Arrays.copyOf(packet, 28));
        assertEquals(
                TransportCipher.TOO_SHORT,
                TransportCipher.create(mode, TestPacket.KEY).openRtcp(packet, 0, 27));
    }

    @ParameterizedTest
    @EnumSource
    void anotherKeyOpensNothing(EncryptionMode mode) {
        byte[] sealed = sealed(mode, 20, 1);

        assertEquals(
                TransportCipher.AUTHENTICATION_FAILED,
                TransportCipher.create(mode, TestPacket.key(8)).openRtp(sealed, 0, sealed.length));
    }

    @ParameterizedTest
    @EnumSource
    void sealingTwiceUnderOneNonceIsRefused(EncryptionMode mode) {
        TransportCipher sender = TransportCipher.create(mode, TestPacket.KEY);
        byte[] packet = new byte[100];
        sender.seal(packet, 0, 12, 20, 5);

        assertThrows(IllegalStateException.class, () -> sender.seal(packet, 0, 12, 20, 5));
    }

    @ParameterizedTest
    @EnumSource
    void aDestroyedCipherDoesNothingMore(EncryptionMode mode) {
        TransportCipher cipher = TransportCipher.create(mode, TestPacket.KEY);
        cipher.destroy();
        cipher.destroy();

        assertThrows(IllegalStateException.class, () -> cipher.seal(new byte[100], 0, 12, 20, 5));
        assertThrows(IllegalStateException.class, () -> cipher.openRtp(new byte[100], 0, 100));
    }

    @ParameterizedTest
    @EnumSource
    void theCallersKeyMayBeWipedAndIsNeverShown(EncryptionMode mode) {
        byte[] key = TestPacket.KEY.clone();
        TransportCipher cipher = TransportCipher.create(mode, key);
        Arrays.fill(key, (byte) 0);
        byte[] sealed = sealed(mode, 20, 1);

        assertEquals(20, cipher.openRtp(sealed, 0, sealed.length));
        assertFalse(cipher.toString().contains("07"), cipher.toString());
        assertFalse(new TransportKey(TestPacket.KEY, "AES").toString().contains("7, 7"));
    }

    @ParameterizedTest
    @EnumSource
    void misuseIsNamed(EncryptionMode mode) {
        TransportCipher cipher = TransportCipher.create(mode, TestPacket.KEY);

        assertThrows(IllegalArgumentException.class, () -> TransportCipher.create(mode, new byte[31]));
        assertThrows(IndexOutOfBoundsException.class, () -> cipher.seal(new byte[51], 0, 12, 20, 5));
        assertThrows(IndexOutOfBoundsException.class, () -> cipher.openRtp(new byte[51], 0, 52));
    }

    private static byte[] sealed(EncryptionMode mode, int payloadBytes, int nonce) {
        byte[] packet = new byte[12 + payloadBytes + 20];
        RtpHeader.write(packet, 0, 1, 2, 3);
        System.arraycopy(payload(payloadBytes), 0, packet, 12, payloadBytes);
        TransportCipher.create(mode, TestPacket.KEY).seal(packet, 0, 12, payloadBytes, nonce);
        return packet;
    }

    private static byte[] payload(int bytes) {
        byte[] payload = new byte[bytes];
        new Random(3).nextBytes(payload);
        return payload;
    }

    private static byte[] tail(byte[] array, int from) {
        return Arrays.copyOfRange(array, from, array.length);
    }
}
