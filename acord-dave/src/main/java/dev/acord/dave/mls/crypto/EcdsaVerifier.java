package dev.acord.dave.mls.crypto;

import static dev.acord.dave.mls.crypto.P256Field.LIMBS;
import static dev.acord.dave.mls.crypto.P256Field.add;
import static dev.acord.dave.mls.crypto.P256Field.mul;
import static dev.acord.dave.mls.crypto.P256Field.reduce;
import static dev.acord.dave.mls.crypto.P256Field.scale;
import static dev.acord.dave.mls.crypto.P256Field.sqr;
import static dev.acord.dave.mls.crypto.P256Field.sub;

import java.math.BigInteger;

/**
 * ECDSA verification over P-256, in variable time: for public data only.
 *
 * <p>u1 G + u2 Q is one chain of doublings in Jacobian coordinates with two signed sliding windows; the result's x is
 * compared without leaving projective coordinates.
 */
final class EcdsaVerifier {

    private static final int BASE_WINDOW = 7;
    private static final int KEY_WINDOW = 5;

    /** G, 3 G, 5 G, ... 63 G with z = 1. */
    private static final Jacobian[] BASE = baseTable();

    private EcdsaVerifier() {}

    /**
     * Verifies one signature.
     *
     * @param point the public key, already checked to be on the curve
     * @param digest 32 bytes
     * @param r from 1 to n - 1
     * @param s from 1 to n - 1
     * @return true when the signature is valid
     */
    static boolean verify(byte[] point, byte[] digest, BigInteger r, BigInteger s) {
        BigInteger w = s.modInverse(P256.N);
        BigInteger u1 = new BigInteger(1, digest).multiply(w).mod(P256.N);
        BigInteger u2 = r.multiply(w).mod(P256.N);
        Jacobian key = new Jacobian();
        key.setAffine(P256Field.fromBytes(point, 1), P256Field.fromBytes(point, 33));
        Jacobian[] keyTable = oddMultiples(key, 1 << (KEY_WINDOW - 2));
        byte[] baseDigits = windows(P256.toBytes(u1), BASE_WINDOW);
        byte[] keyDigits = windows(P256.toBytes(u2), KEY_WINDOW);
        Jacobian sum = new Jacobian();
        for (int i = 256; i >= 0; i--) {
            sum.twice();
            sum.plusDigit(BASE, baseDigits[i]);
            sum.plusDigit(keyTable, keyDigits[i]);
        }
        return !sum.infinite && hasX(sum, r);
    }

    /** Whether x modulo n is r: x is r or, rarely, r + n. */
    private static boolean hasX(Jacobian point, BigInteger r) {
        long[] zz = new long[LIMBS];
        long[] difference = new long[LIMBS];
        sqr(zz, point.z);
        mul(difference, zz, P256Field.of(r));
        sub(difference, difference, point.x);
        if (P256Field.isZero(difference)) {
            return true;
        }
        BigInteger other = r.add(P256.N);
        if (other.compareTo(P256Field.P) >= 0) {
            return false;
        }
        mul(difference, zz, P256Field.of(other));
        sub(difference, difference, point.x);
        return P256Field.isZero(difference);
    }

    /** Signed digits, one a bit position: odd with magnitude below 2^(width - 1), or 0. */
    private static byte[] windows(byte[] scalar, int width) {
        byte[] digits = new byte[257];
        int carry = 0;
        int i = 0;
        while (i < 257) {
            if (bit(scalar, i) == carry) {
                i++;
                continue;
            }
            int digit = carry;
            for (int k = 0; k < width; k++) {
                digit += bit(scalar, i + k) << k;
            }
            carry = digit >> (width - 1) & 1;
            digits[i] = (byte) (digit - (carry << width));
            i += width;
        }
        return digits;
    }

    private static int bit(byte[] scalar, int index) {
        return index > 255 ? 0 : scalar[31 - (index >> 3)] >> (index & 7) & 1;
    }

    private static Jacobian[] oddMultiples(Jacobian point, int count) {
        Jacobian two = new Jacobian();
        two.set(point);
        two.twice();
        two.cacheSquares();
        Jacobian[] table = new Jacobian[count];
        table[0] = point;
        for (int i = 1; i < count; i++) {
            table[i] = new Jacobian();
            table[i].set(table[i - 1]);
            table[i].plus(two, false);
        }
        for (Jacobian entry : table) {
            entry.cacheSquares();
        }
        return table;
    }

