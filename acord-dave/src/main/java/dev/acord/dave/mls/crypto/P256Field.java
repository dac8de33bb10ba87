package dev.acord.dave.mls.crypto;

import java.math.BigInteger;

/**
 * Arithmetic modulo p = 2^256 - 2^224 + 2^192 + 2^96 - 1, without branches or memory accesses that depend on values.
 *
 * <p>An element is five signed limbs of 52 bits, least significant first, in Montgomery form with R = 2^260. Limbs and
 * values may run over: additions and subtractions neither carry nor reduce. The caller keeps the bounds, which are
 * stated in units of V = 2^256:
 *
 * <ul>
 *   <li>{@link #reduce} takes limbs below 2^58 and gives a value below 1.001 V, also in magnitude;
 *   <li>{@link #mul} of values of a V and b V gives at most (a b / 16 + 1) V, for a and b up to 60 and limbs below 2^57.
 * </ul>
 *
 * <p>With p = -1 modulo 2^96, the Montgomery factor of a limb is the limb itself, and its product with p is five
 * shifts: the reduction needs no multiplication.
 */
final class P256Field {

    static final int LIMBS = 5;

    static final BigInteger P = BigInteger.ONE
            .shiftLeft(256)
            .subtract(BigInteger.ONE.shiftLeft(224))
            .add(BigInteger.ONE.shiftLeft(192))
            .add(BigInteger.ONE.shiftLeft(96))
            .subtract(BigInteger.ONE);

    private static final long MASK = (1L << 52) - 1;
    private static final long TOP_MASK = (1L << 48) - 1;

    /** The limbs of p. */
    private static final long[] P_LIMBS = limbs(P);

    /** The factor that brings a value into Montgomery form: R^2 modulo p. */
    private static final long[] R_SQUARED = limbs(BigInteger.ONE.shiftLeft(520).mod(P));

    /** One, as an integer and not in Montgomery form. */
    private static final long[] PLAIN_ONE = limbs(BigInteger.ONE);

    /** One in Montgomery form. */
    static final long[] ONE = limbs(BigInteger.ONE.shiftLeft(260).mod(P));

    private static final BigInteger P_MINUS_TWO = P.subtract(BigInteger.TWO);

    private P256Field() {}

    /** The Montgomery form of a number from 0 to p - 1. */
    static long[] of(BigInteger value) {
        return fromBytes(P256.toBytes(value), 0);
    }

    /** The Montgomery form of 32 bytes, big-endian, below p. */
    static long[] fromBytes(byte[] bytes, int offset) {
        long[] plain = new long[LIMBS];
        for (int bit = 0; bit < 256; bit += 8) {
            long value = bytes[offset + 31 - bit / 8] & 0xff;
            int limb = bit / 52;
            int shift = bit % 52;
            plain[limb] |= value << shift & MASK;
            if (shift > 44) {
                plain[limb + 1] |= value >> (52 - shift);
            }
        }
        mul(plain, plain, R_SQUARED);
        return plain;
    }

    /** The 32 bytes, big-endian, of an element in Montgomery form. */
    static void toBytes(long[] element, byte[] target, int offset) {
        long[] plain = new long[LIMBS];
        mul(plain, element, PLAIN_ONE);
        canonical(plain);
        for (int bit = 0; bit < 256; bit += 8) {
            int limb = bit / 52;
            int shift = bit % 52;
            long value = plain[limb] >>> shift;
            if (shift > 44) {
                value |= plain[limb + 1] << (52 - shift);
            }
            target[offset + 31 - bit / 8] = (byte) value;
        }
    }

    static void add(long[] r, long[] a, long[] b) {
        r[0] = a[0] + b[0];
        r[1] = a[1] + b[1];
        r[2] = a[2] + b[2];
        r[3] = a[3] + b[3];
        r[4] = a[4] + b[4];
    }

    static void sub(long[] r, long[] a, long[] b) {
        r[0] = a[0] - b[0];
        r[1] = a[1] - b[1];
        r[2] = a[2] - b[2];
        r[3] = a[3] - b[3];
        r[4] = a[4] - b[4];
    }

    /** Multiplies by a small number, without a carry. */
    static void scale(long[] r, long[] a, int factor) {
        r[0] = a[0] * factor;
        r[1] = a[1] * factor;
        r[2] = a[2] * factor;
        r[3] = a[3] * factor;
        r[4] = a[4] * factor;
    }

