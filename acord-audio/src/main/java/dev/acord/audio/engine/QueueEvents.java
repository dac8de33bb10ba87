package dev.acord.audio.engine;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a queue's listeners. No lock is held meanwhile. */
final class QueueEvents implements MixerListener {

    private static final Logger LOG = LoggerFactory.getLogger(QueueEvents.class);

    private final List<AudioQueueListener> listeners = new CopyOnWriteArrayList<>();

    void add(AudioQueueListener listener) {
        listeners.add(listener);
    }

    void remove(AudioQueueListener listener) {
        listeners.remove(listener);
    }

    void fire(Consumer<AudioQueueListener> event) {
        for (AudioQueueListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                LOG.warn("a queue's listener failed", e);
            }
        }
    }

    void failed(Track track, Exception cause) {
        LOG.debug("{} failed", track, cause);
        fire(listener -> listener.onTrackFailed(track, cause));
        fire(listener -> listener.onTrackEnded(track, TrackEnd.FAILED));
    }

    @Override
    public void onInputEnded(MixerInput input) {
        fire(listener -> listener.onOverlayEnded(input));
    }

    @Override
    public void onInputFailed(MixerInput input, Exception cause) {
        fire(listener -> listener.onOverlayFailed(input, cause));
    }

    @Override
    public void onInputStarved(MixerInput input) {
        IOException cause = new IOException("the source gave nothing for two seconds of audio");
        fire(listener -> listener.onOverlayFailed(input, cause));
    }
}
