package dev.acord.jda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** It runs on Java 17, and on any machine that Java runs on. */
class NoNativesTest {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib)(\\.\\d+)*");

    @Test
    void theClassesAreThoseOfJava17() throws IOException {
        try (InputStream in = Objects.requireNonNull(AcordDave.class.getResourceAsStream("AcordDave.class"))) {
            byte[] head = in.readNBytes(8);
            assertEquals(61, head[6] << 8 | head[7]);
        }
    }

    @Test
    void aCallWorksWithoutANativeLibraryInAnyJar() throws IOException {
        String classPath = System.getProperty("java.class.path");
        assertTrue(classPath.contains("JDA-"), "JDA is on the class path: " + classPath);
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            if (entry.endsWith(".jar")) {
                try (JarFile jar = new JarFile(entry)) {
                    assertTrue(
                            jar.stream().noneMatch(each -> NATIVE.matcher(each.getName())
                                    .matches()),
                            entry + " holds a native library");
                }
            }
        }
        call();
    }

    @Test
    void aCallLoadsNoLibraryButThoseOfJavaAndTheSystem() throws IOException {
        Path maps = Path.of("/proc/self/maps");
        assumeTrue(Files.isReadable(maps), "there is no /proc/self/maps here to look into");
        call();
        String java = System.getProperty("java.home") + "/";
        try (Stream<String> lines = Files.lines(maps)) {
            List<String> foreign = lines.filter(each -> each.indexOf('/') > 0)
                    .map(each -> each.substring(each.indexOf('/')))
                    .filter(each -> NATIVE.matcher(each).matches())
                    .filter(each -> !each.startsWith(java) && !each.startsWith("/lib") && !each.startsWith("/usr/lib"))
                    .distinct()
                    .toList();
            assertEquals(List.of(), foreign);
        }
    }

    private static void call() {
        TestGateway gateway = new TestGateway(1);
        JdaMember alice = new JdaMember(gateway, 1);
        JdaMember bob = new JdaMember(gateway, 2);
        gateway.join(alice, bob);
        new Tune(1).requireAllHearAll(alice, bob);
    }
}
