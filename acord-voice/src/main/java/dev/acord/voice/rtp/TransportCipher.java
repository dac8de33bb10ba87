package dev.acord.voice.rtp;

import static dev.acord.voice.rtp.BigEndian.INT;

import dev.acord.voice.EncryptionMode;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/**
 * The transport encryption of one direction of a session, in the {@code *_rtpsize} layout:
 *
 * <pre>
 * | header, authenticated | ciphertext, as long as the plaintext | tag, 16 bytes | nonce, 4 bytes |
 * </pre>
 *
 * The four nonce bytes stand at the start of the algorithm's nonce, whose other bytes are zero. Packets are encrypted and decrypted in
 * place. One instance serves one direction, by one thread: it reuses one JDK cipher, whose working memory is all that a packet allocates.
 */
public abstract sealed class TransportCipher permits AesGcmCipher, XChaChaCipher {
    /** Bytes of a key. */
    public static final int KEY_BYTES = 32;
    /** Bytes of the authentication tag. */
    public static final int TAG_BYTES = 16;
    /** Bytes of the nonce that a packet carries. */
    public static final int NONCE_BYTES = 4;
    /** Bytes that {@link #seal} adds to a packet. */
    public static final int OVERHEAD_BYTES = TAG_BYTES + NONCE_BYTES;
    /** Bytes of an RTCP packet that are authenticated but not encrypted. */
    public static final int RTCP_HEADER_BYTES = 8;

    /** Status: the packet is too short for its header, a tag and a nonce. */
    public static final int TOO_SHORT = -1;
    /** Status: the tag is wrong: the packet was altered, or belongs to another key. */
    public static final int AUTHENTICATION_FAILED = -2;
    /** Status: the JDK's cipher refused to work for another reason than the tag. */
    public static final int CIPHER_REFUSED = -3;

    private final EncryptionMode mode;
    private final byte[] nonceBytes;
    private boolean destroyed;

    TransportCipher(EncryptionMode mode, int nonceLength) {
        this.mode = mode;
        this.nonceBytes = new byte[nonceLength];
    }

    /**
     * Makes the cipher of one direction.
     *
     * @param mode the negotiated mode
     * @param key32 the session's key, {@link #KEY_BYTES} bytes; copied, so the caller may wipe it
     * @return the cipher
     * @throws IllegalArgumentException if the key has another length
     * @throws IllegalStateException if no security provider of this JDK has the algorithm
     */
    public static TransportCipher create(EncryptionMode mode, byte[] key32) {
        if (key32.length != KEY_BYTES) {
            throw new IllegalArgumentException("a transport key has 32 bytes, this one " + key32.length);
        }
        try {
            return switch (mode) {
                case AES256_GCM -> new AesGcmCipher(key32.clone());
                case XCHACHA20_POLY1305 -> new XChaChaCipher(key32);
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "no security provider of this JDK can do " + mode.wireName()
                            + "; voice needs the standard jdk.crypto / java.base providers",
                    e);
        }
    }

    /**
     * The mode that this cipher implements.
     *
     * @return the mode
     */
    public final EncryptionMode mode() {
        return mode;
    }

    /**
     * Encrypts the payload of a packet in place and appends tag and nonce.
     *
     * @param packet the array that holds header and payload, with {@link #OVERHEAD_BYTES} of room after them
     * @param offset where the header starts
     * @param headerBytes bytes that are authenticated only
     * @param payloadBytes bytes after them that are encrypted
     * @param nonce a value never used before under this key
     * @return the length of the packet from {@code offset}
     * @throws IndexOutOfBoundsException if the array has no room for the packet
     * @throws IllegalStateException if the cipher is destroyed, or the nonce is the one used just before
     */
    public final int seal(byte[] packet, int offset, int headerBytes, int payloadBytes, int nonce) {
        Objects.checkFromIndexSize(offset, headerBytes + payloadBytes + OVERHEAD_BYTES, packet.length);
        INT.set(nonceBytes, 0, nonce);
        int sealedBytes = encrypt(nonceBytes, packet, offset, headerBytes, payloadBytes);
        INT.set(packet, offset + headerBytes + sealedBytes, nonce);
        return headerBytes + sealedBytes + NONCE_BYTES;
    }

