package dev.acord.audio.ffmpeg;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the ffmpeg program, and ffprobe, which belongs to it. In this order: where the caller says, where the system property says, where
 * the environment variable says, in {@code PATH}, and at last what an {@link FfmpegProvider} brings, such as the module
 * {@code acord-ffmpeg}.
 */
public final class FfmpegExecutable {

    /** The system property that names the program, a path or a name to look for in {@code PATH}. */
    public static final String PROPERTY = "acord.ffmpeg";

    /** The environment variable that names the program when the property does not. */
    public static final String VARIABLE = "ACORD_FFMPEG";

    private static final String DEFAULT_NAME = "ffmpeg";
    private static final String PROBE_NAME = "ffprobe";

    private FfmpegExecutable() {}

    /**
     * Finds the program where the system property {@value #PROPERTY}, the environment variable {@value #VARIABLE} or {@code PATH} say,
     * or what an {@link FfmpegProvider} brings, in this order.
     *
     * @return the program, or empty when there is none
     */
    public static Optional<Path> find() {
        return find(null, ProvidedPrograms.installed());
    }

    /**
     * Finds the program, or explains how to get it.
     *
     * @param executable a path, or a name to look for in {@code PATH}; {@code null} to look as {@link #find()} does
     * @return the program
     * @throws FfmpegException when it is not there or not executable
     */
    public static Path locate(@Nullable String executable) throws FfmpegException {
        return locate(executable, ProvidedPrograms.installed());
    }

    static Path locate(@Nullable String executable, ProvidedPrograms provided) throws FfmpegException {
        Optional<Path> found = find(executable, provided);
        if (found.isPresent()) {
            return found.get();
        }
        String name = executable == null ? configuredName() : executable;
        String problems = provided.problems();
        throw new FfmpegException(
                "ffmpeg was not found: "
                        + (isPath(name) ? "there is no executable file " : "no directory of PATH has an executable ")
                        + name + (problems.isEmpty() ? "" : "; " + problems)
                        + ". Install ffmpeg (Debian and Ubuntu: apt install ffmpeg; macOS: brew install ffmpeg; Windows: winget install"
                        + " ffmpeg), name the program with FfmpegOptions.executable, -D" + PROPERTY
                        + "=... or the environment variable " + VARIABLE
                        + ", or add the module acord-ffmpeg, which brings it",
                null);
    }

    /**
     * Finds ffprobe: beside the ffmpeg program, in {@code PATH}, or what an {@link FfmpegProvider} brings.
     *
     * @param executable the ffmpeg program as for {@link #locate}
     * @return the program, or empty when there is none
     */
    public static Optional<Path> findProbe(@Nullable String executable) {
        return findProbe(executable, ProvidedPrograms.installed());
    }

    static Optional<Path> findProbe(@Nullable String executable, ProvidedPrograms provided) {
        Optional<Path> found = find(executable, provided).flatMap(ffmpeg -> {
            Path folder = ffmpeg.getParent();
            return folder == null ? Optional.empty() : executable(folder.toString(), PROBE_NAME);
        });
        return found.or(() -> inPath(PROBE_NAME)).or(provided::ffprobe);
    }

    /** Only who names no program gets one that is brought: a name that is wrong must not pass unnoticed. */
    static Optional<Path> find(@Nullable String executable, ProvidedPrograms provided) {
        String name = executable == null ? configuredName() : executable;
        Optional<Path> found = isPath(name) ? executable(null, name) : inPath(name);
        return found.isEmpty() && name.equals(DEFAULT_NAME) ? provided.ffmpeg() : found;
    }

    private static String configuredName() {
        String property = System.getProperty(PROPERTY);
        if (property != null && !property.isBlank()) {
            return property;
        }
        String variable = System.getenv(VARIABLE);
        return variable != null && !variable.isBlank() ? variable : DEFAULT_NAME;
    }

    private static Optional<Path> inPath(String name) {
        String path = System.getenv("PATH");
        if (path == null) {
            return Optional.empty();
        }
        for (String directory : path.split(File.pathSeparator, -1)) {
            // an empty entry would mean the current directory, where a stranger's file may lie
            if (!directory.isEmpty()) {
                Optional<Path> found = executable(directory, name);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> executable(@Nullable String directory, String name) {
        try {
            Path file = directory == null ? Path.of(name) : Path.of(directory, name);
            if (Files.isRegularFile(file) && Files.isExecutable(file)) {
                return Optional.of(file.toAbsolutePath());
            }
            if (isWindows() && !name.endsWith(".exe")) {
                return executable(directory, name + ".exe");
            }
            return Optional.empty();
        } catch (InvalidPathException e) {
            // PATH may hold anything; what is no path holds no program
            return Optional.empty();
        }
    }

    private static boolean isPath(String name) {
        return name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }
}
