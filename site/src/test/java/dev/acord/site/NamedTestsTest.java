package dev.acord.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.junit.jupiter.api.Test;

/** Documents name tests as their evidence: those tests are there. */
class NamedTestsTest {
    private static final Path ROOT = Path.of(System.getProperty("acord.repository", ".."));
    private static final Pattern NAMED = Pattern.compile("([A-Z]\\w*(?:Test|Contract))(?:\\.([a-z]\\w*))?");

    @Test
    void everyTestThatADocumentNamesIsThere() throws IOException {
        Map<String, Path> tests = tests();
        List<Problem> problems = new ArrayList<>();
        List<String> found = new ArrayList<>();
        for (Document document : Repository.read(ROOT).documents()) {
            document.root().accept(new AbstractVisitor() {
                @Override
                public void visit(Code code) {
                    Matcher named = NAMED.matcher(code.getLiteral());
                    if (named.matches()) {
                        found.add(named.group());
                        Path test = tests.get(named.group(1));
                        if (test == null || (named.group(2) != null && !hasMethod(test, named.group(2)))) {
                            problems.add(new Problem(
                                    document.path(), Document.line(code), "no such test: " + named.group()));
                        }
                    }
                }
            });
        }
        assertTrue(found.size() > 100, "only " + found.size() + " tests are named");
        assertEquals(List.of(), problems);
    }

    private static boolean hasMethod(Path test, String method) {
        try {
            return Pattern.compile("\\b" + method + "\\(")
                    .matcher(Files.readString(test))
                    .find();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Those of the modules, and those of the projects that consume them. */
    private static Map<String, Path> tests() throws IOException {
        Map<String, Path> tests = new HashMap<>();
        try (Stream<Path> modules = Files.list(ROOT);
                Stream<Path> consumers = Files.list(ROOT.resolve("consumer-tests/src/it"))) {
            for (Path sources : Stream.concat(modules, consumers)
                    .map(project -> project.resolve("src/test"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().matches(".*\\.(java|kt)"))
                            .forEach(file -> tests.put(
                                    String.valueOf(file.getFileName()).replaceFirst("\\.(java|kt)$", ""), file));
                }
            }
        }
        return tests;
    }
}
