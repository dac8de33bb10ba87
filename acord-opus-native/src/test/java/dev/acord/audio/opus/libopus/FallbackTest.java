package dev.acord.audio.opus.libopus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusDecoder;
import dev.acord.audio.opus.OpusEncoder;
import dev.acord.audio.opus.OpusEncoderOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each in a fresh Java virtual machine, since a library is loaded, or not, once for all. */
class FallbackTest {

    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    @TempDir
    Path directory;

    @Test
    void whereTheLibraryLoadsItIsChosenWithoutAWord() throws IOException, InterruptedException {
        Run run = run(CLASS_PATH);
        assertEquals("libopus", run.out);
        assertEquals(List.of(), run.log);
    }

    @Test
    void withoutALibraryForThePlatformPlainJavaTakesOverAndOneLineSaysWhy() throws IOException, InterruptedException {
        String withoutLibraries = Stream.of(CLASS_PATH.split(Pattern.quote(File.pathSeparator)))
                .filter(entry -> !entry.contains("-natives-"))
                .collect(Collectors.joining(File.pathSeparator));
        assertFallsBack(run(withoutLibraries));
    }

    @Test
    void aLibraryThatTheSystemRefusesToLoadIsPassedOver() throws IOException, InterruptedException {
        // what a directory without the right to execute (noexec) looks like as well: the file is there and does not
        // load
        Path broken = Files.writeString(directory.resolve("libopus.so"), "not a library");
        assertFallsBack(run(CLASS_PATH, "-Dorg.lwjgl.opus.libname=" + broken));
    }

    @Test
    void plainJavaCanBeAskedForByName() throws IOException, InterruptedException {
        Run run = run(CLASS_PATH, "-Dacord.opus=concentus");
        assertEquals("concentus", run.out);
        assertEquals(List.of(), run.log);
    }

    @Test
    void aJavaVirtualMachineOnMuslIsRecognised() {
        assertTrue(Libopus.mapsMusl(Stream.of(
                "7f00-7f01 r--p 0 08:01 42 /usr/lib/libz.so.1", "7f02-7f03 r-xp 0 08:01 7 /lib/ld-musl-x86_64.so.1")));
        assertFalse(Libopus.mapsMusl(Stream.of("7f02-7f03 r-xp 0 08:01 7 /lib/x86_64-linux-gnu/ld-linux-x86-64.so.2")));
    }

    @Test
    void afterCloseEvenTheStateOfTheCoderIsRefused() {
        OpusEncoder encoder = new LibopusProvider().encoder(OpusEncoderOptions.defaults());
        OpusDecoder decoder = new LibopusProvider().decoder(2);
        encoder.close();
        decoder.close();
        assertThrows(IllegalStateException.class, encoder::finalRange);
        assertThrows(IllegalStateException.class, encoder::lookaheadSamples);
        assertThrows(IllegalStateException.class, decoder::finalRange);
    }

    private static void assertFallsBack(Run run) {
        assertEquals("concentus", run.out);
        assertEquals(1, run.log.size(), () -> String.join("\n", run.log));
        assertTrue(
                run.log.get(0).contains("Opus provider: concentus, because a better one does not work: libopus:"),
                run.log.get(0));
    }

    private Run run(String classPath, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, ChosenProvider.class.getName()));
        Path out = directory.resolve("out");
        Path log = directory.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it did not end");
        } finally {
            process.destroyForcibly();
        }
        // newer Java virtual machines warn of native code by themselves, in such lines with blank ones between
        List<String> lines = Files.readAllLines(log).stream()
                .filter(line -> !line.startsWith("WARNING: ") && !line.isBlank())
                .collect(Collectors.toList());
        assertEquals(0, process.exitValue(), () -> String.join("\n", lines));
        return new Run(Files.readString(out).strip(), lines);
    }

    private record Run(String out, List<String> log) {}
}
