package dev.acord.voice.rtp;

/**
 * The sending half of a session's RTP: counters, end-to-end encryption, header and transport encryption, all in one caller-owned array.
 *
 * <p>For each frame the owner calls {@link #prepare} and, whether or not that worked, {@link #advance} by the frame's samples; in a pause only
 * {@link #advance}, so that the timestamp keeps the real time. Sequence number and timestamp wrap at 16 and 32 bits. Not thread safe.
 */
public final class RtpSender {
    /** Status: the end-to-end encryption cannot encrypt frames now. */
    public static final int E2EE_FAILED = -1;
    /** Status: every nonce of the transport key is used. */
    public static final int NONCE_EXHAUSTED = -2;
    /** Status: the array has no room for the encrypted packet. */
    public static final int NO_ROOM = -3;

    private static final int SEQUENCE_MASK = 0xFFFF;
    private static final long TIMESTAMP_MASK = 0xFFFF_FFFFL;

    private final int ssrc;
    private int sequence;
    private long timestamp;
    private TransportCipher cipher;
    private NonceCounter nonces;
    private FrameEncryptor frameEncryptor = FrameEncryptor.NONE;

    /**
     * A sender without end-to-end encryption.
     *
     * @param ssrc the synchronisation source that the gateway assigned
     * @param firstSequence the first sequence number, random (RFC 3550 section 5.1); its low 16 bits are used
     * @param firstTimestamp the first timestamp in samples per channel, random; its low 32 bits are used
     * @param cipher the transport encryption, from now on owned by this object
     * @param nonces the nonces of the cipher's key
     */
    public RtpSender(int ssrc, int firstSequence, long firstTimestamp, TransportCipher cipher, NonceCounter nonces) {
        this.ssrc = ssrc;
        this.sequence = firstSequence & SEQUENCE_MASK;
        this.timestamp = firstTimestamp & TIMESTAMP_MASK;
        this.cipher = cipher;
        this.nonces = nonces;
    }

    /**
     * Sets the end-to-end encryption of the frames to come.
     *
     * @param encryptor the encryption, or {@link FrameEncryptor#NONE}
     */
    public void frameEncryptor(FrameEncryptor encryptor) {
        this.frameEncryptor = encryptor;
    }

    /**
     * Makes a packet of the frame in an array: the header goes right before it, tag and nonce right after it. On success the sequence number
     * is used; after a failure it, and the nonce, still serve the next frame, but the frame's bytes are undefined.
     *
     * @param packet the array, with {@link RtpHeader#BYTES} of room before the frame, and after it
     *     {@link TransportCipher#OVERHEAD_BYTES} and the end-to-end encryption's overhead
     * @param payloadOffset where the frame starts, at least {@link RtpHeader#BYTES}
     * @param payloadBytes bytes of the frame
     * @return the bytes of the packet, which starts {@link RtpHeader#BYTES} before {@code payloadOffset}; or one of the negative statuses
     * @throws IndexOutOfBoundsException if the array has no room for the header or does not hold the frame
     */
    public int prepare(byte[] packet, int payloadOffset, int payloadBytes) {
        if (payloadOffset < RtpHeader.BYTES || payloadBytes < 0 || payloadBytes > packet.length - payloadOffset) {
            throw new IndexOutOfBoundsException("a frame of " + payloadBytes + " bytes at " + payloadOffset
                    + " in an array of " + packet.length + ", which needs " + RtpHeader.BYTES + " bytes before it");
        }
        int capacity = packet.length - payloadOffset - TransportCipher.OVERHEAD_BYTES;
        if (payloadBytes > capacity - frameEncryptor.overheadBytes()) {
            return NO_ROOM;
        }
        if (nonces.exhausted()) {
            return NONCE_EXHAUSTED;
        }
        int encryptedBytes = frameEncryptor.encrypt(packet, payloadOffset, payloadBytes, capacity);
        if (encryptedBytes < 0) {
            return E2EE_FAILED;
        }
        int start = payloadOffset - RtpHeader.BYTES;
        RtpHeader.write(packet, start, sequence, timestamp, ssrc);
        int packetBytes = cipher.seal(packet, start, RtpHeader.BYTES, encryptedBytes, nonces.next());
        sequence = (sequence + 1) & SEQUENCE_MASK;
        return packetBytes;
    }

    /**
     * Moves the timestamp on, for a frame or for a part of a pause.
     *
     * @param samples samples per channel at 48 kHz, not negative; 960 for 20 ms
     * @throws IllegalArgumentException if it is negative
     */
    public void advance(int samples) {
        if (samples < 0) {
            throw new IllegalArgumentException("a timestamp only moves forward, not by " + samples + " samples");
        }
        timestamp = (timestamp + samples) & TIMESTAMP_MASK;
    }

    /**
     * Changes the transport key; the old key is wiped. Sequence number and timestamp go on.
     *
     * @param nextCipher the new transport encryption, from now on owned by this object
     * @param nextNonces the nonces of the new key
     */
    public void rekey(TransportCipher nextCipher, NonceCounter nextNonces) {
        if (cipher != nextCipher) {
            cipher.destroy();
        }
        cipher = nextCipher;
        nonces = nextNonces;
    }

    /**
     * Whether it is time to ask for a new transport key.
     *
     * @param margin nonces that should be left until it is there
     * @return true if no more are left
     */
    public boolean nonceNearlyExhausted(long margin) {
        return nonces.nearlyExhausted(margin);
    }

    /**
     * The sequence number of the next packet.
     *
     * @return 0 to 65535
     */
    public int sequence() {
        return sequence;
    }

    /**
     * The timestamp of the next packet.
     *
     * @return samples per channel, 0 to 2<sup>32</sup> - 1
     */
    public long timestamp() {
        return timestamp;
    }

    /**
     * The synchronisation source of the packets.
     *
     * @return its 32 bits
     */
    public int ssrc() {
        return ssrc;
    }

    /** Wipes the transport key; the sender cannot be used any more. */
    public void destroy() {
        cipher.destroy();
    }
}
