package dev.acord.audio.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import dev.acord.audio.pcm.SampledPcmSource;
import dev.acord.audio.pcm.SignalComparison;
import dev.acord.audio.pcm.WavWriter;
import dev.acord.audio.tone.TuneSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the ffmpeg that is installed; also the reference for what {@code SampledPcmSource} does by itself. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RealFfmpegTest {

    @TempDir
    private Path folder;

    private static short[] tune = new short[0];
    private static Path tuneFile = Path.of("");

    @BeforeAll
    static void writeTheTune(@TempDir Path common) throws IOException {
        Assumptions.assumeTrue(FfmpegExecutable.find().isPresent(), "needs ffmpeg in PATH");
        tune = readAll(new TuneSource());
        tuneFile = common.resolve("tune.wav");
        try (WavWriter writer = new WavWriter(tuneFile, 48_000, 2)) {
            writer.write(tune, 0, tune.length / 2);
        }
    }

    @AfterEach
    void nothingIsLeftBehind() {
        FakeFfmpeg.awaitNothingLeft();
    }

    @Test
    void aFileComesThroughBitForBit() throws IOException {
        assertArrayEquals(tune, readAll(FfmpegSource.open(tuneFile, FfmpegOptions.defaults())));
    }

    @Test
    void aStreamComesThroughBitForBit() throws IOException {
        assertArrayEquals(
                tune, readAll(FfmpegSource.open(Files.newInputStream(tuneFile), "tune", FfmpegOptions.defaults())));
    }

    @Test
    void aNameThatLooksLikeAnOptionIsAFile() throws IOException {
        for (String name : new String[] {"-y.wav", "a: b 'c' \"d\" $e;f.wav", "-"}) {
            Path file = Files.copy(tuneFile, folder.resolve(name));
            // relative, so that the name itself begins with what looks like an option
            Path relative = Path.of("").toAbsolutePath().relativize(file);
            assertArrayEquals(tune, readAll(FfmpegSource.open(relative, FfmpegOptions.defaults())), name);
        }
        FfmpegSource source = FfmpegSource.open("-no-such-file.wav", FfmpegOptions.defaults());
        FfmpegException problem = assertThrows(FfmpegException.class, () -> readAll(source));
        assertTrue(problem.errorOutput().contains("No such file"), problem.toString());
    }

    @Test
    void theStartOffsetIsExact() throws IOException {
        FfmpegOptions options =
                FfmpegOptions.builder().startOffset(Duration.ofMillis(2500)).build();
        short[] heard = readAll(FfmpegSource.open(tuneFile, options));
        assertArrayEquals(Arrays.copyOfRange(tune, 2 * 120_000, tune.length), heard);
    }

    @Test
    void argumentsReachTheProgram() throws IOException {
        FfmpegOptions options =
                FfmpegOptions.builder().outputArguments("-af", "volume=0.5").build();
        SignalComparison result = SignalComparison.of(tune, readAll(FfmpegSource.open(tuneFile, options)));
        assertEquals(0.5, result.gain(), 0.001);
        assertEquals(0, result.delayFrames());
    }

    @Test
    void aFileThatIsNoAudioFailsWithTheMessagesOfFfmpeg() throws IOException {
        Path text = Files.writeString(folder.resolve("text.mp3"), "this is no audio. ".repeat(100));
        FfmpegSource source = FfmpegSource.open(text, FfmpegOptions.defaults());
        FfmpegException problem = assertThrows(FfmpegException.class, () -> readAll(source));
        assertTrue(problem.exitCode().orElseThrow() != 0, problem.toString());
        assertTrue(problem.errorOutput().contains("text.mp3"), problem.toString());
        FfmpegException missing = assertThrows(
                FfmpegException.class,
                () -> FfmpegSource.open(folder.resolve("missing.mp3"), FfmpegOptions.defaults()));
        assertTrue(missing.toString().contains("there is no file"), missing.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "wav, pcm_u8, 25", "wav, pcm_s16le, 70", "wav, pcm_s24le, 70", "wav, pcm_s32le, 70", "wav, pcm_f32le, 70",
                "wav, pcm_f64le, 70",
        "wav, pcm_alaw, 30", "wav, pcm_mulaw, 30", "aiff, pcm_s16be, 70", "aiff, pcm_s24be, 70", "au, pcm_s16be, 70",
                "au, pcm_f32be, 70"
    })
    void javaAloneReadsEverySampleFormatAsFfmpegWroteIt(String container, String codec, double leastSnrDb)
            throws Exception {
        for (String rate : new String[] {"48000", "44100"}) {
            Path file = folder.resolve(codec + rate + "." + container);
            ffmpeg("-i", tuneFile.toString(), "-t", "3", "-ar", rate, "-c:a", codec, file.toString());
            short[] sent = Arrays.copyOf(tune, 2 * 3 * 48_000);
            try (SampledPcmSource source = SampledPcmSource.open(file)) {
                SignalComparison result = SignalComparison.of(sent, readAll(source));
                String where = rate + " " + codec + ": " + result;
                assertEquals(0, result.delayFrames(), where);
                assertEquals(1, result.gain(), 0.005, where);
                assertTrue(result.snrDb() > leastSnrDb, where);
                assertTrue(Math.abs(result.lengthDifferenceFrames()) <= 1, where);
            }
        }
    }

    @Test
    void wavFromAPipeAndWavWith64BitSizesAreRead() throws Exception {
        Path piped = folder.resolve("piped.wav");
        ffmpegThroughPipe(piped, "-i", tuneFile.toString(), "-f", "wav", "-");
        assertArrayEquals(tune, readAll(SampledPcmSource.open(piped)));
        Path large = folder.resolve("large.wav");
        ffmpeg("-i", tuneFile.toString(), "-rf64", "always", large.toString());
        assertArrayEquals(tune, readAll(SampledPcmSource.open(large)));
    }

    @Test
    void surroundIsMixedDownAsFfmpegDoesIt() throws Exception {
        // six different tones, one for each channel
        String tones =
                "sine=300[a];sine=500[b];sine=700[c];sine=60[d];sine=900[e];sine=1100[f];[a][b][c][d][e][f]join=inputs=6";
        Path surround = folder.resolve("surround.wav");
        ffmpeg("-f", "lavfi", "-i", tones + ":channel_layout=5.1,aresample=48000", "-t", "2", surround.toString());
        short[] reference = readAll(FfmpegSource.open(surround, FfmpegOptions.defaults()));
        SignalComparison result = SignalComparison.of(reference, readAll(SampledPcmSource.open(surround)));
        assertEquals(0, result.delayFrames(), result.toString());
        assertEquals(1, result.gain(), 0.01, result.toString());
        assertTrue(result.snrDb() > 45, result.toString());
    }

    @Test
    void thirtySourcesStoppedAtAnyMomentLeaveNothing() throws IOException {
        long seed = 30;
        Random random = new Random(seed);
        List<FfmpegSource> sources = new ArrayList<>();
        short[] pcm = new short[2 * 20_000];
        for (int i = 0; i < 30; i++) {
            sources.add(
                    i % 2 == 0
                            ? FfmpegSource.open(tuneFile, FfmpegOptions.defaults())
                            : FfmpegSource.open(Files.newInputStream(tuneFile), "tune", FfmpegOptions.defaults()));
            for (int reads = random.nextInt(4); reads > 0; reads--) {
                FfmpegSource any = sources.get(random.nextInt(sources.size()));
                int read = any.read(pcm, 0, 1 + random.nextInt(20_000));
                assertTrue(read > 0 || read == AudioSource.END, "seed " + seed);
            }
        }
        Collections.shuffle(sources, random);
        sources.forEach(FfmpegSource::close);
        for (FfmpegSource source : sources) {
            FakeFfmpeg.awaitGone(source.pid());
        }
    }

    private void ffmpeg(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(FfmpegExecutable.locate(null).toString(), "-v", "error", "-nostdin", "-y"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), command.toString());
    }

    private void ffmpegThroughPipe(Path file, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(FfmpegExecutable.locate(null).toString(), "-v", "error", "-nostdin"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // through a pipe, in which it cannot go back to fill in the sizes
        Files.copy(process.getInputStream(), file);
        assertEquals(0, process.waitFor(), command.toString());
    }

    private static short[] readAll(PcmSource source) throws IOException {
        try (source) {
            short[] all = new short[2 * 48_000 * 20];
            int length = 0;
            for (int read; (read = source.read(all, length, 4000)) != AudioSource.END; ) {
                length += 2 * read;
            }
            return Arrays.copyOf(all, length);
        }
    }
}
