package dev.acord.audio.ogg;

import static dev.acord.fuzz.Checks.check;
import static dev.acord.fuzz.Checks.same;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.fuzz.FuzzInput;
import dev.acord.fuzz.MemoryChannel;
import dev.acord.fuzz.PacketReading;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Ogg Opus: a file as a stream and as a file to seek in, with its checksums as they are or put right. Only {@link OggException} says that
 * it is broken; what is read from it and written again reads the same.
 */
class OggFuzzTest {
    @FuzzTest
    void fuzz(byte[] data) throws IOException {
        FuzzInput in = new FuzzInput(data);
        boolean mended = in.flag();
        FuzzInput seeks = new FuzzInput(in.bytes());
        byte[] file = in.rest();
        if (mended) {
            OggPages.mendChecksums(file);
        }
        // a segment of a page takes a byte at least, and ends one packet at most
        int limit = file.length + 1;
        try (OggOpusSource source = OggOpusSource.open(new ByteArrayInputStream(file))) {
            List<byte[]> packets = PacketReading.rest(source, limit);
            check(!source.played().isNegative(), () -> "played " + source.played());
            writtenReadsTheSame(source.head(), source.tags(), packets);
        } catch (OggException e) {
            check(e.offset() >= -1 && e.offset() <= file.length, () -> "an error at " + e.offset());
        }
        try (OggOpusSource source = OggOpusSource.open(new MemoryChannel(file))) {
            PacketReading.seek(source, seeks, limit, false);
        } catch (OggException e) {
            check(e.getMessage() != null, () -> "an error without a message");
        }
    }

    private static void writtenReadsTheSame(OpusHead head, OpusTags tags, List<byte[]> packets) throws IOException {
        for (byte[] packet : packets) {
            if (packet.length >= 255 * OggPage.MAX_SEGMENTS) {
                return;
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OggOpusWriter writer = new OggOpusWriter(out, head, tags, 7)) {
            for (byte[] packet : packets) {
                writer.write(packet, 0, packet.length);
            }
        }
        try (OggOpusSource again = OggOpusSource.open(new ByteArrayInputStream(out.toByteArray()))) {
            List<byte[]> reread = PacketReading.rest(again, packets.size());
            check(reread.size() == packets.size(), () -> reread.size() + " of " + packets.size() + " packets");
            for (int i = 0; i < packets.size(); i++) {
                same(packets.get(i), reread.get(i), "a packet, written and read,");
            }
            check(again.tags().equals(tags), () -> "other tags: " + again.tags());
            check(again.head().equals(head), () -> "another header: " + again.head());
        }
    }
}
