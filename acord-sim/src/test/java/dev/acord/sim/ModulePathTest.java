package dev.acord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The web server calls into our module by reflection, so only a run on the module path shows that everything is exported. */
class ModulePathTest {
    @Test
    void theServerWorksAsANamedModuleWithoutJunit() throws Exception {
        String modules = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        !entry.contains("test-classes") && !entry.contains("junit") && !entry.contains("opentest4j"))
                .collect(Collectors.joining(File.pathSeparator));
        String source = Path.of(ModulePathTest.class
                        .getResource("/module-path/HelloOverTls.java")
                        .toURI())
                .toString();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java, "--module-path", modules, "--add-modules", "dev.acord.sim,org.slf4j.simple", source)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor());
        assertEquals("module dev.acord.sim {\"op\":8,\"d\":{\"v\":8,\"heartbeat_interval\":13750}}", output.strip());
    }
}
