package dev.acord.dave.media;

import static dev.acord.dave.media.TestFrames.START_NS;
import static dev.acord.dave.media.TestFrames.secondsLater;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a receiver accepts, for how long, and what it does to the caller's array. */
class FrameDecryptionTest {
    private static final byte[] MEDIA = TestFrames.bytes(new Random(1), 160);

    private final FrameDecryption receiver = new FrameDecryption();

    @Test
    void decryptsInPlaceAndTouchesNothingElse() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        byte[] frame = frame(1, 7);
        byte[] buf = TestFrames.bytes(new Random(2), 400);
        byte[] expected = buf.clone();
        System.arraycopy(frame, 0, buf, 50, frame.length);
        System.arraycopy(frame, 0, expected, 50, frame.length);
        System.arraycopy(MEDIA, 0, expected, 50, MEDIA.length);
        assertEquals(MEDIA.length, receiver.decrypt(buf, 50, frame.length, START_NS));
        assertArrayEquals(expected, buf);
    }

    @Test
    void emptyFramesAndLargeFramesAreDecrypted() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        byte[] key = TestFrames.key(TestFrames.baseSecret(1), 0);
        int nonce = 1;
        for (int length : new int[] {0, 1, 15, 16, 17, 2047, 2048, 2049, 100_000}) {
            byte[] media = TestFrames.bytes(new Random(length), length);
            assertDecrypts(media, TestFrames.seal(key, nonce++, media), START_NS);
        }
        byte[] tooLarge = TestFrames.seal(key, nonce, new byte[FrameDecryption.MAX_FRAME_BYTES]);
        assertRefused(DecryptStatus.TOO_LARGE, tooLarge, START_NS);
    }

    @Test
    void unencryptedRangesStayInTheirPlaces() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        byte[] key = TestFrames.key(TestFrames.baseSecret(1), 0);
        int[][] layouts = {{0, 10}, {150, 10}, {0, 160}, {5, 1, 6, 4, 40, 20, 159, 1}, {20, 0}, {0, 0, 160, 0}};
        for (int i = 0; i < layouts.length; i++) {
            assertDecrypts(MEDIA, TestFrames.seal(key, i + 1, MEDIA, layouts[i]), START_NS);
        }
    }

    @Test
    void changedUnencryptedBytesAreNoticed() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        byte[] frame = TestFrames.seal(TestFrames.key(TestFrames.baseSecret(1), 0), 1, MEDIA, 5, 10);
        frame[7] ^= 1;
        assertRefused(DecryptStatus.AUTHENTICATION_FAILED, frame, START_NS);
        frame[7] ^= 1;
        assertDecrypts(MEDIA, frame, START_NS);
    }

    @Test
    void aFrameIsDecryptedOnlyOnce() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        assertDecrypts(MEDIA, frame(1, 1), START_NS);
        assertRefused(DecryptStatus.REPLAYED, frame(1, 1), START_NS);
        assertEquals(1, receiver.count(DecryptStatus.REPLAYED));
    }

    @Test
    void framesMayArriveInAnyOrder() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        for (int nonce : new int[] {5, 1, 3, 2, 900, 4, 6, 899, 7}) {
            assertDecrypts(MEDIA, frame(1, nonce), START_NS);
        }
        for (int nonce : new int[] {5, 1, 3, 2, 900, 4, 6, 899, 7}) {
            assertRefused(DecryptStatus.REPLAYED, frame(1, nonce), START_NS);
        }
    }

    @Test
    void aFrameFarTooLateIsRefused() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        assertDecrypts(MEDIA, frame(1, 5000), START_NS);
        assertDecrypts(MEDIA, frame(1, 4001), START_NS);
        assertRefused(DecryptStatus.REPLAYED, frame(1, 3000), START_NS);
    }

    @Test
    void aForgedFrameDoesNotBlockTheRealOneWithItsNonce() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        byte[] forged = frame(1, 3);
        forged[0] ^= 1;
        assertRefused(DecryptStatus.AUTHENTICATION_FAILED, forged, START_NS);
        assertRefused(DecryptStatus.AUTHENTICATION_FAILED, forged, START_NS);
        assertDecrypts(MEDIA, frame(1, 3), START_NS);
    }

    @Test
    void aForgedFrameWithAHighNonceDoesNotMoveTheWindow() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        byte[] forged = frame(1, 0xFFFFFF);
        forged[0] ^= 1;
        assertRefused(DecryptStatus.AUTHENTICATION_FAILED, forged, START_NS);
        assertDecrypts(MEDIA, frame(1, 1), START_NS);
    }

    @Test
    void withoutARatchetEncryptedFramesWait() {
        assertRefused(DecryptStatus.NO_KEY, frame(1, 1), START_NS);
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        assertDecrypts(MEDIA, frame(1, 1), START_NS);
    }

    @Test
    void theEpochBeforeLivesForTenSecondsMore() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        assertDecrypts(MEDIA, frame(1, 1), START_NS);
        receiver.ratchet(TestFrames.baseSecret(2), secondsLater(60));
        assertDecrypts(MEDIA, frame(2, 1), secondsLater(60));
        assertDecrypts(MEDIA, frame(1, 2), secondsLater(69));
        assertDecrypts(MEDIA, frame(1, 3), secondsLater(70) - 1);
        assertRefused(DecryptStatus.AUTHENTICATION_FAILED, frame(1, 4), secondsLater(70));
        assertDecrypts(MEDIA, frame(2, 2), secondsLater(10_000));
    }

    @Test
    void aThirdEpochDoesNotProlongTheFirst() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        receiver.ratchet(TestFrames.baseSecret(2), secondsLater(5));
        receiver.ratchet(TestFrames.baseSecret(3), secondsLater(10));
        assertDecrypts(MEDIA, frame(1, 1), secondsLater(14));
        assertRefused(DecryptStatus.AUTHENTICATION_FAILED, frame(1, 2), secondsLater(15));
        assertDecrypts(MEDIA, frame(2, 1), secondsLater(19));
        assertRefused(DecryptStatus.AUTHENTICATION_FAILED, frame(2, 2), secondsLater(20));
        assertDecrypts(MEDIA, frame(3, 1), secondsLater(20));
    }

    @Test
    void theSameSecretAgainDoesNotAcceptFramesTwice() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        assertDecrypts(MEDIA, frame(1, 1), START_NS);
        receiver.ratchet(TestFrames.baseSecret(1), secondsLater(1));
        assertRefused(DecryptStatus.REPLAYED, frame(1, 1), secondsLater(1));
        assertDecrypts(MEDIA, frame(1, 2), secondsLater(12));
    }

    @Test
    void manyEpochsAtOnceLeaveABoundedNumberOfRatchets() {
        for (int epoch = 0; epoch < 100; epoch++) {
            receiver.ratchet(TestFrames.baseSecret(epoch), START_NS);
            if (epoch == 50) {
                receiver.expire(START_NS);
            }
        }
        assertDecrypts(MEDIA, frame(99, 1), START_NS);
        assertDecrypts(MEDIA, frame(100 - FrameDecryption.MAX_RATCHETS, 1), START_NS);
        assertRefused(DecryptStatus.AUTHENTICATION_FAILED, frame(99 - FrameDecryption.MAX_RATCHETS, 2), START_NS);
    }

    @Test
    void silenceAlwaysPasses() {
        assertPasses(TestFrames.SILENCE, START_NS);
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        assertPasses(TestFrames.SILENCE, START_NS);
        assertEquals(2, receiver.count(DecryptStatus.SILENCE));
        assertRefused(DecryptStatus.NOT_ENCRYPTED, new byte[] {(byte) 0xF8, (byte) 0xFF, (byte) 0xFD}, START_NS);
    }

    @Test
    void plainFramesPassOnlyWhileTheyMay() {
        assertRefused(DecryptStatus.NOT_ENCRYPTED, MEDIA, START_NS);
        receiver.passthroughAlways();
        assertPasses(MEDIA, START_NS);
        assertPasses(MEDIA, secondsLater(1_000_000));
        receiver.passthroughUntil(secondsLater(10));
        assertPasses(MEDIA, secondsLater(10) - 1);
        assertRefused(DecryptStatus.NOT_ENCRYPTED, MEDIA, secondsLater(10));
        receiver.passthroughAlways();
        receiver.passthroughNever();
        assertRefused(DecryptStatus.NOT_ENCRYPTED, MEDIA, START_NS);
        assertEquals(3, receiver.count(DecryptStatus.PASSED));
    }

    @Test
    void protocolFramesAreDecryptedOrRefusedWhilePlainOnesPass() {
        receiver.passthroughAlways();
        assertRefused(DecryptStatus.NO_KEY, frame(1, 1), START_NS);
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        byte[] forged = frame(1, 1);
        forged[3] ^= 1;
        assertRefused(DecryptStatus.AUTHENTICATION_FAILED, forged, START_NS);
        assertDecrypts(MEDIA, frame(1, 1), START_NS);
        assertPasses(MEDIA, START_NS);
        assertPasses(new byte[0], START_NS);
    }

    @Test
    void wipingForgetsTheKeys() {
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        assertDecrypts(MEDIA, frame(1, 1), START_NS);
        receiver.ratchet(TestFrames.baseSecret(2), START_NS);
        receiver.wipe();
        assertRefused(DecryptStatus.NO_KEY, frame(1, 2), START_NS);
        assertRefused(DecryptStatus.NO_KEY, frame(2, 1), START_NS);
    }

    @Test
    void everyRefusalHasItsReason() {
        for (DecryptStatus status : DecryptStatus.values()) {
            if (status.code() < 0) {
                assertEquals(Optional.of(status), DecryptStatus.refusal(status.code()));
            }
        }
        assertEquals(Optional.empty(), DecryptStatus.refusal(0));
        assertThrows(IllegalArgumentException.class, () -> DecryptStatus.refusal(-100));
        assertThrows(IndexOutOfBoundsException.class, () -> receiver.decrypt(new byte[10], 5, 6, START_NS));
        assertThrows(IllegalArgumentException.class, () -> receiver.ratchet(new byte[15], START_NS));
    }

    private static byte[] frame(int epoch, int nonce) {
        return TestFrames.seal(TestFrames.key(TestFrames.baseSecret(epoch), 0), nonce, MEDIA);
    }

    private void assertDecrypts(byte[] media, byte[] frame, long nowNs) {
        byte[] buf = frame.clone();
        assertEquals(media.length, receiver.decrypt(buf, 0, buf.length, nowNs));
        assertArrayEquals(media, Arrays.copyOf(buf, media.length));
    }

    private void assertPasses(byte[] frame, long nowNs) {
        byte[] buf = frame.clone();
        assertEquals(frame.length, receiver.decrypt(buf, 0, buf.length, nowNs));
        assertArrayEquals(frame, buf);
    }

    private void assertRefused(DecryptStatus reason, byte[] frame, long nowNs) {
        byte[] buf = frame.clone();
        assertEquals(Optional.of(reason), DecryptStatus.refusal(receiver.decrypt(buf, 0, buf.length, nowNs)));
        assertArrayEquals(frame, buf, "a refused frame is unchanged");
    }
}
