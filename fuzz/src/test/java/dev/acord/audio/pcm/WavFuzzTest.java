package dev.acord.audio.pcm;

import static dev.acord.fuzz.Checks.check;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.acord.audio.AudioSource;
import dev.acord.fuzz.FuzzInput;
import dev.acord.fuzz.ScratchFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * WAV, and whatever the JDK takes for sampled sound, as a stream and as a file to seek in. Only {@link PcmException} says that it is
 * broken.
 */
class WavFuzzTest {
    /** A file may say that it is played at a rate so low that a few bytes last for hours. */
    private static final int MAX_BLOCKS = 200;

    private static final int BLOCK_FRAMES = 480;

    @FuzzTest
    void fuzz(byte[] data) throws IOException {
        FuzzInput in = new FuzzInput(data);
        FuzzInput seeks = new FuzzInput(in.bytes());
        byte[] bytes = in.rest();
        try (SampledPcmSource source = SampledPcmSource.open(new ByteArrayInputStream(bytes), "stream")) {
            read(source);
        } catch (PcmException e) {
            check(e.getMessage() != null && e.getMessage().length() < 1_000, () -> "an error without a message");
        }
        Path file = ScratchFile.with(bytes);
        try (SampledPcmSource source = SampledPcmSource.open(file)) {
            for (int i = 0; i < 3 && source.isSeekable(); i++) {
                Duration target = Duration.ofMillis(seeks.u16());
                Duration reached = source.seek(target);
                check(reached.compareTo(target) <= 0, () -> "reached " + reached + " instead of " + target);
                read(source);
            }
        } catch (PcmException e) {
            check(e.getMessage() != null, () -> "an error without a message");
        }
    }

    private static void read(SampledPcmSource source) throws IOException {
        PcmFormat format = source.fileFormat();
        check(format.rateHz() >= 1 && format.rateHz() <= PcmFormat.MAX_RATE_HZ, () -> "a rate of " + format);
        check(format.channels() >= 1 && format.channels() <= PcmFormat.MAX_CHANNELS, () -> "channels of " + format);
        short[] pcm = new short[2 * BLOCK_FRAMES + 2];
        long before = source.positionFrames();
        for (int block = 0; block < MAX_BLOCKS; block++) {
            int frames = source.read(pcm, 1, BLOCK_FRAMES);
            if (frames == AudioSource.END) {
                return;
            }
            check(frames >= 1 && frames <= BLOCK_FRAMES, () -> frames + " frames");
            check(pcm[0] == 0 && pcm[pcm.length - 1] == 0, () -> "a sample outside of the room was written");
            before += frames;
            long expected = before;
            check(source.positionFrames() == expected, () -> "at " + source.positionFrames() + ", not " + expected);
        }
    }
}
