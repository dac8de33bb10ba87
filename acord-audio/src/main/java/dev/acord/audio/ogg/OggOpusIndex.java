package dev.acord.audio.ogg;

import dev.acord.audio.PcmSource;
import dev.acord.audio.input.SeekableInput;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the links of an Ogg Opus file and measures them: the last granule position less the first sample's position and the pre-skip
 * (RFC 7845 section 4).
 *
 * <p>A large file of one link, which nearly all are, is measured by its first and last pages; that it is one link is seen by pages at
 * even distances, whose positions and numbers must rise. Any other file is walked through from page header to page header.
 */
final class OggOpusIndex {

    /** Below it the walk is as fast as anything. */
    private static final long LARGE_BYTES = 4 << 20;

    private static final int PROBES = 16;
    private static final int MAX_LINKS = 1 << 16;
    private static final int MAX_STREAMS = 256;

    private final SeekableInput in;
    private final byte[] page = new byte[OggPage.MAX_BYTES];
    private final List<OggLink> links = new ArrayList<>();
    private final Set<Integer> serials = new HashSet<>();
    private long samples;
    private boolean choosing;
    private boolean chosen;
    private int serial;
    private int preSkip;
    private long begin;
    private long audio;
    private long first;
    private long last;
    private long whole;
    private boolean measured;

    private OggOpusIndex(SeekableInput in) {
        this.in = in;
    }

    /** The links with Opus in their order; none if the file's structure is broken at its beginning. */
    static List<OggLink> read(SeekableInput in) throws IOException {
        return new OggOpusIndex(in).read(LARGE_BYTES);
    }

    /** The same with another idea of what is large. */
    static List<OggLink> read(SeekableInput in, long largeBytes) throws IOException {
        return new OggOpusIndex(in).read(largeBytes);
    }

    /** The duration of all links, without what is to be dropped of each. */
    static Optional<Duration> duration(List<OggLink> links) {
        return links.isEmpty()
                ? Optional.empty()
                : Optional.of(PcmSource.timeOf(
                        links.stream().mapToLong(OggLink::samples).sum()));
    }

    private List<OggLink> read(long largeBytes) throws IOException {
        long size = in.size();
        boolean mayBeOneLink = size >= largeBytes;
        long at = 0;
        while (true) {
            int have = in.readAt(at, page, 0, OggPage.MAX_HEADER_BYTES);
            if (have < OggPage.LACING
                    || !OggPage.isCapturePattern(page, 0)
                    || have < OggPage.headerBytes(page, 0)
                    || at + OggPage.headerBytes(page, 0) + OggPage.bodyBytes(page, 0) > size) {
                break;
            }
            int length = OggPage.headerBytes(page, 0) + OggPage.bodyBytes(page, 0);
            if ((page[OggPage.FLAGS] & OggPage.FIRST) != 0) {
                beginStream(at, length);
            } else {
                choosing = false;
                if (chosen && OggPage.int32(page, OggPage.SERIAL) == serial) {
                    position(at, length, OggPage.int64(page, OggPage.GRANULE));
                }
            }
            at += length;
            if (measured && mayBeOneLink) {
                mayBeOneLink = false;
                if (isOneLink(at, size)) {
                    at = size;
                    break;
                }
            }
        }
        endLink(at);
        return List.copyOf(links);
    }

    private void beginStream(long at, int length) throws IOException {
        if (!choosing) {
            endLink(at);
            choosing = true;
            begin = at;
            serials.clear();
        }
        if (serials.size() < MAX_STREAMS) {
            serials.add(OggPage.int32(page, OggPage.SERIAL));
        }
        int body = OggPage.headerBytes(page, 0);
        in.readAt(at, page, 0, length);
        if (chosen || !OpusHead.matches(page, body, length - body)) {
            return;
        }
        try {
            preSkip = OpusHead.parse(page, body, length - body).preSkipSamples();
        } catch (OpusException e) {
            return; // the source refuses such a stream when it gets there; it has no duration
        }
        chosen = true;
        serial = OggPage.int32(page, OggPage.SERIAL);
    }

    /** Headers have position 0, pages on which no packet ends have -1. */
    private void position(long at, int length, long granule) throws IOException {
        if (!OggPage.isPosition(granule)) {
            return;
        }
        if (!measured && granule > 0) {
            in.readAt(at, page, 0, length);
            boolean end = (page[OggPage.FLAGS] & OggPage.LAST) != 0;
            // a stream of one page may be trimmed at its end, so its first position is not before 0
            long start = granule - samplesOnPage(page, length);
            first = end ? Math.max(0, start) : start;
            last = first;
            audio = at;
            measured = true;
        }
        if (measured) {
            whole = granule;
            if ((page[OggPage.FLAGS] & OggPage.LAST) != 0) {
                in.readAt(at, page, 0, length);
                whole = Math.max(granule, last + samplesOnPage(page, length));
            }
            last = granule;
        }
    }

    /** Whether all that follows is the link that has begun; then its end is known. */
    private boolean isOneLink(long from, long size) throws IOException {
        OggPageScan scan = new OggPageScan(in);
        if (!scan.findLast(from, size, serial, true) || scan.end() != size || !serials.contains(scan.serial())) {
            return false;
        }
        if (!scan.findLast(from, size, serial, false)) {
            return false;
        }
        long endGranule = scan.granule();
        int endSequence = scan.sequence();
        long granule = last;
        int sequence = 0;
        for (int i = 1; i < PROBES; i++) {
            long probe = from + (size - from) / PROBES * i;
            if (!scan.find(probe, size, serial)
                    || scan.granule() < granule
                    || scan.granule() > endGranule
                    || scan.sequence() < sequence
                    || scan.sequence() > endSequence) {
                return false;
            }
            granule = scan.granule();
            sequence = scan.sequence();
        }
        last = endGranule;
        whole = endGranule; // nothing comes after it that this would matter for
        return true;
    }

    private void endLink(long end) throws OggException {
        if (chosen) {
            if (links.size() == MAX_LINKS) {
                throw new OggException("A chain of more than " + MAX_LINKS + " parts; split the file", begin);
            }
            OggLink link =
                    new OggLink(begin, measured ? audio : end, end, serial, preSkip, first, last, whole, samples);
            links.add(link);
            samples = link.endSamples();
        }
        chosen = false;
        measured = false;
        first = 0;
        last = 0;
        whole = 0;
    }

    /**
     * The durations of the packets that end on the page. The one continued from an earlier page has its duration there; it is taken to be
     * that of the one behind it, or 20 ms.
     */
    private static long samplesOnPage(byte[] page, int length) {
        long samples = 0;
        int at = OggPage.headerBytes(page, 0);
        int begin = at;
        int known = 960;
        boolean continued = (page[OggPage.FLAGS] & OggPage.CONTINUED) != 0;
        boolean unknown = false;
        for (int i = 0; i < (page[OggPage.SEGMENTS] & 0xFF) && at <= length; i++) {
            int bytes = page[OggPage.LACING + i] & 0xFF;
            at += bytes;
            if (bytes == 255) {
                continue;
            }
            if (continued) {
                unknown = true;
            } else {
                int packet = Math.max(0, OpusPacket.samples(page, begin, at - begin));
                known = samples == 0 ? packet : known;
                samples += packet;
            }
            begin = at;
            continued = false;
        }
        return unknown ? samples + known : samples;
    }
}
