package dev.acord.audio.webm;

import java.util.List;

/**
 * An entry of a WebM file's index (RFC 9559 section 5.1.5).
 *
 * @param timestampNs the time it stands for, in nanoseconds
 * @param track the number of the track
 * @param clusterOffset where the cluster begins, in bytes from the beginning of the file
 */
public record WebmCue(long timestampNs, long track, long clusterOffset) {

    /** Reads an index into a list, up to a limit. */
    static void parse(EbmlElements in, long scaleNs, long segmentOffset, List<WebmCue> cues, int max)
            throws WebmException {
        while (in.next() && cues.size() < max) {
            if (in.id() != WebmIds.CUE_POINT) {
                continue;
            }
            long time = 0;
            EbmlElements point = in.children();
            while (point.next() && cues.size() < max) {
                if (point.id() == WebmIds.CUE_TIME) {
                    time = point.unsigned();
                } else if (point.id() == WebmIds.CUE_TRACK_POSITIONS) {
                    cues.add(position(point.children(), saturated(time, scaleNs), segmentOffset));
                }
            }
        }
    }

    /** Where a list of parts (RFC 9559 section 5.1.1) says that the index stands, in bytes behind the segment's beginning; -1 if nowhere. */
    static long indexPosition(EbmlElements in) throws WebmException {
        long found = -1;
        while (in.next()) {
            if (in.id() != WebmIds.SEEK) {
                continue;
            }
            long id = 0;
            long position = -1;
            EbmlElements entry = in.children();
            while (entry.next()) {
                switch (entry.id()) {
                    case WebmIds.SEEK_ID -> id = entry.unsigned();
                    case WebmIds.SEEK_POSITION -> position = entry.unsigned();
                    default -> {}
                }
            }
            found = id == WebmIds.CUES ? position : found;
        }
        return found;
    }

    private static WebmCue position(EbmlElements in, long timestampNs, long segmentOffset) throws WebmException {
        long track = 0;
        long position = 0;
        while (in.next()) {
            switch (in.id()) {
                case WebmIds.CUE_TRACK -> track = in.unsigned();
                case WebmIds.CUE_CLUSTER_POSITION -> position = in.unsigned();
                default -> {}
            }
        }
        return new WebmCue(timestampNs, track, Math.max(segmentOffset, segmentOffset + position));
    }

    private static long saturated(long time, long scaleNs) {
        return time > Long.MAX_VALUE / scaleNs ? Long.MAX_VALUE : time * scaleNs;
    }
}
