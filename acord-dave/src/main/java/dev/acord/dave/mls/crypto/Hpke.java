package dev.acord.dave.mls.crypto;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * HPKE (RFC 9180) in base mode with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and AES-128-GCM, one message per
 * encapsulation, as EncryptWithLabel of RFC 9420 (section 5.1.3) needs it. Thread safe.
 */
public final class Hpke {

    private static final byte[] EMPTY = new byte[0];
    private static final byte[] VERSION = ascii("HPKE-v1");
    private static final byte[] KEM_SUITE = suite("KEM", 0x0010);
    private static final byte[] HPKE_SUITE = suite("HPKE", 0x0010, 0x0001, 0x0001);

    /** The hash of the absent pre-shared key's identity is the same for every message. */
    private static final byte[] PSK_ID_HASH = labeledExtract(HPKE_SUITE, EMPTY, "psk_id_hash", EMPTY);

    private Hpke() {}

    /**
     * DeriveKeyPair of the KEM (RFC 9180, section 7.1.3).
     *
     * @param keyMaterial the input key material, 32 bytes
     * @return the key pair
     */
    public static HpkeKeyPair deriveKeyPair(byte[] keyMaterial) {
        byte[] pseudoRandomKey = labeledExtract(KEM_SUITE, EMPTY, "dkp_prk", keyMaterial);
        for (int counter = 0; counter < 256; counter++) {
            byte[] candidate = labeledExpand(
                    KEM_SUITE, pseudoRandomKey, "candidate", new byte[] {(byte) counter}, P256.SCALAR_BYTES);
            if (P256.isScalar(candidate)) {
                Arrays.fill(pseudoRandomKey, (byte) 0);
                HpkeKeyPair pair = HpkeKeyPair.ofPrivate(candidate);
                Arrays.fill(candidate, (byte) 0);
                return pair;
            }
        }
        throw new IllegalStateException("256 candidates above the order of P-256: SHA-256 is broken");
    }

    /**
     * EncryptWithLabel.
     *
     * @param publicKey the receiver's public key, already {@linkplain P256#requirePoint checked}
     * @param label the label without its prefix
     * @param context the context
     * @param plaintext what to encrypt
     * @param random the source of the ephemeral key
     * @return the encapsulated key and the ciphertext
     */
    public static HpkeCiphertext encryptWithLabel(
            byte[] publicKey, String label, byte[] context, byte[] plaintext, SecureRandom random) {
        byte[] ephemeral = P256.randomScalar(random);
        byte[] kemOutput = P256.publicKey(ephemeral);
        byte[] shared = P256.ephemeralDh(ephemeral, publicKey);
        Arrays.fill(ephemeral, (byte) 0);
        AeadKey key = schedule(shared, kemOutput, publicKey, encryptContext(label, context));
        try {
            return new HpkeCiphertext(kemOutput, key.seal(plaintext));
        } finally {
            key.wipe();
        }
    }

    /**
     * DecryptWithLabel.
     *
     * @param pair the receiver's key pair
     * @param label the label without its prefix
     * @param context the context
     * @param message the encapsulated key and the ciphertext
     * @return the plaintext
     * @throws MlsException if the encapsulated key is not a point or the ciphertext does not authenticate
     */
    public static byte[] decryptWithLabel(HpkeKeyPair pair, String label, byte[] context, HpkeCiphertext message)
            throws MlsException {
        P256.requirePoint(message.kemOutput, "encapsulated key");
        byte[] shared = Jca.ecdh(pair.privateKey(), message.kemOutput);
        AeadKey key = schedule(shared, message.kemOutput, pair.publicKey(), encryptContext(label, context));
        try {
            return key.open(message.ciphertext);
        } catch (MlsException e) {
            throw new MlsException(Reason.DECRYPTION_FAILED, "an HPKE ciphertext (" + label + ") does not decrypt");
        } finally {
            key.wipe();
        }
    }

    private static byte[] encryptContext(String label, byte[] context) {
        return new MlsWriter(64 + context.length)
                .vector(Kdf.prefixed(label))
                .vector(context)
                .toBytes();
    }

    /** ExtractAndExpand of the KEM, then the key schedule of the base mode; wipes the Diffie-Hellman result. */
    private static AeadKey schedule(byte[] dh, byte[] kemOutput, byte[] publicKey, byte[] info) {
        byte[] kemContext = new MlsWriter(160).bytes(kemOutput).bytes(publicKey).toBytes();
        byte[] extracted = labeledExtract(KEM_SUITE, EMPTY, "eae_prk", dh);
        byte[] shared = labeledExpand(KEM_SUITE, extracted, "shared_secret", kemContext, Kdf.HASH_BYTES);
        byte[] context = new MlsWriter(80)
                .u8(0)
                .bytes(PSK_ID_HASH)
                .bytes(labeledExtract(HPKE_SUITE, EMPTY, "info_hash", info))
                .toBytes();
        byte[] secret = labeledExtract(HPKE_SUITE, shared, "secret", EMPTY);
        AeadKey key = new AeadKey(
                labeledExpand(HPKE_SUITE, secret, "key", context, AeadKey.KEY_BYTES),
                labeledExpand(HPKE_SUITE, secret, "base_nonce", context, AeadKey.NONCE_BYTES));
        Arrays.fill(dh, (byte) 0);
        Arrays.fill(extracted, (byte) 0);
        Arrays.fill(shared, (byte) 0);
        Arrays.fill(secret, (byte) 0);
        return key;
    }

    private static byte[] labeledExtract(byte[] suite, byte[] salt, String label, byte[] keyMaterial) {
        return Kdf.extract(salt, VERSION, suite, ascii(label), keyMaterial);
    }

    private static byte[] labeledExpand(byte[] suite, byte[] secret, String label, byte[] info, int length) {
        byte[] labeledInfo = new MlsWriter(64 + info.length)
                .u16(length)
                .bytes(VERSION)
                .bytes(suite)
                .bytes(ascii(label))
                .bytes(info)
                .toBytes();
        return Kdf.expand(secret, labeledInfo, length);
    }

    private static byte[] suite(String name, int... identifiers) {
        MlsWriter out = new MlsWriter(16).bytes(ascii(name));
        for (int identifier : identifiers) {
            out.u16(identifier);
        }
        return out.toBytes();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
