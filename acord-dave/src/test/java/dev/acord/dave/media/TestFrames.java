package dev.acord.dave.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Frames for tests, put together step by step as the description does, apart from the code under test. */
final class TestFrames {
    /** A clock that has run for some time; negative, as {@link System#nanoTime} may be. */
    static final long START_NS = -TimeUnit.HOURS.toNanos(1);

    static final byte[] SILENCE = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFE};

    private TestFrames() {}

    static long secondsLater(long seconds) {
        return START_NS + TimeUnit.SECONDS.toNanos(seconds);
    }

    static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The base secret of the epoch with this number. */
    static byte[] baseSecret(int epoch) {
        return bytes(new Random(0xBA5E + epoch), 16);
    }

    /** The key that a base secret gives for a generation; the ratchet itself is tested against the MLS vectors. */
    static byte[] key(byte[] baseSecret, int generation) {
        return Objects.requireNonNull(KeyRatchet.of(baseSecret).key(generation)).getEncoded();
    }

    static byte[] fullNonce(int nonce) {
        return ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(8, nonce)
                .array();
    }

    /** A whole protocol frame; {@code ranges} are offsets and lengths of unencrypted ranges in turns. */
    static byte[] seal(byte[] key, int nonce, byte[] media, int... ranges) {
        byte[] clear = clear(media, ranges);
        byte[] sealed;
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, fullNonce(nonce)));
            cipher.updateAAD(clear);
            sealed = cipher.doFinal(outside(media, ranges));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        int textBytes = sealed.length - 16;
        byte[] tag = Arrays.copyOfRange(sealed, textBytes, textBytes + 8);
        return assemble(interleave(media, Arrays.copyOf(sealed, textBytes), ranges), tag, nonce, ranges);
    }

    static byte[] assemble(byte[] interleaved, byte[] tag, int nonce, int... ranges) {
        ByteArrayOutputStream supplement = new ByteArrayOutputStream();
        supplement.writeBytes(tag);
        supplement.writeBytes(uleb(nonce & 0xFFFF_FFFFL));
        for (int value : ranges) {
            supplement.writeBytes(uleb(value));
        }
        supplement.write(supplement.size() + 3);
        supplement.write(0xFA);
        supplement.write(0xFA);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(interleaved);
        frame.writeBytes(supplement.toByteArray());
        return frame.toByteArray();
    }

    static byte[] uleb(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            out.write((int) (rest & 0x7F) | 0x80);
        }
        out.write((int) rest);
        return out.toByteArray();
    }

    /** The bytes inside of the ranges, joined. */
    static byte[] clear(byte[] media, int... ranges) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < ranges.length; i += 2) {
            out.write(media, ranges[i], ranges[i + 1]);
        }
        return out.toByteArray();
    }

    /** The bytes outside of the ranges, joined. */
    static byte[] outside(byte[] media, int... ranges) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < media.length; i++) {
            if (!isInside(i, ranges)) {
                out.write(media[i]);
            }
        }
        return out.toByteArray();
    }

    private static byte[] interleave(byte[] media, byte[] text, int... ranges) {
        byte[] out = media.clone();
        int next = 0;
        for (int i = 0; i < out.length; i++) {
            if (!isInside(i, ranges)) {
                out[i] = text[next++];
            }
        }
        return out;
    }

    private static boolean isInside(int at, int... ranges) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (at >= ranges[i] && at < ranges[i] + ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Encrypts a frame with a sender under test and returns what would be sent. */
    static byte[] send(FrameEncryption sender, byte[] media) {
        byte[] packet = Arrays.copyOf(media, media.length + sender.overheadBytes());
        int length = sender.encrypt(packet, 0, media.length, packet.length);
        if (length < 0) {
            throw new IllegalStateException("refused with " + length);
        }
        return Arrays.copyOf(packet, length);
    }
}
