package dev.acord.audio.engine;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Mixes sources that come and go while it plays, each with its own volume. The sum is limited with 5 ms of look-ahead: it never clips, and
 * sums within full scale go through bit for bit.
 *
 * <p>A source that has nothing for a moment is silent; one that fails, or has nothing for two seconds of audio, is dropped, and the
 * {@link MixerListener} is told. A source that blocks blocks the mixer. While there is no source the mixer plays silence, until
 * {@link #finish} says that no more are coming.
 *
 * <p>Its controls may be used from any thread.
 */
public final class Mixer implements PcmSource {

    /** The most sources, unless the mixer was made for fewer. */
    public static final int MAX_INPUTS = 64;

    private final MixBus bus;
    private final LimitedOutput output = new LimitedOutput(this::pull);
    private volatile boolean finished;
    private volatile boolean closed;

    /** A mixer without a source. */
    public Mixer() {
        this(MAX_INPUTS, null);
    }

    /**
     * A mixer without a source.
     *
     * @param maxInputs the most sources at a time, 1 to {@value #MAX_INPUTS}
     * @param listener hears when a source ends or fails, or {@code null}
     * @throws IllegalArgumentException when {@code maxInputs} is out of range
     */
    public Mixer(int maxInputs, @Nullable MixerListener listener) {
        if (maxInputs < 1 || maxInputs > MAX_INPUTS) {
            throw new IllegalArgumentException("a mixer has 1 to " + MAX_INPUTS + " inputs, not " + maxInputs);
        }
        bus = new MixBus(maxInputs, listener);
    }

    /**
     * Adds a source at 100 %.
     *
     * @param source what to mix in, from the next read on; closed when it leaves
     * @return its place in the mix
     * @throws IllegalStateException when there are as many sources as there may be, or the mixer is closed or finished
     */
    public MixerInput add(PcmSource source) {
        return add(source, 1);
    }

    /**
     * Adds a source.
     *
     * @param source what to mix in, from the next read on; closed when it leaves
     * @param volume what its samples are multiplied by, 0 to {@link Volume#MAX_FACTOR}
     * @return its place in the mix
     * @throws IllegalArgumentException when the volume is out of range
     * @throws IllegalStateException when there are as many sources as there may be, or the mixer is closed or finished
     */
    public MixerInput add(PcmSource source, double volume) {
        if (finished) {
            throw new IllegalStateException("the mixer was told that no more sources are coming");
        }
        return bus.add(source, volume);
    }

    /**
     * The sources that are mixed now.
     *
     * @return an immutable list
     */
    public List<MixerInput> inputs() {
        return List.of(bus.inputs());
    }

    /** Says that no more sources are coming: the mixer ends with its last one. */
    public void finish() {
        finished = true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IOException when the mixer is closed
     */
    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        if (closed) {
            throw new IOException("The mixer is closed");
        }
        return output.read(pcm, offset, frames);
    }

    private int pull(float[] pcm, int frames) {
        Arrays.fill(pcm, 0, CHANNELS * frames, 0);
        boolean last = finished;
        int longest = bus.mixInto(pcm, frames);
        if (last && bus.isEmpty()) {
            // the last source may have ended in the middle of the block
            return longest > 0 ? longest : AudioSource.END;
        }
        return frames;
    }

    @Override
    public void close() {
        closed = true;
        bus.close();
    }
}
