package dev.acord.audio.webm;

import dev.acord.audio.input.SeekableInput;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.util.List;

/**
 * Finds the cluster from which a time can be reached by reading, by the file's index where there is one that tells the truth, else by
 * bisection over the clusters, whose times rise with their places; and finds the duration of a file that does not say it.
 *
 * <p>What the index says is only believed when a cluster stands there whose time is not too late; an index is a help, never needed.
 */
final class WebmSeek {

    /** When no more is left, clusters are looked at one after another. */
    private static final long NEAR_BYTES = 128 << 10;

    /** The longest packet: one that begins in the cluster before may reach into the time sought. */
    private static final long LONGEST_PACKET_NS = 120_000_000;

    /** How many clusters at the end of a file may hold nothing of the track. */
    private static final int MAX_LAST_CLUSTERS = 64;

    private final SeekableInput in;
    private final WebmReader reader;
    private final WebmTrack track;
    private boolean indexRead;

    WebmSeek(SeekableInput in, WebmReader reader, WebmTrack track) {
        this.in = in;
        this.reader = reader;
        this.track = track;
    }

    /** Where the cluster begins, for a time of the file; the first one if none is early enough. */
    long clusterBefore(long timeNs) throws IOException {
        long target = timeNs - LONGEST_PACKET_NS;
        long first = reader.firstClusterOffset();
        if (target <= 0) {
            return first;
        }
        WebmClusters clusters = new WebmClusters(in, reader.info().timestampScaleNs());
        long cue = cueBefore(target);
        if (cue >= first && clusters.find(cue, cue + 1) && clusters.timestampNs() <= target) {
            return cue;
        }
        long best = first;
        long low = first;
        long end = in.size();
        long high = end;
        while (high - low > NEAR_BYTES) {
            long middle = low + (high - low) / 2;
            if (clusters.find(middle, high) && clusters.timestampNs() <= target) {
                best = clusters.offset();
                low = best + 4;
            } else {
                high = middle;
            }
        }
        while (clusters.find(low, end) && clusters.timestampNs() <= target) {
            best = clusters.offset();
            low = best + 4;
        }
        return best;
    }

    /**
     * When the last frame of the track ends.
     *
     * @return a time of the file in nanoseconds, or -1 if there is no frame where one should be
     */
    long endNs() throws IOException {
        WebmClusters clusters = new WebmClusters(in, reader.info().timestampScaleNs());
        long first = reader.firstClusterOffset();
        long before = in.size();
        for (int i = 0; i < MAX_LAST_CLUSTERS && clusters.findLast(first, before); i++) {
            before = clusters.offset();
            long end = endNs(before);
            if (end >= 0) {
                return end;
            }
        }
        return -1;
    }

    private long endNs(long cluster) throws IOException {
        long end = -1;
        // what else is read there must not disturb the thread that plays
        WebmDescription copy = reader.description().withoutLists();
        try (WebmReader at = new WebmReader(in.streamFrom(cluster), copy, track, cluster)) {
            while (at.next()) {
                int samples = OpusPacket.samples(at.buffer(), at.frameOffset(), at.frameBytes());
                long begin = at.frameIndex() == 0 ? at.timestampNs() : end;
                long ns = begin + Math.max(0, samples) * 1_000_000_000L / 48_000;
                end = Math.max(end, ns - Math.max(0, at.discardPaddingNs()));
            }
        } catch (WebmException e) {
            // the duration is that of what can be played; playing says what is wrong behind it
            return end;
        }
        return end;
    }

    /** The place that the index names for a time, or -1. */
    private long cueBefore(long timeNs) throws IOException {
        long place = -1;
        long time = -1;
        for (WebmCue cue : index()) {
            if (cue.track() == track.number() && cue.timestampNs() <= timeNs && cue.timestampNs() > time) {
                place = cue.clusterOffset();
                time = cue.timestampNs();
            }
        }
        return place;
    }

    private List<WebmCue> index() throws IOException {
        WebmDescription description = reader.description();
        long offset = description.indexOffset();
        if (!indexRead && description.cues.isEmpty() && offset > 0) {
            try (WebmReader at = new WebmReader(in.streamFrom(offset), description, track, offset)) {
                at.readDescription();
            } catch (WebmException e) {
                // a broken index is as good as none
                description.cues.clear();
            }
        }
        indexRead = true;
        return description.cues;
    }
}
