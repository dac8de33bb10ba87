package dev.acord.dave.mls.crypto;

import dev.acord.dave.mls.codec.MlsException;
import dev.acord.dave.mls.codec.MlsException.Reason;
import dev.acord.dave.mls.codec.MlsWriter;
import java.math.BigInteger;
import java.util.Arrays;

/** Verification of signatures with labels (RFC 9420, section 5.1.2). Thread safe. */
public final class Signatures {

    private Signatures() {}

    /**
     * VerifyWithLabel.
     *
     * @param publicKey the signer's key, already {@linkplain P256#requirePoint checked}
     * @param label the label without its prefix
     * @param content what was signed
     * @param signature the signature in DER
     * @throws MlsException with the reason BAD_SIGNATURE if it does not verify
     */
    public static void verify(byte[] publicKey, String label, byte[] content, byte[] signature) throws MlsException {
        BigInteger[] rs = parseDer(signature);
        if (rs.length == 0 || !EcdsaVerifier.verify(publicKey, Kdf.hash(content(label, content)), rs[0], rs[1])) {
            throw new MlsException(Reason.BAD_SIGNATURE, "the signature (" + label + ") does not verify");
        }
    }

    /** SignContent. */
    static byte[] content(String label, byte[] content) {
        return new MlsWriter(64 + content.length)
                .vector(Kdf.prefixed(label))
                .vector(content)
                .toBytes();
    }

    /** A SEQUENCE of two INTEGERs in DER: r and s, both from 1 to n - 1; or nothing when it is anything else. */
    private static BigInteger[] parseDer(byte[] der) {
        // shortest is 30 06 02 01 r 02 01 s; with r and s below 2^256, no length needs its long form
        if (der.length < 8 || der.length > 72 || der[0] != 0x30 || der[1] != der.length - 2) {
            return new BigInteger[0];
        }
        int secondAt = 4 + der[3];
        if (der[3] < 1 || secondAt > der.length - 3 || secondAt + 2 + der[secondAt + 1] != der.length) {
            return new BigInteger[0];
        }
        if (!isScalarInDer(der, 2) || !isScalarInDer(der, secondAt)) {
            return new BigInteger[0];
        }
        return new BigInteger[] {integer(der, 2), integer(der, secondAt)};
    }

    /** An INTEGER in its shortest form, from 1 to n - 1. Its length is known to fit. */
    private static boolean isScalarInDer(byte[] der, int at) {
        int length = der[at + 1];
        if (der[at] != 2 || length < 1 || der[at + 2] < 0) {
            return false;
        }
        boolean padded = length > 1 && der[at + 2] == 0 && der[at + 3] >= 0;
        BigInteger value = integer(der, at);
        return !padded && value.signum() > 0 && value.compareTo(P256.N) < 0;
    }

    private static BigInteger integer(byte[] der, int at) {
        return new BigInteger(Arrays.copyOfRange(der, at + 2, at + 2 + der[at + 1]));
    }
}
