package dev.acord.dave.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplayWindowTest {
    @Test
    void anyNonceIsFreshAtFirst() {
        ReplayWindow window = new ReplayWindow();
        assertTrue(window.isFresh(0));
        assertTrue(window.isFresh((1L << 32) + 5));
    }

    @Test
    void framesOvertakenByTheVeryFirstOneAreStillAccepted() {
        ReplayWindow window = new ReplayWindow();
        window.accept(3);
        assertTrue(window.isFresh(1));
        assertTrue(window.isFresh(2));
        assertFalse(window.isFresh(3));
    }

    @Test
    void noncesTooFarBackCountAsUsed() {
        ReplayWindow window = new ReplayWindow();
        window.accept(5000);
        assertTrue(window.isFresh(5000 - ReplayWindow.NONCES + 1));
        assertFalse(window.isFresh(5000 - ReplayWindow.NONCES));
    }

    @Test
    void behavesLikeASetOfAllNoncesWithALimitedMemory() {
        long seed = 0x5EED;
        Random random = new Random(seed);
        ReplayWindow window = new ReplayWindow();
        Set<Long> used = new HashSet<>();
        long newest = 0;
        for (int i = 0; i < 200_000; i++) {
            long jump = random.nextInt(1000) == 0 ? random.nextInt(5000) : random.nextInt(4);
            long nonce = Math.max(0, newest + (random.nextInt(3) == 0 ? -random.nextInt(1200) : jump));
            boolean fresh = !used.contains(nonce) && newest - nonce < ReplayWindow.NONCES;
            assertEquals(fresh, window.isFresh(nonce), "seed " + seed + ", step " + i + ", nonce " + nonce);
            if (fresh) {
                window.accept(nonce);
                used.add(nonce);
                newest = Math.max(newest, nonce);
            }
        }
    }
}
