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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plays anything that ffmpeg reads, by running it. The audio is streamed: ffmpeg waits when one second of it has not been read yet.
 *
 * <p>Three things that look alike are kept apart. No data <em>yet</em>: {@link #read} waits, {@link #poll} returns
 * {@link AudioSource#STARVED}. The <em>end</em>: {@link AudioSource#END}, only after ffmpeg has exited with code 0 and has given some
 * audio. A <em>failure</em>: an {@link FfmpegException} with the exit code and the end of ffmpeg's messages, after all audio that came
 * before it was read; every later read throws it again.
 *
 * <p>{@link #seek} starts ffmpeg again, at the new place ({@code -ss} before the input), which is exact wherever ffmpeg knows the times of
 * what it decodes; files without them, such as MP3 of varying bit rate without an index, it enters at a guess. Live streams have no other
 * places, whatever {@link #isSeekable()} says.
 *
 * <p>The process lives until the end of the audio, {@link #close()} or the end of the JVM, whichever is first. Close every source.
 */
public final class FfmpegSource implements PcmSource {

    private final Path program;
    private final String input;
    private final String inputName;
    private final boolean streamed;
    private final FfmpegOptions options;

    /** Guards starting a process against {@link #close()}, which must not miss it. */
    private final Object starting = new Object();

    private volatile FfmpegProcess process;
    private volatile boolean closed;
    private volatile long positionFrames;
    private volatile boolean durationKnown;
    private volatile Optional<Duration> duration = Optional.empty();

    private FfmpegSource(
            Path program, String input, String inputName, @Nullable InputStream stream, FfmpegOptions options)
            throws FfmpegException {
        this.program = program;
        this.input = input;
        this.inputName = inputName;
        this.options = options;
        streamed = stream != null;
        process = new FfmpegProcess(options.commandLine(program, input, streamed), inputName, stream, false);
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
        FfmpegProcess current = process;
        try {
            if (!current.pipe().awaitReadable(options.readDeadline().toNanos())) {
                current.fail("ffmpeg gave no audio of " + inputName + " for "
                        + options.readDeadline().toMillis()
                        + " ms (FfmpegOptions.readDeadline) and was stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for ffmpeg");
            interrupted.initCause(e);
            throw interrupted;
        }
        return counted(current.pipe().read(pcm, offset, frames));
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
        return counted(process.pipe().read(pcm, offset, frames));
    }

    private int counted(int read) {
        if (read > 0) {
            // only the reading thread writes it
            long before = positionFrames;
            positionFrames = before + read;
        }
        return read;
    }

    /**
     * Whether {@link #seek} goes everywhere: in files and URLs. A stream only goes forward, by reading.
     *
     * @return whether ffmpeg opens the input by itself
     */
    @Override
    public boolean isSeekable() {
        return !streamed;
    }

    /**
     * The duration of a file or URL from {@link FfmpegOptions#startOffset()} on, as ffprobe says it. The first call starts ffprobe and waits
     * for it, {@link FfmpegOptions#readDeadline()} at most. Output arguments that change the speed are not known here. May be called from
     * any thread.
     *
     * @return the duration; empty for a stream, when ffprobe does not know it or is not installed
     * @throws FfmpegException when ffprobe cannot read the input, or takes too long
     */
    @Override
    public Optional<Duration> duration() throws IOException {
        if (!durationKnown) {
            if (!streamed && FfmpegExecutable.findProbe(options.executable()).isPresent()) {
                duration = FfmpegProbe.of(input, inputName, options).duration().map(this::fromStart);
            }
            durationKnown = true;
        }
        return duration;
    }

    private Duration fromStart(Duration whole) {
        Duration left = whole.minus(options.startOffset());
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public Optional<Duration> position() {
        return Optional.of(PcmSource.timeOf(positionFrames));
    }

    /**
     * {@inheritDoc}
     *
     * <p>ffmpeg is started again at the new place, so the next read waits for that, as the first one did. A stream goes forward by reading.
     * After a failure other places can still be sought.
     *
     * @throws FfmpegException when ffmpeg does not start, or when this source is closed
     * @throws UnsupportedOperationException when this source is a stream that is past the position
     */
    @Override
    public Duration seek(Duration target) throws IOException {
        long frame = PcmSource.framesOf(target);
        if (streamed) {
            readUpTo(frame);
        } else {
            restart(frame);
        }
        return PcmSource.timeOf(positionFrames);
    }

    private void restart(long frame) throws FfmpegException {
        FfmpegOptions from = options.toBuilder()
                .startOffset(options.startOffset().plus(PcmSource.timeOf(frame)))
                .build();
        synchronized (starting) {
            process.close();
            if (closed) {
                throw new FfmpegException("this source of ffmpeg is closed", null);
            }
            process = new FfmpegProcess(from.commandLine(program, input, false), inputName, null, frame > 0);
        }
        positionFrames = frame;
    }

    private void readUpTo(long frame) throws IOException {
        if (frame < positionFrames) {
            throw new UnsupportedOperationException(inputName + " is a stream at frame " + positionFrames
                    + " and cannot go back to frame " + frame + ": it is not kept. Open a file or URL instead");
        }
        short[] waste = new short[CHANNELS * 4096];
        while (positionFrames < frame) {
            if (read(waste, 0, (int) Math.min(4096, frame - positionFrames)) == AudioSource.END) {
                return;
            }
        }
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
        synchronized (starting) {
            closed = true;
            process.close();
        }
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
        return new FfmpegSource(program, input, name, stream, options);
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
