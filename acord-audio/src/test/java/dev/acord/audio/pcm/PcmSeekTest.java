package dev.acord.audio.pcm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.PcmSource;
import dev.acord.audio.ogg.MediaTools;
import dev.acord.audio.opus.OpusEncoderOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose samples say where they are: the left one of frame n is the lower half of n, the right one its upper half. */
class PcmSeekTest {

    private static final int FRAMES = 700_001;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"wav", "aiff", "au", "raw"})
    void everyFrameIsFoundExactly(String kind) throws IOException {
        try (PcmSource source = open(kind)) {
            assertTrue(source.isSeekable());
            assertEquals(Optional.of(PcmSource.timeOf(FRAMES)), source.duration());
            Random random = new Random(301);
            for (int i = 0; i < 100; i++) {
                int target = i == 0 ? FRAMES - 1 : i == 1 ? 0 : random.nextInt(FRAMES);
                Duration time = PcmSource.timeOf(target);
                assertEquals(time, source.seek(time));
                assertEquals(target, frame(source), kind + ", seed 301, seek " + i);
                assertEquals(Optional.of(PcmSource.timeOf(target + 1L)), source.position());
            }
            source.seek(Duration.ofHours(1));
            assertEquals(AudioSource.END, source.read(new short[2], 0, 1));
            assertEquals(Optional.of(PcmSource.timeOf(FRAMES)), source.position());
            source.seek(Duration.ofSeconds(1));
            assertEquals(48_000, frame(source), "after the end, too");
        }
    }

    private PcmSource open(String kind) throws IOException {
        byte[] samples = Wavs.littleEndian(counter());
        Path wav = Files.write(folder.resolve("counter.wav"), Wavs.file(1, 2, 48_000, 16, samples));
        if (kind.equals("wav")) {
            return SampledPcmSource.open(wav);
        }
        if (kind.equals("raw")) {
            Path raw = Files.write(folder.resolve("counter.raw"), samples);
            return RawPcmSource.open(raw, PcmFormat.signed16(48_000, 2));
        }
        Path other = folder.resolve("counter." + kind);
        MediaTools.run("sox", "-D", wav.toString(), other.toString());
        return SampledPcmSource.open(other);
    }

    @Test
    void framesOfSixBytesAreFoundInAnAiffFileAndBehindItsCutNone() throws IOException {
        int frames = 100_003;
        byte[] samples = new byte[6 * frames];
        for (int i = 0; i < frames; i++) {
            samples[6 * i] = (byte) (i >> 8);
            samples[6 * i + 1] = (byte) i;
        }
        Path file = folder.resolve("counter-24.aiff");
        AudioFormat format = new AudioFormat(48_000, 24, 2, true, true);
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(samples), format, frames),
                AudioFileFormat.Type.AIFF,
                file.toFile());
        short[] pcm = new short[2];
        try (SampledPcmSource source = SampledPcmSource.open(file)) {
            for (int target : new int[] {99_999, 10, 54_321, 10_923, 0}) {
                source.seek(target);
                assertEquals(1, source.read(pcm, 0, 1));
                assertEquals((short) target, pcm[0], "frame " + target);
            }
        }
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 300_001));
        try (SampledPcmSource source = SampledPcmSource.open(file)) {
            source.seek(90_000);
            PcmException e = assertThrows(PcmException.class, () -> source.read(pcm, 0, 1));
            assertTrue(String.valueOf(e.getMessage()).contains("cut short"), e.getMessage());
            source.seek(12_345);
            assertEquals(1, source.read(pcm, 0, 1));
            assertEquals((short) 12_345, pcm[0]);
        }
    }

    @Test
    void rawSamplesOfAnotherRateAreFoundAsReadingFromTheStartGivesThem() throws IOException {
        PcmFormat format = PcmFormat.signed16(44_100, 2);
        Path raw = Files.write(folder.resolve("noise.raw"), Wavs.littleEndian(Wavs.noise(5, 200_000)));
        short[] all;
        try (PcmSource source = RawPcmSource.open(raw, format)) {
            all = Wavs.readAll(source, 960);
            assertEquals(all.length / 2, PcmSource.framesOf(source.duration().orElseThrow()));
        }
        try (PcmSource source = RawPcmSource.open(raw, format)) {
            Random random = new Random(302);
            short[] heard = new short[200];
            for (int i = 0; i < 100; i++) {
                int target = random.nextInt(all.length / 2 - 100);
                source.seek(PcmSource.timeOf(target));
                for (int at = 0; at < 100; ) {
                    at += source.read(heard, 2 * at, 100 - at);
                }
                assertArrayEquals(Arrays.copyOfRange(all, 2 * target, 2 * target + 200), heard, "seed 302, seek " + i);
            }
        }
    }

    @Test
    void aStreamOfSamplesOnlyGoesForward() throws IOException {
        byte[] samples = Wavs.littleEndian(counter());
        try (PcmSource source =
                new RawPcmSource(new ByteArrayInputStream(samples), PcmFormat.signed16(48_000, 2), "the line")) {
            assertFalse(source.isSeekable());
            assertEquals(Optional.empty(), source.duration());
            source.seek(PcmSource.timeOf(123_456));
            assertEquals(123_456, frame(source));
            UnsupportedOperationException refused =
                    assertThrows(UnsupportedOperationException.class, () -> source.seek(PcmSource.timeOf(123_456)));
            assertTrue(String.valueOf(refused.getMessage()).contains("the line"), refused.toString());
            assertEquals(123_457, frame(source), "it can be read on");
            source.seek(Duration.ofHours(1));
            assertEquals(Optional.of(PcmSource.timeOf(FRAMES)), source.position(), "there is no more");
        }
    }

    @Test
    void encodedSamplesAreSoughtThroughTheirPackets() throws IOException {
        Path wav =
                Files.write(folder.resolve("counter.wav"), Wavs.file(1, 2, 48_000, 16, Wavs.littleEndian(counter())));
        try (AudioSource source = AudioSources.open(wav, OpusEncoderOptions.defaults())) {
            assertTrue(source.isSeekable());
            Duration target = Duration.ofMillis(7_777);
            assertEquals(target, source.seek(target));
            assertEquals(Optional.of(target), source.position());
            assertTrue(source.read(new byte[AudioSource.MAX_PACKET_BYTES], 0) > 0);
            assertEquals(Optional.of(target.plusMillis(20)), source.position());
        }
    }

    private static short[] counter() {
        short[] pcm = new short[2 * FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            pcm[2 * i] = (short) i;
            pcm[2 * i + 1] = (short) (i >> 16);
        }
        return pcm;
    }

    private static int frame(PcmSource source) throws IOException {
        short[] pcm = new short[2];
        assertEquals(1, source.read(pcm, 0, 1));
        return (pcm[0] & 0xFFFF) | pcm[1] << 16;
    }
}
