package dev.acord.sim;

/**
 * An RTP packet of a member as the server decrypted it. Extension body and padding are removed; an end-to-end encrypted payload is
 * still encrypted. Immutable.
 */
public final class ReceivedPacket {
    private final int payloadType;
    private final int sequence;
    private final long timestamp;
    private final long ssrc;
    private final long arrivalNs;
    private final byte[] payload;

    /**
     * Creates a packet.
     *
     * @param payloadType the RTP payload type, 0 to 127
     * @param sequence the RTP sequence number, 0 to 65535
     * @param timestamp the RTP timestamp in samples at 48 kHz, 0 to 2^32 - 1
     * @param ssrc the synchronisation source, 0 to 2^32 - 1
     * @param arrivalNs when it came, on the server's clock ({@link System#nanoTime} for a server with sockets)
     * @param payload the payload; copied
     */
    public ReceivedPacket(int payloadType, int sequence, long timestamp, long ssrc, long arrivalNs, byte[] payload) {
        this.payloadType = payloadType;
        this.sequence = sequence;
        this.timestamp = timestamp;
        this.ssrc = ssrc;
        this.arrivalNs = arrivalNs;
        this.payload = payload.clone();
    }

    /**
     * The RTP payload type; 120 for Opus.
     *
     * @return 0 to 127
     */
    public int payloadType() {
        return payloadType;
    }

    /**
     * The RTP sequence number.
     *
     * @return 0 to 65535
     */
    public int sequence() {
        return sequence;
    }

    /**
     * The RTP timestamp, in samples at 48 kHz.
     *
     * @return 0 to 2^32 - 1
     */
    public long timestamp() {
        return timestamp;
    }

    /**
     * The synchronisation source.
     *
     * @return 0 to 2^32 - 1
     */
    public long ssrc() {
        return ssrc;
    }

    /**
     * When the packet came.
     *
     * @return nanoseconds of the server's clock ({@link System#nanoTime} for a server with sockets)
     */
    public long arrivalNs() {
        return arrivalNs;
    }

    /**
     * The payload: an Opus packet, or an end-to-end encrypted frame.
     *
     * @return a copy
     */
    public byte[] payload() {
        return payload.clone();
    }

    @Override
    public String toString() {
        return "seq " + sequence + " ts " + timestamp + " ssrc " + ssrc + " pt " + payloadType + " " + payload.length
                + " bytes";
    }
}
