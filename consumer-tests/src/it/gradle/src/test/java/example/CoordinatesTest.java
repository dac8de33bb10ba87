package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What build.gradle.kts asks for is what was installed, and the platform says its versions. */
class CoordinatesTest {
    private static final Pattern COORDINATES = Pattern.compile("\"dev\\.acord:([a-z-]+)(?::([^\"]+))?\"");

    private final Path installed = Path.of(System.getProperty("acord.repository"), "dev", "acord");
    private final String version = System.getProperty("acord.version");

    @Test
    void everyArtifactIsPublishedUnderItsCoordinates() throws IOException {
        List<String> artifacts = new ArrayList<>();
        Matcher each = COORDINATES.matcher(Files.readString(Path.of("build.gradle.kts")));
        while (each.find()) {
            artifacts.add(each.group(1));
            if (each.group(2) != null) {
                assertEquals(version, each.group(2), each.group());
            }
        }
        assertTrue(artifacts.size() >= 5, artifacts::toString);
        String bom = Files.readString(pom("acord-bom"));
        for (String artifact : artifacts.subList(1, artifacts.size())) {
            assertTrue(Files.exists(pom(artifact)), () -> artifact + " is not installed");
            assertTrue(bom.contains("<artifactId>" + artifact + "</artifactId>"), () -> artifact + " has no version in the platform");
        }
    }

    private Path pom(String artifact) {
        return installed.resolve(artifact).resolve(version).resolve(artifact + "-" + version + ".pom");
    }
}
