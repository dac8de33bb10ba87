package dev.acord.jda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.audio.AudioModuleConfig;
import org.junit.jupiter.api.Test;

/** The README's section for JDA users. */
class ReadmeTest {

    @Test
    void theExamplesAreTheOnesThatCompile() throws IOException {
        String readme = Files.readString(Path.of(System.getProperty("acord.readme")));
        String section = readme.substring(readme.indexOf("\n## For JDA"));
        section = section.substring(0, section.indexOf("\n## ", 1));
        String source = squeezed(Files.readString(Path.of("src/test/java/dev/acord/jda/ReadmeExample.java")));

        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(section);
        int found = 0;
        while (blocks.find()) {
            found++;
            assertTrue(source.contains(squeezed(blocks.group(1))), blocks.group(1));
        }
        assertEquals(2, found);
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void theOneLineIsAllThatJdaNeeds() throws ReflectiveOperationException {
        JDABuilder builder = ReadmeExample.oneLine(JDABuilder.createDefault("a token"));

        var field = JDABuilder.class.getDeclaredField("audioModuleConfig");
        field.setAccessible(true);
        AudioModuleConfig config = (AudioModuleConfig) field.get(builder);
        assertInstanceOf(AcordDave.class, config.getDaveSessionFactory());
    }
}
