package dev.acord.voice.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls work on a Java runtime that has no flight recorder. */
class FlightTest {
    /** What connections do, in a program of its own. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            Flight.join(Flight.beginJoin(), 1, 2, "", "ready");
            Flight.reconnect(Flight.beginReconnect(), 1, 2, "", 0, true, "ready");
            Flight.transition(Flight.beginTransition(), 1, 2, 1, 2);
            Flight.underrun(Flight.beginUnderrun(), 1, 2, "PLAYING");
            Flight.stall(20, 1);
            System.out.print(
                    "recorder: " + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
        }
    }

    @Test
    void without_the_recorders_module_nothing_is_recorded_and_nothing_fails() throws Exception {
        String classes = Path.of(Flight.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                + System.getProperty("path.separator")
                + Path.of(FlightTest.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI());
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.base",
                        "-cp",
                        classes,
                        Program.class.getName())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
        assertEquals("recorder: false", said);
        assertEquals(0, process.exitValue());
    }
}
