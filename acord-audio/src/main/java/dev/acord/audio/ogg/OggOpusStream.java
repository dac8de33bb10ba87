package dev.acord.audio.ogg;

import dev.acord.audio.AudioSource;
import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusFault;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The Opus packets of an Ogg file, strictly read: of each link of a chain (RFC 3533 section 4) the first Opus stream, its headers
 * checked and its audio packets given one by one. Other streams and links without Opus are passed over; anything broken is an error.
 *
 * <p>States: between links, reading first pages ({@code choosing}); inside of a link with a chosen stream, first its two headers, then
 * audio until the stream's last page or the next link; inside of a link without one, skipping.
 *
 * <p>Keeps count of the position: by the durations of the packets, and at the end of each page by what the page says.
 */
final class OggOpusStream {

    /** What is kept of a comment header; a longer one is only longer because of pictures. */
    private static final int MAX_TAGS_BYTES = 1 << 20;

    private final OggPageReader pages;
    private OggPackets packets = new OggPackets(MAX_TAGS_BYTES);
    private final Set<OggCodec> others = EnumSet.noneOf(OggCodec.class);
    private boolean choosing;
    private boolean chosen;
    private int serial;
    private @Nullable OpusHead head;
    private @Nullable OpusTags tags;
    private int length;

    /** Samples of the links that are over. */
    private long base;

    /** Samples of this link from its first packet to behind the current one. */
    private long relative;

    /** The granule position where {@link #relative} is 0, once {@link #anchored}. */
    private long first;

    private boolean anchored;
    private long packetStart;

    OggOpusStream(OggPageReader pages) {
        this.pages = pages;
    }

    /** Goes to the next audio packet; {@code false} at the end. Headers that come before it are in {@link #head()} and {@link #tags()}. */
    boolean next() throws IOException {
        while (true) {
            if (chosen && packets.next()) {
                if (tags != null) {
                    checkAudio();
                    advance();
                    return true;
                }
                readTags();
            } else if (!nextPage()) {
                if (tags == null) {
                    throw endsInHeaders();
                }
                return false;
            }
        }
    }

    /** Reads up to the headers of the first Opus stream. */
    void readHeaders() throws IOException {
        while (tags == null) {
            if (chosen && packets.next()) {
                readTags();
            } else if (!nextPage()) {
                throw endsInHeaders();
            }
        }
    }

    /** Begins a link anew: its first page comes next. */
    void restart(OggLink link) throws IOException {
        choosing = false;
        chosen = false;
        head = null;
        tags = null;
        readHeaders();
        base = link.startSamples();
        first = link.firstGranule();
        anchored = true;
        relative = 0;
    }

    /** After {@link #restart}: goes on with a page of the link's audio. */
    void skipToAudio() {
        packets = new OggPackets(MAX_TAGS_BYTES);
    }

    /** After {@link #restart}: goes on behind the packets that end on the next page, which is one of the stream. */
    void skipToAudioAfter(long granule) throws IOException {
        skipToAudio();
        if (nextPage()) {
            while (packets.next()) {
                // belongs to what comes before
            }
        }
        relative = Math.max(0, granule - first);
    }

    /** Where the current packet begins, in samples from the first packet's first. */
    long packetStart() {
        return packetStart;
    }

    /** Where the current packet ends. */
    long position() {
        return base + relative;
    }

    byte[] packet() {
        return packets.packet();
    }

    int length() {
        return length;
    }

    @Nullable
    OpusHead head() {
        return head;
    }

    @Nullable
    OpusTags tags() {
        return tags;
    }

    /** Goes to the next page of a chosen stream; {@code false} at the end. */
    private boolean nextPage() throws IOException {
        while (pages.next()) {
            if (pages.isFirst()) {
                beginStream();
                continue;
            }
            if (choosing && !chosen && head == null) {
                throw noOpus();
            }
            choosing = false;
            if (chosen && pages.serial() == serial) {
                join();
                return true;
            }
        }
        if (chosen && packets.isPending()) {
            throw new OggException("Truncated: the stream ends inside of a packet", pages.position(), true);
        }
        if (head == null) {
            throw pages.position() == 0 ? new OggException("The file is empty", 0) : noOpus();
        }
        return false;
    }

