package dev.acord.audio.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Writes down what a queue tells, a line for each event. */
final class QueueLog implements AudioQueueListener {

    final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void onTrackStarted(Track track) {
        events.add("started " + track);
    }

    @Override
    public void onTrackEnded(Track track, TrackEnd why) {
        events.add(why.name().toLowerCase(Locale.ROOT) + " " + track);
    }

    @Override
    public void onTrackFailed(Track track, Exception cause) {
        events.add("failure of " + track + ": " + cause.getMessage());
    }

    @Override
    public void onStarved(Track track) {
        events.add("starved " + track);
    }

    @Override
    public void onQueueEnded() {
        events.add("end");
    }

    @Override
    public void onFilterFailed(PcmFilter filter, RuntimeException cause) {
        events.add("filter failed: " + cause.getMessage());
    }

    @Override
    public void onOverlayEnded(MixerInput input) {
        events.add("overlay ended");
    }

    @Override
    public void onOverlayFailed(MixerInput input, Exception cause) {
        events.add("overlay failed: " + cause.getMessage());
    }
}
