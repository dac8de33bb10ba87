package dev.acord.dave.media;

import static dev.acord.dave.media.TestFrames.START_NS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Epochs so long that nonces leave their generation, and that 32 bits of nonce do not suffice. */
class GenerationTest {
    private static final byte[] BASE = TestFrames.baseSecret(1);
    private static final byte[] MEDIA = TestFrames.bytes(new Random(1), 80);
    /** 2^24 frames at 170 a second take 27.4 hours. */
    private static final long GENERATION_NS = TimeUnit.HOURS.toNanos(28);

    private static final long TEN_SECONDS_NS = TimeUnit.SECONDS.toNanos(10);

    private final FrameEncryption sender = new FrameEncryption();
    private final FrameDecryption receiver = new FrameDecryption();

    @Test
    void theKeyChangesAfterTheLastNonceOfAGeneration() {
        sender.ratchet(BASE);
        sender.continueAfter((1 << 24) - 3);
        byte[] key0 = TestFrames.key(BASE, 0);
        byte[] key1 = TestFrames.key(BASE, 1);
        assertFalse(Arrays.equals(key0, key1));
        assertArrayEquals(TestFrames.seal(key0, 0xFFFFFE, MEDIA), TestFrames.send(sender, MEDIA));
        assertArrayEquals(TestFrames.seal(key0, 0xFFFFFF, MEDIA), TestFrames.send(sender, MEDIA));
        assertArrayEquals(TestFrames.seal(key1, 0x1000000, MEDIA), TestFrames.send(sender, MEDIA));
        assertArrayEquals(TestFrames.seal(key1, 0x1000001, MEDIA), TestFrames.send(sender, MEDIA));
    }

    @Test
    void aReceiverFollowsAndKeepsTheOldKeyForTenSeconds() {
        sender.ratchet(BASE);
        receiver.ratchet(BASE, START_NS);
        sender.continueAfter((1 << 24) - 6);
        byte[][] old = new byte[5][];
        for (int i = 0; i < old.length; i++) {
            old[i] = TestFrames.send(sender, MEDIA);
        }
        byte[][] fresh = {TestFrames.send(sender, MEDIA), TestFrames.send(sender, MEDIA), TestFrames.send(sender, MEDIA)
        };
        long changeNs = START_NS + GENERATION_NS;
        assertDecrypts(old[0], changeNs - TEN_SECONDS_NS);
        assertDecrypts(fresh[0], changeNs);
        assertDecrypts(old[2], changeNs);
        assertRefused(DecryptStatus.REPLAYED, old[2], changeNs);
        assertDecrypts(fresh[1], changeNs + TEN_SECONDS_NS / 2);
        assertDecrypts(old[1], changeNs + TEN_SECONDS_NS - 1);
        assertRefused(DecryptStatus.GENERATION_REFUSED, old[3], changeNs + TEN_SECONDS_NS);
        assertDecrypts(fresh[2], changeNs + TEN_SECONDS_NS);
    }

    @Test
    void aForgedNewGenerationDoesNotEraseTheOldOne() {
        receiver.ratchet(BASE, START_NS);
        byte[] forged = TestFrames.seal(TestFrames.key(BASE, 1), 0x1000000, MEDIA);
        forged[0] ^= 1;
        long laterNs = START_NS + GENERATION_NS;
        assertRefused(DecryptStatus.AUTHENTICATION_FAILED, forged, laterNs);
        byte[] frame = TestFrames.seal(TestFrames.key(BASE, 0), 1, MEDIA);
        assertDecrypts(frame, laterNs + 2 * TEN_SECONDS_NS);
    }

    @Test
    void aGenerationThatNobodyCanHaveReachedIsRefused() {
        receiver.ratchet(BASE, START_NS);
        byte[] frame = TestFrames.seal(TestFrames.key(BASE, 1), 0x1000000, MEDIA);
        assertRefused(DecryptStatus.GENERATION_REFUSED, frame, START_NS);
        // 2^24 / 170 = 98,689.5 seconds
        assertRefused(DecryptStatus.GENERATION_REFUSED, frame, START_NS + TimeUnit.SECONDS.toNanos(98_689));
        assertRefused(DecryptStatus.GENERATION_REFUSED, frame, START_NS - GENERATION_NS);
        assertDecrypts(frame, START_NS + TimeUnit.SECONDS.toNanos(98_690));
    }

    @Test
    void aGapOfMoreThan250GenerationsIsRefused() {
        receiver.ratchet(BASE, START_NS);
        long laterNs = START_NS + 300 * GENERATION_NS;
        byte[] tooFar = TestFrames.seal(TestFrames.key(BASE, 251), 251 << 24, MEDIA);
        assertRefused(DecryptStatus.GENERATION_REFUSED, tooFar, laterNs);
        byte[] farthest = TestFrames.seal(TestFrames.key(BASE, 250), 250 << 24, MEDIA);
        assertDecrypts(farthest, laterNs);
        assertDecrypts(tooFar, laterNs);
    }

    @Test
    void afterTheWrapOfTheNonceGenerationsGoOn() {
        sender.ratchet(BASE);
        receiver.ratchet(BASE, START_NS);
        sender.continueAfter(200L << 24);
        assertDecrypts(TestFrames.send(sender, MEDIA), START_NS + 201 * GENERATION_NS);
        long wrapNs = START_NS + 256 * GENERATION_NS;
        sender.continueAfter((1L << 32) - 3);
        byte[] beforeLast = TestFrames.send(sender, MEDIA);
        byte[] last = TestFrames.send(sender, MEDIA);
        byte[] first = TestFrames.send(sender, MEDIA);
        byte[] second = TestFrames.send(sender, MEDIA);
        assertNonce(-1, last);
        assertNonce(0, first);
        assertNonce(1, second);
        assertFalse(
                Arrays.equals(TestFrames.seal(TestFrames.key(BASE, 0), 1, MEDIA), second),
                "generation 0 must not come back with the same nonces");
        assertDecrypts(beforeLast, wrapNs);
        assertDecrypts(first, wrapNs + 1);
        assertDecrypts(last, wrapNs + 2);
        assertRefused(DecryptStatus.REPLAYED, first, wrapNs + 3);
        assertDecrypts(second, wrapNs + 3 + TEN_SECONDS_NS);
    }

    private static void assertNonce(int nonce, byte[] frame) {
        DaveFrame view = new DaveFrame();
        view.parse(frame, 0, frame.length);
        assertEquals(nonce, view.nonce());
    }

    private void assertDecrypts(byte[] frame, long nowNs) {
        byte[] buf = frame.clone();
        assertEquals(MEDIA.length, receiver.decrypt(buf, 0, buf.length, nowNs));
        assertArrayEquals(MEDIA, Arrays.copyOf(buf, MEDIA.length));
    }

    private void assertRefused(DecryptStatus reason, byte[] frame, long nowNs) {
        byte[] buf = frame.clone();
        assertEquals(Optional.of(reason), DecryptStatus.refusal(receiver.decrypt(buf, 0, buf.length, nowNs)));
    }
}
