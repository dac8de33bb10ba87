package dev.acord.audio.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A running ffmpeg and the threads around it, all daemons that end with it:
 *
 * <ul>
 *   <li><b>output</b> moves its standard output into a {@link PcmPipe}, and at the end finds out how the process ended;
 *   <li><b>errors</b> drains its standard error, keeping the tail;
 *   <li><b>input</b>, only when the input is a stream, feeds its standard input.
 * </ul>
 *
 * {@link #close} kills the process, which ends the first two; closing the input stream and an interrupt end the third.
 */
final class FfmpegProcess {

    private static final int CHUNK_BYTES = 16 * 1024;

    /** For a process that has closed its output to end by itself, and for its last messages to arrive. */
    private static final long EXIT_WAIT_MS = 5_000;

    private static final AtomicLong NUMBER = new AtomicLong();

    private final Process process;
    private final String inputName;
    private final @Nullable InputStream input;
    private final boolean mayBeEmpty;
    private final PcmPipe pipe = new PcmPipe();
    private final ErrorTail errors = new ErrorTail();
    private final Thread outputThread;
    private final Thread errorThread;
    private final @Nullable Thread inputThread;
    private volatile @Nullable IOException inputFailure;
    private volatile boolean closed;

    /**
     * Starts the program. {@code input} is owned from here on, and closed when starting fails too. {@code mayBeEmpty} says that no audio at
     * all is no failure, as behind the end of a file.
     */
    FfmpegProcess(List<String> command, String inputName, @Nullable InputStream input, boolean mayBeEmpty)
            throws FfmpegException {
        this.inputName = inputName;
        this.input = input;
        this.mayBeEmpty = mayBeEmpty;
        try {
            process = LiveProcesses.start(command);
        } catch (IOException | RuntimeException e) {
            closeInput(e);
            throw new FfmpegException(
                    "ffmpeg (" + command.get(0) + ") could not be started for " + inputName + ": " + e.getMessage(), e);
        }
        long number = NUMBER.incrementAndGet();
        outputThread = thread("acord-ffmpeg-output-" + number, this::moveOutput);
        errorThread = thread("acord-ffmpeg-errors-" + number, this::drainErrors);
        inputThread = input == null ? null : thread("acord-ffmpeg-input-" + number, () -> feed(input));
        boolean started = false;
        try {
            errorThread.start();
            outputThread.start();
            if (inputThread != null) {
                inputThread.start();
            } else {
                process.getOutputStream().close();
            }
            started = true;
        } catch (IOException e) {
            throw new FfmpegException("ffmpeg's standard input could not be closed: " + e.getMessage(), e);
        } finally {
            if (!started) {
                close();
            }
        }
    }

    PcmPipe pipe() {
        return pipe;
    }

    long pid() {
        return process.pid();
    }

    /** Ends everything. Returns at once; the threads end by themselves. */
    void close() {
        closed = true;
        pipe.close();
        stop();
    }

    /** Ends the process because it does not answer, and makes that what the reader is told. */
    void fail(String why) {
        pipe.finish(new FfmpegException(why, OptionalInt.empty(), errors.text(), inputFailure));
        stop();
    }

    private void stop() {
        LiveProcesses.kill(process);
        if (inputThread != null) {
            inputThread.interrupt();
        }
        closeInput(null);
    }

    private void moveOutput() {
        // closes the process's handles whatever happens
        try (InputStream output = process.getInputStream()) {
            byte[] chunk = new byte[CHUNK_BYTES];
            for (int read; (read = output.read(chunk)) >= 0; ) {
                if (!pipe.write(chunk, read)) {
                    return;
                }
            }
            pipe.finish(outcome());
        } catch (IOException e) {
            // after a kill the JDK may report a closed stream instead of the end
            pipe.finish(new FfmpegException(
                    "ffmpeg's output could not be read for " + inputName + ": " + e.getMessage(),
                    OptionalInt.empty(),
                    errors.text(),
                    e));
        } catch (InterruptedException e) {
            pipe.finish(new FfmpegException("the thread that reads ffmpeg's output was interrupted", e));
        } finally {
            stop();
        }
    }

    /** Waits for the process that has closed its output; what went wrong, or {@code null}. */
    private @Nullable FfmpegException outcome() throws InterruptedException {
        if (!process.waitFor(EXIT_WAIT_MS, TimeUnit.MILLISECONDS)) {
            return new FfmpegException(
                    "ffmpeg closed its output for " + inputName + " but did not exit within " + EXIT_WAIT_MS + " ms",
                    OptionalInt.empty(),
                    errors.text(),
                    inputFailure);
        }
        errorThread.join(EXIT_WAIT_MS);
        int exitCode = process.exitValue();
        IOException input = inputFailure;
        long bytes = pipe.written();
        String problem = null;
        if (input != null) {
            problem = "the input " + inputName + " failed: " + input.getMessage() + "; ffmpeg exited with code "
                    + exitCode;
        } else if (exitCode != 0) {
            problem = "ffmpeg exited with code " + exitCode + " after " + bytes / PcmPipe.FRAME_BYTES
                    + " sample frames of " + inputName;
        } else if (bytes == 0 && !mayBeEmpty) {
            problem = "ffmpeg found no audio in " + inputName + " (exit code 0)";
        } else if (bytes % PcmPipe.FRAME_BYTES != 0) {
            problem = "ffmpeg's output for " + inputName + " ends within a sample frame, after " + bytes + " bytes";
        }
        return problem == null ? null : new FfmpegException(problem, OptionalInt.of(exitCode), errors.text(), input);
    }

    private void drainErrors() {
        try (InputStream stream = process.getErrorStream()) {
            byte[] chunk = new byte[1024];
            for (int read; (read = stream.read(chunk)) >= 0; ) {
                errors.append(chunk, read);
            }
        } catch (IOException e) {
            // the stream was closed under this thread by a kill: nobody waits for more messages
        }
    }

    private void feed(InputStream from) {
        byte[] chunk = new byte[CHUNK_BYTES];
        try (OutputStream to = process.getOutputStream()) {
            while (!closed) {
                int read = readInput(from, chunk);
                if (read < 0) {
                    return;
                }
                to.write(chunk, 0, read);
                to.flush();
            }
        } catch (IOException e) {
            // ffmpeg has read as much as it wants and is gone: its exit code tells whether that was right
        } finally {
            closeInput(null);
        }
    }

    /** As {@code read}; a failure is kept for the reader, and ends the input. */
    private int readInput(InputStream from, byte[] chunk) {
        try {
            return from.read(chunk);
        } catch (IOException e) {
            keepInputFailure(e);
        } catch (RuntimeException e) {
            keepInputFailure(new IOException(e.toString(), e));
        }
        return -1;
    }

    private void keepInputFailure(IOException e) {
        // once the process is gone this is only the echo of our closing the stream
        if (!closed && process.isAlive()) {
            inputFailure = e;
        }
    }

    private void closeInput(@Nullable Exception cause) {
        if (input == null) {
            return;
        }
        try {
            input.close();
        } catch (IOException e) {
            if (cause != null) {
                cause.addSuppressed(e);
            }
        }
    }

    private static Thread thread(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        return thread;
    }
}
