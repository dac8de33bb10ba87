package dev.acord.sim.raw;

import dev.acord.voice.EncryptionMode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The transport encryption, written apart from the server's: HChaCha20 is taken back out of the JDK's ChaCha20 key stream. */
public final class RawCrypto {
    private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

    private RawCrypto() {}

    /** Header, then ciphertext, tag and the nonce's 4 bytes. */
    public static byte[] seal(EncryptionMode mode, byte[] key, byte[] nonce, byte[] header, byte[] plaintext) {
        byte[] body = run(Cipher.ENCRYPT_MODE, mode, key, nonce, header, plaintext);
        return ByteBuffer.allocate(header.length + body.length + 4)
                .put(header)
                .put(body)
                .put(nonce)
                .array();
    }

    /** The plaintext of a packet whose first bytes are authenticated only. */
    public static byte[] open(EncryptionMode mode, byte[] key, byte[] packet, int headerBytes) {
        byte[] header = Arrays.copyOf(packet, headerBytes);
        byte[] nonce = Arrays.copyOfRange(packet, packet.length - 4, packet.length);
        byte[] body = Arrays.copyOfRange(packet, headerBytes, packet.length - 4);
        return run(Cipher.DECRYPT_MODE, mode, key, nonce, header, body);
    }

    private static byte[] run(
            int direction, EncryptionMode mode, byte[] key, byte[] nonce, byte[] header, byte[] input) {
        try {
            Cipher cipher;
            if (mode == EncryptionMode.AES256_GCM) {
                cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(
                        direction, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, Arrays.copyOf(nonce, 12)));
            } else {
                byte[] whole = Arrays.copyOf(nonce, 24);
                byte[] inner = new byte[12];
                System.arraycopy(whole, 16, inner, 4, 8);
                cipher = Cipher.getInstance("ChaCha20-Poly1305");
                cipher.init(
                        direction, new SecretKeySpec(hChaCha20(key, whole), "ChaCha20"), new IvParameterSpec(inner));
            }
            cipher.updateAAD(header);
            return cipher.doFinal(input);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not authentic, or no such cipher", e);
        }
    }

    /** One ChaCha20 block is the permuted state plus the initial one: subtracted, the permuted state's rows 0 and 3 are the sub-key. */
    public static byte[] hChaCha20(byte[] key, byte[] nonce16) throws GeneralSecurityException {
        ByteBuffer nonce = ByteBuffer.wrap(nonce16).order(ByteOrder.LITTLE_ENDIAN);
        Cipher chacha = Cipher.getInstance("ChaCha20");
        chacha.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(key, "ChaCha20"),
                new ChaCha20ParameterSpec(Arrays.copyOfRange(nonce16, 4, 16), nonce.getInt(0)));
        ByteBuffer block = ByteBuffer.wrap(chacha.doFinal(new byte[64])).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 4; i++) {
            out.putInt(block.getInt(4 * i) - CONSTANTS[i]);
        }
        for (int i = 0; i < 4; i++) {
            out.putInt(block.getInt(48 + 4 * i) - nonce.getInt(4 * i));
        }
        return out.array();
    }

    /** An RTP header of 12 bytes. */
    public static byte[] header(int first, int second, int sequence, int timestamp, int ssrc) {
        return ByteBuffer.allocate(12)
                .put((byte) first)
                .put((byte) second)
                .putShort((short) sequence)
                .putInt(timestamp)
                .putInt(ssrc)
                .array();
    }

    /** A received packet: the payload without extension body and padding. */
    public static final class Packet {
        public final int sequence;
        public final int timestamp;
        public final int ssrc;
        public final int nonce;
        public final byte @Nullable [] extension;
        public final int padding;
        private final byte[] payload;

        private Packet(byte[] packet, byte[] plaintext, int headerBytes) {
            ByteBuffer b = ByteBuffer.wrap(packet);
            sequence = b.getShort(2) & 0xFFFF;
            timestamp = b.getInt(4);
            ssrc = b.getInt(8);
            nonce = b.getInt(packet.length - 4);
            boolean extended = (packet[0] & 0x10) != 0;
            int body = extended ? 4 * (b.getShort(headerBytes - 2) & 0xFFFF) : 0;
            extension = extended ? Arrays.copyOf(plaintext, body) : null;
            padding = (packet[0] & 0x20) != 0 ? plaintext[plaintext.length - 1] & 0xFF : 0;
            payload = Arrays.copyOfRange(plaintext, body, plaintext.length - padding);
        }

        public byte[] payload() {
            return payload.clone();
        }
    }

    /** Reads a packet as a receiver does. */
    public static Packet read(EncryptionMode mode, byte[] key, byte[] packet) {
        int headerBytes = 12 + 4 * (packet[0] & 15) + ((packet[0] & 0x10) != 0 ? 4 : 0);
        return new Packet(packet, open(mode, key, packet, headerBytes), headerBytes);
    }
}
