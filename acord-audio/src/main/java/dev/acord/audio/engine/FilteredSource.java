package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A source behind filters, such as a {@link Volume} or an {@link Equalizer}. Between the filters samples are floating point; behind the last
 * they are limited (5 ms of look-ahead, so that nothing clips) and rounded. It has exactly the frames of its source, each in its place, and
 * with neutral filters bit for bit.
 *
 * <p>An exception of a filter ends the source: {@link #read} throws it, in an {@link IOException}.
 */
public final class FilteredSource implements PcmSource {

    private final PcmSource source;
    private final FilterChain chain;
    private final LimitedOutput output = new LimitedOutput(this::pull);
    private final short[] input = new short[CHANNELS * BlockSource.MAX_FRAMES];
    private volatile long positionFrames;
    private boolean ended;
    private @Nullable RuntimeException failure;

    /**
     * Puts filters behind a source.
     *
     * @param source gives the samples; closed with this
     * @param filters at most 32, in this order
     * @throws IllegalStateException when there are more
     */
    public FilteredSource(PcmSource source, PcmFilter... filters) {
        this.source = source;
        chain = new FilterChain((filter, e) -> failure = e);
        for (PcmFilter filter : filters) {
            chain.add(filter, true);
        }
        positionFrames = source.position().map(PcmSource::framesOf).orElse(0L);
    }

    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        int read = output.read(pcm, offset, frames);
        if (read > 0) {
            long next = positionFrames + read;
            positionFrames = next;
        }
        return read;
    }

    private int pull(float[] pcm, int frames) throws IOException {
        if (ended) {
            return AudioSource.END;
        }
        int read = source.read(input, 0, frames);
        if (read <= 0) {
            ended = read == AudioSource.END;
            return read;
        }
        ShortBlocks.toFloats(input, 0, pcm, 0, CHANNELS * read);
        chain.process(pcm, read);
        if (failure != null) {
            throw new IOException("A filter failed: " + failure, failure);
        }
        return read;
    }

    @Override
    public boolean isSeekable() {
        return source.isSeekable();
    }

    @Override
    public Optional<Duration> duration() throws IOException {
        return source.duration();
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(PcmSource.timeOf(positionFrames));
    }

    @Override
    public Duration seek(Duration position) throws IOException {
        Duration reached = source.seek(position);
        output.reset();
        ended = false;
        positionFrames = PcmSource.framesOf(reached);
        return reached;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
