package dev.acord.audio.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the process, its threads and its messages, whatever the program does. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FfmpegSupervisionTest {

    /** Writes 4,000 bytes, 1,000 sample frames. */
    private static final String SOME_AUDIO = "head -c 4000 /dev/zero";

    @TempDir
    private Path folder;

    @AfterEach
    void nothingIsLeftBehind() {
        FakeFfmpeg.awaitNothingLeft();
    }

    @Test
    void theMessagesAndTheExitCodeOfAProgramThatFailsAreInTheException() throws IOException {
        FfmpegSource source = open(FakeFfmpeg.script(folder, "echo 'x: Invalid data found' >&2; exit 3"));
        FfmpegException problem = assertThrows(FfmpegException.class, () -> source.read(new short[2], 0, 1));
        assertEquals(3, problem.exitCode().orElseThrow());
        assertEquals("x: Invalid data found", problem.errorOutput());
        assertTrue(
                problem.toString().contains("code 3") && problem.toString().contains("Invalid data"),
                problem.toString());
        assertSame(problem, assertThrows(FfmpegException.class, () -> source.read(new short[2], 0, 1)), "and again");
        source.close();
    }

    @Test
    void megabytesOfMessagesNeitherBlockNorPileUp() throws IOException {
        FfmpegSource source = open(FakeFfmpeg.script(
                folder, "yes 'a warning of no great importance' | head -c 3000000 >&2; " + SOME_AUDIO + "; exit 1"));
        assertEquals(1000, readUntilProblem(source).frames);
        FfmpegException problem = assertThrows(FfmpegException.class, () -> source.read(new short[2], 0, 1));
        assertTrue(problem.errorOutput().length() <= ErrorTail.MAX_BYTES
                && problem.errorOutput().length() > 1000);
    }

    @Test
    void audioBeforeAFailureIsHeardFirst() throws IOException {
        FfmpegSource source = open(FakeFfmpeg.script(folder, SOME_AUDIO + "; echo 'lost the connection' >&2; exit 1"));
        Heard heard = readUntilProblem(source);
        assertEquals(1000, heard.frames);
        assertTrue(heard.message.contains("code 1 after 1000 sample frames"), heard.message);
        assertTrue(heard.message.contains("lost the connection"), heard.message);
    }

    @Test
    void aProgramThatIsKilledHasNotPlayedToItsEnd() throws IOException {
        Heard heard = readUntilProblem(open(FakeFfmpeg.script(folder, SOME_AUDIO + "; kill -9 $$")));
        assertEquals(1000, heard.frames);
        assertTrue(heard.message.contains("exited with code 137"), heard.message);
    }

    @Test
    void noAudioAtAllIsAFailureEvenWithExitCode0() throws IOException {
        Heard heard = readUntilProblem(open(FakeFfmpeg.script(folder, "echo 'no stream' >&2; exit 0")));
        assertEquals(0, heard.frames);
        assertTrue(heard.message.contains("found no audio") && heard.message.contains("no stream"), heard.message);
    }

    @Test
    void halfASampleFrameAtTheEndIsAFailure() throws IOException {
        Heard heard = readUntilProblem(open(FakeFfmpeg.script(folder, "head -c 4002 /dev/zero")));
        assertEquals(1000, heard.frames);
        assertTrue(heard.message.contains("within a sample frame"), heard.message);
    }

    @Test
    void theEndIsTheEndForEver() throws IOException {
        try (FfmpegSource source = open(FakeFfmpeg.script(folder, SOME_AUDIO))) {
            Heard heard = readUntilProblem(source);
            assertEquals("", heard.message);
            assertEquals(1000, heard.frames);
            assertEquals(AudioSource.END, source.read(new short[2], 0, 1));
            assertEquals(AudioSource.END, source.poll(new short[2], 0, 1));
        }
    }

    @Test
    void aSlowProgramStarvesTheReaderButDoesNotEndIt() throws IOException {
        Path go = folder.resolve("go");
        String waits = SOME_AUDIO + "; while [ ! -e '" + go + "' ]; do sleep 0.02; done; " + SOME_AUDIO;
        try (FfmpegSource source = open(FakeFfmpeg.script(folder, waits))) {
            short[] pcm = new short[4000];
            int frames = 0;
            while (frames < 1000) {
                frames += source.read(pcm, 0, 1000 - frames);
            }
            assertEquals(AudioSource.STARVED, source.poll(pcm, 0, 1000), "no data yet is not the end");
            assertEquals(0, source.availableFrames());
            Files.createFile(go);
            assertEquals(1000, readUntilProblem(source).frames);
        }
    }

    @Test
    void aProgramThatHangsIsStoppedAtTheDeadlineWhichIsNamed() throws IOException {
        FfmpegSource source = open(
                FakeFfmpeg.script(folder, "echo 'connecting' >&2; sleep 1000").readDeadline(Duration.ofSeconds(3)));
        Heard heard = readUntilProblem(source);
        assertTrue(heard.message.contains("no audio of input for 3000 ms (FfmpegOptions.readDeadline)"), heard.message);
        assertTrue(heard.message.contains("connecting"), heard.message);
        FakeFfmpeg.awaitGone(source.pid());
    }

    @Test
    void closingEndsABlockedReadAndTheProgramAndItsChildren() throws Exception {
        FfmpegSource source = open(FakeFfmpeg.script(folder, SOME_AUDIO + "; sleep 1000; " + SOME_AUDIO));
        short[] pcm = new short[4000];
        int frames = 0;
        while (frames < 1000) {
            frames += source.read(pcm, 0, 1000 - frames);
        }
        Thread[] reader = new Thread[1];
        CompletableFuture<Throwable> blocked = new CompletableFuture<>();
        reader[0] = new Thread(
                () -> blocked.complete(assertThrows(IOException.class, () -> source.read(new short[2], 0, 1))));
        reader[0].start();
        FakeFfmpeg.await("the reader to block", () -> reader[0].getState() == Thread.State.TIMED_WAITING);
        source.close();
        assertTrue(blocked.get(60, TimeUnit.SECONDS).toString().contains("closed"));
        FakeFfmpeg.awaitGone(source.pid());
        source.close();
    }

    @Test
    void anInterruptEndsTheWaitAndNotTheSource() throws Exception {
        try (FfmpegSource source = open(FakeFfmpeg.script(folder, "sleep 1000"))) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedIOException.class, () -> source.read(new short[2], 0, 1));
            assertTrue(Thread.interrupted());
            assertEquals(AudioSource.STARVED, source.poll(new short[2], 0, 1));
        }
    }

    @Test
    void aProgramThatNobodyReadsFromWaitsInsteadOfFillingTheMemory() throws IOException {
        try (FfmpegSource source = open(FakeFfmpeg.script(folder, "exec cat /dev/zero"))) {
            FakeFfmpeg.await("a full pipe", () -> source.availableFrames() == 48_000);
            short[] pcm = new short[2 * 48_000];
            for (int second = 0; second < 20; second++) {
                int frames = 0;
                while (frames < 48_000) {
                    frames += source.read(pcm, 0, 48_000 - frames);
                }
                assertTrue(source.availableFrames() <= 48_000);
            }
        }
    }

    @Test
    void aStreamIsFedToTheProgramAndClosed() throws IOException {
        byte[] bytes = new byte[1_000_000];
        new Random(1).nextBytes(bytes);
        AtomicBoolean closed = new AtomicBoolean();
        InputStream input = new ByteArrayInputStream(bytes) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        try (FfmpegSource source = FfmpegSource.open(
                input, "stream", FakeFfmpeg.script(folder, "exec cat").build())) {
            short[] pcm = new short[bytes.length / 2];
            for (int at = 0; at < pcm.length; ) {
                int read = source.read(pcm, at, Math.min(777, (pcm.length - at) / 2));
                assertTrue(read > 0, "ended after " + at + " samples");
                at += 2 * read;
            }
            assertEquals(AudioSource.END, source.read(new short[2], 0, 1));
            for (int i = 0; i < pcm.length; i++) {
                assertEquals((short) ((bytes[2 * i] & 0xFF) | (bytes[2 * i + 1] << 8)), pcm[i]);
            }
        }
        FakeFfmpeg.await("the stream to be closed", closed::get);
    }

    @Test
    void aStreamThatFailsIsTheReasonGiven() throws IOException {
        InputStream input = new InputStream() {
            private int left = 4000;

            @Override
            public int read() throws IOException {
                return read(new byte[1], 0, 1) > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (left == 0) {
                    throw new IOException("the disk was pulled out");
                }
                int read = Math.min(left, length);
                left -= read;
                return read;
            }
        };
        FfmpegSource source = FfmpegSource.open(
                input, "stream", FakeFfmpeg.script(folder, "exec cat").build());
        Heard heard = readUntilProblem(source);
        assertTrue(heard.message.contains("the input stream failed: the disk was pulled out"), heard.message);
    }

    @Test
    void aProgramThatLeavesBeforeItsInputEndsIsJudgedByItsExitCode() throws IOException {
        byte[] endless = new byte[10_000_000];
        FfmpegOptions.Builder takesSome = FakeFfmpeg.script(folder, "exec head -c 4000");
        Heard heard =
                readUntilProblem(FfmpegSource.open(new ByteArrayInputStream(endless), "stream", takesSome.build()));
        assertEquals("", heard.message);
        assertEquals(1000, heard.frames);
    }

    @Test
    void closingEndsAFeedThatIsBlockedInItsStream() throws IOException {
        PipedOutputStream silent = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(silent);
        FfmpegSource source = FfmpegSource.open(
                input, "stream", FakeFfmpeg.script(folder, "exec cat").build());
        source.close();
        FakeFfmpeg.awaitNothingLeft();
        silent.close();
    }

    @Test
    void aProgramThatCannotBeStartedIsExplainedAndTheStreamClosed() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream input = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        FfmpegOptions options = FfmpegOptions.builder()
                .executable(folder.resolve("none").toString())
                .build();
        FfmpegException problem =
                assertThrows(FfmpegException.class, () -> FfmpegSource.open(input, "stream", options));
        assertTrue(problem.toString().contains("ffmpeg was not found"), problem.toString());
        assertTrue(closed.get());
    }

    @Test
    void noProcessOutlivesTheJvm() throws Exception {
        FfmpegOptions hangs = FakeFfmpeg.script(folder, "sleep 1000").build();
        Path pidFile = folder.resolve("pid");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Leaver.class.getName(),
                        String.valueOf(hangs.executable()),
                        pidFile.toString())
                .inheritIO()
                .start();
        assertTrue(jvm.waitFor(2, TimeUnit.MINUTES));
        assertEquals(0, jvm.exitValue());
        for (String pid : Files.readAllLines(pidFile)) {
            FakeFfmpeg.awaitGone(Long.parseLong(pid));
        }
    }

    /** A program that ends without closing its source. */
    static final class Leaver {
        private Leaver() {}

        public static void main(String[] args) throws IOException {
            FfmpegSource source = FfmpegSource.open(
                    "input", FfmpegOptions.builder().executable(args[0]).build());
            ProcessHandle process = ProcessHandle.of(source.pid()).orElseThrow();
            List<String> pids = new ArrayList<>();
            FakeFfmpeg.await(
                    "the script's child", () -> process.children().findAny().isPresent());
            process.children().forEach(child -> pids.add(Long.toString(child.pid())));
            pids.add(Long.toString(source.pid()));
            Files.write(Path.of(args[1]), pids, StandardCharsets.UTF_8);
            System.exit(0);
        }
    }

    @Test
    void thirtySourcesStoppedAtAnyMomentLeaveNothing() throws Exception {
        FfmpegOptions options = FakeFfmpeg.script(folder, "while :; do head -c 20000 /dev/zero; sleep 0.01; done")
                .build();
        // the first time the JVM opens files of its own
        stopThirtyAtAnyMoment(0xACD, options);
        long handles = FakeFfmpeg.openHandles();
        stopThirtyAtAnyMoment(0xACE, options);
        FakeFfmpeg.await("closed handles", () -> FakeFfmpeg.openHandles() <= handles);
    }

    private static void stopThirtyAtAnyMoment(long seed, FfmpegOptions options) throws IOException {
        Random random = new Random(seed);
        List<FfmpegSource> all = new ArrayList<>();
        List<FfmpegSource> open = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            FfmpegSource next = i % 3 == 0
                    ? FfmpegSource.open(new ByteArrayInputStream(new byte[100_000]), "stream", options)
                    : FfmpegSource.open("input", options);
            all.add(next);
            open.add(next);
            for (int reads = random.nextInt(5); reads > 0; reads--) {
                FfmpegSource any = open.get(random.nextInt(open.size()));
                assertTrue(any.read(new short[2000], 0, 1000) > 0, "seed " + seed);
            }
            if (random.nextBoolean() && open.size() > 1) {
                open.remove(random.nextInt(open.size())).close();
            }
        }
        open.forEach(FfmpegSource::close);
        FakeFfmpeg.awaitNothingLeft();
        for (FfmpegSource source : all) {
            FakeFfmpeg.awaitGone(source.pid());
            assertThrows(FfmpegException.class, () -> source.read(new short[2], 0, 1));
        }
    }

    private static FfmpegSource open(FfmpegOptions.Builder options) throws FfmpegException {
        return FfmpegSource.open("input", options.build());
    }

    private static final class Heard {
        private int frames;
        private String message = "";
    }

    private static Heard readUntilProblem(FfmpegSource source) {
        Heard heard = new Heard();
        short[] pcm = new short[1920];
        try {
            for (int read; (read = source.read(pcm, 0, 960)) != AudioSource.END; ) {
                heard.frames += read;
            }
        } catch (IOException e) {
            heard.message = e.toString();
        }
        return heard;
    }
}
