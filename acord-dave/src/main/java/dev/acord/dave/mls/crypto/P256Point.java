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
 * Points of P-256 in homogeneous coordinates, for multiplications by secret scalars.
 *
 * <p>The sequence of operations and memory accesses is the same for every scalar and point: the addition is the complete
 * one for curves with a = -3 (Renes, Costello, Batina, "Complete addition formulas for prime order elliptic curves",
 * 2016), which has no special cases, and table entries are chosen by masking over the whole table.
 */
final class P256Point {

    /** The curve's b, in Montgomery form. */
    static final long[] B =
            P256Field.of(new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16));

    private static final int TEETH = 4;

    /** BASE[k] holds, at the index with bits i, the sum of all 2^(64 i + 32 k) G. */
    private static final P256Point[][] BASE = combTables();

    final long[] x = new long[LIMBS];
    final long[] y = new long[LIMBS];
    final long[] z = new long[LIMBS];

    /** The neutral element. */
    P256Point() {
        P256Field.copy(y, P256Field.ONE);
    }

    /** An affine point whose coordinates are in Montgomery form. */
    P256Point(long[] x, long[] y) {
        P256Field.copy(this.x, x);
        P256Field.copy(this.y, y);
        P256Field.copy(z, P256Field.ONE);
    }

    /** The base point times a scalar of 32 bytes, big-endian: a comb of four teeth in two tables. */
    static P256Point multiplyBase(byte[] scalar) {
        P256Point sum = new P256Point();
        P256Point chosen = new P256Point();
        Scratch scratch = new Scratch();
        for (int i = 31; i >= 0; i--) {
            sum.twice(scratch);
            for (int table = 0; table < 2; table++) {
                int index = 0;
                for (int tooth = 0; tooth < TEETH; tooth++) {
                    index |= bit(scalar, 64 * tooth + 32 * table + i) << tooth;
                }
                chosen.select(BASE[table], index);
                sum.plus(chosen, scratch);
            }
        }
        return sum;
    }

    /** This point times a scalar of 32 bytes, big-endian: fixed windows of four bits. */
    P256Point multiply(byte[] scalar) {
        Scratch scratch = new Scratch();
        P256Point[] table = new P256Point[16];
        table[0] = new P256Point();
        for (int i = 1; i < 16; i++) {
            table[i] = new P256Point();
            table[i].set(table[i - 1]);
            table[i].plus(this, scratch);
        }
        P256Point sum = new P256Point();
        P256Point chosen = new P256Point();
        for (int i = 0; i < 64; i++) {
            for (int k = 0; k < 4; k++) {
                sum.twice(scratch);
            }
            chosen.select(table, scalar[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xf);
            sum.plus(chosen, scratch);
        }
        return sum;
    }

    /** The uncompressed encoding: 04, x, y. Not for the neutral element. */
    byte[] encode() {
        long[] inverse = new long[LIMBS];
        P256Field.invert(inverse, z);
        long[] affine = new long[LIMBS];
        byte[] encoded = new byte[P256.POINT_BYTES];
        encoded[0] = 4;
        mul(affine, x, inverse);
        P256Field.toBytes(affine, encoded, 1);
        mul(affine, y, inverse);
        P256Field.toBytes(affine, encoded, 33);
        return encoded;
    }

    private void set(P256Point other) {
        P256Field.copy(x, other.x);
        P256Field.copy(y, other.y);
        P256Field.copy(z, other.z);
    }

    /** Becomes a copy of one table entry, having read all of them. */
    private void select(P256Point[] table, int index) {
        long[] sx = x;
        long[] sy = y;
        long[] sz = z;
        for (int k = 0; k < LIMBS; k++) {
            sx[k] = 0;
            sy[k] = 0;
            sz[k] = 0;
        }
        for (int i = 0; i < table.length; i++) {
            long mask = ((long) (i ^ index) - 1) >> 63;
            P256Point entry = table[i];
            for (int k = 0; k < LIMBS; k++) {
                sx[k] |= entry.x[k] & mask;
                sy[k] |= entry.y[k] & mask;
                sz[k] |= entry.z[k] & mask;
            }
        }
    }

    /** this = this + q. */
    private void plus(P256Point q, Scratch s) {
        mul(s.xx, x, q.x);
        mul(s.yy, y, q.y);
        mul(s.zz, z, q.z);
        crossTerm(s.xy, x, y, q.x, q.y, s.xx, s.yy, s);
        crossTerm(s.yz, y, z, q.y, q.z, s.yy, s.zz, s);
        crossTerm(s.xz, x, z, q.x, q.z, s.xx, s.zz, s);
        finish(s);
        // z = yz (yy - a) + xy t
        mul(s.u, s.yz, s.minus);
        mul(s.v, s.xy, s.t);
        add(z, s.u, s.v);
        reduce(z);
    }

    /** this = 2 this: the same formula with equal operands, where the third coordinate becomes 8 y^3 z. */
    private void twice(Scratch s) {
        sqr(s.xx, x);
        sqr(s.yy, y);
        sqr(s.zz, z);
        mul(s.xy, x, y);
        add(s.xy, s.xy, s.xy);
        mul(s.yz, y, z);
        add(s.yz, s.yz, s.yz);
        mul(s.xz, x, z);
        add(s.xz, s.xz, s.xz);
        finish(s);
        mul(z, s.yz, s.yy);
        scale(z, z, 4);
        reduce(z);
    }

    /** r = a1 b2 + a2 b1, from the products a1 a2 and b1 b2. */
    private static void crossTerm(
            long[] r, long[] a1, long[] b1, long[] a2, long[] b2, long[] aa, long[] bb, Scratch s) {
        add(s.u, a1, b1);
        add(s.v, a2, b2);
        mul(r, s.u, s.v);
        sub(r, r, aa);
        sub(r, r, bb);
    }

    /** With a = 3 (xz - b zz), w = 3 (b xz - 3 zz - xx), t = 3 (xx - zz): x = xy (yy + a) - yz w; y = (yy + a) (yy - a) + t w. */
    private void finish(Scratch s) {
        mul(s.u, B, s.zz);
        sub(s.u, s.xz, s.u);
        scale(s.u, s.u, 3);
        add(s.plus, s.yy, s.u);
        reduce(s.plus);
        sub(s.minus, s.yy, s.u);
        reduce(s.minus);
        mul(s.w, B, s.xz);
        sub(s.w, s.w, s.xx);
        scale(s.u, s.zz, 3);
        sub(s.w, s.w, s.u);
        scale(s.w, s.w, 3);
        reduce(s.w);
        sub(s.t, s.xx, s.zz);
        scale(s.t, s.t, 3);
        reduce(s.t);
        mul(s.u, s.xy, s.plus);
        mul(s.v, s.yz, s.w);
        sub(x, s.u, s.v);
        reduce(x);
        mul(s.u, s.plus, s.minus);
        mul(s.v, s.t, s.w);
        add(y, s.u, s.v);
        reduce(y);
    }

    private static int bit(byte[] scalar, int index) {
        return scalar[31 - (index >> 3)] >> (index & 7) & 1;
    }

    private static P256Point[][] combTables() {
        Scratch scratch = new Scratch();
        P256Point[][] tables = new P256Point[2][1 << TEETH];
        P256Point power = new P256Point(P256Field.of(P256.GX), P256Field.of(P256.GY));
        for (int tooth = 0; tooth < TEETH; tooth++) {
            for (int table = 0; table < 2; table++) {
                tables[table][1 << tooth] = new P256Point();
                tables[table][1 << tooth].set(power);
                for (int i = 0; i < 32; i++) {
                    power.twice(scratch);
                }
            }
        }
        for (P256Point[] table : tables) {
            table[0] = new P256Point();
            for (int i = 1; i < table.length; i++) {
                int highest = Integer.highestOneBit(i);
                if (i != highest) {
                    table[i] = new P256Point();
                    table[i].set(table[i - highest]);
                    table[i].plus(table[highest], scratch);
                }
            }
        }
        return tables;
    }

    /** Intermediate values of one multiplication. */
    private static final class Scratch {
        final long[] xx = new long[LIMBS];
        final long[] yy = new long[LIMBS];
        final long[] zz = new long[LIMBS];
        final long[] xy = new long[LIMBS];
        final long[] yz = new long[LIMBS];
        final long[] xz = new long[LIMBS];
        final long[] plus = new long[LIMBS];
        final long[] minus = new long[LIMBS];
        final long[] w = new long[LIMBS];
        final long[] t = new long[LIMBS];
        final long[] u = new long[LIMBS];
        final long[] v = new long[LIMBS];
    }
}
