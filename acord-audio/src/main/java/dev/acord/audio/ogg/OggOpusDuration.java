package dev.acord.audio.ogg;

import dev.acord.audio.opus.OpusException;
import dev.acord.audio.opus.OpusPacket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Optional;

/**
 * Measures an Ogg Opus file by hopping from page header to page header: for each link of a chain the last granule position less the
 * first sample's position and the pre-skip (RFC 7845 section 4). Page data is only read for the headers and each link's first audio page.
 */
final class OggOpusDuration {

    private final FileChannel channel;
    private final ByteBuffer bytes = ByteBuffer.allocate(OggPage.MAX_BYTES);
    private long totalSamples;
    private boolean found;
    private boolean choosing;
    private boolean chosen;
    private int serial;
    private int preSkip;
    private long first;
    private long last;
    private boolean measured;

    OggOpusDuration(FileChannel channel) {
        this.channel = channel;
    }

    static Duration ofSamples(long samples) {
        return Duration.ofSeconds(samples / 48_000, samples % 48_000 * 1_000_000_000 / 48_000);
    }

    Optional<Duration> measure() throws IOException {
        long at = 0;
        while (true) {
            int have = read(at, OggPage.MAX_HEADER_BYTES);
            if (have < OggPage.LACING
                    || !OggPage.isCapturePattern(bytes.array(), 0)
                    || have < OggPage.headerBytes(bytes.array(), 0)) {
                break;
            }
            byte[] page = bytes.array();
            int length = OggPage.headerBytes(page, 0) + OggPage.bodyBytes(page, 0);
            if (at + length > channel.size()) {
                break;
            }
            if ((page[OggPage.FLAGS] & OggPage.FIRST) != 0) {
                beginStream(at, length);
            } else {
                choosing = false;
                if (chosen && OggPage.int32(page, OggPage.SERIAL) == serial) {
                    position(at, length, OggPage.int64(page, OggPage.GRANULE));
                }
            }
            at += length;
        }
        endLink();
        return found ? Optional.of(ofSamples(totalSamples)) : Optional.empty();
    }

    private void beginStream(long at, int length) throws IOException {
        if (!choosing) {
            endLink();
            choosing = true;
        }
        int body = OggPage.headerBytes(bytes.array(), 0);
        read(at, length);
        if (chosen || !OpusHead.matches(bytes.array(), body, length - body)) {
            return;
        }
        try {
            preSkip = OpusHead.parse(bytes.array(), body, length - body).preSkipSamples();
        } catch (OpusException e) {
            return; // the source refuses such a stream when it gets there; it has no duration
        }
        chosen = true;
        serial = OggPage.int32(bytes.array(), OggPage.SERIAL);
    }

    /** Headers have position 0, pages on which no packet ends have -1. */
    private void position(long at, int length, long granule) throws IOException {
        if (granule == OggPage.NO_GRANULE) {
            return;
        }
        if (!measured && granule > 0) {
            read(at, length);
            boolean end = (bytes.array()[OggPage.FLAGS] & OggPage.LAST) != 0;
            // a stream of one page may be trimmed at its end, so its first position is not before 0
            long start = granule - samplesOnPage(bytes.array(), length);
            first = end ? Math.max(0, start) : start;
            measured = true;
        }
        if (measured) {
            last = granule;
        }
    }

    private void endLink() {
        if (chosen) {
            found = true;
            if (measured) {
                totalSamples += Math.max(0, last - first - preSkip);
            }
        }
        chosen = false;
        measured = false;
    }

    /** The durations of the packets that end on the page; the one continued from an earlier page has its own first byte there. */
    private static long samplesOnPage(byte[] page, int length) {
        long samples = 0;
        int at = OggPage.headerBytes(page, 0);
        int begin = at;
        boolean whole = (page[OggPage.FLAGS] & OggPage.CONTINUED) == 0;
        for (int i = 0; i < (page[OggPage.SEGMENTS] & 0xFF) && at <= length; i++) {
            int bytes = page[OggPage.LACING + i] & 0xFF;
            at += bytes;
            if (bytes < 255) {
                int packet = whole ? OpusPacket.samples(page, begin, at - begin) : OpusPacket.MALFORMED;
                samples += Math.max(0, packet);
                begin = at;
                whole = true;
            }
        }
        return samples;
    }

    /** Reads up to {@code length} bytes at {@code at} into the array; gives how many there are. */
    private int read(long at, int length) throws IOException {
        bytes.clear().limit(length);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
            // goes on until all is there or the file ends
        }
        return bytes.position();
    }
}
