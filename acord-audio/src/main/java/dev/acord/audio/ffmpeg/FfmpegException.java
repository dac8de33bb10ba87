package dev.acord.audio.ffmpeg;

import java.io.IOException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** ffmpeg could not be started, failed, or stopped answering. The message has its exit code and the last lines of its own messages. */
public final class FfmpegException extends IOException {

    private static final long serialVersionUID = 1L;
    private static final int NOT_EXITED = Integer.MIN_VALUE;

    /** The exit code, or the smallest number when there is none. */
    private final int exitCode;

    /** The last messages, possibly empty. */
    private final String errorOutput;

    FfmpegException(String message, @Nullable Throwable cause) {
        super(message, cause);
        exitCode = NOT_EXITED;
        errorOutput = "";
    }

    FfmpegException(String message, OptionalInt exitCode, String errorOutput, @Nullable Throwable cause) {
        super(
                message + (errorOutput.isEmpty() ? "; it wrote no message" : "; its last messages:\n" + errorOutput),
                cause);
        this.exitCode = exitCode.orElse(NOT_EXITED);
        this.errorOutput = errorOutput;
    }

    /**
     * How the process ended.
     *
     * @return the exit code, or empty when it was not started, was stopped by this library or had not ended
     */
    public OptionalInt exitCode() {
        return exitCode == NOT_EXITED ? OptionalInt.empty() : OptionalInt.of(exitCode);
    }

    /**
     * The end of what ffmpeg wrote to its standard error.
     *
     * @return the last 4 KiB at most, possibly empty
     */
    public String errorOutput() {
        return errorOutput;
    }
}
