package dev.acord.dave.media;

import dev.acord.dave.mls.crypto.Kdf;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sender's key ratchet in one epoch (DAVE "Sender Key Derivation", RFC 9420 section 9.1).
 *
 * <pre>
 * secret[0]   = the sender's base secret, 16 bytes from the group's exporter
 * key[g]      = DeriveTreeSecret(secret[g], "key", g, 16)
 * secret[g+1] = DeriveTreeSecret(secret[g], "secret", g, 32)
 * </pre>
 *
 * A secret is wiped as soon as its key and its successor are derived; keys stay until {@link #eraseBelow}. Frames carry only the low 8 bits of
 * a generation, so at most 256 generations can be told apart: keys exist for {@code oldest() .. oldest() + 255}.
 *
 * <p>Not thread safe: one owner thread.
 */
final class KeyRatchet {
    /** Bytes of a base secret. */
    static final int BASE_SECRET_BYTES = 16;
    /** Generations that the one byte in a frame's nonce tells apart. */
    static final int WRAP = 256;

    private static final int KEY_BYTES = 16;

    /** Of the generation after the last key in {@link #keys}; of changing length: 16 bytes at first, then 32. */
    private byte[] secret;

    private final byte[] fingerprint;
    private final List<MediaKey> keys = new ArrayList<>(1);
    private int oldest;

    private KeyRatchet(byte[] ownedSecret) {
        secret = ownedSecret;
        fingerprint = sha256(ownedSecret);
    }

    /**
     * A ratchet at generation 0.
     *
     * @param baseSecret 16 bytes from the group's exporter; copied
     * @throws IllegalArgumentException if it has another length
     */
    static KeyRatchet of(byte[] baseSecret) {
        if (baseSecret.length != BASE_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "a sender's base secret has " + BASE_SECRET_BYTES + " bytes, not " + baseSecret.length);
        }
        return new KeyRatchet(baseSecret.clone());
    }

    /** The ratchets of MLS itself start from 32 bytes: for its vectors. */
    static KeyRatchet ofAnyLength(byte[] baseSecret) {
        return new KeyRatchet(baseSecret.clone());
    }

    /** Whether both began with the same secret; using one secret twice from generation 0 would repeat nonces. */
    boolean sameBase(KeyRatchet other) {
        return MessageDigest.isEqual(fingerprint, other.fingerprint);
    }

    /** The oldest generation whose key is not erased. */
    int oldest() {
        return oldest;
    }

    /** The generation that a frame's top nonce byte means: the only one with these low bits that can have a key. */
    int unwrap(int lowBits) {
        return oldest + ((lowBits - oldest) & (WRAP - 1));
    }

    /**
     * The key of a generation, derived if need be.
     *
     * @return the key; or null if it is erased, or too far ahead to be told apart
     */
    @Nullable
    MediaKey key(int generation) {
        int index = generation - oldest;
        if (index < 0 || index >= WRAP) {
            return null;
        }
        while (keys.size() <= index) {
            int next = oldest + keys.size();
            keys.add(new MediaKey(Kdf.deriveTreeSecret(secret, "key", next, KEY_BYTES)));
            byte[] successor = Kdf.deriveTreeSecret(secret, "secret", next, Kdf.HASH_BYTES);
            Arrays.fill(secret, (byte) 0);
            secret = successor;
        }
        return keys.get(index);
    }

    /** Wipes the keys of all generations before this one, which must be at most {@code oldest() + 255}. */
    void eraseBelow(int generation) {
        if (generation <= oldest) {
            return;
        }
        if (key(generation) == null) {
            throw new IllegalArgumentException("generation " + generation + " is too far from " + oldest);
        }
        List<MediaKey> leaving = keys.subList(0, generation - oldest);
        leaving.forEach(MediaKey::destroy);
        leaving.clear();
        oldest = generation;
    }

    /** Wipes everything; the ratchet must not be used any more. */
    void wipe() {
        keys.forEach(MediaKey::destroy);
        keys.clear();
        Arrays.fill(secret, (byte) 0);
        oldest = Integer.MAX_VALUE;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256, which every runtime must have", e);
        }
    }
}
