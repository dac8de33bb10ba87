package dev.acord.dave.mls.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.dave.mls.codec.MlsException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Our P-256 against BigInteger arithmetic and against the JDK's own implementation. */
class P256Test {

    private static final long SEED = 20260417L;

    @Test
    void fieldOperationsAgreeWithBigIntegers() {
        Random random = new Random(SEED);
        for (int i = 0; i < 3000; i++) {
            BigInteger a = edgeOrRandom(random);
            BigInteger b = edgeOrRandom(random);
            long[] x = P256Field.of(a);
            long[] y = P256Field.of(b);
            long[] r = new long[P256Field.LIMBS];
            P256Field.mul(r, x, y);
            assertEquals(a.multiply(b).mod(P256Field.P), value(r), () -> a + " * " + b);
            P256Field.sqr(r, x);
            assertEquals(a.multiply(a).mod(P256Field.P), value(r), () -> a + " squared");
            P256Field.sub(r, x, y);
            P256Field.scale(r, r, 8);
            assertEquals(a.subtract(b).shiftLeft(3).mod(P256Field.P), value(r), () -> "8 (" + a + " - " + b + ")");
            P256Field.reduce(r);
            P256Field.sqr(r, r);
            assertEquals(a.subtract(b).shiftLeft(3).pow(2).mod(P256Field.P), value(r), () -> "its square");
        }
    }

    @Test
    void operationsKeepTheirBoundsWithTheLargestInputsThatTheyPromiseToTake() {
        Random random = new Random(SEED);
        long[] r = new long[P256Field.LIMBS];
        for (int i = 0; i < 2000; i++) {
            BigInteger a = edgeOrRandom(random);
            BigInteger b = edgeOrRandom(random);
            long[] x = P256Field.of(a);
            long[] y = P256Field.of(b);
            P256Field.scale(x, x, i % 2 == 0 ? 14 : -14);
            P256Field.scale(y, y, i % 3 == 0 ? 14 : -14);
            P256Field.mul(r, x, y);
            int sign = (i % 2 == 0) == (i % 3 == 0) ? 196 : -196;
            assertEquals(a.multiply(b).multiply(BigInteger.valueOf(sign)).mod(P256Field.P), value(r));
            P256Field.sqr(r, x);
            assertEquals(a.multiply(a).multiply(BigInteger.valueOf(196)).mod(P256Field.P), value(r));
        }
    }

    @Test
    void inversesMultiplyToOne() {
        Random random = new Random(SEED);
        for (int i = 0; i < 50; i++) {
            BigInteger a = edgeOrRandom(random).max(BigInteger.ONE);
            long[] r = new long[P256Field.LIMBS];
            P256Field.invert(r, P256Field.of(a));
            assertEquals(a.modInverse(P256Field.P), value(r));
        }
    }

