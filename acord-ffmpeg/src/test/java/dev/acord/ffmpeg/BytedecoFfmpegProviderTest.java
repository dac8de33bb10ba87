package dev.acord.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import dev.acord.audio.AudioSources;
import dev.acord.audio.PcmSource;
import dev.acord.audio.ffmpeg.FfmpegExecutable;
import dev.acord.audio.ffmpeg.FfmpegOptions;
import dev.acord.audio.ffmpeg.FfmpegProbe;
import dev.acord.audio.ffmpeg.FfmpegProvider;
import dev.acord.audio.ffmpeg.FfmpegSource;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.pcm.WavWriter;
import dev.acord.audio.tone.TuneSource;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BytedecoFfmpegProviderTest {

    private static final String CACHE = "org.bytedeco.javacpp.cachedir";
    private static short[] tune = new short[0];
    private static Path wav = Path.of("");

    @BeforeAll
    static void writeTheTune(@TempDir Path folder) throws IOException {
        Assumptions.assumeTrue(
                System.getProperty("os.name", "").equals("Linux")
                        && System.getProperty("os.arch", "").equals("amd64"),
                "needs the programs of this platform; the build has those of Linux on x86-64");
        tune = readAll(new TuneSource());
        wav = folder.resolve("tune.wav");
        try (WavWriter writer = new WavWriter(wav, 48_000, 2)) {
            writer.write(tune, 0, tune.length / 2);
        }
    }

    @Test
    void theProgramThatWasBroughtPlaysAndSeeks() throws IOException {
        Path program = new BytedecoFfmpegProvider().ffmpeg().orElseThrow();
        FfmpegOptions options =
                FfmpegOptions.builder().executable(program.toString()).build();
        assertArrayEquals(tune, readAll(FfmpegSource.open(wav, options)));
        try (FfmpegSource source = FfmpegSource.open(wav, options)) {
            source.seek(Duration.ofSeconds(3));
            short[] heard = new short[2_000];
            for (int at = 0; at < 1_000; ) {
                at += source.read(heard, 2 * at, 1_000 - at);
            }
            assertArrayEquals(Arrays.copyOfRange(tune, 288_000, 290_000), heard);
            assertEquals(
                    Optional.of(PcmSource.timeOf(tune.length / 2).toMillis()),
                    source.duration().map(Duration::toMillis));
        }
        assertEquals("wav", FfmpegProbe.of(wav, options).formatName());
    }

    @Test
    void itIsFoundAsAService() {
        List<String> names = new ArrayList<>();
        ServiceLoader.load(FfmpegProvider.class).forEach(provider -> names.add(provider.name()));
        assertEquals(List.of("acord-ffmpeg"), names);
    }

    @Test
    void whereNoneIsInstalledTheOneThatWasBroughtIsUsed() throws Exception {
        String printed = printedWithoutPath(System.getProperty("java.class.path"));
        assertTrue(printed.contains(Path.of("javacpp").toString()), printed);
        assertTrue(printed.contains("ffprobe"), printed);
        assertTrue(printed.contains("packets: " + (tune.length / 2 + 959) / 960), printed);
    }

    @Test
    void withoutTheJarOfThePlatformItIsSaidWhichToAdd() throws Exception {
        String others = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("linux-x86_64"))
                .collect(Collectors.joining(File.pathSeparator));
        String printed = printedWithoutPath(others);
        assertTrue(printed.contains("ffmpeg was not found"), printed);
        assertTrue(printed.contains("no jar brings ffmpeg for linux-x86_64: add org.bytedeco:ffmpeg and"), printed);
    }

    /** What another JVM prints whose PATH has no ffmpeg. */
    private static String printedWithoutPath(String classPath) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + CACHE + "=" + System.getProperty(CACHE),
                "-cp",
                classPath,
                WithoutPath.class.getName(),
                wav.toString());
        builder.environment().put("PATH", wav.getParent() + File.separator + "empty");
        builder.environment().remove(FfmpegExecutable.VARIABLE);
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    /** Prints which programs are found, and plays a file through ffmpeg. */
    static final class WithoutPath {

        private WithoutPath() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(FfmpegExecutable.locate(null));
            System.out.println(FfmpegExecutable.findProbe(null).orElseThrow());
            PcmSource pcm = FfmpegSource.open(Path.of(arguments[0]), FfmpegOptions.defaults());
            int packets = 0;
            try (AudioSource source = AudioSources.encode(pcm, OpusEncoderOptions.defaults())) {
                byte[] packet = new byte[AudioSource.MAX_PACKET_BYTES];
                while (source.read(packet, 0) != AudioSource.END) {
                    packets++;
                }
            }
            System.out.println("packets: " + packets);
        }
    }

    private static short[] readAll(PcmSource opened) throws IOException {
        try (PcmSource source = opened) {
            short[] all = new short[2 * 48_000 * 20];
            int length = 0;
            for (int read; (read = source.read(all, length, 4_000)) != AudioSource.END; ) {
                length += 2 * read;
            }
            return Arrays.copyOf(all, length);
        }
    }
}
