package dev.acord.audio.tone;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Silence, as packets of 20 ms that voice clients know as silence ({@code F8 FF FE}). It costs nothing: no samples, no encoder, and a
 * pacing thread may read it itself.
 */
public final class SilenceSource implements AudioSource {

    private static final byte[] PACKET = OpusPacket.silence();
    private static final int PACKET_FRAMES = PcmSource.SAMPLE_RATE_HZ / 50;

    private final long packets;
    private volatile long read;
    private volatile boolean closed;

    /** Silence without an end. */
    public SilenceSource() {
        packets = Long.MAX_VALUE;
    }

    /**
     * Silence of a given length.
     *
     * @param duration how long, 0 or more; rounded up to 20 ms
     * @throws IllegalArgumentException when the duration is negative
     */
    public SilenceSource(Duration duration) {
        packets = (PcmSource.framesOf(duration) + PACKET_FRAMES - 1) / PACKET_FRAMES;
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        Objects.checkFromIndexSize(offset, MAX_PACKET_BYTES, buffer.length);
        if (closed) {
            throw new IOException("The source is closed");
        }
        long before = read;
        if (before >= packets) {
            return END;
        }
        read = before + 1;
        System.arraycopy(PACKET, 0, buffer, offset, PACKET.length);
        return PACKET.length;
    }

    @Override
    public boolean immediate() {
        return true;
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public Optional<Duration> duration() {
        return packets == Long.MAX_VALUE ? Optional.empty() : Optional.of(PcmSource.timeOf(packets * PACKET_FRAMES));
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(PcmSource.timeOf(read * PACKET_FRAMES));
    }

    @Override
    public Duration seek(Duration position) {
        long packet = Math.min(PcmSource.framesOf(position) / PACKET_FRAMES, packets);
        read = packet;
        return PcmSource.timeOf(packet * PACKET_FRAMES);
    }

    @Override
    public void close() {
        closed = true;
    }
}
