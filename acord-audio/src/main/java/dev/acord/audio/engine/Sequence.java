package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sources one after the other without a gap: the first frame of each follows the last frame of the one before. Each source is closed at its
 * end; the next is taken from the iterator only then, so that it can be opened late. The failure of a source is the sequence's.
 */
public final class Sequence implements PcmSource {

    /** An iterator that gives nothing but empty sources is not followed for ever. */
    private static final int MAX_EMPTY = 10_000;

    private final Iterator<? extends PcmSource> sources;
    private final List<? extends PcmSource> open;
    private volatile @Nullable PcmSource current;
    private volatile boolean closed;

    /**
     * A sequence.
     *
     * @param sources gives the sources, on the thread that reads. Those that it has not given when the sequence is closed are its own to
     *     close
     */
    public Sequence(Iterator<? extends PcmSource> sources) {
        this.sources = sources;
        open = List.of();
    }

    /**
     * A sequence of sources that are open already; all are closed with it.
     *
     * @param sources in this order
     */
    public Sequence(List<? extends PcmSource> sources) {
        open = List.copyOf(sources);
        this.sources = open.iterator();
    }

    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        for (int empty = 0; empty < MAX_EMPTY; ) {
            if (closed) {
                throw new IOException("The source is closed");
            }
            PcmSource source = current;
            if (source == null) {
                if (!sources.hasNext()) {
                    return AudioSource.END;
                }
                source = sources.next();
                current = source;
            } else {
                int read = source.read(pcm, offset, frames);
                if (read != AudioSource.END) {
                    return read;
                }
                current = null;
                source.close();
                empty++;
            }
        }
        throw new IOException(MAX_EMPTY + " sources in a row had no sound");
    }

    @Override
    public void close() throws IOException {
        closed = true;
        IOException failure = null;
        PcmSource source = current;
        for (PcmSource each : source == null || open.contains(source) ? open : List.of(source)) {
            try {
                each.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
