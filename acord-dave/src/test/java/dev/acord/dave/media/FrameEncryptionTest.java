package dev.acord.dave.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a sender puts on the wire, against frames assembled by the description. */
class FrameEncryptionTest {
    private static final byte[] MEDIA = TestFrames.bytes(new Random(1), 160);

    private final FrameEncryption sender = new FrameEncryption();

    @Test
    void theFirstNoncesAreOneTwoThree() {
        sender.ratchet(TestFrames.baseSecret(1));
        byte[] key = TestFrames.key(TestFrames.baseSecret(1), 0);
        for (int nonce = 1; nonce <= 300; nonce++) {
            assertArrayEquals(TestFrames.seal(key, nonce, MEDIA), TestFrames.send(sender, MEDIA));
        }
        assertEquals(300, sender.count(EncryptStatus.ENCRYPTED));
    }

    @Test
    void encryptsInPlaceAndTouchesNothingElse() {
        sender.ratchet(TestFrames.baseSecret(1));
        byte[] packet = TestFrames.bytes(new Random(2), 400);
        System.arraycopy(MEDIA, 0, packet, 100, MEDIA.length);
        byte[] before = packet.clone();
        int length = sender.encrypt(packet, 100, MEDIA.length, MEDIA.length + sender.overheadBytes());
        byte[] expected = TestFrames.seal(TestFrames.key(TestFrames.baseSecret(1), 0), 1, MEDIA);
        assertEquals(expected.length, length);
        assertArrayEquals(expected, Arrays.copyOfRange(packet, 100, 100 + length));
        assertArrayEquals(Arrays.copyOf(before, 100), Arrays.copyOf(packet, 100));
        int end = 100 + MEDIA.length + sender.overheadBytes();
        assertArrayEquals(Arrays.copyOfRange(before, end, 400), Arrays.copyOfRange(packet, end, 400));
    }

    @Test
    void anEmptyFrameBecomesASupplementOnly() {
        sender.ratchet(TestFrames.baseSecret(1));
        assertArrayEquals(
                TestFrames.seal(TestFrames.key(TestFrames.baseSecret(1), 0), 1, new byte[0]),
                TestFrames.send(sender, new byte[0]));
    }

    @Test
    void aNewRatchetStartsItsNoncesAgain() {
        sender.ratchet(TestFrames.baseSecret(1));
        TestFrames.send(sender, MEDIA);
        TestFrames.send(sender, MEDIA);
        sender.ratchet(TestFrames.baseSecret(2));
        assertArrayEquals(
                TestFrames.seal(TestFrames.key(TestFrames.baseSecret(2), 0), 1, MEDIA), TestFrames.send(sender, MEDIA));
    }

    @Test
    void theSameSecretAgainDoesNotRepeatNonces() {
        sender.ratchet(TestFrames.baseSecret(1));
        TestFrames.send(sender, MEDIA);
        sender.ratchet(TestFrames.baseSecret(1));
        assertArrayEquals(
                TestFrames.seal(TestFrames.key(TestFrames.baseSecret(1), 0), 2, MEDIA), TestFrames.send(sender, MEDIA));
    }

    @Test
    void onlyTheLatestOfSeveralRatchetsCounts() {
        sender.ratchet(TestFrames.baseSecret(1));
        sender.ratchet(TestFrames.baseSecret(2));
        sender.ratchet(TestFrames.baseSecret(3));
        assertArrayEquals(
                TestFrames.seal(TestFrames.key(TestFrames.baseSecret(3), 0), 1, MEDIA), TestFrames.send(sender, MEDIA));
    }

