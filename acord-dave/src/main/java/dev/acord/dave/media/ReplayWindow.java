package dev.acord.dave.media;

import java.util.Arrays;

/**
 * Remembers which nonces of one ratchet were used, so that none is accepted twice: a bit for each of the newest {@value #NONCES} nonces. Older
 * ones count as used. Nonces are widened by their generation and so never wrap. One owner thread.
 */
final class ReplayWindow {
    /** How far a frame may be behind the newest: about 20 s of audio, which is far more than any reordering. */
    static final int NONCES = 1024;

    private final long[] used = new long[NONCES / Long.SIZE];
    private long newest = -1;

    /** Whether a nonce, not negative, was never accepted and is not too old to know. */
    boolean isFresh(long nonce) {
        if (nonce > newest) {
            return true;
        }
        return newest - nonce < NONCES && (used[word(nonce)] & bit(nonce)) == 0;
    }

    /** Marks a fresh nonce as used; call it only for a frame that was authenticated. */
    void accept(long nonce) {
        if (nonce - newest >= NONCES) {
            Arrays.fill(used, 0);
        } else {
            for (long skipped = newest + 1; skipped < nonce; skipped++) {
                used[word(skipped)] &= ~bit(skipped);
            }
        }
        used[word(nonce)] |= bit(nonce);
        newest = Math.max(newest, nonce);
    }

    private static int word(long nonce) {
        return (int) (nonce >>> 6) & (NONCES / Long.SIZE - 1);
    }

    private static long bit(long nonce) {
        return 1L << nonce; // the shift takes the low 6 bits
    }
}
