package dev.acord.voice.rtp;

/** The place of the end-to-end encryption in the sending path: before the transport encryption. Called on the sender's owner thread. */
public interface FrameEncryptor {
    /** Sends frames as they are: for calls without end-to-end encryption. */
    FrameEncryptor NONE = new FrameEncryptor() {
        @Override
        public int encrypt(byte[] packet, int offset, int length, int capacity) {
            return length;
        }

        @Override
        public int overheadBytes() {
            return 0;
        }
    };

    /**
     * Encrypts one encoded frame in place.
     *
     * @param packet the array that holds the frame
     * @param offset where the frame starts, and where the encrypted frame must start
     * @param length bytes of the frame
     * @param capacity bytes from {@code offset} that may be used; at least {@code length}
     * @return the bytes of the encrypted frame, at most {@code capacity}; or a negative number if it cannot be encrypted now
     */
    int encrypt(byte[] packet, int offset, int length, int capacity);

    /**
     * The bytes that encryption adds at most.
     *
     * @return bytes, not negative
     */
    int overheadBytes();
}
