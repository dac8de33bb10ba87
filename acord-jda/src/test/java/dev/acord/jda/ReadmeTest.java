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

/** The README's section for JDA users, and their guide. */
class ReadmeTest {

    @Test
    void theExamplesAreTheOnesThatCompile() throws IOException {
        Path readme = Path.of(System.getProperty("acord.readme"));
        String section = Files.readString(readme);
        section = section.substring(section.indexOf("\n## For JDA"));
        section = section.substring(0, section.indexOf("\n## ", 1));
        assertEquals(4, examplesOf(section, "ReadmeExample"));
        String guide = Files.readString(readme.resolveSibling("docs").resolve("jda.md"));
        assertEquals(5, examplesOf(guide, "GuideExample"));
    }

    /** Each example of a text is part of a class that compiles; returns how many there are. */
    private static int examplesOf(String text, String example) throws IOException {
        String source = squeezed(Files.readString(Path.of("src/test/java/dev/acord/jda/" + example + ".java")));
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(text);
        int found = 0;
        while (blocks.find()) {
            found++;
            assertTrue(source.contains(squeezed(blocks.group(1))), blocks.group(1));
        }
        return found;
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
