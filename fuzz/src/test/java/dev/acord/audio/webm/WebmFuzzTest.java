package dev.acord.audio.webm;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.fuzz.FuzzInput;
import dev.acord.fuzz.MemoryChannel;
import dev.acord.fuzz.PacketReading;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** WebM and Matroska: as a stream and as a file to seek in. Only {@link WebmException} says that a file is broken. */
class WebmFuzzTest {
    @FuzzTest
    void fuzz(byte[] data) throws IOException {
        FuzzInput in = new FuzzInput(data);
        FuzzInput seeks = new FuzzInput(in.bytes());
        byte[] file = in.rest();
        // a frame takes a byte of the file at least, were it only in a lacing's size
        int limit = file.length + 1;
        try (WebmOpusSource source = WebmOpusSource.open(new ByteArrayInputStream(file))) {
            PacketReading.rest(source, limit);
            check(!source.played().isNegative(), () -> "played " + source.played());
            check(source.preSkipSamples() >= 0, () -> "a pre-skip of " + source.preSkipSamples());
        } catch (WebmException e) {
            check(e.offset() >= -1 && e.offset() <= file.length, () -> "an error at " + e.offset());
        }
        try (WebmOpusSource source = WebmOpusSource.open(new MemoryChannel(file))) {
            PacketReading.seek(source, seeks, limit, true);
        } catch (WebmException e) {
            check(e.getMessage() != null, () -> "an error without a message");
        }
    }
}
