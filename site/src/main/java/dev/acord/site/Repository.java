package dev.acord.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;

/** The documents of a repository: those at its top and in docs, and every other Markdown file that one of them leads to. */
final class Repository {
    private static final int MAX_DOCUMENTS = 1_000;

    private final Path root;
    private final Map<String, Document> documents = new TreeMap<>();

    private Repository(Path root) {
        this.root = root;
    }

    static Repository read(Path root) throws IOException {
        Repository repository = new Repository(root.toRealPath());
        Deque<String> open = new ArrayDeque<>();
        for (String folder : new String[] {"", "docs"}) {
            Path place = repository.root.resolve(folder);
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.list(place)) {
                    files.filter(file -> file.toString().endsWith(".md") && Files.isRegularFile(file))
                            .map(repository::relative)
                            .sorted()
                            .forEach(open::add);
                }
            }
        }
        while (!open.isEmpty()) {
            String path = open.remove();
            if (repository.documents.containsKey(path)) {
                continue;
            }
            if (repository.documents.size() == MAX_DOCUMENTS) {
                throw new IOException("more than " + MAX_DOCUMENTS + " documents");
            }
            Document document = Document.parse(path, Files.readString(repository.root.resolve(path)));
            repository.documents.put(path, document);
            document.root().accept(new AbstractVisitor() {
                @Override
                public void visit(Link link) {
                    repository
                            .target(document, link.getDestination())
                            .filter(target -> target.path().endsWith(".md") && repository.isThere(target.path()))
                            .ifPresent(target -> open.add(target.path()));
                    visitChildren(link);
                }
            });
        }
        return repository;
    }

    Path root() {
        return root;
    }

    Collection<Document> documents() {
        return documents.values();
    }

    Optional<Document> document(String path) {
        return Optional.ofNullable(documents.get(path));
    }

    /** Whether a file or folder is in the repository, under exactly this name also where a file system does not mind capitals. */
    boolean isThere(String path) {
        try {
            Path file = root.resolve(path);
            return path.isEmpty() || (Files.exists(file) && file.toRealPath().equals(file));
        } catch (IOException | RuntimeException notThere) {
            return false;
        }
    }

    /**
     * What a link leads to.
     *
     * @return empty for addresses elsewhere, for paths out of the repository and for what is no path
     */
    Optional<Target> target(Document from, String destination) {
        if (destination.matches("(?i)[a-z][a-z0-9+.-]*:.*") || destination.startsWith("/")) {
            return Optional.empty();
        }
        int hash = destination.indexOf('#');
        String path = hash < 0 ? destination : destination.substring(0, hash);
        String anchor = hash < 0 ? "" : destination.substring(hash + 1);
        if (path.isEmpty()) {
            return Optional.of(new Target(from.path(), anchor));
        }
        Path file;
        try {
            file = root.resolve(from.path())
                    .resolveSibling(path.replace("%20", " "))
                    .normalize();
        } catch (RuntimeException noPath) {
            return Optional.empty();
        }
        return file.startsWith(root) ? Optional.of(new Target(relative(file), anchor)) : Optional.empty();
    }

    private String relative(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    /**
     * A place in the repository.
     *
     * @param path a file or folder, relative to the repository; empty is the repository itself
     * @param anchor a heading of it, or empty
     */
    record Target(String path, String anchor) {}
}
