package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A track's packets, read ahead. */
final class ReadAheadPackets extends ReadAhead implements AudioSource {
    /** One second of packets of 20 ms. */
    private static final int PACKETS = 50;

    private final AudioSource source;
    private final byte[] scratch = new byte[MAX_PACKET_BYTES];
    private final byte[][] packets = new byte[PACKETS][0];
    private final int[] lengths = new int[PACKETS];
    private final boolean counts;
    private volatile long frame;

    ReadAheadPackets(AudioSource source, Executor workers) {
        super(source, source, PACKETS, workers);
        this.source = source;
        Optional<Duration> position = source.position();
        counts = position.isPresent();
        frame = position.map(PcmSource::framesOf).orElse(0L);
    }

    @Override
    int readPiece(int slot) throws IOException {
        int length = source.read(scratch, 0);
        if (length > 0) {
            if (packets[slot].length < length) {
                packets[slot] = Arrays.copyOf(scratch, length);
            } else {
                System.arraycopy(scratch, 0, packets[slot], 0, length);
            }
            lengths[slot] = length;
        }
        return length;
    }

    @Override
    void sought(Duration reached) {
        frame = PcmSource.framesOf(reached);
    }

    @Override
    public int read(byte[] buffer, int offset) throws IOException {
        int slot = await();
        if (slot < 0) {
            return slot + 1;
        }
        int length = lengths[slot];
        System.arraycopy(packets[slot], 0, buffer, offset, length);
        release();
        long next = frame + Math.max(0, OpusPacket.samples(buffer, offset, length));
        frame = next;
        return length;
    }

    @Override
    public Optional<Duration> position() {
        return counts ? Optional.of(PcmSource.timeOf(frame)) : Optional.empty();
    }
}
