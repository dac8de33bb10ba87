package dev.acord.dave.media;

import static dev.acord.dave.media.TestFrames.START_NS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged and forged frames: none is accepted, none throws, none leaves a trace. */
class FrameMutationTest {
    private static final int MUTANTS = 10_000;

    @Test
    void noMutantOfAnAudioFrameIsAccepted() {
        Random random = new Random(0xA0D10);
        rejectMutants(0xA0D1, TestFrames.bytes(random, 160));
    }

    @Test
    void noMutantOfAShortFrameIsAccepted() {
        rejectMutants(0x5407, new byte[] {1});
    }

    @Test
    void noMutantOfAFrameWithUnencryptedRangesIsAccepted() {
        Random random = new Random(0x51DE0);
        rejectMutants(0x51DE, TestFrames.bytes(random, 300), 0, 4, 50, 3, 200, 100);
    }

    @Test
    void randomBytesWithAMarkerAreNeverAccepted() {
        long seed = 0xFAFA;
        Random random = new Random(seed);
        FrameDecryption receiver = receiver();
        for (int i = 0; i < MUTANTS; i++) {
            byte[] frame = TestFrames.bytes(random, 2 + random.nextInt(80));
            frame[frame.length - 1] = (byte) 0xFA;
            frame[frame.length - 2] = (byte) 0xFA;
            if (frame.length > 12) {
                frame[frame.length - 3] = (byte) (12 + random.nextInt(frame.length - 11));
            }
            assertRefused(receiver, frame, "seed " + seed + ", frame " + i);
        }
        assertTrue(receiver.count(DecryptStatus.AUTHENTICATION_FAILED) > 100, "the parser let some through");
    }

    private static void rejectMutants(long seed, byte[] media, int... ranges) {
        Random random = new Random(seed);
        byte[] genuine = TestFrames.seal(TestFrames.key(TestFrames.baseSecret(1), 0), 200, media, ranges);
        FrameDecryption receiver = receiver();
        int mutants = 0;
        while (mutants < MUTANTS) {
            byte[] mutant = mutate(random, genuine);
            if (!Arrays.equals(mutant, genuine)) {
                mutants++;
                assertRefused(receiver, mutant, "seed " + seed + ", mutant " + mutants);
            }
        }
        assertEquals(0, receiver.count(DecryptStatus.DECRYPTED));
        assertTrue(receiver.count(DecryptStatus.AUTHENTICATION_FAILED) > MUTANTS / 10, "most reach the tag");
        // nothing moved: the genuine frame is as good as at the start
        assertEquals(media.length, receiver.decrypt(genuine, 0, genuine.length, START_NS));
        assertArrayEquals(media, Arrays.copyOf(genuine, media.length));
    }

    private static FrameDecryption receiver() {
        FrameDecryption receiver = new FrameDecryption();
        receiver.ratchet(TestFrames.baseSecret(0), START_NS);
        receiver.ratchet(TestFrames.baseSecret(1), START_NS);
        return receiver;
    }

    private static void assertRefused(FrameDecryption receiver, byte[] frame, String message) {
        byte[] buf = frame.clone();
        assertTrue(receiver.decrypt(buf, 0, buf.length, START_NS) < 0, message);
        assertArrayEquals(frame, buf, message);
    }

    private static byte[] mutate(Random random, byte[] genuine) {
        byte[] mutant = genuine.clone();
        int at = random.nextInt(mutant.length);
        switch (random.nextInt(7)) {
            case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> mutant[at] = (byte) random.nextInt(256);
            case 2 -> { // the supplement, where the parser decides
                int tail = mutant.length - 1 - random.nextInt(Math.min(mutant.length, 24));
                mutant[tail] = (byte) random.nextInt(256);
            }
            case 3 -> mutant = Arrays.copyOf(mutant, at);
            case 4 -> mutant = Arrays.copyOfRange(mutant, at, mutant.length);
            case 5 -> { // a byte more, anywhere
                mutant = new byte[genuine.length + 1];
                System.arraycopy(genuine, 0, mutant, 0, at);
                mutant[at] = (byte) random.nextInt(256);
                System.arraycopy(genuine, at, mutant, at + 1, genuine.length - at);
            }
            default -> { // two places exchanged
                int other = random.nextInt(mutant.length);
                byte kept = mutant[at];
                mutant[at] = mutant[other];
                mutant[other] = kept;
            }
        }
        return mutant;
    }
}
