package dev.acord.dave.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code ExpandWithLabel} (RFC 9420 section 8) and {@code DeriveTreeSecret} (section 9) with HKDF-SHA256, for at most one hash of output. */
final class TreeSecret {
    /** Bytes of a secret of the key schedule: one SHA-256 hash. */
    static final int HASH_BYTES = 32;

    private static final byte[] LABEL_PREFIX = "MLS 1.0 ".getBytes(StandardCharsets.US_ASCII);
    /** RFC 9420 section 2.1.2: a vector's length up to this is one byte, the only form needed here. */
    private static final int ONE_BYTE_VECTOR_MAX = 63;

    private TreeSecret() {}

    /** {@code DeriveTreeSecret(secret, label, generation, bytes)}: the context is the generation as 4 bytes, big-endian. */
    static byte[] derive(byte[] secret, String label, int generation, int bytes) {
        return expandWithLabel(
                secret, label, ByteBuffer.allocate(4).putInt(generation).array(), bytes);
    }

    /** {@code ExpandWithLabel(secret, label, context, bytes)}. */
    static byte[] expandWithLabel(byte[] secret, String label, byte[] context, int bytes) {
        byte[] name = label.getBytes(StandardCharsets.US_ASCII);
        int nameBytes = LABEL_PREFIX.length + name.length;
        if (nameBytes > ONE_BYTE_VECTOR_MAX || context.length > ONE_BYTE_VECTOR_MAX || bytes > HASH_BYTES) {
            throw new IllegalArgumentException("label, context or output of this length is not needed by DAVE");
        }
        // struct { uint16 length; opaque label<V>; opaque context<V>; } KDFLabel, then HKDF-Expand's block number (RFC
        // 5869 section 2.3)
        byte[] info = ByteBuffer.allocate(2 + 1 + nameBytes + 1 + context.length + 1)
                .putShort((short) bytes)
                .put((byte) nameBytes)
                .put(LABEL_PREFIX)
                .put(name)
                .put((byte) context.length)
                .put(context)
                .put((byte) 1)
                .array();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] block = mac.doFinal(info);
            byte[] out = Arrays.copyOf(block, bytes);
            Arrays.fill(block, (byte) 0);
            return out;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HMAC-SHA256, which every runtime must have", e);
        }
    }
}
