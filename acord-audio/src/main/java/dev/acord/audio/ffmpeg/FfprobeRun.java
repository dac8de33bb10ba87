package dev.acord.audio.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** One run of ffprobe: what it prints, in bounded time and memory. Nothing of it is left afterwards. */
final class FfprobeRun {

    private static final int MAX_OUTPUT_BYTES = 1 << 20;

    /** For the last output of a process that has exited; only what it started itself and left behind could hold it back. */
    private static final long EXIT_WAIT_MS = 5_000;

    private FfprobeRun() {}

    /** Runs a command about an input called {@code name}, and gives its standard output. */
    static String of(List<String> command, String name, Duration deadline) throws IOException {
        Process process;
        try {
            process = LiveProcesses.start(command);
        } catch (IOException e) {
            throw new FfmpegException(
                    "ffprobe (" + command.get(0) + ") could not be started for " + name + ": " + e.getMessage(), e);
        }
        ErrorTail errors = new ErrorTail();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Thread errorThread = drain(process.getErrorStream(), "acord-ffprobe-errors", errors::append);
        Thread outputThread = drain(process.getInputStream(), "acord-ffprobe-output", (bytes, count) -> {
            synchronized (output) {
                output.write(bytes, 0, Math.min(count, MAX_OUTPUT_BYTES - output.size()));
            }
        });
        try {
            process.getOutputStream().close();
            boolean exited = process.waitFor(deadline.toNanos(), TimeUnit.NANOSECONDS);
            LiveProcesses.kill(process);
            outputThread.join(EXIT_WAIT_MS);
            errorThread.join(EXIT_WAIT_MS);
            if (!exited) {
                throw new FfmpegException(
                        "ffprobe did not answer for " + name + " within " + deadline.toMillis()
                                + " ms (FfmpegOptions.readDeadline) and was stopped",
                        OptionalInt.empty(),
                        errors.text(),
                        null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for ffprobe");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            LiveProcesses.kill(process);
        }
        if (process.exitValue() != 0) {
            throw new FfmpegException(
                    "ffprobe cannot read " + name + ": it exited with code " + process.exitValue(),
                    OptionalInt.of(process.exitValue()),
                    errors.text(),
                    null);
        }
        synchronized (output) {
            return output.toString(StandardCharsets.UTF_8);
        }
    }

    private static Thread drain(InputStream stream, String threadName, Sink sink) {
        Thread thread = new Thread(
                () -> {
                    try (stream) {
                        byte[] chunk = new byte[4096];
                        for (int read; (read = stream.read(chunk)) >= 0; ) {
                            sink.accept(chunk, read);
                        }
                    } catch (IOException e) {
                        // the stream was closed under this thread by a kill: what came before is what there is
                    }
                },
                threadName);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @FunctionalInterface
    private interface Sink {
        void accept(byte[] bytes, int count);
    }
}
