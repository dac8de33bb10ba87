package dev.acord.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script in a project of its own, with a java and a mvn that only say how they were called. */
class ScriptTest {
    private static final Path SCRIPT = Path.of("..", "acord");
    private static final List<String> TOOLS =
            List.of("sh", "dirname", "readlink", "find", "head", "sed", "mkdir", "rmdir", "rm", "mv", "sleep", "cat");

    @TempDir
    Path folder;

    Path project;
    Path bin;

    private record Result(int exitCode, String out, String err) {}

    @BeforeEach
    void makeProject() throws IOException {
        assumeTrue(Files.exists(SCRIPT) && Files.isExecutable(Path.of("/bin/sh")), "no POSIX shell or no script");
        project = Files.createDirectory(folder.resolve("the project"));
        bin = Files.createDirectory(folder.resolve("bin"));
        Files.copy(SCRIPT, project.resolve("acord"));
        executable(project.resolve("acord"));
        Files.createDirectories(project.resolve("acord-cli/src/main/java"));
        Files.writeString(project.resolve("pom.xml"), "");
        Files.writeString(project.resolve("acord-cli/pom.xml"), "");
        for (String tool : TOOLS) {
            Path found = Path.of("/bin", tool);
            script(bin.resolve(tool), "exec " + (Files.exists(found) ? found : Path.of("/usr/bin", tool)) + " \"$@\"");
        }
        java("17.0.9");
        script(bin.resolve("javac"), "exit 1");
        script(bin.resolve("mvn"), "echo building; echo x >> \"$PWD/builds\"; mkdir -p acord-cli/target/app");
    }

    @Test
    void itBuildsOnFirstUseAndNotAgain() throws Exception {
        Result first = run(project.resolve("acord").toString(), "demo", "two words", "");
        assertEquals(0, first.exitCode, first.err);
        assertTrue(first.err.startsWith("acord: building (first use)..."), first.err);
        assertEquals("[dev.acord.cli.Main] [demo] [two words] []", first.out.strip());
        Result second = run(project.resolve("acord").toString());
        assertEquals("", second.err);
        assertEquals(1, builds());
    }

    @Test
    void itBuildsAgainWhenASourceIsNewer() throws Exception {
        run(project.resolve("acord").toString());
        Path source = Files.writeString(project.resolve("acord-cli/src/main/java/New.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        Result result = run(project.resolve("acord").toString());
        assertTrue(result.err.contains("building (sources have changed)"), result.err);
        assertEquals(2, builds());
    }

    @Test
    void itIsFoundThroughSymbolicLinks() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("the project", "acord"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("acord2"), link.toAbsolutePath());
        Result result = run(linkToLink.toString(), "x");
        assertEquals("[dev.acord.cli.Main] [x]", result.out.strip(), result.err);
    }

    @Test
    void aFailedBuildIsSaidAndTriedAgain() throws Exception {
        script(bin.resolve("mvn"), "echo x >> \"$PWD/builds\"; exit 1");
        for (int i = 1; i <= 2; i++) {
            Result result = run(project.resolve("acord").toString());
            assertEquals(1, result.exitCode);
            assertTrue(result.err.contains("acord: the build failed"), result.err);
            assertEquals(i, builds());
        }
        assertFalse(Files.exists(project.resolve("acord-cli/target/app.lock")));
    }

    @Test
    void whatIsMissingOrTooOldIsNamed() throws Exception {
        Files.delete(bin.resolve("mvn"));
        assertFailure("mvn is not installed");
        Files.delete(bin.resolve("javac"));
        script(bin.resolve("mvn"), "exit 0");
        assertFailure("a JDK is needed");
        java("1.8.0_402");
        assertFailure("is version 1.8.0_402; a JDK 17 or newer is needed");
        java("11.0.2");
        assertFailure("is version 11.0.2; a JDK 17 or newer is needed");
        Files.delete(bin.resolve("java"));
        assertFailure("java is not installed");
    }

    private void assertFailure(String expected) throws Exception {
        Result result = run(project.resolve("acord").toString(), "demo");
        assertEquals(1, result.exitCode, result.err);
        assertEquals("", result.out);
        assertTrue(result.err.startsWith("acord: ") && result.err.contains(expected), result.err);
    }

    private void java(String version) throws IOException {
        script(
                bin.resolve("java"),
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"" + version + "\" 2024-01-01' >&2; exit 0; fi",
                "while [ \"$1\" != -cp ]; do shift; done; shift 2",
                "for each in \"$@\"; do printf '[%s] ' \"$each\"; done");
    }

    private static void script(Path file, String... lines) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        executable(file);
    }

    private static void executable(Path file) {
        assertTrue(file.toFile().setExecutable(true));
    }

    private long builds() throws IOException {
        return Files.readAllLines(project.resolve("builds")).size();
    }

    private Result run(String... command) throws Exception {
        List<String> line = new ArrayList<>(Arrays.asList(command));
        Path err = folder.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectError(err.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", bin.toString());
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Result(process.exitValue(), out, Files.readString(err));
    }
}
