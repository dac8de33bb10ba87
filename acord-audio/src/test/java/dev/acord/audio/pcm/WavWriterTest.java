package dev.acord.audio.pcm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavWriterTest {

    private static final short[] NOISE = Wavs.noise(2, 48_000 * 3 + 500);

    @TempDir
    private Path folder;

    @Test
    void theJdkReadsWhatWasWritten() throws Exception {
        Path file = folder.resolve("a.wav");
        write(file, NOISE);
        try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
            assertTrue(
                    in.getFormat().matches(new AudioFormat(48_000, 16, 2, true, false)),
                    in.getFormat().toString());
            assertEquals(NOISE.length / 2, in.getFrameLength());
            assertArrayEquals(Wavs.littleEndian(NOISE), in.readAllBytes());
        }
    }

    /** RIFF WAVE with an empty chunk in which there is room for {@code ds64}, written down from EBU Tech 3306 and not from the writer. */
    private static byte[] withRoom(byte[] plain) {
        ByteBuffer file = ByteBuffer.allocate(plain.length + 36).order(ByteOrder.LITTLE_ENDIAN);
        file.put(plain, 0, 12).putInt(4, plain.length + 36 - 8);
        file.put(Wavs.ascii("JUNK")).putInt(28).position(12 + 8 + 28);
        return file.put(plain, 12, plain.length - 12).array();
    }

    @Test
    void theFileIsByteForByteWhatTheFormatAsksFor() throws IOException {
        Path file = folder.resolve("a.wav");
        write(file, NOISE);
        assertArrayEquals(withRoom(Wavs.file(1, 2, 48_000, 16, Wavs.littleEndian(NOISE))), Files.readAllBytes(file));
    }

    @Test
    void aRecordingWhoseProcessDiesIsWholeToTheLastSecond() throws Exception {
        Path file = folder.resolve("dying.wav");
        try (WavWriter writer = new WavWriter(file, 48_000, 2)) {
            for (int at = 0; at + 960 <= NOISE.length / 2; at += 960) {
                writer.write(NOISE, 2 * at, 960);
                // what is on the disk now is what a reader finds when this process dies now
                try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
                    long missing = writer.frames() - in.getFrameLength();
                    assertTrue(missing >= 0 && missing < 48_000, missing + " frames missing");
                    assertTrue(
                            Files.size(file) >= 80 + 4 * in.getFrameLength(),
                            "the header claims no more than there is");
                }
            }
            writer.flush();
            try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
                assertEquals(writer.frames(), in.getFrameLength());
                assertArrayEquals(
                        Arrays.copyOf(Wavs.littleEndian(NOISE), (int) writer.frames() * 4),
                        in.readNBytes((int) writer.frames() * 4));
            }
        }
    }

    @Test
    void beyondTheSizesOfRiffTheFileIsRf64AndWasPlayableAllTheTime() throws IOException {
        Path file = folder.resolve("long.wav");
        int frames = NOISE.length / 2;
        try (WavWriter writer = new WavWriter(file, 48_000, 2, 4 * 50_000)) {
            for (int at = 0; at < frames; at += 500) {
                writer.write(NOISE, 2 * at, 500);
                writer.flush();
                boolean large = at + 500 > 50_000;
                byte[] now = Files.readAllBytes(file);
                assertEquals(large ? "RF64" : "RIFF", new String(now, 0, 4, StandardCharsets.US_ASCII));
                if (at % 12_000 == 0) {
                    assertArrayEquals(Arrays.copyOf(NOISE, 2 * (at + 500)), samples(file));
                }
            }
        }
        ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0xFFFFFFFF, header.getInt(4), "the size is in ds64");
        assertEquals("ds64", new String(header.array(), 12, 4, StandardCharsets.US_ASCII));
        assertEquals(28, header.getInt(16));
        assertEquals(header.capacity() - 8, header.getLong(20), "bytes of the file after the first two fields");
        assertEquals(4L * frames, header.getLong(28), "bytes of samples");
        assertEquals(frames, header.getLong(36), "sample frames");
        assertEquals(0, header.getInt(44), "no table of other chunks");
        assertEquals(0xFFFFFFFF, header.getInt(76), "the size of the samples is in ds64, too");
        assertArrayEquals(NOISE, samples(file));
    }

    @Test
    void ffprobeReadsMoreThanFourGibibytes() throws Exception {
        assumeTrue(File.separatorChar == '/', "needs a file system with sparse files");
        Path file = folder.resolve("seven hours.wav");
        long frames = 48_000L * 3_600 * 7;
        try (WavWriter writer = new WavWriter(file, 48_000, 2)) {
            writer.writeSilence(frames - 48_000);
            writer.write(NOISE, 0, 48_000);
        }
        assertTrue(Files.size(file) > 1L << 32);
        ProcessBuilder ffprobe = new ProcessBuilder(
                "ffprobe", "-v", "error", "-show_entries", "format=format_name,duration", "-of", "csv=p=0", file + "");
        try {
            Process process = ffprobe.redirectErrorStream(true).start();
            String says = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertEquals(0, process.waitFor(), says);
            assertEquals("wav,25200.000000", says);
        } catch (IOException e) {
            assumeTrue(false, "ffprobe is not installed: " + e.getMessage());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void silenceIsZerosBetweenWhatIsAroundIt() throws IOException {
        Path file = folder.resolve("gap.wav");
        try (WavWriter writer = new WavWriter(file, 48_000, 2)) {
            writer.writeSilence(3);
            writer.write(NOISE, 0, 1_000);
            writer.writeSilence(0);
            writer.writeSilence(70_001);
            writer.write(NOISE, 0, 1_000);
            assertEquals(72_004, writer.frames());
            assertThrows(IllegalArgumentException.class, () -> writer.writeSilence(-1));
        }
        short[] wanted = new short[2 * 72_004];
        System.arraycopy(NOISE, 0, wanted, 6, 2_000);
        System.arraycopy(NOISE, 0, wanted, 2 * 71_004, 2_000);
        assertArrayEquals(wanted, samples(file));
    }

    /** What the reader makes of a file. */
    private static short[] samples(Path file) throws IOException {
        try (SampledPcmSource source = SampledPcmSource.open(file)) {
            short[] all = new short[NOISE.length + 2];
            int frames = 0;
            while (true) {
                int read = source.read(all, 2 * frames, all.length / 2 - frames);
                if (read <= 0) {
                    return Arrays.copyOf(all, 2 * frames);
                }
                frames += read;
            }
        }
    }

    @Test
    void aShorterRecordingLeavesNothingOfTheLongerOneItReplaces() throws IOException {
        Path file = folder.resolve("again.wav");
        write(file, NOISE);
        write(file, Arrays.copyOf(NOISE, 20));
        assertEquals(80 + 40, Files.size(file));
    }

    @Test
    void aPlaceThatCannotBeWrittenIsNamed() {
        Path file = folder.resolve("missing").resolve("a.wav");
        PcmException problem = assertThrows(PcmException.class, () -> new WavWriter(file, 48_000, 2));
        assertTrue(problem.toString().contains(file + " cannot be created"), problem.toString());
    }

    @Test
    void anInterruptedThreadDoesNotEndTheRecording() throws IOException {
        Path file = folder.resolve("interrupted.wav");
        Thread.currentThread().interrupt();
        try {
            write(file, NOISE);
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(80 + 2L * NOISE.length, Files.size(file));
    }

    private static void write(Path file, short[] pcm) throws IOException {
        try (WavWriter writer = new WavWriter(file, 48_000, 2)) {
            writer.write(pcm, 0, pcm.length / 2);
        }
    }
}
