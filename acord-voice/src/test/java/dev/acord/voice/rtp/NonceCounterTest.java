package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NonceCounterTest {
    @Test
    void itCountsAcrossTheSignBit() {
        NonceCounter nonces = new NonceCounter(0x7FFF_FFFFL);

        assertEquals(0x7FFFFFFF, nonces.next());
        assertEquals(0x80000000, nonces.next());
        assertEquals(0x80000001, nonces.next());
    }

    @Test
    void itStopsInsteadOfWrapping() {
        NonceCounter nonces = new NonceCounter(0xFFFF_FFFEL);

        assertEquals(2, nonces.remaining());
        assertEquals(0xFFFFFFFE, nonces.next());
        assertFalse(nonces.exhausted());
        assertEquals(0xFFFFFFFF, nonces.next());
        assertTrue(nonces.exhausted());
        assertEquals(0, nonces.remaining());
        assertThrows(IllegalStateException.class, nonces::next);
        assertThrows(IllegalStateException.class, nonces::next);
    }

    @Test
    void itWarnsBeforeTheEnd() {
        NonceCounter nonces = new NonceCounter((1L << 32) - 102);

        assertFalse(nonces.nearlyExhausted(100));
        nonces.next();
        assertFalse(nonces.nearlyExhausted(100));
        nonces.next();
        assertTrue(nonces.nearlyExhausted(100));
    }

    @Test
    void onlyUnsigned32BitValuesCanStartIt() {
        assertThrows(IllegalArgumentException.class, () -> new NonceCounter(-1));
        assertThrows(IllegalArgumentException.class, () -> new NonceCounter(1L << 32));
        assertEquals(1L << 32, new NonceCounter(0).remaining());
    }
}
