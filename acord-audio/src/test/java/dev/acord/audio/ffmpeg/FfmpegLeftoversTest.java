package dev.acord.audio.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.acord.audio.AudioSource;
import dev.acord.audio.SeekChecks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of many runs of the real ffmpeg, and of connections that break. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FfmpegLeftoversTest {

    private static Path wav = Path.of("");

    @BeforeAll
    static void writeFile(@TempDir Path common) throws IOException {
        Assumptions.assumeTrue(FfmpegExecutable.find().isPresent(), "needs ffmpeg in PATH");
        wav = SeekChecks.restlessWav(common.resolve("restless.wav"), 10, 7);
    }

    @AfterEach
    void nothingIsLeftBehind() {
        FakeFfmpeg.awaitNothingLeft();
    }

    @Test
    void twoHundredProcessesStartedAndStoppedAtAnyMomentLeaveNothing() throws IOException {
        startAndStop(20, 500);
        FakeFfmpeg.awaitNothingLeft();
        long handles = FakeFfmpeg.openHandles();
        int started = startAndStop(200, 501);
        assertTrue(started >= 200, started + " processes");
        FakeFfmpeg.awaitNothingLeft();
        FakeFfmpeg.await("closed handles", () -> FakeFfmpeg.openHandles() <= handles);
    }

    /** Opens files, streams and things that fail, reads, seeks, asks for durations and closes, in random order. */
    private static int startAndStop(int processes, long seed) throws IOException {
        Random random = new Random(seed);
        List<FfmpegSource> open = new ArrayList<>();
        List<Long> pids = new ArrayList<>();
        short[] pcm = new short[2 * 9_600];
        while (pids.size() < processes) {
            int action = random.nextInt(10);
            FfmpegSource any = open.isEmpty() ? null : open.get(random.nextInt(open.size()));
            if (any == null || (action < 4 && open.size() < 8)) {
                FfmpegSource next = openAny(random);
                open.add(next);
                pids.add(next.pid());
            } else if (action < 6) {
                String where = "seed " + seed + ", process " + pids.size();
                try {
                    int read = any.read(pcm, 0, 1 + random.nextInt(9_600));
                    assertTrue(read > 0 || read == AudioSource.END, where);
                } catch (FfmpegException e) {
                    assertTrue(e.exitCode().isPresent(), where + ": " + e);
                }
            } else if (action < 8 && any.isSeekable()) {
                any.seek(Duration.ofMillis(random.nextInt(11_000)));
                pids.add(any.pid());
            } else {
                open.remove(any);
                any.close();
                assertThrows(FfmpegException.class, () -> any.read(new short[2], 0, 1));
            }
        }
        open.forEach(FfmpegSource::close);
        pids.forEach(FakeFfmpeg::awaitGone);
        return pids.size();
    }

    private static FfmpegSource openAny(Random random) throws IOException {
        FfmpegOptions options = FfmpegOptions.defaults();
        return switch (random.nextInt(4)) {
            case 0 -> FfmpegSource.open(Files.newInputStream(wav), "a stream", options);
            case 1 -> FfmpegSource.open("-no-such-file", options);
            default -> FfmpegSource.open(wav, options);
        };
    }

    @Test
    void aConnectionThatBreaksIsMadeAgainUnlessTheOptionsSayOtherwise() throws IOException {
        byte[] file = Files.readAllBytes(wav);
        short[] whole = readAll(FfmpegSource.open(wav, FfmpegOptions.defaults()));
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/audio.wav", exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
            // each answer promises the rest, but breaks off after 600,000 bytes
            int give = Math.min(600_000, file.length - from);
            requests.incrementAndGet();
            exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
            if (range != null) {
                exchange.getResponseHeaders()
                        .set("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
            }
            exchange.sendResponseHeaders(range == null ? 200 : 206, file.length - from);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(file, from, give);
                out.flush();
            } finally {
                exchange.close();
            }
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort() + "/audio.wav";
            assertArrayEquals(whole, readAll(FfmpegSource.open(url, FfmpegOptions.defaults())));
            assertTrue(requests.get() >= 4, requests + " requests");
            FfmpegOptions once = FfmpegOptions.builder().reconnect(false).build();
            FfmpegSource source = FfmpegSource.open(url, once);
            int heard;
            try {
                heard = readAll(source).length;
            } catch (FfmpegException e) {
                heard = 0; // some versions take it for a failure, others for the end
            }
            assertTrue(heard < whole.length, heard + " samples without connecting again");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aSourceThatIsReadSlowlyHoldsItsInputBack() throws IOException {
        byte[] file = Files.readAllBytes(wav);
        AtomicInteger taken = new AtomicInteger();
        InputStream endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                throw new UnsupportedOperationException("read in chunks");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                // the header once, then its samples for ever
                for (int i = 0; i < length; i++) {
                    target[offset + i] = file[at];
                    at = at + 1 == file.length ? 44 : at + 1;
                }
                taken.addAndGet(length);
                return length;
            }
        };
        FfmpegOptions options =
                FfmpegOptions.builder().inputArguments("-ignore_length", "1").build();
        try (FfmpegSource source = FfmpegSource.open(endless, "endless", options)) {
            FakeFfmpeg.await("a full pipe", () -> source.availableFrames() == 48_000);
            int before;
            do {
                before = taken.get();
                LockSupport.parkNanos(300_000_000);
            } while (taken.get() != before);
            assertTrue(before < 8 << 20, before + " bytes were taken of which nothing was read");
        }
    }

    private static short[] readAll(FfmpegSource opened) throws IOException {
        try (FfmpegSource source = opened) {
            short[] all = new short[2 * 48_000 * 11];
            int at = 0;
            for (int read; (read = source.read(all, at, (all.length - at) / 2)) != AudioSource.END; ) {
                at += 2 * read;
            }
            assertEquals(0, at % 2);
            return Arrays.copyOf(all, at);
        }
    }
}
