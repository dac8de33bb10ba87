package dev.acord.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A snippet that a reader could not compile is found, in the line where javac stumbles; a good one of any form passes. */
class SnippetCompilerTest {
    private static final Prelude PRELUDE = Prelude.parse(
            "test",
            """
            import java.util.*;
            class Prelude {
                List<String> names;
                void greet(String name) {}
            }
            """);
    private static final SnippetCompiler COMPILER = new SnippetCompiler(file -> PRELUDE);

    @Test
    void statementsUseThePrelude() throws IOException {
        assertEquals(List.of(), compile("for (String name : names) {\n    greet(name);\n}\n"));
    }

    @Test
    void statementsMayDeclareWhatThePreludeHas() throws IOException {
        assertEquals(List.of(), compile("List<String> names = new ArrayList<>();\nnames.add(\"x\");\n"));
    }

    @Test
    void membersAndWholeFilesAndImportsAreJavaToo() throws IOException {
        assertEquals(
                List.of(),
                compile("private int count;\n\n@Override\npublic String toString() {\n    return \"\" + count;\n}\n"));
        assertEquals(
                List.of(), compile("import java.nio.file.Path;\n\npublic final class Whole {\n    Path path;\n}\n"));
        assertEquals(List.of(), compile("import java.nio.file.Path;\n\nPath path = Path.of(names.get(0));\n"));
    }

    @Test
    void aMethodThatIsNotThereIsFoundInItsLine() throws IOException {
        List<String> problems = compile("greet(\"a\");\ngreet(\"b\");\nwave(\"c\");\n");
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("a.md:5: cannot find symbol"), problems.get(0));
    }

    @Test
    void theLineIsRightAfterImportsInMembersAndInFiles() throws IOException {
        assertEquals("5", line("import java.nio.file.Path;\n\nPath path = names;\n"));
        assertEquals("5", line("int good;\n\nint bad = names;\n\nvoid method() {}\n"));
        assertEquals("6", line("final class Whole {\n    void method() {\n\n        absent();\n    }\n}\n"));
    }

    @Test
    void whatIsNoJavaIsFoundWhereItEnds() throws IOException {
        assertEquals("4", line("greet(\"a\");\ngreet(...);\n"));
        assertEquals("4", line("for (String name : names) {\n    greet(name);\n"));
    }

    @Test
    void aMistakeOfFlowIsFoundThoughAnotherSnippetHasOneOfTypes() throws IOException {
        Fence types = fence("absent();\n");
        Fence flow = new Fence("b.md", 7, "java", "int unset;\ngreet(\"\" + unset);\n");
        var problems = COMPILER.compile(List.of(types, flow));
        assertEquals(1, problems.getOrDefault(types, List.of()).size());
        assertEquals(8, problems.getOrDefault(flow, List.of()).get(0).line());
    }

    @Test
    void classesOfOneNameInTwoDocumentsAreNoMistake() throws IOException {
        Fence one = fence("import java.util.List;\n\nclass Bot {\n    List<String> names;\n}\n");
        Fence other = new Fence("b.md", 7, "java", "import java.util.List;\nclass Bot {\n    int x = \"\";\n}\n");
        var problems = COMPILER.compile(List.of(one, other));
        assertEquals(List.of(), problems.get(one));
        assertEquals(9, problems.getOrDefault(other, List.of()).get(0).line());
    }

    @Test
    void aClassAloneUsesThePreludesImports() throws IOException {
        assertEquals(List.of(), compile("/** Somebody. */\nfinal class Somebody {\n    List<String> names;\n}\n"));
        assertEquals(List.of(), compile("public class Somebody {\n    List<String> names;\n}\n"));
    }

    @Test
    void whatIsDeprecatedIsNotShownToReaders() throws IOException {
        assertEquals("3", line("new Date(2000, 1, 1);\n"));
    }

    @Test
    void aMistakeOfThePreludeSaysSo() throws IOException {
        Prelude wrong = new Prelude("", "Absent absent;\n");
        Fence fence = fence("int x = 1;\n");
        String problem = new SnippetCompiler(file -> wrong)
                .compile(List.of(fence))
                .getOrDefault(fence, List.of())
                .get(0)
                .message();
        assertTrue(problem.startsWith("in its prelude"), problem);
    }

    @Test
    void fencesKnowTheirLines() {
        Document document =
                Document.parse("a.md", "# A\n\n```java\nint x;\n```\n\n- item\n\n  ```xml\n  <a/>\n  ```\n");
        assertEquals(
                List.of(new Fence("a.md", 4, "java", "int x;\n"), new Fence("a.md", 10, "xml", "<a/>\n")),
                Fence.of(document));
    }

    private static String line(String code) throws IOException {
        List<String> problems = compile(code);
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0).split(":", -1)[1];
    }

    private static List<String> compile(String code) throws IOException {
        Fence fence = fence(code);
        return COMPILER.compile(List.of(fence)).getOrDefault(fence, List.of()).stream()
                .map(Problem::toString)
                .toList();
    }

    private static Fence fence(String code) {
        return new Fence("a.md", 3, "java", code);
    }
}