    /** The first page of a logical stream. All first pages of a link come before its other pages. */
    private void beginStream() throws OggException {
        if (!choosing) {
            if (chosen && packets.isPending()) {
                throw new OggException("A packet is cut off by the beginning of another stream", pages.offset());
            }
            choosing = true;
            chosen = false;
            base = position();
            relative = 0;
            anchored = false;
        }
        OggCodec codec = OggCodec.of(pages);
        if (codec != OggCodec.OPUS) {
            others.add(codec);
            return;
        }
        if (chosen) {
            return;
        }
        chosen = true;
        serial = pages.serial();
        tags = null;
        packets = new OggPackets(MAX_TAGS_BYTES);
        packets.begin(pages);
        if (!packets.next()) {
            throw new OggException("The Opus header does not fit its page", pages.offset());
        }
        try {
            head = OpusHead.parse(packets.packet(), 0, packets.kept());
        } catch (OpusException e) {
            throw new OggException(String.valueOf(e.getMessage()), pages.offset());
        }
        if (!head.isPlayable()) {
            throw new OggException(
                    "Opus with " + head.channels() + " channels in mapping family " + head.mappingFamily()
                            + " cannot be played; make it stereo, for example with: ffmpeg -i IN -ac 2 -c:a libopus OUT.opus",
                    pages.offset());
        }
    }

    private void advance() {
        packetStart = position();
        relative += OpusPacket.samples(packets.packet(), 0, length);
        long granule = pages.granule();
        if (!packets.isLastOnPage() || granule == 0 || !OggPage.isPosition(granule)) {
            return;
        }
        if (!anchored) {
            // a stream of one page may be trimmed at its end, so its first position is not before 0
            first = pages.isLast() ? Math.max(0, granule - relative) : granule - relative;
            anchored = true;
        }
        if (!pages.isLast()) {
            // less than the packets' durations at the very end is only trimming; else packets are missing before
            relative = Math.max(0, granule - first);
        }
    }

    private void join() throws OggException {
        switch (packets.begin(pages)) {
            case CONTINUOUS -> {}
            case PAGES_LOST ->
                throw new OggException(
                        packets.missingPages() > 0
                                ? packets.missingPages() + " pages of the Opus stream are missing"
                                : "The pages of the Opus stream are in the wrong order or doubled",
                        pages.offset());
            case PACKET_CUT ->
                throw new OggException(
                        "A packet that spans two pages is not whole: the pages do not join", pages.offset());
        }
    }

    private void readTags() throws OggException {
        try {
            tags = OpusTags.parse(packets.packet(), 0, packets.kept(), packets.kept() == packets.length());
        } catch (OpusException e) {
            throw new OggException(String.valueOf(e.getMessage()), packets.packetOffset());
        }
    }

    private void checkAudio() throws OggException {
        if (packets.length() > AudioSource.MAX_PACKET_BYTES) {
            throw new OggException(
                    "Opus packet of " + packets.length() + " bytes, more than " + AudioSource.MAX_PACKET_BYTES,
                    packets.packetOffset());
        }
        OpusFault fault = OpusPacket.check(packets.packet(), 0, packets.kept());
        if (fault != OpusFault.NONE) {
            throw new OggException(
                    "Damaged Opus packet in the page that begins here: " + fault.description(), packets.packetOffset());
        }
        length = packets.kept();
    }

    private OggException endsInHeaders() {
        return new OggException("Truncated: the stream ends before the Opus comment header", pages.position(), true);
    }

    private OggException noOpus() {
        Set<String> names = new TreeSet<>();
        others.forEach(codec -> names.add(codec.description()));
        return new OggException(
                "The file holds " + (names.isEmpty() ? "no stream" : String.join(" and ", names))
                        + ", not Opus; convert it, for example with: ffmpeg -i IN -c:a libopus OUT.opus",
                0);
    }
}
