package dev.acord.audio.webm;

import java.time.Duration;
import java.util.Optional;

/**
 * What a WebM file says about itself (RFC 9559 section 5.1.2).
 *
 * @param docType {@code webm} or {@code matroska}
 * @param timestampScaleNs the unit of all timestamps, in nanoseconds
 * @param duration the duration; empty if it is not known, as in a live stream
 * @param title the title, or empty
 * @param writingApp the program that made the file, or empty
 */
public record WebmInfo(
        String docType,
        long timestampScaleNs,
        Optional<Duration> duration,
        Optional<String> title,
        Optional<String> writingApp) {

    /** What holds when the file says nothing. */
    static WebmInfo unknown(String docType) {
        return new WebmInfo(docType, 1_000_000, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static WebmInfo parse(String docType, EbmlElements in) throws WebmException {
        long scale = 1_000_000;
        double duration = -1;
        Optional<String> title = Optional.empty();
        Optional<String> app = Optional.empty();
        while (in.next()) {
            switch (in.id()) {
                case WebmIds.TIMESTAMP_SCALE -> {
                    scale = in.unsigned();
                    if (scale == 0) {
                        throw new WebmException("A timestamp scale of 0", in.offset());
                    }
                }
                case WebmIds.DURATION -> duration = in.floating();
                case WebmIds.TITLE -> title = Optional.of(in.string());
                case WebmIds.WRITING_APP -> app = Optional.of(in.string());
                default -> {}
            }
        }
        double ns = duration * scale;
        boolean known = ns > 0 && ns < Long.MAX_VALUE;
        return new WebmInfo(
                docType, scale, known ? Optional.of(Duration.ofNanos(Math.round(ns))) : Optional.empty(), title, app);
    }
}
