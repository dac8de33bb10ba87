package dev.acord.dave;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The fingerprint of two users' identity keys, which is the same on both sides (DAVE "Verification Fingerprint"): the scrypt hash of the sorted
 * pair of version, key and user id. Pure functions, for any thread; {@link #of} is slow on purpose.
 */
public final class PairwiseFingerprint {
    /** Bytes of a fingerprint. */
    public static final int BYTES = 64;

    private static final short VERSION = 0;
    private static final byte[] SALT = {
        0x24,
        (byte) 0xCA,
        (byte) 0xB1,
        0x7A,
        0x7A,
        (byte) 0xF8,
        (byte) 0xEC,
        0x2B, //
        (byte) 0x82,
        (byte) 0xB4,
        0x12,
        (byte) 0xB9,
        0x2D,
        (byte) 0xAB,
        0x19,
        0x2E
    };
    private static final int COST = 16384;
    private static final int BLOCK_SIZE = 8;
    private static final int PARALLELIZATION = 2;

    private PairwiseFingerprint() {}

    /**
     * Computes version 0 of the fingerprint. Takes tens of milliseconds and 16 MiB for as long: not for a thread that audio waits for.
     *
     * @param userA one user's id, unsigned
     * @param publicKeyA this user's signature key: for MLS leaves the 65 bytes of an uncompressed P-256 point
     * @param userB the other user's id, unsigned
     * @param publicKeyB the other user's signature key
     * @return 64 bytes, the same for both orders of the users
     * @throws IllegalArgumentException if a key is empty
     */
    public static byte[] of(long userA, byte[] publicKeyA, long userB, byte[] publicKeyB) {
        byte[] a = keyFingerprint(publicKeyA, userA);
        byte[] b = keyFingerprint(publicKeyB, userB);
        boolean sorted = Arrays.compareUnsigned(a, b) <= 0;
        byte[] passphrase = ByteBuffer.allocate(a.length + b.length)
                .put(sorted ? a : b)
                .put(sorted ? b : a)
                .array();
        return new Scrypt(COST, BLOCK_SIZE, PARALLELIZATION).hash(passphrase, SALT, BYTES);
    }

    /**
     * One user's part of the fingerprint: version, key and user id, in that order.
     *
     * @param publicKey the user's signature key
     * @param user the user's id, unsigned
     * @return the key's length plus 10 bytes
     * @throws IllegalArgumentException if the key is empty
     */
    public static byte[] keyFingerprint(byte[] publicKey, long user) {
        if (publicKey.length == 0) {
            throw new IllegalArgumentException("user " + Long.toUnsignedString(user) + " has an empty key");
        }
        return ByteBuffer.allocate(Short.BYTES + publicKey.length + Long.BYTES)
                .putShort(VERSION)
                .put(publicKey)
                .putLong(user)
                .array();
    }
}
