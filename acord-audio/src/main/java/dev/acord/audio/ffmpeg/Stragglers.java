package dev.acord.audio.ffmpeg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Children of a killed program that got away: an "ffmpeg" that is a script may start the real one in the very moment in which it is killed. Nobody
 * is its parent then, but it has inherited an environment variable by which it is found, where the system shows such things (Linux).
 */
final class Stragglers {
    /** The environment variable that says to which start a process belongs. */
    static final String VARIABLE = "ACORD_FFMPEG_START";

    private static final Path PROCESSES = Path.of("/proc");

    private Stragglers() {}

    /** A value of the variable that no other start has. */
    static String mark() {
        return UUID.randomUUID().toString();
    }

    /** Kills every process of a start that is still there; returns how many there were. */
    static int kill(String mark) {
        if (!Files.isDirectory(PROCESSES)) {
            return 0;
        }
        int killed = 0;
        String entry = VARIABLE + "=" + mark;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path each : all) {
                if (hasVariable(each.resolve("environ"), entry)) {
                    long pid = Long.parseLong(each.getFileName().toString());
                    killed += ProcessHandle.of(pid)
                                    .map(ProcessHandle::destroyForcibly)
                                    .orElse(false)
                            ? 1
                            : 0;
                }
            }
        } catch (IOException | UncheckedIOException e) {
            return killed; // a system that does not show its processes; what got away ends when it writes to the closed
            // pipe
        }
        return killed;
    }

    private static boolean hasVariable(Path environment, String entry) {
        try {
            return new String(Files.readAllBytes(environment), StandardCharsets.ISO_8859_1).contains(entry);
        } catch (IOException e) {
            return false; // it has ended meanwhile, or belongs to somebody else
        }
    }
}
