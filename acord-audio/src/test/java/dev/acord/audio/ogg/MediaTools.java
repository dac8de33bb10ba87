package dev.acord.audio.ogg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Other people's tools and files, for tests that need them. */
public final class MediaTools {

    private MediaTools() {}

    /** Runs a program and gives what it printed; fails if the program does, skips the test if it is not installed. */
    public static String run(String... command) throws IOException {
        return run(true, command);
    }

    /** The same for a program that reports its findings with its exit code. */
    public static String report(String... command) throws IOException {
        return run(false, command);
    }

    private static String run(boolean mustSucceed, String... command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
        } catch (IOException e) {
            Assumptions.abort("needs the program " + command[0] + ": " + e.getMessage());
            throw e;
        }
        try (InputStream out = process.getInputStream()) {
            String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(60, TimeUnit.SECONDS);
            assertEquals(
                    0, mustSucceed ? process.exitValue() : 0, () -> String.join(" ", command) + " says: " + printed);
            return printed;
        } catch (InterruptedException e) {
            throw new IOException(e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Lets ffmpeg make a file of tones; the arguments say how. */
    public static Path tones(Path file, int seconds, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i"));
        command.add("sine=frequency=440:sample_rate=48000:duration=" + seconds);
        command.addAll(List.of(arguments));
        command.add(file.toString());
        run(command.toArray(String[]::new));
        return file;
    }

    /** A file that is kept with the tests: 2 s of two tones, made by the named program. */
    public static byte[] resource(String name) throws IOException {
        try (InputStream in = MediaTools.class.getResourceAsStream("/dev/acord/audio/" + name)) {
            if (in == null) {
                throw new IOException("No test resource " + name);
            }
            return in.readAllBytes();
        }
    }
}