    @Test
    void ratchetsFromAnotherThreadNeverMakeANonceRepeat() throws InterruptedException {
        int epochs = 300;
        sender.ratchet(TestFrames.baseSecret(0));
        Thread session = new Thread(() -> {
            for (int i = 0; i < 2 * epochs; i++) {
                sender.ratchet(TestFrames.baseSecret(i / 2)); // each twice, as after a resumed connection
            }
        });
        session.start();
        Set<String> frames = new HashSet<>();
        int sent = 0;
        while (session.isAlive() || sent < 1000) {
            sent++;
            assertTrue(frames.add(HexFormat.of().formatHex(TestFrames.send(sender, MEDIA))), "a frame came twice");
        }
        session.join();
        byte[] last = TestFrames.send(sender, MEDIA);
        DaveFrame view = new DaveFrame();
        assertTrue(view.parse(last, 0, last.length));
        assertArrayEquals(
                TestFrames.seal(TestFrames.key(TestFrames.baseSecret(epochs - 1), 0), view.nonce(), MEDIA), last);
    }

    @Test
    void nothingLeavesWithoutAKeyButSilence() {
        byte[] packet = Arrays.copyOf(MEDIA, 200);
        assertEquals(EncryptStatus.NO_KEY.code(), sender.encrypt(packet, 0, 160, 200));
        assertArrayEquals(Arrays.copyOf(MEDIA, 200), packet);
        assertArrayEquals(TestFrames.SILENCE, TestFrames.send(sender, TestFrames.SILENCE));
        assertEquals(1, sender.count(EncryptStatus.NO_KEY));
        assertEquals(1, sender.count(EncryptStatus.SILENCE));
    }

    @Test
    void silenceIsNeitherEncryptedNorDoesItUseANonce() {
        sender.ratchet(TestFrames.baseSecret(1));
        assertArrayEquals(TestFrames.SILENCE, TestFrames.send(sender, TestFrames.SILENCE));
        byte[] almost = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFD};
        assertArrayEquals(
                TestFrames.seal(TestFrames.key(TestFrames.baseSecret(1), 0), 1, almost),
                TestFrames.send(sender, almost));
    }

    @Test
    void passingThroughLeavesFramesAloneAndKeepsTheRatchet() {
        sender.passthrough(true);
        assertArrayEquals(MEDIA, TestFrames.send(sender, MEDIA));
        sender.ratchet(TestFrames.baseSecret(1));
        assertArrayEquals(MEDIA, TestFrames.send(sender, MEDIA));
        sender.passthrough(false);
        assertArrayEquals(
                TestFrames.seal(TestFrames.key(TestFrames.baseSecret(1), 0), 1, MEDIA), TestFrames.send(sender, MEDIA));
        assertEquals(2, sender.count(EncryptStatus.PASSED));
    }

    @Test
    void aPacketWithoutRoomIsRefusedAndUsesNoNonce() {
        sender.ratchet(TestFrames.baseSecret(1));
        byte[] packet = Arrays.copyOf(MEDIA, 200);
        assertEquals(EncryptStatus.NO_ROOM.code(), sender.encrypt(packet, 0, 160, 160 + 15));
        assertArrayEquals(Arrays.copyOf(MEDIA, 200), packet);
        assertArrayEquals(
                TestFrames.seal(TestFrames.key(TestFrames.baseSecret(1), 0), 1, MEDIA), TestFrames.send(sender, MEDIA));
    }

    @Test
    void arraysTooSmallForTheCallersOwnNumbersAreABugOfTheCaller() {
        byte[] packet = new byte[100];
        assertThrows(IndexOutOfBoundsException.class, () -> sender.encrypt(packet, 50, 10, 51));
        assertThrows(IndexOutOfBoundsException.class, () -> sender.encrypt(packet, 0, 20, 10));
        assertThrows(IndexOutOfBoundsException.class, () -> sender.encrypt(packet, -1, 20, 50));
        assertThrows(IllegalArgumentException.class, () -> sender.ratchet(new byte[15]));
    }

    @Test
    void wipingForgetsTheKey() {
        sender.ratchet(TestFrames.baseSecret(1));
        TestFrames.send(sender, MEDIA);
        sender.ratchet(TestFrames.baseSecret(2));
        sender.wipe();
        assertEquals(EncryptStatus.NO_KEY.code(), sender.encrypt(new byte[100], 0, 10, 100));
    }
}
