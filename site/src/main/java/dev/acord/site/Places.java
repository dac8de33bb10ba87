package dev.acord.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where on the site what of the repository is: README.md is the index, the documents of docs are beside it, files that documents lead to
 * are pages under files. Remembers which files are led to.
 */
final class Places {
    private final Repository repository;
    private final Set<String> files = new TreeSet<>();

    Places(Repository repository) {
        this.repository = repository;
    }

    /** Where a document's page is, relative to the site. */
    static String page(String path) {
        String name = path.startsWith("docs/") ? path.substring("docs/".length()) : path;
        if (name.indexOf('/') < 0) {
            name = name.toLowerCase(Locale.ROOT);
        }
        name = name.substring(0, name.length() - ".md".length());
        return name.equalsIgnoreCase("readme") || name.endsWith("/README")
                ? name.substring(0, name.length() - "readme".length()) + "index.html"
                : name + ".html";
    }

    /** What a link of a document is on its page. */
    String link(Document from, String destination) {
        return repository
                .target(from, destination)
                .map(target -> {
                    if (target.path().equals(from.path())) {
                        return "#" + target.anchor();
                    }
                    String there = relative(page(from.path()), place(target.path()));
                    return target.anchor().isEmpty() ? there : there + "#" + target.anchor();
                })
                .orElse(destination);
    }

    /** The files and folders that links led to so far, and that are no documents. */
    Set<String> files() {
        return new TreeSet<>(files);
    }

    /** Where a file or folder that is no document is on the site. */
    String file(String path) {
        Path file = repository.root().resolve(path);
        if (Files.isDirectory(file)) {
            return path.isEmpty() ? "files/index.html" : "files/" + path + "/index.html";
        }
        return isPicture(path) ? "files/" + path : "files/" + path + ".html";
    }

    static boolean isPicture(String path) {
        return path.toLowerCase(Locale.ROOT).matches(".*\\.(png|jpe?g|gif|svg|webp)");
    }

    /** How one page of the site is reached from another. */
    static String relative(String from, String to) {
        Path folder = Objects.requireNonNull(Path.of("/" + from).getParent());
        return folder.relativize(Path.of("/" + to)).toString().replace('\\', '/');
    }

    private String place(String path) {
        if (repository.document(path).isPresent()) {
            return page(path);
        }
        files.add(path);
        return file(path);
    }
}