    static void copy(long[] r, long[] a) {
        System.arraycopy(a, 0, r, 0, LIMBS);
    }

    /** Brings the value to about 0..V again; the limbs stay within 53 bits. */
    static void reduce(long[] r) {
        long r1 = r[1] + (r[0] >> 52);
        long r2 = r[2] + (r1 >> 52);
        long r3 = r[3] + (r2 >> 52);
        long r4 = r[4] + (r3 >> 52);
        long top = r4 >> 48;
        // 2^256 = 2^224 - 2^192 - 2^96 + 1 modulo p
        r[0] = (r[0] & MASK) + top;
        r[1] = (r1 & MASK) - (top << 44);
        r[2] = r2 & MASK;
        r[3] = (r3 & MASK) - (top << 36);
        r[4] = (r4 & TOP_MASK) + (top << 16);
    }

    /** Whether the element is zero modulo p; for public values. */
    static boolean isZero(long[] element) {
        long[] copy = element.clone();
        canonical(copy);
        return (copy[0] | copy[1] | copy[2] | copy[3] | copy[4]) == 0;
    }

    /** The representative from 0 to p - 1, with limbs of exactly 52 bits. */
    static void canonical(long[] r) {
        reduce(r);
        addMasked(r, -1L); // makes a small negative value positive
        for (int i = 0; i < 3; i++) {
            subtractIfNotBelow(r);
        }
    }

    private static void addMasked(long[] r, long mask) {
        long carry = 0;
        for (int i = 0; i < LIMBS; i++) {
            long sum = r[i] + (P_LIMBS[i] & mask) + carry;
            carry = sum >> 52;
            r[i] = i < LIMBS - 1 ? sum & MASK : sum;
        }
    }

    private static void subtractIfNotBelow(long[] r) {
        for (int i = 0; i < LIMBS; i++) {
            r[i] -= P_LIMBS[i];
        }
        long borrow = 0;
        for (int i = 0; i < LIMBS; i++) {
            borrow = (r[i] + borrow) >> 52;
        }
        addMasked(r, borrow >> 63);
    }

    /** r = a^-1, by Fermat's theorem: the exponent is public. */
    static void invert(long[] r, long[] a) {
        long[] base = a.clone();
        long[] result = ONE.clone();
        for (int i = P_MINUS_TWO.bitLength() - 1; i >= 0; i--) {
            sqr(result, result);
            if (P_MINUS_TWO.testBit(i)) {
                mul(result, result, base);
            }
        }
        copy(r, result);
    }

    /** r = a b / R. */
    static void mul(long[] r, long[] a, long[] b) {
        long b0 = b[0];
        long b1 = b[1];
        long b2 = b[2];
        long b3 = b[3];
        long b4 = b[4];
        // a b / 2^52 is the upper half of (a 2^6) (b 2^6)
        long h0 = b0 << 6;
        long h1 = b1 << 6;
        long h2 = b2 << 6;
        long h3 = b3 << 6;
        long h4 = b4 << 6;
        long t0 = 0;
        long t1 = 0;
        long t2 = 0;
        long t3 = 0;
        long t4 = 0;
        for (int i = 0; i < LIMBS; i++) {
            long x = a[i];
            long y = x << 6;
            t0 += x * b0 & MASK;
            t1 += (x * b1 & MASK) + Math.multiplyHigh(y, h0);
            t2 += (x * b2 & MASK) + Math.multiplyHigh(y, h1);
            t3 += (x * b3 & MASK) + Math.multiplyHigh(y, h2);
            t4 += (x * b4 & MASK) + Math.multiplyHigh(y, h3);
            long t5 = Math.multiplyHigh(y, h4);
            // adding m p makes the lowest limb zero; then everything moves down by one limb
            long m = t0 & MASK;
            t0 = t1 + (t0 >> 52) + (m << 44 & MASK);
            t1 = t2 + (m >>> 8);
            t2 = t3 + (m << 36 & MASK);
            t3 = t4 + (m >>> 16) - (m << 16 & MASK) + (m << 48 & MASK);
            t4 = t5 - (m >>> 36) + (m >>> 4);
        }
        store(r, t0, t1, t2, t3, t4);
    }

