package dev.acord.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Other people's programs; a test that needs one that is not installed is skipped, and says so. */
public final class OtherTools {
    private OtherTools() {}

    /** Runs a program to its end, and gives what it printed. */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort("needs the program " + command[0] + ": " + e.getMessage());
            throw e;
        }
        process.getOutputStream().close();
        try (InputStream out = process.getInputStream()) {
            String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            assertEquals(0, ended ? process.exitValue() : -1, () -> String.join(" ", command) + " says: " + printed);
            return printed;
        } finally {
            process.destroyForcibly();
        }
    }
}
