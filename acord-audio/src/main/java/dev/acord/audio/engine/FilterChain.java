package dev.acord.audio.engine;

import dev.acord.audio.PcmSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Filters, one after the other, that come and go while samples flow: each is faded in and out over 20 ms, by mixing what went into it with
 * what came out. A filter that throws is dropped, and the block goes on without it; what is no number, or absurdly loud, is not passed on
 * to the next filter, whose memory it might spoil for ever.
 *
 * <p>{@link #add}, {@link #remove} and {@link #filters} may be called from any thread, all else by the reading thread.
 */
final class FilterChain {

    static final int MAX_FILTERS = 32;

    private static final int FADE_FRAMES = PcmSource.SAMPLE_RATE_HZ * 20 / 1000;

    /** 36 dB over full scale. */
    private static final float ABSURD = 64;

    private static final class Slot {
        final PcmFilter filter;
        final Ramp wet = new Ramp(0);
        volatile boolean leaving;

        Slot(PcmFilter filter) {
            this.filter = filter;
        }
    }

    private final BiConsumer<PcmFilter, RuntimeException> onFailed;
    private final float[] dry = new float[PcmSource.CHANNELS * BlockSource.MAX_FRAMES];
    private volatile Slot[] slots = {};

    FilterChain(BiConsumer<PcmFilter, RuntimeException> onFailed) {
        this.onFailed = onFailed;
    }

    /** The filter is faded in; one that was there before the first sample is there at once. */
    synchronized void add(PcmFilter filter, boolean atOnce) {
        if (filters().size() >= MAX_FILTERS) {
            throw new IllegalStateException("there are " + MAX_FILTERS + " filters already, which is the most");
        }
        for (Slot slot : slots) {
            if (slot.filter.equals(filter) && slot.leaving) {
                // still being faded out: its memory must not see the samples twice
                slot.leaving = false;
                return;
            }
        }
        Slot slot = new Slot(filter);
        if (atOnce) {
            slot.wet.jump(1);
        }
        Slot[] longer = Arrays.copyOf(slots, slots.length + 1);
        longer[slots.length] = slot;
        slots = longer;
    }

    synchronized boolean remove(PcmFilter filter) {
        for (Slot slot : slots) {
            if (slot.filter.equals(filter) && !slot.leaving) {
                slot.leaving = true;
                return true;
            }
        }
        return false;
    }

    List<PcmFilter> filters() {
        List<PcmFilter> filters = new ArrayList<>();
        for (Slot slot : slots) {
            if (!slot.leaving) {
                filters.add(slot.filter);
            }
        }
        return List.copyOf(filters);
    }

    boolean isNeutral() {
        for (Slot slot : slots) {
            if (slot.leaving && (slot.wet.restsAt(0) || slot.filter.isNeutral())) {
                drop(slot);
            } else if (!slot.filter.isNeutral()) {
                return false;
            }
        }
        return true;
    }

    /** Changes a block from index 0. */
    void process(float[] pcm, int frames) {
        for (Slot slot : slots) {
            slot.wet.aim(slot.leaving ? 0 : 1, FADE_FRAMES);
            if (slot.leaving && slot.wet.restsAt(0)) {
                drop(slot);
            } else {
                process(slot, pcm, frames);
            }
        }
    }

    private void process(Slot slot, float[] pcm, int frames) {
        int samples = PcmSource.CHANNELS * frames;
        System.arraycopy(pcm, 0, dry, 0, samples);
        try {
            slot.filter.process(pcm, 0, frames);
        } catch (RuntimeException e) {
            System.arraycopy(dry, 0, pcm, 0, samples);
            drop(slot);
            onFailed.accept(slot.filter, e);
            return;
        }
        for (int i = 0; i < samples; i++) {
            float value = pcm[i];
            pcm[i] = value >= -ABSURD && value <= ABSURD ? value : sane(value);
        }
        for (int i = 0; i < samples && slot.wet.moving(); i += 2) {
            float wet = (float) slot.wet.next();
            pcm[i] = dry[i] + wet * (pcm[i] - dry[i]);
            pcm[i + 1] = dry[i + 1] + wet * (pcm[i + 1] - dry[i + 1]);
            if (!slot.wet.moving() && slot.leaving) {
                System.arraycopy(dry, i + 2, pcm, i + 2, samples - i - 2);
            }
        }
    }

    private static float sane(float value) {
        return Float.isNaN(value) ? 0 : Math.max(-ABSURD, Math.min(ABSURD, value));
    }

    private synchronized void drop(Slot slot) {
        List<Slot> rest = new ArrayList<>(Arrays.asList(slots));
        rest.remove(slot);
        slots = rest.toArray(new Slot[0]);
    }
}
