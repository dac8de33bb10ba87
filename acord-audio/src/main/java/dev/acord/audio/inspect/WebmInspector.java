package dev.acord.audio.inspect;

import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.webm.WebmException;
import dev.acord.audio.webm.WebmInfo;
import dev.acord.audio.webm.WebmReader;
import dev.acord.audio.webm.WebmTrack;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looks into WebM and Matroska files, and goes on behind damage at the next cluster. */
final class WebmInspector {

    /** Differences of times below this are rounding: times are whole milliseconds in most files, so twice that and a bit. */
    private static final long TOLERANCE_NS = 2_500_000;

    private static final long HEADER_TOLERANCE_NS = 100_000_000;

    private final WebmReader reader;
    private final InspectionReport report;
    private boolean opus;
    private boolean timed;
    private long firstNs;
    private long expectedNs;
    private long discardNs;

    WebmInspector(InputStream in, InspectionReport report) {
        reader = new WebmReader(in);
        this.report = report;
    }

    void inspect() throws IOException {
        report.container = AudioContainer.MATROSKA;
        try {
            reader.readHeaders();
        } catch (WebmException e) {
            report.problem(e.offset(), e.problem());
            return;
        }
        WebmInfo info = reader.info();
        report.container = info.docType().equals("webm") ? AudioContainer.WEBM : AudioContainer.MATROSKA;
        report.encoder = info.writingApp();
        info.title().ifPresent(title -> report.tags(List.of("TITLE=" + title)));
        WebmTrack track = reader.tracks().stream()
                .filter(WebmTrack::isOpus)
                .findFirst()
                .or(() -> reader.tracks().stream()
                        .filter(any -> any.type() == WebmTrack.AUDIO)
                        .findFirst())
                .orElse(null);
        if (track == null) {
            report.problem(0, "No audio track");
            report.duration = info.duration();
            return;
        }
        describe(track);
        reader.select(track);
        readFrames();
        report.tags(reader.tags());
        summarise(info, track);
    }

    private void describe(WebmTrack track) {
        opus = track.isOpus();
        report.codec = opus ? "Opus" : track.codecId();
        report.channels = track.channels();
        report.sampleRateHz = (int) Math.round(Math.max(0, Math.min(track.sampleRateHz(), 1e9)));
        OpusHead head = track.opusHead();
        if (opus && head != null) {
            report.channels = head.channels();
            report.preSkipSamples = head.preSkipSamples();
            if (!head.isPlayable()) {
                report.problem(
                        0,
                        head.channels() + " channels in mapping family " + head.mappingFamily()
                                + ": only mono and stereo can be played");
            }
        } else if (opus) {
            report.problem(0, "The Opus track has no Opus header");
        }
        if (track.contentEncoded()) {
            report.problem(0, "The track is compressed or encrypted once more, which cannot be played");
        }
    }

    private void readFrames() throws IOException {
        while (true) {
            try {
                if (!reader.next()) {
                    return;
                }
                frame();
            } catch (WebmException e) {
                report.problem(e.offset(), e.problem());
                if (reader.resync() < 0) {
                    return;
                }
            }
        }
    }

    private void frame() throws WebmException {
        if (!opus) {
            report.otherPacket(reader.frameBytes());
            return;
        }
        long samples =
                report.opusPacket(reader.buffer(), reader.frameOffset(), reader.frameBytes(), reader.blockOffset());
        if (reader.frameIndex() == 0) {
            long timestampNs = reader.timestampNs();
            if (!timed) {
                timed = true;
                firstNs = timestampNs;
                expectedNs = timestampNs;
            }
            long differenceNs = timestampNs - expectedNs;
            if (Math.abs(differenceNs) > TOLERANCE_NS) {
                report.gap(
                        reader.blockOffset(), Duration.ofNanos(expectedNs - firstNs), Duration.ofNanos(differenceNs));
            }
            // the times of blocks are rounded, those of packets are exact: go by the packets where there is no gap
            expectedNs = Math.abs(differenceNs) > TOLERANCE_NS ? timestampNs : expectedNs;
        }
        expectedNs += samples * 1_000_000 / 48;
        discardNs = reader.discardPaddingNs();
    }

    private void summarise(WebmInfo info, WebmTrack track) {
        if (!timed) {
            report.duration = info.duration();
            return;
        }
        long measuredNs = Math.max(0, expectedNs - firstNs - Math.max(0, discardNs) - track.codecDelayNs());
        report.duration = Optional.of(Duration.ofNanos(measuredNs));
        info.duration().ifPresent(stated -> {
            if (Math.abs(stated.toNanos() - measuredNs) > HEADER_TOLERANCE_NS) {
                report.problem(
                        0,
                        "The header states a duration of " + stated.toMillis() + " ms, the audio lasts "
                                + measuredNs / 1_000_000 + " ms");
            }
        });
    }
}
