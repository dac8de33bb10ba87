package dev.acord.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes the site: {@code SiteBuilder REPOSITORY SITE}. Nothing is written while a link of a document is broken; what is wrong is printed
 * with file and line, and the exit status is 1.
 */
final class SiteBuilder {
    private static final Set<String> LEFT_OUT = Set.of("target", "node_modules");
    private static final int MAX_FILES = 500;

    private final Repository repository;
    private final Navigation navigation;
    private final Path site;
    private final Places places;

    private SiteBuilder(Repository repository, Navigation navigation, Path site) {
        this.repository = repository;
        this.navigation = navigation;
        this.site = site;
        this.places = new Places(repository);
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: SiteBuilder REPOSITORY SITE");
            System.exit(2);
        }
        List<Problem> problems = build(Path.of(args[0]), Path.of(args[1]));
        problems.forEach(System.err::println);
        if (!problems.isEmpty()) {
            System.exit(1);
        }
    }

    /**
     * Writes the site of a repository.
     *
     * @return what is wrong with the documents; then nothing was written
     */
    static List<Problem> build(Path root, Path site) throws IOException {
        Repository repository = Repository.read(root);
        Navigation navigation = Navigation.read();
        List<Problem> problems = new ArrayList<>(LinkChecker.check(repository));
        problems.addAll(navigation.check(repository));
        if (problems.isEmpty()) {
            new SiteBuilder(repository, navigation, site).write();
        }
        return problems;
    }

    private void write() throws IOException {
        Files.createDirectories(site);
        boolean withApi = Files.exists(site.resolve("apidocs").resolve("index.html"));
        Pages pages = new Pages(navigation, places, withApi);
        for (Document document : repository.documents()) {
            write(Places.page(document.path()), pages.document(document));
        }
        for (String path : places.files()) {
            if (Files.isDirectory(repository.root().resolve(path))) {
                writeFolder(pages, path);
            } else {
                writeFile(pages, path);
            }
        }
        write("style.css", Pages.resource("style.css"));
    }

    private void writeFolder(Pages pages, String folder) throws IOException {
        Path root = repository.root().resolve(folder);
        List<String> files;
        try (Stream<Path> found = Files.walk(root)) {
            files = found.filter(file -> Files.isRegularFile(file) && isShown(root.relativize(file)) && isText(file))
                    .map(file -> repository.root().relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .limit(MAX_FILES)
                    .toList();
        }
        write(places.file(folder), pages.folder(folder, files));
        for (String file : files) {
            writeFile(pages, file);
        }
    }

    private static boolean isShown(Path inFolder) {
        for (Path part : inFolder) {
            if (part.toString().startsWith(".") || LEFT_OUT.contains(part.toString())) {
                return false;
            }
        }
        return true;
    }

    private void writeFile(Pages pages, String path) throws IOException {
        Path file = repository.root().resolve(path);
        if (Places.isPicture(path)) {
            Path copy = site.resolve(places.file(path));
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        } else if (isText(file)) {
            write(places.file(path), pages.file(path, Files.readString(file)));
        } else {
            throw new IOException(path + " is linked from a document, and is neither a picture nor text");
        }
    }

    private static boolean isText(Path file) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file)));
            return true;
        } catch (CharacterCodingException binary) {
            return false;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void write(String place, String text) throws IOException {
        Path file = site.resolve(place);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
