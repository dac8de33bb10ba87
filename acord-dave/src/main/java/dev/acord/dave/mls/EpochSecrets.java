package dev.acord.dave.mls;

import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.message.GroupContext;
import java.util.Arrays;

/** The key schedule (RFC 9420, section 8), as far as it is used. Owner of its secrets: wipe it. */
final class EpochSecrets {

    /** The PSK secret of an epoch without pre-shared keys. */
    static final byte[] NO_PSK = new byte[Kdf.HASH_BYTES];

    private final byte[] initSecret;
    private final byte[] exporterSecret;
    private final byte[] confirmationKey;
    private final byte[] membershipKey;
    private final byte[] authenticator;

    private EpochSecrets(byte[] epochSecret) {
        initSecret = Kdf.deriveSecret(epochSecret, "init");
        exporterSecret = Kdf.deriveSecret(epochSecret, "exporter");
        confirmationKey = Kdf.deriveSecret(epochSecret, "confirm");
        membershipKey = Kdf.deriveSecret(epochSecret, "membership");
        authenticator = Kdf.deriveSecret(epochSecret, "authentication");
    }

    /** The joiner secret of the epoch after this one. */
    byte[] joinerSecret(byte[] commitSecret, GroupContext next) {
        return joinerSecret(initSecret, commitSecret, next);
    }

    static byte[] joinerSecret(byte[] initSecret, byte[] commitSecret, GroupContext next) {
        byte[] extracted = Kdf.extract(initSecret, commitSecret);
        byte[] joiner = Kdf.expandWithLabel(extracted, "joiner", next.encoded(), Kdf.HASH_BYTES);
        Arrays.fill(extracted, (byte) 0);
        return joiner;
    }

    static byte[] welcomeSecret(byte[] joinerSecret, byte[] pskSecret) {
        byte[] member = Kdf.extract(joinerSecret, pskSecret);
        byte[] welcome = Kdf.deriveSecret(member, "welcome");
        Arrays.fill(member, (byte) 0);
        return welcome;
    }

    static byte[] epochSecret(byte[] joinerSecret, byte[] pskSecret, GroupContext context) {
        byte[] member = Kdf.extract(joinerSecret, pskSecret);
        byte[] epoch = Kdf.expandWithLabel(member, "epoch", context.encoded(), Kdf.HASH_BYTES);
        Arrays.fill(member, (byte) 0);
        return epoch;
    }

    static EpochSecrets ofJoiner(byte[] joinerSecret, byte[] pskSecret, GroupContext context) {
        return ofEpoch(epochSecret(joinerSecret, pskSecret, context));
    }

    /** The secrets of an epoch secret, which is wiped. */
    static EpochSecrets ofEpoch(byte[] epochSecret) {
        EpochSecrets secrets = new EpochSecrets(epochSecret);
        Arrays.fill(epochSecret, (byte) 0);
        return secrets;
    }

    /** The confirmation tag (section 6.1). */
    byte[] confirmationTag(GroupContext context) {
        return Kdf.hmac(confirmationKey, context.confirmedTranscriptHash());
    }

    byte[] membershipKey() {
        return membershipKey;
    }

    byte[] authenticator() {
        return authenticator.clone();
    }

    /** The exporter (section 8.5). */
    byte[] export(String label, byte[] context, int length) {
        byte[] secret = Kdf.deriveSecret(exporterSecret, label);
        byte[] exported = Kdf.expandWithLabel(secret, "exported", Kdf.hash(context), length);
        Arrays.fill(secret, (byte) 0);
        return exported;
    }

    void wipe() {
        for (byte[] secret : new byte[][] {initSecret, exporterSecret, confirmationKey, membershipKey, authenticator}) {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
