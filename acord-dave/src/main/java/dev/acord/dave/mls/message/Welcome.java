package dev.acord.dave.mls.message;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsReader;
import dev.acord.dave.mls.codec.MlsWriter;
import dev.acord.dave.mls.crypto.AeadKey;
import dev.acord.dave.mls.crypto.Hpke;
import dev.acord.dave.mls.crypto.HpkeCiphertext;
import dev.acord.dave.mls.crypto.HpkeKeyPair;
import dev.acord.dave.mls.crypto.Kdf;
import dev.acord.dave.mls.tree.Capabilities;
import dev.acord.dave.mls.tree.RatchetTree;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A welcome (RFC 9420, section 12.4.3.1). Immutable. */
public final class Welcome {

    private static final String LABEL = "Welcome";

    private final List<Secrets> secrets;
    private final byte[] encryptedGroupInfo;

    private Welcome(List<Secrets> secrets, byte[] encryptedGroupInfo) {
        this.secrets = List.copyOf(secrets);
        this.encryptedGroupInfo = encryptedGroupInfo;
    }

    /** The group secrets for one new member. */
    private static final class Secrets {
        final byte[] keyPackageRef;
        final HpkeCiphertext ciphertext;

        Secrets(byte[] keyPackageRef, HpkeCiphertext ciphertext) {
            this.keyPackageRef = keyPackageRef;
            this.ciphertext = ciphertext;
        }
    }

    /** Collects the parts of a welcome. */
    public static final class Builder {
        private final List<Secrets> secrets = new ArrayList<>();
        private final byte[] encryptedGroupInfo;

        /**
         * Encrypts the group info.
         *
         * @param welcomeSecret the welcome secret of the new epoch
         * @param groupInfo the encoded, signed group info
         */
        public Builder(byte[] welcomeSecret, byte[] groupInfo) {
            AeadKey key = groupInfoKey(welcomeSecret);
            encryptedGroupInfo = key.seal(groupInfo);
            key.wipe();
        }

        /**
         * Encrypts the group secrets of one new member.
         *
         * @param keyPackage its key package
         * @param groupSecrets the encoded group secrets
         * @param random the source
         */
        public void add(KeyPackage keyPackage, byte[] groupSecrets, SecureRandom random) {
            HpkeCiphertext ciphertext =
                    Hpke.encryptWithLabel(keyPackage.initKey(), LABEL, encryptedGroupInfo, groupSecrets, random);
            secrets.add(new Secrets(keyPackage.ref(), ciphertext));
        }

        /**
         * The bare welcome, as DAVE sends it.
         *
         * @return the encoding
         */
        public byte[] encode() {
            return Welcome.encode(secrets, encryptedGroupInfo);
        }
    }

    /**
     * Parses a welcome, bare or in an MLSMessage: the first uint16 is the suite, 2, or the version, 1.
     *
     * @param data the encoding
     * @return the welcome
     * @throws MlsException if it is malformed or of another suite
     */
    public static Welcome parse(byte[] data) throws MlsException {
        MlsReader in = new MlsReader(data);
        if (data.length >= 2 && data[0] == 0 && data[1] == WireFormat.VERSION) {
            WireFormat.require(in, WireFormat.WELCOME);
        }
        int at = in.offset();
        int suite = in.u16();
        if (suite != Capabilities.SUITE_P256) {
            throw new MlsException(Reason.UNSUPPORTED, at, "a welcome of suite " + suite);
        }
        MlsReader list = in.vectorReader();
        List<Secrets> secrets = new ArrayList<>();
        while (list.hasRemaining()) {
            if (secrets.size() == RatchetTree.MAX_LEAVES) {
                throw new MlsException(Reason.TOO_LARGE, list.offset(), "a welcome for too many members");
            }
            secrets.add(new Secrets(list.vector(), HpkeCiphertext.read(list)));
        }
        Welcome welcome = new Welcome(secrets, in.vector());
        in.finish();
        return welcome;
    }

    /**
     * Whether a key package is among those that the welcome is for.
     *
     * @param keyPackageRef its reference
     * @return true when it is
     */
    public boolean isFor(byte[] keyPackageRef) {
        return secrets.stream().anyMatch(entry -> Arrays.equals(entry.keyPackageRef, keyPackageRef));
    }

    /**
     * How many new members the welcome is for.
     *
     * @return the number of group secrets in it
     */
    public int recipients() {
        return secrets.size();
    }

    /**
     * The part of the welcome that one new member needs, as a delivery service passes it on.
     *
     * @param keyPackageRef the reference of its key package
     * @return a bare welcome with the group secrets for it only
     * @throws MlsException if the welcome is not for that key package
     */
    public byte[] subset(byte[] keyPackageRef) throws MlsException {
        for (Secrets entry : secrets) {
            if (Arrays.equals(entry.keyPackageRef, keyPackageRef)) {
                return encode(List.of(entry), encryptedGroupInfo);
            }
        }
        throw new MlsException(Reason.NOT_FOR_US, "the welcome is not for this key package");
    }

    private static byte[] encode(List<Secrets> secrets, byte[] encryptedGroupInfo) {
        MlsWriter list = new MlsWriter(256 * secrets.size());
        for (Secrets entry : secrets) {
            list.vector(entry.keyPackageRef);
            entry.ciphertext.write(list);
        }
        return new MlsWriter(256 * secrets.size() + encryptedGroupInfo.length + 16)
                .u16(Capabilities.SUITE_P256)
                .vector(list)
                .vector(encryptedGroupInfo)
                .toBytes();
    }

    /**
     * Decrypts the group secrets.
     *
     * @param keyPackageRef the reference of our key package
     * @param initPair its init key pair
     * @return the secrets
     * @throws MlsException if it is not for that key package, does not decrypt or is malformed
     */
    public GroupSecrets decryptSecrets(byte[] keyPackageRef, HpkeKeyPair initPair) throws MlsException {
        for (Secrets entry : secrets) {
            if (Arrays.equals(entry.keyPackageRef, keyPackageRef)) {
                byte[] plaintext = Hpke.decryptWithLabel(initPair, LABEL, encryptedGroupInfo, entry.ciphertext);
                try {
                    return GroupSecrets.parse(plaintext);
                } finally {
                    Arrays.fill(plaintext, (byte) 0);
                }
            }
        }
        throw new MlsException(Reason.NOT_FOR_US, "the welcome is not for this key package");
    }

    /**
     * Decrypts the group info.
     *
     * @param welcomeSecret the welcome secret
     * @return the group info, not yet verified
     * @throws MlsException if it does not decrypt or is malformed
     */
    public GroupInfo decryptGroupInfo(byte[] welcomeSecret) throws MlsException {
        AeadKey key = groupInfoKey(welcomeSecret);
        try {
            return GroupInfo.parse(key.open(encryptedGroupInfo));
        } finally {
            key.wipe();
        }
    }

    private static AeadKey groupInfoKey(byte[] welcomeSecret) {
        return new AeadKey(
                Kdf.expandWithLabel(welcomeSecret, "key", new byte[0], AeadKey.KEY_BYTES),
                Kdf.expandWithLabel(welcomeSecret, "nonce", new byte[0], AeadKey.NONCE_BYTES));
    }
}
