package dev.acord.voice.rtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** HChaCha20 under one key (draft-irtf-cfrg-xchacha-03 section 2.2). One owner thread. */
final class HChaCha20 {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int DOUBLE_ROUNDS = 10;

    /** "expand 32-byte k" (RFC 8439 section 2.3), as little-endian words. */
    private static final int CONSTANT_0 = 0x61707865;

    private static final int CONSTANT_1 = 0x3320646e;
    private static final int CONSTANT_2 = 0x79622d32;
    private static final int CONSTANT_3 = 0x6b206574;

    private final int[] key = new int[8];
    private final int[] state = new int[16];

    HChaCha20(byte[] key32) {
        for (int i = 0; i < key.length; i++) {
            key[i] = (int) WORD.get(key32, 4 * i);
        }
    }

    /**
     * Derives a sub-key.
     *
     * @param nonce its first 16 bytes are used
     * @param out receives the 32 bytes of the sub-key
     */
    void subkey(byte[] nonce, byte[] out) {
        int[] x = state;
        x[0] = CONSTANT_0;
        x[1] = CONSTANT_1;
        x[2] = CONSTANT_2;
        x[3] = CONSTANT_3;
        System.arraycopy(key, 0, x, 4, 8);
        for (int i = 0; i < 4; i++) {
            x[12 + i] = (int) WORD.get(nonce, 4 * i);
        }
        for (int round = 0; round < DOUBLE_ROUNDS; round++) {
            quarterRound(x, 0, 4, 8, 12);
            quarterRound(x, 1, 5, 9, 13);
            quarterRound(x, 2, 6, 10, 14);
            quarterRound(x, 3, 7, 11, 15);
            quarterRound(x, 0, 5, 10, 15);
            quarterRound(x, 1, 6, 11, 12);
            quarterRound(x, 2, 7, 8, 13);
            quarterRound(x, 3, 4, 9, 14);
        }
        for (int i = 0; i < 4; i++) {
            WORD.set(out, 4 * i, x[i]);
            WORD.set(out, 16 + 4 * i, x[12 + i]);
        }
    }

    /** RFC 8439 section 2.1. */
    private static void quarterRound(int[] x, int ia, int ib, int ic, int id) {
        int a = x[ia];
        int b = x[ib];
        int c = x[ic];
        int d = x[id];
        a += b;
        d = Integer.rotateLeft(d ^ a, 16);
        c += d;
        b = Integer.rotateLeft(b ^ c, 12);
        a += b;
        d = Integer.rotateLeft(d ^ a, 8);
        c += d;
        b = Integer.rotateLeft(b ^ c, 7);
        x[ia] = a;
        x[ib] = b;
        x[ic] = c;
        x[id] = d;
    }

    void destroy() {
        Arrays.fill(key, 0);
        Arrays.fill(state, 0);
    }
}
