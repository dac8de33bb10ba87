package dev.acord.voice.record;

import dev.acord.voice.RecordingStats;
import dev.acord.voice.receive.JitterStats;
import dev.acord.voice.receive.ReceiveStats;
import dev.acord.voice.receive.SpeechEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One speaker of a recording: its files, and its figures. Not thread safe. */
final class UserTrack {
    final long userId;

    @Nullable
    OggTrack ogg;

    @Nullable
    WavTrack wav;

    private @Nullable Integer ssrc;
    private @Nullable Long speakingSinceNs;
    private long spokenNs;
    private long gonePackets;
    private long goneLost;
    private long goneLate;

    UserTrack(long userId) {
        this.userId = userId;
    }

    static String oggName(long userId) {
        return "user-" + Long.toUnsignedString(userId) + ".ogg";
    }

    static String wavName(long userId) {
        return "user-" + Long.toUnsignedString(userId) + ".wav";
    }

    /** The names of the files that are written. */
    List<String> files() {
        List<String> files = new ArrayList<>();
        if (ogg != null) {
            files.add(oggName(userId));
        }
        if (wav != null) {
            files.add(wavName(userId));
        }
        return files;
    }

    /** Takes a packet for the file of packets. */
    void put(int ssrcNow, int sequence, long timestamp, byte[] opus, long arrivalNs) {
        OggTrack to = ogg;
        if (to != null) {
            Integer before = ssrc;
            ssrc = ssrcNow;
            if (before != null && before != ssrcNow) {
                to.restart();
            }
            to.put(sequence, timestamp, opus, arrivalNs);
        }
    }

    void handle(SpeechEvent event) {
        if (event.kind() == SpeechEvent.Kind.STARTED) {
            speakingSinceNs = event.atNs();
        } else if (speakingSinceNs != null) {
            spokenNs += Math.max(0, event.atNs() - speakingSinceNs);
            speakingSinceNs = null;
        }
    }

    /** The user left, and is somebody new when coming back. */
    void gone(ReceiveStats stats) {
        gonePackets += stats.packets().received();
        goneLost += stats.packets().lost();
        goneLate += stats.packets().late();
    }

    /**
     * The figures.
     *
     * @param nowNs the time
     * @param heard what the packets came to since the user came, or null when there was none
     */
    RecordingStats.Track stats(long nowNs, @Nullable ReceiveStats heard) {
        Long since = speakingSinceNs;
        Duration spoken = Duration.ofNanos(spokenNs + (since == null ? 0 : Math.max(0, nowNs - since)));
        OggTrack written = ogg;
        if (written != null) {
            JitterStats all = written.stats();
            return new RecordingStats.Track(userId, since != null, spoken, all.received(), all.lost(), all.late());
        }
        return new RecordingStats.Track(
                userId,
                since != null,
                spoken,
                gonePackets + (heard == null ? 0 : heard.packets().received()),
                goneLost + (heard == null ? 0 : heard.packets().lost()),
                goneLate + (heard == null ? 0 : heard.packets().late()));
    }
}
