package dev.acord.site;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the Java of documents against the class path of the tests. A snippet is a whole file (which has imports), or statements, or members
 * of a class; whichever javac's parser takes. Where it takes none, it is the one that it understood farthest. Statements and members are put into a class
 * with the document's prelude; imports may come first.
 */
final class SnippetCompiler {
    private static final List<String> OPTIONS = List.of(
            "--release",
            "17",
            "-proc:none",
            "-Xlint:deprecation,removal,unchecked,rawtypes",
            "--should-stop=ifError=FLOW");
    private static final Pattern IMPORTS = Pattern.compile("\\A(\\s*(import [^;]+;|//[^\n]*)\\s*\n)*\\s*import [^;]+;");

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    private final Function<String, Prelude> preludes;

    SnippetCompiler(Function<String, Prelude> preludes) {
        this.preludes = preludes;
    }

    /** What is wrong with each of the fences; nothing for those that compile. */
    Map<Fence, List<Problem>> compile(List<Fence> fences) throws IOException {
        Map<Fence, List<Problem>> problems = new LinkedHashMap<>();
        List<Source> open = new ArrayList<>();
        for (Fence fence : fences) {
            Source source = source(fence, preludes.apply(fence.file()));
            List<Problem> mistakes = problems(parse(source).mistakes());
            problems.put(fence, new ArrayList<>(mistakes));
            if (mistakes.isEmpty()) {
                open.add(source);
            }
        }
        while (!open.isEmpty()) {
            // two documents may show a class of the same name: the second one waits for another run
            Set<String> names = new HashSet<>();
            List<Source> run = new ArrayList<>();
            for (Source source : open) {
                if (names.addAll(source.types) || source.types.isEmpty()) {
                    run.add(source);
                }
            }
            open.removeAll(run);
            for (Diagnostic<? extends JavaFileObject> diagnostic : analyze(run)) {
                if (diagnostic.getSource() instanceof Source source) {
                    problems.getOrDefault(source.fence, new ArrayList<>()).add(source.problem(diagnostic));
                }
            }
        }
        return problems;
    }

    private Source source(Fence fence, Prelude prelude) throws IOException {
        Source best = null;
        long farthest = -1;
        for (Form form : Form.values()) {
            Source source = new Source(fence, form, prelude);
            Parsed parsed = parse(source);
            if (parsed.mistakes().isEmpty() && (form != Form.FILE || parsed.whole())) {
                source.types.addAll(parsed.types());
                return source;
            }
            long reached =
                    parsed.mistakes().isEmpty() ? -1 : parsed.mistakes().get(0).getLineNumber() - source.firstLine;
            if (best == null || reached > farthest) {
                best = source;
                farthest = reached;
            }
        }
        if (best == null) {
            throw new IllegalStateException("no forms");
        }
        return best;
    }

    private Parsed parse(Source source) throws IOException {
        DiagnosticCollector<JavaFileObject> mistakes = new DiagnosticCollector<>();
        // only read, not compiled: without --release, which would load the description of all of Java 17 each time
        JavacTask task =
                (JavacTask) compiler.getTask(null, files, mistakes, List.of("-source", "17"), null, List.of(source));
        Set<String> types = new HashSet<>();
        boolean whole = false;
        for (CompilationUnitTree unit : task.parse()) {
            for (Tree type : unit.getTypeDecls()) {
                if (type instanceof ClassTree named) {
                    types.add(named.getSimpleName().toString());
                }
            }
            whole |= unit.getPackage() != null || !unit.getImports().isEmpty();
        }
        return new Parsed(
                mistakes.getDiagnostics().stream()
                        .filter(mistake -> mistake.getKind() == Diagnostic.Kind.ERROR)
                        .toList(),
                types,
                whole && !types.isEmpty());
    }

    private List<Diagnostic<? extends JavaFileObject>> analyze(List<Source> sources) throws IOException {
        DiagnosticCollector<JavaFileObject> mistakes = new DiagnosticCollector<>();
        List<String> options = new ArrayList<>(OPTIONS);
        options.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        ((JavacTask) compiler.getTask(null, files, mistakes, options, null, sources)).analyze();
        return mistakes.getDiagnostics();
    }

    private static List<Problem> problems(List<Diagnostic<? extends JavaFileObject>> mistakes) {
        return mistakes.stream()
                .map(mistake -> ((Source) mistake.getSource()).problem(mistake))
                .collect(Collectors.toList());
    }

    private enum Form {
        FILE,
        STATEMENTS,
        MEMBERS
    }

    /** {@code whole}: declares types, after a package or imports, and so has what a file has. */
    private record Parsed(List<Diagnostic<? extends JavaFileObject>> mistakes, Set<String> types, boolean whole) {}

    /** What javac gets for a fence. The fence's lines are in it as they are, one after the other. */
    private static final class Source extends SimpleJavaFileObject {
        private static final Pattern PUBLIC =
                Pattern.compile("(?m)^public [\\w ]*?(?:class|interface|record|enum) (\\w+)");

        private final Fence fence;
        private final String text;
        private final long firstLine;
        private final Set<String> types = new HashSet<>();

        Source(Fence fence, Form form, Prelude prelude) {
            super(address(fence, form), JavaFileObject.Kind.SOURCE);
            this.fence = fence;
            String before = "";
            String code = fence.code();
            String after = "";
            if (form != Form.FILE) {
                Matcher imports = IMPORTS.matcher(code);
                String own = imports.find() ? imports.group() : "";
                // taken out of its place, leaving the lines
                code = own.replaceAll("[^\n]", "") + code.substring(own.length());
                before = prelude.imports() + own.replace('\n', ' ') + "\nclass " + name(fence) + " {\n"
                        + prelude.members();
                if (form == Form.STATEMENTS) {
                    before += "void snippet() throws Exception {\n";
                    after = "}\n";
                }
                after += "}\n";
            }
            this.text = before + code + after;
            this.firstLine = before.chars().filter(letter -> letter == '\n').count() + 1;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        Problem problem(Diagnostic<?> diagnostic) {
            String message = diagnostic.getMessage(Locale.ROOT);
            long line = diagnostic.getLineNumber() - firstLine;
            long lines = fence.code().lines().count();
            if (line < 0) {
                String prelude = text.lines()
                        .skip(diagnostic.getLineNumber() - 1)
                        .findFirst()
                        .orElse("");
                return new Problem(fence.file(), fence.line(), "in its prelude: " + message + ": " + prelude.strip());
            }
            return new Problem(fence.file(), fence.line() + (int) Math.min(line, Math.max(0, lines - 1)), message);
        }

        private static String name(Fence fence) {
            return "Snippet_" + fence.file().replaceAll("\\W", "_") + "_" + fence.line();
        }

        private static URI address(Fence fence, Form form) {
            Matcher named = PUBLIC.matcher(fence.code());
            String file = form == Form.FILE && named.find() ? named.group(1) : name(fence);
            return URI.create("string:///" + name(fence) + "/" + file + ".java");
        }
    }
}
