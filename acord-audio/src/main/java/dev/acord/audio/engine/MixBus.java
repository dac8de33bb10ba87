package dev.acord.audio.engine;

import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds up sources that come and go. {@link #add}, {@link #inputs} and {@link #close} may be called from any thread, all else by the reading
 * thread.
 */
final class MixBus {

    static final int STARVED_FRAMES = 2 * PcmSource.SAMPLE_RATE_HZ;

    private static final Logger LOG = LoggerFactory.getLogger(MixBus.class);

    private enum Fate {
        ENDED,
        REMOVED,
        STARVED,
        FAILED
    }

    private final int capacity;
    private final @Nullable MixerListener listener;
    private final short[] scratch = new short[PcmSource.CHANNELS * BlockSource.MAX_FRAMES];
    private volatile MixerInput[] inputs = {};
    private volatile boolean closed;

    MixBus(int capacity, @Nullable MixerListener listener) {
        this.capacity = capacity;
        this.listener = listener;
    }

    synchronized MixerInput add(PcmSource source, double volume) {
        if (closed) {
            throw new IllegalStateException("the mixer is closed");
        }
        if (inputs.length >= capacity) {
            throw new IllegalStateException(
                    capacity + " sources are mixed already, which is the most; remove one first");
        }
        MixerInput input = new MixerInput(source, volume);
        MixerInput[] longer = Arrays.copyOf(inputs, inputs.length + 1);
        longer[inputs.length] = input;
        inputs = longer;
        return input;
    }

    MixerInput[] inputs() {
        return inputs;
    }

    boolean isEmpty() {
        return inputs.length == 0;
    }

    /**
     * Adds a block of every source to {@code mix}, from index 0.
     *
     * @return the most frames that a source gave; after it only silence was added
     */
    int mixInto(float[] mix, int frames) {
        int longest = 0;
        for (MixerInput input : inputs) {
            Fate fate = null;
            Exception cause = null;
            try {
                int got = input.mixInto(mix, scratch, frames);
                longest = Math.max(longest, got);
                if (input.removed()) {
                    fate = Fate.REMOVED;
                } else if (got < frames && input.ended()) {
                    fate = Fate.ENDED;
                } else if (input.starvedFrames() >= STARVED_FRAMES) {
                    fate = Fate.STARVED;
                }
            } catch (IOException | RuntimeException e) {
                fate = Fate.FAILED;
                cause = e;
            }
            if (fate != null) {
                leave(input, fate, cause);
            }
        }
        return longest;
    }

    private void leave(MixerInput input, Fate fate, @Nullable Exception cause) {
        drop(input);
        close(input);
        if (closed) {
            // it was closed with the mixer, which is nothing to tell
            return;
        }
        if (listener == null) {
            if (cause != null) {
                LOG.warn("a source failed and is no longer mixed", cause);
            }
            return;
        }
        try {
            switch (fate) {
                case ENDED -> listener.onInputEnded(input);
                case STARVED -> listener.onInputStarved(input);
                case FAILED -> listener.onInputFailed(input, Objects.requireNonNull(cause));
                case REMOVED -> {}
            }
        } catch (RuntimeException e) {
            LOG.warn("a mixer's listener failed", e);
        }
    }

    private synchronized void drop(MixerInput input) {
        List<MixerInput> rest = new ArrayList<>(Arrays.asList(inputs));
        rest.remove(input);
        inputs = rest.toArray(new MixerInput[0]);
    }

    void close() {
        MixerInput[] left;
        synchronized (this) {
            closed = true;
            left = inputs;
            inputs = new MixerInput[0];
        }
        for (MixerInput input : left) {
            close(input);
        }
    }

    private static void close(MixerInput input) {
        try {
            input.close();
        } catch (IOException e) {
            LOG.debug("a mixed source did not close cleanly", e);
        }
    }
}
