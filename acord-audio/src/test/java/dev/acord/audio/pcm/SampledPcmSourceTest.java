package dev.acord.audio.pcm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.provider.MaskedAudio;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampledPcmSourceTest {

    private static final short[] NOISE = Wavs.noise(1, 10_000);

    @TempDir
    private Path folder;

    @Test
    void aFileThatAlreadyHasTheRightFormComesThroughBitForBit() throws IOException {
        Path file = file("a.wav", Wavs.file(1, 2, 48_000, 16, Wavs.littleEndian(NOISE)));
        try (SampledPcmSource source = SampledPcmSource.open(file)) {
            assertEquals(OptionalLong.of(10_000), source.durationFrames());
            assertArrayEquals(NOISE, Wavs.readAll(source, 960));
            assertEquals(10_000, source.positionFrames());
            assertEquals(AudioSource.END, source.read(new short[2], 0, 1));
        }
    }

    @Test
    void aiffAndAuComeThroughBitForBitToo() throws IOException {
        AudioFormat format = new AudioFormat(48_000, 16, 2, true, false);
        for (AudioFileFormat.Type type :
                new AudioFileFormat.Type[] {AudioFileFormat.Type.AIFF, AudioFileFormat.Type.AU}) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            AudioInputStream samples =
                    new AudioInputStream(new ByteArrayInputStream(Wavs.littleEndian(NOISE)), format, NOISE.length / 2);
            AudioSystem.write(samples, type, bytes);
            Path file = file("a." + type.getExtension(), bytes.toByteArray());
            try (SampledPcmSource source = SampledPcmSource.open(file)) {
                assertEquals(OptionalLong.of(10_000), source.durationFrames(), type.toString());
                assertArrayEquals(NOISE, Wavs.readAll(source, 1000), type.toString());
            }
        }
    }

    @Test
    void monoAt44100HzBecomesStereoAt48000HzOfTheSameDuration() throws IOException {
        short[] mono = new short[44_100];
        for (int i = 0; i < mono.length; i++) {
            mono[i] = (short) Math.round(16384 * Math.sin(2 * Math.PI * 1000 * i / 44_100));
        }
        try (SampledPcmSource source = open(Wavs.file(1, 1, 44_100, 16, Wavs.littleEndian(mono)))) {
            assertEquals(OptionalLong.of(48_000), source.durationFrames());
            short[] heard = Wavs.readAll(source, 960);
            assertEquals(96_000, heard.length);
            Sines.Fit fit = Sines.fit(heard, 1000, 48_000, 300);
            assertTrue(
                    fit.snrDb() > 88 && Math.abs(fit.levelDb()) < 0.01 && Math.abs(fit.delayFrames()) < 0.001,
                    fit.toString());
            for (int i = 0; i < heard.length; i += 2) {
                assertEquals(heard[i], heard[i + 1]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xFFFFFFFFL})
    void aFileWhoseSizeNobodyFilledInPlaysToItsEnd(long claimed) throws IOException {
        Path file = file("piped.wav", Wavs.file(1, 2, 48_000, 16, Wavs.littleEndian(NOISE), claimed));
        try (SampledPcmSource source = SampledPcmSource.open(file)) {
            assertEquals(OptionalLong.of(NOISE.length / 2), source.durationFrames(), "by the size of the file");
            assertArrayEquals(NOISE, Wavs.readAll(source, 960));
        }
        try (SampledPcmSource source = SampledPcmSource.open(Files.newInputStream(file), "piped")) {
            assertEquals(OptionalLong.empty(), source.durationFrames());
        }
    }

    @Test
    void aFileThatWasCutShortPlaysWhatItHasAndThenSaysWhereItEnds() throws IOException {
        byte[] whole = Wavs.file(1, 2, 48_000, 16, Wavs.littleEndian(NOISE));
        Path file = file("cut.wav", Arrays.copyOf(whole, 44 + 4 * 7000 + 3));
        try (SampledPcmSource source = SampledPcmSource.open(file)) {
            Wavs.Heard heard = Wavs.readUntilProblem(source, 960);
            assertArrayEquals(Arrays.copyOf(NOISE, 14_000), heard.pcm);
            assertTrue(heard.message().contains("cut.wav ends at byte 28047 of 40044"), heard.message());
            assertThrows(PcmException.class, () -> source.read(new short[2], 0, 1), "and says it again");
        }
    }

    @Test
    void anAiffThatWasCutShortSaysSoToo() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        AudioFormat format = new AudioFormat(48_000, 16, 2, true, true);
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(new byte[40_000]), format, 10_000),
                AudioFileFormat.Type.AIFF,
                bytes);
        byte[] whole = bytes.toByteArray();
        try (SampledPcmSource source = open(Arrays.copyOf(whole, whole.length - 4000))) {
            Wavs.Heard heard = Wavs.readUntilProblem(source, 960);
            assertEquals(2 * 9000, heard.pcm.length);
            assertTrue(heard.message().contains("ends after sample frame 9000 of 10000"), heard.message());
        }
    }

    @Test
    void aCodingThatOnlyTheClassPathKnowsIsDecoded() throws IOException {
        short[] ramp = new short[2 * 30_000];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = (short) (i % 128);
        }
        Path file = file("a.masked", MaskedAudio.file(Wavs.littleEndian(ramp)));
        try (SampledPcmSource source = SampledPcmSource.open(file)) {
            assertEquals(OptionalLong.empty(), source.durationFrames());
            assertArrayEquals(ramp, Wavs.readAll(source, 960));
            source.seek(12_345);
            assertArrayEquals(Arrays.copyOfRange(ramp, 2 * 12_345, ramp.length), Wavs.readAll(source, 960));
        }
    }

    @Test
    void aDecoderOfTheClassPathThatThrowsAnythingIsReportedAsABrokenFile() throws IOException {
        byte[] samples = Wavs.littleEndian(new short[2 * 30_000]);
        samples[100_001] = (byte) ~0x7E;
        try (SampledPcmSource source = open(MaskedAudio.file(samples))) {
            Wavs.Heard heard = Wavs.readUntilProblem(source, 960);
            assertTrue(heard.pcm.length > 2 * 20_000, heard.pcm.length + " samples before it");
            assertTrue(heard.message().contains("stream.wav cannot be decoded any further"), heard.message());
        }
    }

    @Test
    void chunksBeforeAndAfterTheSamplesAreNotPlayed() throws IOException {
        byte[] plain = Wavs.file(1, 2, 48_000, 16, Wavs.littleEndian(NOISE));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, 12);
        // an odd size is followed by a byte of padding
        out.writeBytes(new byte[] {'L', 'I', 'S', 'T', 5, 0, 0, 0, 1, 2, 3, 4, 5, 0});
        out.write(plain, 12, plain.length - 12);
        out.writeBytes(new byte[] {'i', 'd', '3', ' ', 4, 0, 0, 0, 9, 9, 9, 9});
        try (SampledPcmSource source = open(out.toByteArray())) {
            assertArrayEquals(NOISE, Wavs.readAll(source, 960));
        }
    }

    @Test
    void aFileOfMoreThan4GiBHasItsSizeInAChunkOfItsOwn() throws IOException {
        byte[] plain = Wavs.file(1, 2, 48_000, 16, Wavs.littleEndian(NOISE), 0xFFFFFFFFL);
        ByteBuffer ds64 = ByteBuffer.allocate(36).order(ByteOrder.LITTLE_ENDIAN);
        ds64.put(Wavs.ascii("ds64"))
                .putInt(28)
                .putLong(0)
                .putLong(40_000)
                .putLong(10_000)
                .putInt(0);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(Wavs.ascii("RF64"));
        out.write(plain, 4, 8);
        out.writeBytes(ds64.array());
        out.write(plain, 12, plain.length - 12);
        out.writeBytes(new byte[] {'i', 'd', '3', ' ', 4, 0, 0, 0, 9, 9, 9, 9});
        try (SampledPcmSource source = open(out.toByteArray())) {
            assertEquals(OptionalLong.of(10_000), source.durationFrames());
            assertArrayEquals(NOISE, Wavs.readAll(source, 960));
        }
    }

    @Test
    void whatCannotBePlayedIsNamedWithWhatToDo() throws IOException {
        assertProblem("there is no file", () -> SampledPcmSource.open(folder.resolve("missing.wav")));
        assertProblem("is a directory", () -> SampledPcmSource.open(folder));
        assertProblem("is empty", () -> SampledPcmSource.open(file("empty.wav", new byte[0])));
        assertProblem(
                "install ffmpeg",
                () -> SampledPcmSource.open(file("text.wav", Wavs.ascii("hello, this is no audio at all"))));
        assertProblem(
                "ends at byte 30, within the header",
                () -> open(Arrays.copyOf(Wavs.file(1, 1, 8000, 8, new byte[9]), 30)));
        assertProblem("coded as format 2", () -> open(Wavs.file(2, 1, 8000, 8, new byte[100])));
        assertProblem("sample rate 500 Hz", () -> open(Wavs.file(1, 1, 500, 8, new byte[100])));
        assertProblem("0 channels", () -> open(Wavs.file(1, 0, 8000, 16, new byte[100])));
        try (SampledPcmSource nothing = open(Wavs.file(1, 2, 48_000, 16, new byte[0]))) {
            assertProblem("holds no audio", () -> nothing.read(new short[2], 0, 1));
        }
    }

    @Test
    void damagedHeadersGiveAPcmExceptionOrAudioAndNothingElse() {
        byte[] good = Wavs.file(1, 2, 44_100, 16, new byte[400]);
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            byte[] bad = Arrays.copyOf(good, random.nextInt(good.length));
            for (int i = random.nextInt(4); i >= 0 && bad.length > 0; i--) {
                bad[random.nextInt(Math.min(bad.length, 60))] = (byte) random.nextInt();
            }
            try (SampledPcmSource source = open(bad)) {
                Wavs.readUntilProblem(source, 960);
            } catch (PcmException expected) {
                assertFalse(String.valueOf(expected.getMessage()).length() < 10);
            } catch (Exception e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {48_000, 44_100, 8_000, 96_000, 44_099, 383_999})
    void seekingGivesExactlyWhatReadingFromTheStartGives(int rateHz) throws IOException {
        int frames = 4 * Math.min(rateHz, 48_000);
        Path file = file("s.wav", Wavs.file(1, 2, rateHz, 16, Wavs.littleEndian(Wavs.noise(3, frames))));
        try (SampledPcmSource source = SampledPcmSource.open(file)) {
            short[] whole = Wavs.readAll(source, 960);
            int length = whole.length / 2;
            assertTrue(source.isSeekable());
            for (int frame : new int[] {0, 1, 100, length / 3, length / 2 + 7, length - 1}) {
                source.seek(frame);
                assertEquals(frame, source.positionFrames());
                short[] rest = Wavs.readAll(source, 960);
                assertArrayEquals(Arrays.copyOfRange(whole, 2 * frame, whole.length), rest, "from frame " + frame);
            }
            source.seek(length + 1_000_000L);
            assertEquals(AudioSource.END, source.read(new short[2], 0, 1));
        }
    }

    @Test
    void aStreamOnlyGoesForwardAndIsClosedWithItsSource() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream in = new ByteArrayInputStream(Wavs.file(1, 2, 48_000, 16, Wavs.littleEndian(NOISE))) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };
        SampledPcmSource source = SampledPcmSource.open(in, "a stream");
        assertFalse(source.isSeekable());
        source.seek(1_000);
        short[] heard = new short[2];
        assertEquals(1, source.read(heard, 0, 1));
        assertArrayEquals(Arrays.copyOfRange(NOISE, 2_000, 2_002), heard, "it goes forward");
        UnsupportedOperationException refused =
                assertThrows(UnsupportedOperationException.class, () -> source.seek(1_000));
        assertTrue(String.valueOf(refused.getMessage()).contains("cannot go back"), refused.toString());
        source.close();
        assertTrue(closed[0]);
        assertProblem("a stream is closed", () -> source.read(new short[2], 0, 1));
    }

    @Test
    void rawSamplesThatEndWithinAFrameSaySoAfterTheirWholeFrames() throws IOException {
        byte[] bytes = Arrays.copyOf(Wavs.littleEndian(NOISE), 4 * 500 + 1);
        // one byte at a time, as a slow connection gives them
        InputStream slow = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] b, int off, int len) {
                return super.read(b, off, Math.min(len, 1));
            }
        };
        try (RawPcmSource source = new RawPcmSource(slow, PcmFormat.signed16(48_000, 2), "raw")) {
            Wavs.Heard heard = Wavs.readUntilProblem(source, 960);
            assertArrayEquals(Arrays.copyOf(NOISE, 1000), heard.pcm);
            assertTrue(heard.message().contains("at byte 2001"), heard.message());
        }
    }

    @Test
    void aStreamThatNeverGivesDataIsAnErrorAndNotAnEndlessLoop() throws IOException {
        InputStream broken = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] b, int off, int len) {
                return 0;
            }
        };
        try (RawPcmSource source = new RawPcmSource(broken, PcmFormat.signed16(48_000, 2), "raw")) {
            assertProblem("returned no bytes", () -> source.read(new short[2], 0, 1));
        }
    }

    private interface Action {
        Object run() throws IOException;
    }

    private static void assertProblem(String part, Action action) {
        PcmException problem = assertThrows(PcmException.class, action::run);
        assertTrue(problem.toString().contains(part), problem.toString());
    }

    private SampledPcmSource open(byte[] file) throws IOException {
        return SampledPcmSource.open(new ByteArrayInputStream(file), "stream.wav");
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