    /** r = a^2 / R. */
    static void sqr(long[] r, long[] a) {
        long a0 = a[0];
        long a1 = a[1];
        long a2 = a[2];
        long a3 = a[3];
        long a4 = a[4];
        long h0 = a0 << 6;
        long h1 = a1 << 6;
        long h2 = a2 << 6;
        long h3 = a3 << 6;
        long h4 = a4 << 6;
        long c0 = a0 * a0 & MASK;
        long c1 = ((a0 * a1 & MASK) << 1) + Math.multiplyHigh(h0, h0);
        long c2 = (((a0 * a2 & MASK) + Math.multiplyHigh(h0, h1)) << 1) + (a1 * a1 & MASK);
        long c3 = (((a0 * a3 & MASK) + (a1 * a2 & MASK) + Math.multiplyHigh(h0, h2)) << 1) + Math.multiplyHigh(h1, h1);
        long c4 = (((a0 * a4 & MASK) + (a1 * a3 & MASK) + Math.multiplyHigh(h0, h3) + Math.multiplyHigh(h1, h2)) << 1)
                + (a2 * a2 & MASK);
        long c5 = (((a1 * a4 & MASK) + (a2 * a3 & MASK) + Math.multiplyHigh(h0, h4) + Math.multiplyHigh(h1, h3)) << 1)
                + Math.multiplyHigh(h2, h2);
        long c6 = (((a2 * a4 & MASK) + Math.multiplyHigh(h1, h4) + Math.multiplyHigh(h2, h3)) << 1) + (a3 * a3 & MASK);
        long c7 = (((a3 * a4 & MASK) + Math.multiplyHigh(h2, h4)) << 1) + Math.multiplyHigh(h3, h3);
        long c8 = (Math.multiplyHigh(h3, h4) << 1) + (a4 * a4 & MASK);
        long c9 = Math.multiplyHigh(h4, h4);
        long m = c0 & MASK;
        c1 += (c0 >> 52) + (m << 44 & MASK);
        c2 += m >>> 8;
        c3 += m << 36 & MASK;
        c4 += (m >>> 16) - (m << 16 & MASK) + (m << 48 & MASK);
        c5 += (m >>> 4) - (m >>> 36);
        m = c1 & MASK;
        c2 += (c1 >> 52) + (m << 44 & MASK);
        c3 += m >>> 8;
        c4 += m << 36 & MASK;
        c5 += (m >>> 16) - (m << 16 & MASK) + (m << 48 & MASK);
        c6 += (m >>> 4) - (m >>> 36);
        m = c2 & MASK;
        c3 += (c2 >> 52) + (m << 44 & MASK);
        c4 += m >>> 8;
        c5 += m << 36 & MASK;
        c6 += (m >>> 16) - (m << 16 & MASK) + (m << 48 & MASK);
        c7 += (m >>> 4) - (m >>> 36);
        m = c3 & MASK;
        c4 += (c3 >> 52) + (m << 44 & MASK);
        c5 += m >>> 8;
        c6 += m << 36 & MASK;
        c7 += (m >>> 16) - (m << 16 & MASK) + (m << 48 & MASK);
        c8 += (m >>> 4) - (m >>> 36);
        m = c4 & MASK;
        c5 += (c4 >> 52) + (m << 44 & MASK);
        c6 += m >>> 8;
        c7 += m << 36 & MASK;
        c8 += (m >>> 16) - (m << 16 & MASK) + (m << 48 & MASK);
        c9 += (m >>> 4) - (m >>> 36);
        store(r, c5, c6, c7, c8, c9);
    }

    private static void store(long[] r, long t0, long t1, long t2, long t3, long t4) {
        long u1 = t1 + (t0 >> 52);
        long u2 = t2 + (u1 >> 52);
        long u3 = t3 + (u2 >> 52);
        r[0] = t0 & MASK;
        r[1] = u1 & MASK;
        r[2] = u2 & MASK;
        r[3] = u3 & MASK;
        r[4] = t4 + (u3 >> 52);
    }

    private static long[] limbs(BigInteger value) {
        long[] limbs = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            limbs[i] = value.shiftRight(52 * i).longValue() & MASK;
        }
        return limbs;
    }
}
