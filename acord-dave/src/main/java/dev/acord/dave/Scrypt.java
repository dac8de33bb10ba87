package dev.acord.dave;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

/**
 * scrypt (RFC 7914), which the JDK does not have. PBKDF2 is written out as well, with one iteration only: the JDK's takes characters where the
 * protocol hashes bytes. What is hashed here are public keys, so that reading memory in an order that depends on the data gives nothing away.
 */
final class Scrypt {
    private static final int SALSA_WORDS = 16;
    private static final int HASH_BYTES = 32;

    private final int cost;
    private final int blockWords;
    private final int parallelization;

    /**
     * Parameters N, r and p of RFC 7914 section 2.
     *
     * @throws IllegalArgumentException if N is no power of 2 above 1, r or p is not positive, or the memory needed is above 1 GiB
     */
    Scrypt(int cost, int blockSize, int parallelization) {
        if (cost < 2 || Integer.bitCount(cost) != 1 || blockSize < 1 || parallelization < 1) {
            throw new IllegalArgumentException("N " + cost + ", r " + blockSize + ", p " + parallelization);
        }
        if (128L * blockSize * Math.max(cost, parallelization) > 1 << 30) {
            throw new IllegalArgumentException("more than 1 GiB: N " + cost + ", r " + blockSize);
        }
        this.cost = cost;
        this.blockWords = 2 * blockSize * SALSA_WORDS;
        this.parallelization = parallelization;
    }

    /** RFC 7914 section 6. */
    byte[] hash(byte[] passphrase, byte[] salt, int bytes) {
        byte[] blocks = pbkdf2(passphrase, salt, parallelization * blockWords * Integer.BYTES);
        int[] block = new int[blockWords];
        int[] history = new int[cost * blockWords];
        int[] scratch = new int[blockWords];
        for (int i = 0; i < parallelization; i++) {
            var words = ByteBuffer.wrap(blocks, i * blockWords * Integer.BYTES, blockWords * Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asIntBuffer();
            words.get(block);
            mix(block, history, scratch);
            words.rewind().put(block);
        }
        return pbkdf2(passphrase, blocks, bytes);
    }

    /** scryptROMix, RFC 7914 section 5, in place. */
    private void mix(int[] block, int[] history, int[] scratch) {
        for (int i = 0; i < cost; i++) {
            System.arraycopy(block, 0, history, i * blockWords, blockWords);
            mixBlock(block, scratch);
        }
        for (int i = 0; i < cost; i++) {
            int chosen = (block[blockWords - SALSA_WORDS] & (cost - 1)) * blockWords;
            for (int k = 0; k < blockWords; k++) {
                block[k] ^= history[chosen + k];
            }
            mixBlock(block, scratch);
        }
    }

    /** scryptBlockMix, RFC 7914 section 4, in place: the results for even places first, then those for odd ones. */
    private void mixBlock(int[] block, int[] out) {
        int last = blockWords - SALSA_WORDS;
        int half = blockWords / 2;
        int previous = last;
        int[] from = block;
        for (int at = 0; at < blockWords; at += SALSA_WORDS) {
            int to = at / 2 / SALSA_WORDS * SALSA_WORDS + (at / SALSA_WORDS % 2 == 0 ? 0 : half);
            for (int k = 0; k < SALSA_WORDS; k++) {
                out[to + k] = from[previous + k] ^ block[at + k];
            }
            salsa8(out, to);
            from = out;
            previous = to;
        }
        System.arraycopy(out, 0, block, 0, blockWords);
    }

    /** Salsa20/8 core, RFC 7914 section 3, over 16 words in place. */
    static void salsa8(int[] words, int at) {
        int[] x = Arrays.copyOfRange(words, at, at + SALSA_WORDS);
        for (int round = 0; round < 8; round += 2) {
            quarter(x, 0, 4, 8, 12);
            quarter(x, 5, 9, 13, 1);
            quarter(x, 10, 14, 2, 6);
            quarter(x, 15, 3, 7, 11);
            quarter(x, 0, 1, 2, 3);
            quarter(x, 5, 6, 7, 4);
            quarter(x, 10, 11, 8, 9);
            quarter(x, 15, 12, 13, 14);
        }
        for (int k = 0; k < SALSA_WORDS; k++) {
            words[at + k] += x[k];
        }
    }

    private static void quarter(int[] x, int a, int b, int c, int d) {
        x[b] ^= Integer.rotateLeft(x[a] + x[d], 7);
        x[c] ^= Integer.rotateLeft(x[b] + x[a], 9);
        x[d] ^= Integer.rotateLeft(x[c] + x[b], 13);
        x[a] ^= Integer.rotateLeft(x[d] + x[c], 18);
    }

    /** PBKDF2-HMAC-SHA256 (RFC 8018) with an iteration count of 1. */
    static byte[] pbkdf2(byte[] passphrase, byte[] salt, int bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // HMAC pads keys with zeros, so that one zero byte means the same as the empty key, which SecretKeySpec
            // refuses
            mac.init(new SecretKeySpec(passphrase.length == 0 ? new byte[1] : passphrase, "HmacSHA256"));
            int blocks = (bytes + HASH_BYTES - 1) / HASH_BYTES;
            byte[] out = new byte[blocks * HASH_BYTES];
            for (int i = 0; i < blocks; i++) {
                mac.update(salt);
                mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(i + 1).array());
                mac.doFinal(out, i * HASH_BYTES);
            }
            return Arrays.copyOf(out, bytes);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("bug: a hash does not fit into its place", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HMAC-SHA256, which every runtime must have", e);
        }
    }
}
