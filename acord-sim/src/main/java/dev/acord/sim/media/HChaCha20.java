package dev.acord.sim.media;

/** HChaCha20 (draft-irtf-cfrg-xchacha-03, section 2.2): 20 rounds of ChaCha over key and nonce, without the final addition. */
final class HChaCha20 {
    /** "expand 32-byte k", little-endian (RFC 8439, section 2.3). */
    private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

    private static final int ROUND_PAIRS = 10;

    private HChaCha20() {}

    /** Writes the sub-key (32 bytes) for a key of 32 bytes and the first 16 bytes of a nonce. */
    static void subkey(byte[] key, byte[] nonce, byte[] out) {
        int[] s = new int[16];
        System.arraycopy(CONSTANTS, 0, s, 0, 4);
        for (int i = 0; i < 8; i++) {
            s[4 + i] = littleEndian(key, 4 * i);
        }
        for (int i = 0; i < 4; i++) {
            s[12 + i] = littleEndian(nonce, 4 * i);
        }
        for (int i = 0; i < ROUND_PAIRS; i++) {
            quarterRound(s, 0, 4, 8, 12);
            quarterRound(s, 1, 5, 9, 13);
            quarterRound(s, 2, 6, 10, 14);
            quarterRound(s, 3, 7, 11, 15);
            quarterRound(s, 0, 5, 10, 15);
            quarterRound(s, 1, 6, 11, 12);
            quarterRound(s, 2, 7, 8, 13);
            quarterRound(s, 3, 4, 9, 14);
        }
        for (int i = 0; i < 4; i++) {
            putLittleEndian(out, 4 * i, s[i]);
            putLittleEndian(out, 16 + 4 * i, s[12 + i]);
        }
    }

    private static void quarterRound(int[] s, int a, int b, int c, int d) {
        s[a] += s[b];
        s[d] = Integer.rotateLeft(s[d] ^ s[a], 16);
        s[c] += s[d];
        s[b] = Integer.rotateLeft(s[b] ^ s[c], 12);
        s[a] += s[b];
        s[d] = Integer.rotateLeft(s[d] ^ s[a], 8);
        s[c] += s[d];
        s[b] = Integer.rotateLeft(s[b] ^ s[c], 7);
    }

    private static int littleEndian(byte[] b, int at) {
        return Integer.reverseBytes(Wire.int32(b, at));
    }

    private static void putLittleEndian(byte[] b, int at, int value) {
        Wire.putInt32(b, at, Integer.reverseBytes(value));
    }
}
