package dev.acord.voice;

import java.time.Duration;
import java.util.List;

/**
 * How a recording goes, at one moment.
 *
 * @param duration how long it is
 * @param tracks the speakers, in the order in which they were first heard
 */
public record RecordingStats(Duration duration, List<Track> tracks) {
    /**
     * Takes a copy of the list.
     *
     * @param duration how long it is
     * @param tracks the speakers, in the order in which they were first heard
     */
    public RecordingStats {
        tracks = List.copyOf(tracks);
    }

    /**
     * One speaker.
     *
     * @param userId who
     * @param speaking whether that user speaks now
     * @param spoken how long that user has spoken, in all
     * @param packets packets that came, copies not counted
     * @param lost packets that never came
     * @param late packets that came too late to be heard
     */
    public record Track(long userId, boolean speaking, Duration spoken, long packets, long lost, long late) {}
}
