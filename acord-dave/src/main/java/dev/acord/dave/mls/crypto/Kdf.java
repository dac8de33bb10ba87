package dev.acord.dave.mls.crypto;

import dev.acord.dave.mls.codec.MlsWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * SHA-256, HKDF-SHA256 (RFC 5869) and the labelled derivations of RFC 9420, sections 5.2 and 8.
 *
 * <p>Thread safe: every call has its own state. Results are new arrays, which the caller wipes when they are secret.
 */
public final class Kdf {

    /** The size of a hash and of every secret of the key schedule (Nh), in bytes. */
    public static final int HASH_BYTES = 32;

    private static final String LABEL_PREFIX = "MLS 1.0 ";
    private static final String HMAC = "HmacSHA256";
    private static final byte[] ZEROS = new byte[HASH_BYTES];

    private Kdf() {}

    /**
     * SHA-256 of concatenated parts.
     *
     * @param parts the parts, in order
     * @return 32 bytes
     */
    public static byte[] hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /**
     * HMAC-SHA256; also the MAC of cipher suite 2.
     *
     * @param key the key; an empty one is the same as 32 zeros
     * @param parts what is authenticated, concatenated
     * @return 32 bytes
     */
    public static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.length == 0 ? ZEROS : key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /**
     * HKDF-Extract.
     *
     * @param salt the salt; may be empty
     * @param keyMaterial the input key material, concatenated
     * @return 32 bytes
     */
    public static byte[] extract(byte[] salt, byte[]... keyMaterial) {
        return hmac(salt, keyMaterial);
    }

    /**
     * HKDF-Expand.
     *
     * @param pseudoRandomKey 32 bytes
     * @param info the context
     * @param length 0 to 8160 bytes
     * @return as many bytes
     */
    public static byte[] expand(byte[] pseudoRandomKey, byte[] info, int length) {
        if (length < 0 || length > 255 * HASH_BYTES) {
            throw new IllegalArgumentException("HKDF cannot give " + length + " bytes");
        }
        byte[] result = new byte[length];
        byte[] block = new byte[0];
        for (int done = 0, counter = 1; done < length; done += HASH_BYTES, counter++) {
            byte[] next = hmac(pseudoRandomKey, block, info, new byte[] {(byte) counter});
            Arrays.fill(block, (byte) 0);
            block = next;
            System.arraycopy(block, 0, result, done, Math.min(HASH_BYTES, length - done));
        }
        Arrays.fill(block, (byte) 0);
        return result;
    }

    /**
     * ExpandWithLabel (section 8).
     *
     * @param secret 32 bytes
     * @param label the label without its prefix
     * @param context the context
     * @param length how many bytes to derive
     * @return as many bytes
     */
    public static byte[] expandWithLabel(byte[] secret, String label, byte[] context, int length) {
        byte[] info = new MlsWriter(64 + label.length() + context.length)
                .u16(length)
                .vector(prefixed(label))
                .vector(context)
                .toBytes();
        return expand(secret, info, length);
    }

    /**
     * DeriveSecret (section 8).
     *
     * @param secret 32 bytes
     * @param label the label without its prefix
     * @return 32 bytes
     */
    public static byte[] deriveSecret(byte[] secret, String label) {
        return expandWithLabel(secret, label, new byte[0], HASH_BYTES);
    }

    /**
     * DeriveTreeSecret (section 9).
     *
     * @param secret 32 bytes
     * @param label the label without its prefix
     * @param generation the generation, 0 to 2^32 - 1
     * @param length how many bytes to derive
     * @return as many bytes
     */
    public static byte[] deriveTreeSecret(byte[] secret, String label, long generation, int length) {
        return expandWithLabel(secret, label, new MlsWriter(4).u32(generation).toBytes(), length);
    }

    /**
     * RefHash (section 5.2).
     *
     * @param label the whole label
     * @param value the encoded object
     * @return 32 bytes
     */
    public static byte[] refHash(String label, byte[] value) {
        return hash(new MlsWriter(64 + value.length)
                .vector(label.getBytes(StandardCharsets.UTF_8))
                .vector(value)
                .toBytes());
    }

    /** A label with the prefix that all labels of MLS 1.0 have. */
    static byte[] prefixed(String label) {
        return (LABEL_PREFIX + label).getBytes(StandardCharsets.UTF_8);
    }

    /** Every Java 17 runtime must have these algorithms. */
    static IllegalStateException missing(GeneralSecurityException cause) {
        return new IllegalStateException("this Java runtime lacks an algorithm of cipher suite 2", cause);
    }
}
