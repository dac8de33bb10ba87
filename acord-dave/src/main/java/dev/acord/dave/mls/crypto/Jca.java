package dev.acord.dave.mls.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/**
 * The JDK's elliptic curve operations, on raw keys. The JDK keeps scalars in immutable objects, so a copy of the private
 * key stays on the heap until the garbage collector takes it.
 */
final class Jca {

    private static final ECParameterSpec P256_PARAMETERS = parameters();

    private Jca() {}

    /** ECDH: the shared x coordinate, 32 bytes. */
    static byte[] ecdh(byte[] scalar, byte[] point) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(privateKey(scalar));
            agreement.doPhase(publicKey(point), true);
            return agreement.generateSecret();
        } catch (GeneralSecurityException e) {
            throw Kdf.missing(e);
        }
    }

    /** ECDSA with SHA-256: a signature in DER. */
    static byte[] sign(byte[] scalar, byte[] content, SecureRandom random) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(privateKey(scalar), random);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw Kdf.missing(e);
        }
    }

    private static PrivateKey privateKey(byte[] scalar) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(new BigInteger(1, scalar), P256_PARAMETERS));
    }

    private static PublicKey publicKey(byte[] point) throws GeneralSecurityException {
        BigInteger x = new BigInteger(1, Arrays.copyOfRange(point, 1, 33));
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(point, 33, 65));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), P256_PARAMETERS));
    }

    private static ECParameterSpec parameters() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw Kdf.missing(e);
        }
    }
}
