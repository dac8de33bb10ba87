package dev.acord.voice.rtp;

/**
 * The place of the end-to-end encryption in the receiving path: after the transport decryption, the header extension and the padding. Called on
 * the receiver's owner thread.
 */
@FunctionalInterface
public interface FrameDecryptor {
    /** Takes frames as they are: for calls without end-to-end encryption. */
    FrameDecryptor NONE = (ssrc, buf, off, len) -> len;

    /**
     * Decrypts one frame in place.
     *
     * @param ssrc the synchronisation source that sent it, from an authenticated header
     * @param buf the array that holds the frame
     * @param off where the frame starts, and where the decrypted frame must start
     * @param len bytes of the frame, at least 1
     * @return the bytes of the decrypted frame, at most {@code len}; or a negative number if it cannot be decrypted
     */
    int decrypt(int ssrc, byte[] buf, int off, int len);
}
