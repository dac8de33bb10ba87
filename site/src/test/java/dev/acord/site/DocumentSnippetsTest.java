package dev.acord.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/** The code that documents show is what a reader can copy: Java compiles, XML is well-formed, and our artifacts are there. */
class DocumentSnippetsTest {
    private static final Path ROOT = Path.of(System.getProperty("acord.repository", ".."));
    private static final Path PRELUDES = ROOT.resolve("site/src/test/snippets");
    private static final Set<String> LANGUAGES =
            Set.of("java", "xml", "kotlin", "groovy", "js", "python", "json", "text", "console");
    private static final Pattern GRADLE = Pattern.compile("dev\\.acord:([\\w-]+)(?::([^\"')\\s]+))?");
    private static final Pattern MAVEN = Pattern.compile(
            "<groupId>dev\\.acord</groupId>\\s*<artifactId>([\\w-]+)</artifactId>(?:\\s*<version>([^<]+)</version>)?");

    private final List<Fence> fences = fences();

    @TestFactory
    Stream<DynamicTest> javaCompiles() throws IOException {
        List<Fence> java =
                fences.stream().filter(fence -> fence.language().equals("java")).toList();
        assertTrue(java.size() > 30, "only " + java.size() + " snippets found");
        Map<Fence, List<Problem>> problems = new SnippetCompiler(DocumentSnippetsTest::prelude).compile(java);
        return problems.entrySet().stream()
                .map(entry -> dynamicTest(entry.getKey().place(), () -> assertNone(entry.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> xmlIsWellFormed() {
        return fences.stream()
                .filter(fence -> fence.language().equals("xml"))
                .map(fence -> dynamicTest(fence.place(), () -> parse(fence)));
    }

    @Test
    void everyFenceSaysItsLanguage() {
        assertNone(fences.stream()
                .filter(fence -> !LANGUAGES.contains(fence.language()))
                .map(fence -> new Problem(
                        fence.file(),
                        fence.line() - 1,
                        "the language \"" + fence.language() + "\" is none of " + LANGUAGES
                                + "; what is no code is \"text\""))
                .toList());
    }

    @Test
    void artifactsOfOursAreInTheBillOfMaterials() throws IOException {
        Set<String> published = MAVEN.matcher(Files.readString(ROOT.resolve("bom/pom.xml")))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        String version = System.getProperty("acord.version");
        List<Problem> problems = new ArrayList<>();
        for (Fence fence : fences) {
            for (Pattern pattern : List.of(GRADLE, MAVEN)) {
                Matcher named = pattern.matcher(fence.code());
                while (named.find()) {
                    int line = fence.line()
                            + (int) fence.code()
                                    .substring(0, named.start())
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count();
                    if (!published.contains(named.group(1))) {
                        problems.add(new Problem(fence.file(), line, "no artifact of ours: " + named.group(1)));
                    }
                    if (version != null
                            && named.group(2) != null
                            && !named.group(2).equals(version)) {
                        problems.add(new Problem(fence.file(), line, named.group(2) + " is not " + version));
                    }
                }
            }
        }
        assertNone(problems);
    }

    private static void assertNone(List<Problem> problems) {
        assertEquals("", problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    private static void parse(Fence fence) throws Exception {
        // a piece of a project's file may have several elements
        String text = fence.code().startsWith("<?xml") ? fence.code() : "<fence>" + fence.code() + "</fence>";
        try {
            var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(null);
            builder.parse(new InputSource(new StringReader(text)));
        } catch (SAXParseException wrong) {
            assertNone(List.of(new Problem(
                    fence.file(), fence.line() + wrong.getLineNumber() - 1, String.valueOf(wrong.getMessage()))));
        }
    }

    private static Prelude prelude(String document) {
        try {
            return Prelude.read(PRELUDES, document);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Fence> fences() {
        try {
            return Repository.read(ROOT).documents().stream()
                    .flatMap(document -> Fence.of(document).stream())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
