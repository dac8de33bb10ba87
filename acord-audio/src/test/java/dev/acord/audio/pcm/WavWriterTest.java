package dev.acord.audio.pcm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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

    @Test
    void theFileIsByteForByteWhatTheFormatAsksFor() throws IOException {
        Path file = folder.resolve("a.wav");
        write(file, NOISE);
        assertArrayEquals(Wavs.file(1, 2, 48_000, 16, Wavs.littleEndian(NOISE)), Files.readAllBytes(file));
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
                            Files.size(file) >= 44 + 4 * in.getFrameLength(),
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
    void aFullFileRefusesMoreAndStaysValid() throws IOException {
        Path file = folder.resolve("full.wav");
        try (WavWriter writer = new WavWriter(file, 48_000, 2, 4000)) {
            writer.write(NOISE, 0, 999);
            PcmException full = assertThrows(PcmException.class, () -> writer.write(NOISE, 0, 2));
            assertTrue(full.toString().contains("is full after 999 sample frames"), full.toString());
            writer.write(NOISE, 2 * 999, 1);
        }
        assertArrayEquals(
                Wavs.file(1, 2, 48_000, 16, Arrays.copyOf(Wavs.littleEndian(NOISE), 4000)), Files.readAllBytes(file));
    }

    @Test
    void aShorterRecordingLeavesNothingOfTheLongerOneItReplaces() throws IOException {
        Path file = folder.resolve("again.wav");
        write(file, NOISE);
        write(file, Arrays.copyOf(NOISE, 20));
        assertEquals(44 + 40, Files.size(file));
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
        assertEquals(44 + 2L * NOISE.length, Files.size(file));
    }

    private static void write(Path file, short[] pcm) throws IOException {
        try (WavWriter writer = new WavWriter(file, 48_000, 2)) {
            writer.write(pcm, 0, pcm.length / 2);
        }
    }
}