    /**
     * Authenticates and decrypts an RTP packet in place. The fixed header, the contributing sources and the first four bytes of a header
     * extension are authenticated only; the plaintext, which starts with the extension's body, replaces the ciphertext after them. After a
     * failure the ciphertext may have been overwritten, depending on the JDK.
     *
     * @param packet the array
     * @param offset where the packet starts
     * @param length bytes of the packet
     * @return the length of the plaintext, or one of the negative statuses
     * @throws IndexOutOfBoundsException if the array does not hold {@code length} bytes from {@code offset}
     * @throws IllegalStateException if the cipher is destroyed
     */
    public final int openRtp(byte[] packet, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, packet.length);
        if (length < RtpHeader.BYTES) {
            return TOO_SHORT;
        }
        return open(packet, offset, length, authenticatedBytes(packet, offset));
    }

    /**
     * Authenticates and decrypts an RTCP packet in place; its first {@link #RTCP_HEADER_BYTES} bytes are authenticated only.
     *
     * @param packet the array
     * @param offset where the packet starts
     * @param length bytes of the packet
     * @return the length of the plaintext, or one of the negative statuses
     * @throws IndexOutOfBoundsException if the array does not hold {@code length} bytes from {@code offset}
     * @throws IllegalStateException if the cipher is destroyed
     */
    public final int openRtcp(byte[] packet, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, packet.length);
        return open(packet, offset, length, RTCP_HEADER_BYTES);
    }

    /** Bytes of an RTP packet that are authenticated only: fixed header, contributing sources, the extension's preamble. */
    static int authenticatedBytes(byte[] packet, int offset) {
        int header = RtpHeader.headerBytes(packet, offset);
        return RtpHeader.extension(packet, offset) ? header + RtpHeader.EXTENSION_PREAMBLE_BYTES : header;
    }

    private int open(byte[] packet, int offset, int length, int headerBytes) {
        int ciphertextBytes = length - headerBytes - OVERHEAD_BYTES;
        if (ciphertextBytes < 0) {
            return TOO_SHORT;
        }
        INT.set(nonceBytes, 0, (int) INT.get(packet, offset + length - NONCE_BYTES));
        return decrypt(nonceBytes, packet, offset, headerBytes, ciphertextBytes + TAG_BYTES);
    }

    /** Encrypts in place under a whole nonce; returns the bytes of ciphertext and tag. */
    final int encrypt(byte[] nonce, byte[] buf, int offset, int headerBytes, int textBytes) {
        requireUsable();
        int text = offset + headerBytes;
        try {
            Cipher cipher = start(Cipher.ENCRYPT_MODE, nonce);
            cipher.updateAAD(buf, offset, headerBytes);
            return cipher.doFinal(buf, text, textBytes, buf, text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the JDK refused to encrypt with " + mode.wireName()
                            + "; a nonce must not be used twice under one key",
                    e);
        }
    }

    /** Decrypts ciphertext and tag in place under a whole nonce; returns the bytes of plaintext or a status. */
    final int decrypt(byte[] nonce, byte[] buf, int offset, int headerBytes, int sealedBytes) {
        requireUsable();
        int text = offset + headerBytes;
        try {
            Cipher cipher = start(Cipher.DECRYPT_MODE, nonce);
            cipher.updateAAD(buf, offset, headerBytes);
            return cipher.doFinal(buf, text, sealedBytes, buf, text);
        } catch (AEADBadTagException e) {
            return AUTHENTICATION_FAILED;
        } catch (GeneralSecurityException e) {
            return CIPHER_REFUSED;
        }
    }

    private void requireUsable() {
        if (destroyed) {
            throw new IllegalStateException("this transport cipher is destroyed");
        }
    }

    /** Prepares the reused cipher for one packet under the whole nonce of the algorithm. */
    abstract Cipher start(int operation, byte[] nonce) throws GeneralSecurityException;

    /** Overwrites the key material. */
    abstract void wipe();

    /**
     * Wipes the key that this object holds; it cannot be used any more. The JDK's cipher inside becomes garbage with the object. May be
     * called again.
     */
    public final void destroy() {
        destroyed = true;
        wipe();
    }

    @Override
    public final String toString() {
        return "TransportCipher[" + mode.wireName() + (destroyed ? ", destroyed]" : "]");
    }
}