    @Test
    void publicKeysAreThoseOfTheJdk() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        for (int i = 0; i < 50; i++) {
            KeyPair pair = generator.generateKeyPair();
            byte[] scalar = P256.toBytes(((ECPrivateKey) pair.getPrivate()).getS());
            assertArrayEquals(encoded(pair), P256.publicKey(scalar));
        }
    }

    @Test
    void edgeScalarsGiveTheRightMultiples() {
        byte[] one = P256.publicKey(P256.toBytes(BigInteger.ONE));
        byte[] minusOne = P256.publicKey(P256.toBytes(P256.N.subtract(BigInteger.ONE)));
        assertEquals(P256.GX, new BigInteger(1, one, 1, 32));
        assertEquals(P256.GY, new BigInteger(1, one, 33, 32));
        assertEquals(P256.GX, new BigInteger(1, minusOne, 1, 32));
        assertEquals(P256Field.P.subtract(P256.GY), new BigInteger(1, minusOne, 33, 32));
        for (int shift = 0; shift < 256; shift++) {
            byte[] scalar = P256.toBytes(BigInteger.ONE.shiftLeft(shift));
            P256Point base = new P256Point(P256Field.of(P256.GX), P256Field.of(P256.GY));
            assertArrayEquals(base.multiply(scalar).encode(), P256.publicKey(scalar));
        }
    }

    @Test
    void sharedSecretsAreThoseOfTheJdk() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        for (int i = 0; i < 50; i++) {
            KeyPair a = generator.generateKeyPair();
            KeyPair b = generator.generateKeyPair();
            byte[] scalar = P256.toBytes(((ECPrivateKey) a.getPrivate()).getS());
            assertArrayEquals(Jca.ecdh(scalar, encoded(b)), P256.ephemeralDh(scalar, encoded(b)));
        }
    }

    @Test
    void signaturesOfTheJdkVerifyAndChangedOnesDoNot() throws Exception {
        java.security.SecureRandom source = java.security.SecureRandom.getInstance("SHA1PRNG");
        source.setSeed(SEED);
        Random random = new Random(SEED);
        for (int i = 0; i < 200; i++) {
            SignatureKeyPair pair = SignatureKeyPair.generate(source);
            byte[] content = ("message " + i).getBytes(StandardCharsets.UTF_8);
            byte[] signature = pair.sign("test", content, source);
            Signatures.verify(pair.publicKey(), "test", content, signature);
            assertThrows(MlsException.class, () -> Signatures.verify(pair.publicKey(), "other", content, signature));
            byte[] changed = signature.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThrows(MlsException.class, () -> Signatures.verify(pair.publicKey(), "test", content, changed));
        }
    }

    @Test
    void aSignatureWhoseTermsMeetInTheSamePointVerifies() {
        // with Q = G the windows of both scalars run over the same multiples, so additions meet equal and opposite
        // points
        byte[] base = P256.publicKey(P256.toBytes(BigInteger.ONE));
        Random random = new Random(SEED);
        for (int i = 0; i < 40; i++) {
            BigInteger k = new BigInteger(i < 20 ? 8 : 255, random).add(BigInteger.TWO);
            BigInteger r = new BigInteger(1, P256.publicKey(P256.toBytes(k)), 1, 32).mod(P256.N);
            BigInteger e = i % 2 == 0 ? new BigInteger(250, random) : r;
            BigInteger s = k.modInverse(P256.N).multiply(e.add(r)).mod(P256.N);
            assertTrue(EcdsaVerifier.verify(base, P256.toBytes(e), r, s), "k = " + k);
            assertFalse(EcdsaVerifier.verify(base, P256.toBytes(e.add(BigInteger.ONE)), r, s), "k = " + k);
        }
        // e = -r gives the neutral element, which is never a valid signature
        BigInteger r = P256.GX.mod(P256.N);
        assertFalse(EcdsaVerifier.verify(base, P256.toBytes(P256.N.subtract(r)), r, BigInteger.ONE));
    }

    @Test
    void looseDerIsRefused() throws Exception {
        java.security.SecureRandom source = java.security.SecureRandom.getInstance("SHA1PRNG");
        source.setSeed(SEED);
        SignatureKeyPair pair = SignatureKeyPair.generate(source);
        byte[] content = new byte[3];
        byte[] good = pair.sign("test", content, source);
        byte[] trailing = java.util.Arrays.copyOf(good, good.length + 1);
        byte[] longForm = new byte[good.length + 1];
        longForm[0] = 0x30;
        longForm[1] = (byte) 0x81;
        longForm[2] = (byte) (good.length - 2);
        System.arraycopy(good, 2, longForm, 3, good.length - 2);
        for (byte[] bad : new byte[][] {trailing, longForm, {}, {0x30}, {0x30, 6, 2, 1, 0, 2, 1, 1}, new byte[8]}) {
            assertThrows(MlsException.class, () -> Signatures.verify(pair.publicKey(), "test", content, bad));
        }
    }

    @Test
    void pointsOffTheCurveAndOtherEncodingsAreRefused() throws Exception {
        byte[] good = P256.publicKey(P256.toBytes(BigInteger.TEN));
        P256.requirePoint(good, "key");
        byte[] offCurve = good.clone();
        offCurve[64] ^= 1;
        byte[] compressed = java.util.Arrays.copyOf(good, 33);
        compressed[0] = 2;
        byte[] tooLarge = good.clone();
        java.util.Arrays.fill(tooLarge, 1, 33, (byte) 0xff);
        for (byte[] bad : new byte[][] {offCurve, compressed, tooLarge, {}, {4}, new byte[65]}) {
            MlsException e = assertThrows(MlsException.class, () -> P256.requirePoint(bad, "key"));
            assertEquals(MlsException.Reason.INVALID_KEY, e.reason());
        }
    }

    private static BigInteger edgeOrRandom(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> BigInteger.valueOf(random.nextInt(4));
            case 1 -> P256Field.P.subtract(BigInteger.valueOf(1 + random.nextInt(4)));
            case 2 -> BigInteger.ONE.shiftLeft(random.nextInt(256)).mod(P256Field.P);
            default -> new BigInteger(256, random).mod(P256Field.P);
        };
    }

    private static BigInteger value(long[] element) {
        byte[] bytes = new byte[32];
        P256Field.toBytes(element, bytes, 0);
        return new BigInteger(1, bytes);
    }

    private static byte[] encoded(KeyPair pair) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        byte[] encoded = new byte[65];
        encoded[0] = 4;
        System.arraycopy(P256.toBytes(key.getW().getAffineX()), 0, encoded, 1, 32);
        System.arraycopy(P256.toBytes(key.getW().getAffineY()), 0, encoded, 33, 32);
        return encoded;
    }
}
