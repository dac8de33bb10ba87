package dev.acord.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"demo", "session", "record", "sim", "scenarios", "inspect", "soak"})
    void everyCommandExplainsItselfAndItsExitCodes(String command) throws Exception {
        try (Running help = Running.here(command, "--help")) {
            assertEquals(0, help.exitCode());
            String text = String.join("\n", help.lines());
            assertTrue(text.startsWith("Usage: acord " + command), text);
            assertTrue(text.contains("Exit codes:"), text);
        }
    }

    @Test
    void aProcessNamesItsVersionOnStandardOutput() throws Exception {
        try (Running version = Running.process("--version")) {
            assertEquals(0, version.exitCode(), version.toString());
            assertTrue(version.lines().get(0).startsWith("acord "), version.toString());
            assertEquals("", version.errors());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "demo --mode rot13",
                "demo a b",
                "inspect",
                "sim --ws-port 70000",
                "sim --members 0",
                "sim --members 2 --user 5",
                "sim --duration 0",
                "soak --minutes 0",
                "soak --minutes NaN",
                "soak --members 2",
                "sim --user nobody",
                "session",
                "session --endpoint e --guild x --channel 1 --user 1 --session s --token t",
                "session --endpoint e --guild 1 --channel 1 --user 1 --session s --token t --quit-after-play",
                "session --endpoint e --guild 1 --channel 1 --user 1 --session s --token t --no-dave --play-when dave",
                "session --endpoint e --guild 1 --channel 1 --user 1 --session s --token t --gateway-version 99",
                "session --endpoint e --guild 1 --channel 1 --user 1 --session s --token t --insecure --ca x.pem",
                "session --endpoint e --guild 1 --channel 1 --user 99999999999999999999 --session s --token t",
                "record",
                "record --endpoint e --guild 1 --channel 1 --user 1 --session s --token t",
                "record --endpoint e --guild 1 --channel 1 --user 1 --session s --token t --format mp3 x",
                "record --endpoint e --guild 1 --channel 1 --user 1 --session s --token t --mix mp3 x",
                "record --endpoint e --guild 1 --channel 1 --user 1 --session s --token t --picture x.gif x",
                "record --endpoint e --guild 1 --channel 1 --user 1 --session s --token t --duration 0 x",
                "record --endpoint e --guild 1 --channel 1 --user 1 --session s --token t --update-grace -1 x",
                "record --endpoint e --guild x --channel 1 --user 1 --session s --token t x",
                "record --endpoint :// --guild 1 --channel 1 --user 1 --session s --token t x",
                "inspect song.wav --picture speech.svg",
                "session --endpoint :// --guild 1 --channel 1 --user 1 --session s --token t"
            })
    void aWrongCommandLineIsOneSentenceAndExitCode2(String line) throws Exception {
        String[] args = line.isEmpty() ? new String[0] : line.split(" ");
        try (Running run = Running.here(args)) {
            assertEquals(2, run.exitCode(), run.toString());
            assertTrue(run.lines().isEmpty(), run.toString());
            String[] errors = run.errors().split("\n");
            assertEquals(2, errors.length, run.errors());
            assertTrue(errors[0].startsWith("acord: "), errors[0]);
            assertTrue(errors[1].startsWith("Try 'acord"), errors[1]);
        }
    }

    @Test
    void withoutACommandAllOfThemAreNamed() throws Exception {
        try (Running run = Running.here()) {
            assertEquals(2, run.exitCode());
            for (String command : new String[] {"demo", "session", "record", "sim", "inspect", "bench"}) {
                assertTrue(run.errors().lines().findFirst().orElse("").contains(command), run.errors());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "folder", "empty", "text", "cut-wav", "cut-ogg"})
    void aFileThatCannotBeUsedIsOneLineWithItsName(String kind) throws Exception {
        Path file = folder.resolve("it.opus");
        switch (kind) {
            case "folder" -> Files.createDirectory(file);
            case "empty" -> Files.createFile(file);
            case "text" -> Files.writeString(file, "this is no audio at all, but a sentence\n".repeat(50));
            case "cut-wav" -> Files.write(file, cut(TestAudio.wav(file, 48_000, 2, 0.1), 20));
            case "cut-ogg" -> Files.write(file, cut(TestAudio.ogg(file, 10), 40));
            default -> {}
        }
        for (String command : new String[] {"demo", "inspect"}) {
            String[] args = command.equals("demo")
                    ? new String[] {
                        command,
                        file.toString(),
                        "--output",
                        folder.resolve("out").toString()
                    }
                    : new String[] {command, file.toString()};
            try (Running run = Running.here(args)) {
                assertEquals(1, run.exitCode(), command + run);
                String errors = run.errors();
                assertEquals(1, errors.lines().count(), command + errors);
                assertTrue(errors.startsWith("acord: "), command + errors);
                assertTrue(errors.contains("it.opus") || errors.contains("byte"), command + ": " + errors);
            }
        }
    }

    @Test
    void debugShowsWhereItFailed() throws Exception {
        try (Running run =
                Running.here("demo", "--debug", folder.resolve("none.wav").toString())) {
            assertEquals(1, run.exitCode());
            assertTrue(run.errors().contains("\tat dev.acord."), run.errors());
        }
    }

    private static byte[] cut(Path file, int bytes) throws Exception {
        return Arrays.copyOf(Files.readAllBytes(file), bytes);
    }
}
