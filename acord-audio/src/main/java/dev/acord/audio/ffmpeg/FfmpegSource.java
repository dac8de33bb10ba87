package dev.acord.audio.ffmpeg;

import dev.acord.audio.AudioSource;
import dev.acord.audio.PcmSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plays anything that ffmpeg reads, by running it. The audio is streamed: ffmpeg waits when one second of it has not been read yet.
 *
 * <p>Three things that look alike are kept apart. No data <em>yet</em>: {@link #read} waits, {@link #poll} returns
 * {@link AudioSource#STARVED}. The <em>end</em>: {@link AudioSource#END}, only after ffmpeg has exited with code 0 and has given some
 * audio. A <em>failure</em>: an {@link FfmpegException} with the exit code and the end of ffmpeg's messages, after all audio that came
 * before it was read; every later read throws it again.
 *
 * <p>The process lives until the end of the audio, {@link #close()} or the end of the JVM, whichever is first. Close every source.
 */
public final class FfmpegSource implements PcmSource {

    private final FfmpegProcess process;
    private final String inputName;
    private final Duration readDeadline;

    private FfmpegSource(FfmpegProcess process, String inputName, FfmpegOptions options) {
        this.process = process;
        this.inputName = inputName;
        readDeadline = options.readDeadline();
    }

    /**
     * Opens a file.
     *
     * @param file any file of audio, or of video with audio; its name may be anything
     * @param options how ffmpeg is called
     * @return the source, with ffmpeg running
     * @throws FfmpegException when there is no such file, or ffmpeg is not there or does not start
     */
    public static FfmpegSource open(Path file, FfmpegOptions options) throws FfmpegException {
        if (Files.notExists(file)) {
            throw new FfmpegException("there is no file " + file + " (looked for " + file.toAbsolutePath() + ")", null);
        }
        if (Files.isDirectory(file)) {
            throw new FfmpegException(file + " is a directory, not an audio file", null);
        }
        return start(safe(file), file.toString(), null, options);
    }

    /**
     * Opens what ffmpeg itself can open: a URL of any of its protocols, or the name of a file.
     *
     * @param uri the URL; one that begins with {@code -} is taken as the name of a file, never as an option. See {@link FfmpegOptions}
     *     about URLs from people you do not trust
     * @param options how ffmpeg is called
     * @return the source, with ffmpeg running
     * @throws FfmpegException when ffmpeg is not there or does not start
     */
    public static FfmpegSource open(String uri, FfmpegOptions options) throws FfmpegException {
        if (uri.isEmpty()) {
            throw new IllegalArgumentException("an empty URL");
        }
        return start(safe(uri), uri, null, options);
    }

    /**
     * Opens a stream, which a thread feeds to ffmpeg. Formats that ffmpeg must read backwards (MP4 whose index is at the end) cannot be
     * streamed; its messages say so.
     *
     * @param input the bytes of a file; read by another thread from now on, and closed by it at the end, or when this source is closed, or
     *     when this method fails. When neither closing it nor an interrupt ends a blocked read in it, as with standard input, that thread
     *     (a daemon) stays until the read ends
     * @param name what to call it in messages
     * @param options how ffmpeg is called
     * @return the source, with ffmpeg running
     * @throws FfmpegException when ffmpeg is not there or does not start
     */
    public static FfmpegSource open(InputStream input, String name, FfmpegOptions options) throws FfmpegException {
        return start("pipe:0", name, input, options);
    }

    /**
     * {@inheritDoc}
     *
     * @throws FfmpegException when ffmpeg failed, gave no audio at all, gave nothing for {@link FfmpegOptions#readDeadline()}, or when this
     *     source is closed
     * @throws InterruptedIOException when the thread is interrupted while it waits; it stays interrupted, and the source usable
     */
    @Override
    public int read(short[] pcm, int offset, int frames) throws IOException {
        checkRange(pcm, offset, frames);
        try {
            if (!process.pipe().awaitReadable(readDeadline.toNanos())) {
                process.fail("ffmpeg gave no audio of " + inputName + " for " + readDeadline.toMillis()
                        + " ms (FfmpegOptions.readDeadline) and was stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for ffmpeg");
            interrupted.initCause(e);
            throw interrupted;
        }
        return process.pipe().read(pcm, offset, frames);
    }

    /**
     * Reads what is there, without waiting.
     *
     * @param pcm receives {@code 2 x frames} interleaved samples at most
     * @param offset index of the first sample in {@code pcm}
     * @param frames the most sample frames to read, at least 1
     * @return the sample frames read, {@link AudioSource#STARVED} when none is there yet, or {@link AudioSource#END}
     * @throws FfmpegException as {@link #read}, but for the deadline
     */
    public int poll(short[] pcm, int offset, int frames) throws FfmpegException {
        checkRange(pcm, offset, frames);
        return process.pipe().read(pcm, offset, frames);
    }

    /**
     * How much can be read without waiting. Any thread may ask.
     *
     * @return sample frames, at most 48,000
     */
    public int availableFrames() {
        return process.pipe().available();
    }

    /**
     * The process, for a log or a monitor.
     *
     * @return its operating system's number
     */
    public long pid() {
        return process.pid();
    }

    /** Kills ffmpeg if it runs and returns at once. A blocked read ends with an exception. Any thread may call it, any number of times. */
    @Override
    public void close() {
        process.close();
    }

    private static FfmpegSource start(String input, String name, @Nullable InputStream stream, FfmpegOptions options)
            throws FfmpegException {
        Path program;
        try {
            program = FfmpegExecutable.locate(options.executable());
        } catch (FfmpegException e) {
            if (stream != null) {
                try {
                    stream.close();
                } catch (IOException closing) {
                    e.addSuppressed(closing);
                }
            }
            throw e;
        }
        FfmpegProcess process = new FfmpegProcess(options.commandLine(program, input, stream != null), name, stream);
        return new FfmpegSource(process, name, options);
    }

    /** With its protocol written out, a name cannot be taken for an option ("-y"), standard input ("-") or a URL ("a:b.mp3"). */
    static String safe(Path file) {
        return "file:" + file;
    }

    static String safe(String uri) {
        return uri.startsWith("-") ? "file:" + uri : uri;
    }

    private static void checkRange(short[] pcm, int offset, int frames) {
        if (frames < 1) {
            throw new IllegalArgumentException("frames must be at least 1, not " + frames);
        }
        Objects.checkFromIndexSize(offset, Math.multiplyExact(frames, CHANNELS), pcm.length);
    }
}