    private static Jacobian[] baseTable() {
        Jacobian base = new Jacobian();
        base.setAffine(P256Field.of(P256.GX), P256Field.of(P256.GY));
        Jacobian[] table = oddMultiples(base, 1 << (BASE_WINDOW - 2));
        // all z are inverted at the price of one: running products forth, the inverse back
        long[][] products = new long[table.length][LIMBS];
        P256Field.copy(products[0], table[0].z);
        for (int i = 1; i < table.length; i++) {
            mul(products[i], products[i - 1], table[i].z);
        }
        long[] inverse = new long[LIMBS];
        P256Field.invert(inverse, products[table.length - 1]);
        long[] own = new long[LIMBS];
        for (int i = table.length - 1; i >= 0; i--) {
            mul(own, inverse, i == 0 ? P256Field.ONE : products[i - 1]);
            mul(inverse, inverse, table[i].z);
            table[i].normalize(own);
        }
        return table;
    }

    /** A point (x / z^2, y / z^3), and room to calculate. */
    private static final class Jacobian {
        final long[] x = new long[LIMBS];
        final long[] y = new long[LIMBS];
        final long[] z = new long[LIMBS];
        final long[] zz = new long[LIMBS];
        final long[] zzz = new long[LIMBS];
        boolean infinite = true;
        boolean affine;

        private final long[] a = new long[LIMBS];
        private final long[] b = new long[LIMBS];
        private final long[] c = new long[LIMBS];
        private final long[] d = new long[LIMBS];
        private final long[] e = new long[LIMBS];
        private final long[] f = new long[LIMBS];

        void setAffine(long[] affineX, long[] affineY) {
            P256Field.copy(x, affineX);
            P256Field.copy(y, affineY);
            P256Field.copy(z, P256Field.ONE);
            infinite = false;
        }

        void set(Jacobian other) {
            P256Field.copy(x, other.x);
            P256Field.copy(y, other.y);
            P256Field.copy(z, other.z);
            infinite = other.infinite;
        }

        void cacheSquares() {
            sqr(zz, z);
            mul(zzz, zz, z);
        }

        void normalize(long[] inverseOfZ) {
            sqr(a, inverseOfZ);
            mul(x, x, a);
            mul(a, a, inverseOfZ);
            mul(y, y, a);
            P256Field.copy(z, P256Field.ONE);
            affine = true;
        }

        void plusDigit(Jacobian[] table, int digit) {
            if (digit != 0) {
                plus(table[Math.abs(digit) >> 1], digit < 0);
            }
        }

        void twice() {
            if (infinite) {
                return;
            }
            sqr(a, z); // delta
            sqr(b, y); // gamma
            mul(c, x, b); // beta
            sub(d, x, a);
            add(e, x, a);
            mul(d, d, e);
            scale(d, d, 3); // alpha
            mul(z, y, z);
            add(z, z, z);
            reduce(z);
            sqr(x, d);
            scale(c, c, 4);
            sub(x, x, c);
            sub(x, x, c);
            reduce(x);
            sub(c, c, x);
            mul(y, d, c);
            sqr(b, b);
            scale(b, b, 8);
            sub(y, y, b);
            reduce(y);
        }

        /** Adds q, or its negative; q has its squares cached or is affine. */
        void plus(Jacobian q, boolean negative) {
            if (infinite) {
                set(q);
                if (negative) {
                    scale(y, y, -1);
                }
                return;
            }
            sqr(a, z);
            mul(b, q.x, a); // u2
            mul(c, a, z);
            mul(c, q.y, c); // s2
            if (negative) {
                scale(c, c, -1);
            }
            long[] u1 = x;
            long[] s1 = y;
            if (!q.affine) {
                mul(d, x, q.zz);
                mul(e, y, q.zzz);
                u1 = d;
                s1 = e;
            }
            sub(b, b, u1); // h
            sub(c, c, s1); // r
            if (P256Field.isZero(b)) {
                plusSameX(c);
                return;
            }
            mul(z, z, b);
            if (!q.affine) {
                mul(z, z, q.z);
            }
            sqr(a, b); // hh
            mul(b, b, a); // hhh
            mul(a, u1, a); // v
            mul(f, s1, b);
            sqr(x, c);
            sub(x, x, b);
            sub(x, x, a);
            sub(x, x, a);
            reduce(x);
            sub(a, a, x);
            mul(y, c, a);
            sub(y, y, f);
            reduce(y);
        }

        private void plusSameX(long[] differenceOfY) {
            if (P256Field.isZero(differenceOfY)) {
                twice();
            } else {
                infinite = true;
            }
        }
    }
}
