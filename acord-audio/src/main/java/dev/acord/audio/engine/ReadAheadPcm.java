package dev.acord.audio.engine;

import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A track's samples, read ahead. */
final class ReadAheadPcm extends ReadAhead implements PcmSource {
    private static final int PIECE_FRAMES = SAMPLE_RATE_HZ / 50;
    /** Half a second, if the source fills every piece. */
    private static final int PIECES = 25;

    private final PcmSource source;
    private final short[][] pieces = new short[PIECES][CHANNELS * PIECE_FRAMES];
    private final int[] lengths = new int[PIECES];
    private final boolean counts;
    private volatile long frame;
    /** Frames of the oldest piece that have been read. */
    private int taken;

    ReadAheadPcm(PcmSource source, Executor workers) {
        super(source, source, PIECES, workers);
        this.source = source;
        Optional<Duration> position = source.position();
        counts = position.isPresent();
        frame = position.map(PcmSource::framesOf).orElse(0L);
    }

    @Override
    int readPiece(int slot) throws IOException {
        int frames = source.read(pieces[slot], 0, PIECE_FRAMES);
        lengths[slot] = Math.max(0, frames);
        return frames;
    }

    @Override
    void sought(Duration reached) {
        taken = 0;
        frame = PcmSource.framesOf(reached);
    }

    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        int slot = await();
        if (slot < 0) {
            return slot + 1;
        }
        int read = Math.min(frames, lengths[slot] - taken);
        System.arraycopy(pieces[slot], CHANNELS * taken, pcm, offset, CHANNELS * read);
        taken += read;
        if (taken == lengths[slot]) {
            taken = 0;
            release();
        }
        long next = frame + read;
        frame = next;
        return read;
    }

    @Override
    public Optional<Duration> position() {
        return counts ? Optional.of(PcmSource.timeOf(frame)) : Optional.empty();
    }
}
