package dev.acord.voice;

import org.jspecify.annotations.Nullable;

/** One received audio frame of one user: an Opus packet and, where the receiver decodes, its samples. Immutable. */
public final class VoiceFrame {
    private final long userId;
    private final int ssrc;
    private final int sequence;
    private final long timestamp;
    private final long arrivalNs;
    private final byte[] opus;
    private final short @Nullable [] pcm;

    /**
     * Makes a frame; it keeps the arrays, which must not change any more.
     *
     * @param userId who spoke (unsigned snowflake)
     * @param ssrc the RTP synchronisation source (unsigned)
     * @param sequence the RTP sequence number, 0 to 65535
     * @param timestamp the RTP timestamp, 0 to 2^32 - 1, at 48 kHz
     * @param arrivalNs when it arrived ({@link System#nanoTime})
     * @param opus the Opus packet
     * @param pcm its samples, or null
     */
    public VoiceFrame(
            long userId, int ssrc, int sequence, long timestamp, long arrivalNs, byte[] opus, short @Nullable [] pcm) {
        this.userId = userId;
        this.ssrc = ssrc;
        this.sequence = sequence;
        this.timestamp = timestamp;
        this.arrivalNs = arrivalNs;
        this.opus = opus;
        this.pcm = pcm;
    }

    VoiceFrame withPcm(short[] samples) {
        return new VoiceFrame(userId, ssrc, sequence, timestamp, arrivalNs, opus, samples);
    }

    /**
     * Who spoke.
     *
     * @return the user's snowflake, unsigned
     */
    public long userId() {
        return userId;
    }

    /**
     * The RTP synchronisation source.
     *
     * @return an unsigned 32-bit value
     */
    public int ssrc() {
        return ssrc;
    }

    /**
     * The RTP sequence number (RFC 3550, section 5.1).
     *
     * @return 0 to 65535
     */
    public int sequence() {
        return sequence;
    }

    /**
     * The RTP timestamp (RFC 3550, section 5.1).
     *
     * @return 0 to 2^32 - 1, at 48 kHz
     */
    public long timestamp() {
        return timestamp;
    }

    /**
     * When the frame arrived.
     *
     * @return a value of {@link System#nanoTime}
     */
    public long arrivalNs() {
        return arrivalNs;
    }

    /**
     * The Opus packet (RFC 6716).
     *
     * @return a copy
     */
    public byte[] opus() {
        return opus.clone();
    }

    /**
     * The Opus packet's length.
     *
     * @return bytes
     */
    public int opusLength() {
        return opus.length;
    }

    /** The packet itself, for this package. */
    byte[] sharedOpus() {
        return opus;
    }

    /**
     * The decoded samples: 48,000 Hz, two channels, signed 16 bit, interleaved left and right.
     *
     * @return a copy, or null when the frame was not decoded (not asked for, or not decodable)
     */
    public short @Nullable [] pcm() {
        return pcm == null ? null : pcm.clone();
    }
}
