package dev.acord.audio.inspect;

import dev.acord.audio.AudioSource;
import dev.acord.audio.ogg.OggCodec;
import dev.acord.audio.ogg.OggException;
import dev.acord.audio.ogg.OggPackets;
import dev.acord.audio.ogg.OggPageReader;
import dev.acord.audio.ogg.OpusHead;
import dev.acord.audio.ogg.OpusTags;
import dev.acord.audio.opus.OpusException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks into Ogg files, and goes on behind damage at the next page that is whole. */
final class OggInspector {

    private static final int MAX_KEPT_BYTES = 1 << 20;

    private final OggPageReader pages;
    private final InspectionReport report;
    private OggPackets packets = new OggPackets(MAX_KEPT_BYTES);
    private @Nullable OggCodec codec;
    private boolean choosing;
    private boolean chosen;
    private int links;
    private int serial;
    private boolean tagsRead;
    /** Sums up links that are over; the rest is about the current link. */
    private long totalSamples;

    private int preSkip;
    private boolean positioned;
    private long firstGranule;
    private long lastGranule;
    private boolean ended;
    private long rateHz = 48_000;

    OggInspector(InputStream in, InspectionReport report) {
        pages = new OggPageReader(in);
        this.report = report;
    }

    void inspect() throws IOException {
        report.container = AudioContainer.OGG;
        while (true) {
            try {
                if (!pages.next()) {
                    break;
                }
            } catch (OggException e) {
                report.problem(e.offset(), e.problem());
                if (pages.resync() < 0) {
                    break;
                }
                continue;
            }
            if (pages.isFirst()) {
                beginStream();
            } else {
                choosing = false;
                if (chosen && pages.serial() == serial) {
                    page();
                }
            }
        }
        endLink();
        report.parts = Math.max(1, links);
        if (rateHz > 0 && links > 0) {
            report.duration = Optional.of(InspectionReport.time(totalSamples, rateHz));
        }
    }

    private void beginStream() {
        if (!choosing) {
            endLink();
            choosing = true;
        }
        OggCodec found = OggCodec.of(pages);
        if (found == OggCodec.SKELETON || (chosen && (codec == OggCodec.OPUS || found != OggCodec.OPUS))) {
            return;
        }
        if (links > 0 && found != OggCodec.OPUS && report.container == AudioContainer.OGG_OPUS && !chosen) {
            report.problem(pages.offset(), "A chained part holds " + found.description() + ", which is not played");
            return;
        }
        links += chosen ? 0 : 1;
        chosen = true;
        serial = pages.serial();
        codec = found;
        tagsRead = false;
        packets = new OggPackets(MAX_KEPT_BYTES);
        packets.begin(pages);
        if (!packets.next()) {
            report.problem(pages.offset(), "The stream's header does not fit its page");
        } else if (found == OggCodec.OPUS) {
            readHead();
        } else {
            report.codec = found.description();
            if (found == OggCodec.VORBIS && packets.kept() >= 16) {
                byte[] header = packets.packet();
                report.channels = header[11] & 0xFF;
                rateHz = (header[12] & 0xFF) | (header[13] & 0xFF) << 8 | (header[14] & 0xFF) << 16;
                report.sampleRateHz = (int) rateHz;
            } else {
                rateHz = 0;
            }
        }
    }

    private void readHead() {
        report.container = AudioContainer.OGG_OPUS;
        report.codec = OggCodec.OPUS.description();
        rateHz = 48_000;
        try {
            OpusHead head = OpusHead.parse(packets.packet(), 0, packets.kept());
            preSkip = head.preSkipSamples();
            if (links == 1) {
                report.channels = head.channels();
                report.sampleRateHz = (int) Math.min(head.inputSampleRateHz(), Integer.MAX_VALUE);
                report.preSkipSamples = preSkip;
            }
            if (!head.isPlayable()) {
                report.problem(
                        pages.offset(),
                        head.channels() + " channels in mapping family " + head.mappingFamily()
                                + ": only mono and stereo can be played");
            }
        } catch (OpusException e) {
            report.problem(pages.offset(), String.valueOf(e.getMessage()));
        }
    }

    private void page() {
        if (ended) {
            report.problem(pages.offset(), "A page behind the one that is marked as the last");
        }
        ended = pages.isLast();
        switch (packets.begin(pages)) {
            case CONTINUOUS -> {}
            case PAGES_LOST ->
                report.problem(pages.offset(), packets.missingPages() + " pages are missing before this one");
            case PACKET_CUT -> report.problem(pages.offset(), "A packet that spans two pages is not whole");
        }
        long samples = 0;
        while (packets.next()) {
            if (codec != OggCodec.OPUS) {
                report.otherPacket(packets.length());
            } else if (!tagsRead) {
                readTags();
            } else if (packets.length() > AudioSource.MAX_PACKET_BYTES) {
                report.problem(packets.packetOffset(), "An Opus packet of " + packets.length() + " bytes");
            } else {
                samples += report.opusPacket(packets.packet(), 0, packets.kept(), packets.packetOffset());
            }
        }
        if (pages.granule() >= 0) {
            position(samples);
        }
    }

    /** Compares where a page ends with where the one before ended and what is on it. */
    private void position(long samples) {
        long granule = pages.granule();
        if (!positioned) {
            if (granule > 0) {
                positioned = true;
                // a recording may begin at any time; of other codecs the packets' durations are not known here
                long start = codec == OggCodec.OPUS ? granule - samples : 0;
                firstGranule = pages.isLast() ? Math.max(0, start) : start;
                lastGranule = granule;
            }
            return;
        }
        long difference = granule - lastGranule - samples;
        boolean trimmed = pages.isLast() && difference < 0 && -difference <= samples;
        if (codec == OggCodec.OPUS && difference != 0 && !trimmed) {
            report.gap(
                    pages.offset(),
                    InspectionReport.time(totalSamples + lastGranule - firstGranule - preSkip, 48_000),
                    InspectionReport.time(difference, 48_000));
        }
        lastGranule = granule;
    }

    private void readTags() {
        tagsRead = true;
        try {
            OpusTags tags = OpusTags.parse(packets.packet(), 0, packets.kept());
            report.tags(tags.comments());
            if (report.encoder.isEmpty()) {
                report.encoder = Optional.of(tags.vendor());
            }
        } catch (OpusException e) {
            report.problem(packets.packetOffset(), String.valueOf(e.getMessage()));
        }
    }

    private void endLink() {
        if (chosen) {
            if (!ended) {
                report.problem(
                        pages.position(), "The stream has no page that is marked as its last: it was cut off here");
            }
            if (packets.isPending()) {
                report.problem(pages.position(), "The stream ends inside of a packet");
            }
            if (positioned) {
                totalSamples += Math.max(0, lastGranule - firstGranule - (codec == OggCodec.OPUS ? preSkip : 0));
            }
        }
        chosen = false;
        positioned = false;
        ended = false;
    }
}
