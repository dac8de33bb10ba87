package dev.acord.site;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the Javadoc of all modules that are published, as one: {@code ApiDocs REPOSITORY FOLDER}. Published is what has a module-info.
 * Each module's own build has looked for mistakes in it already; so this only has to bring them together, with links from module to module
 * and one search. What the modules need is on the class path of this program.
 */
final class ApiDocs {
    private static final Pattern MODULE = Pattern.compile("(?m)^module ([\\w.]+) \\{");

    private ApiDocs() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: ApiDocs REPOSITORY FOLDER");
            System.exit(2);
        }
        System.exit(write(Path.of(args[0]).toRealPath(), Path.of(args[1]), System.getProperty("java.class.path")));
    }

    private static int write(Path root, Path folder, String classPath) throws IOException {
        Map<String, Path> modules = modules(root);
        if (modules.isEmpty()) {
            System.err.println("no modules in " + root);
            return 1;
        }
        List<String> options = new ArrayList<>(List.of(
                "-quiet",
                "-notimestamp",
                "-Xdoclint:none",
                "--release",
                "17",
                "-encoding",
                "UTF-8",
                "-charset",
                "UTF-8"));
        modules.forEach((name, sources) -> options.addAll(List.of("--module-source-path", name + "=" + sources)));
        options.addAll(List.of("--module", String.join(",", modules.keySet())));
        options.addAll(List.of("--module-path", others(root, classPath)));
        options.addAll(List.of("-windowtitle", "Acord Voice", "-doctitle", "Acord Voice"));
        options.addAll(List.of("-header", "<a href=\"{@docRoot}/../index.html\">Documents</a>"));
        options.addAll(List.of("-d", folder.toString()));
        ToolProvider javadoc = ToolProvider.findFirst("javadoc")
                .orElseThrow(() -> new IOException("this Java has no javadoc: it needs a JDK"));
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int status = javadoc.run(out, out, options.toArray(new String[0]));
        if (status != 0) {
            System.err.print(said);
        }
        return status;
    }

    private static Map<String, Path> modules(Path root) throws IOException {
        Map<String, Path> modules = new TreeMap<>();
        try (Stream<Path> folders = Files.list(root)) {
            for (Path folder : folders.sorted().toList()) {
                Path sources = folder.resolve("src/main/java");
                Path info = sources.resolve("module-info.java");
                if (Files.isRegularFile(info)) {
                    Matcher module = MODULE.matcher(Files.readString(info, StandardCharsets.UTF_8));
                    if (!module.find()) {
                        throw new IOException(info + " names no module");
                    }
                    modules.put(module.group(1), sources);
                }
            }
        }
        return modules;
    }

    /** What is on the class path and not ours: ours come from their sources. */
    private static String others(Path root, String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> entry.endsWith(".jar")
                        && !Path.of(entry).toAbsolutePath().startsWith(root))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
