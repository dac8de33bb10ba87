package dev.acord.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The site's menu: topics, each with its documents.
 *
 * @param topics in the order in which they are shown
 */
record Navigation(List<Topic> topics) {
    private static final String FILE = "navigation.txt";

    /**
     * A topic.
     *
     * @param name its heading
     * @param entries its documents
     */
    record Topic(String name, List<Entry> entries) {}

    /**
     * A document in the menu.
     *
     * @param path relative to the repository
     * @param label what the menu calls it
     */
    record Entry(String path, String label) {}

    /** Reads the menu that this module has as a resource. */
    static Navigation read() throws IOException {
        try (InputStream in = Navigation.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException("no resource " + FILE);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** A topic is a line that begins at its margin, a document an indented one: path, spaces, label. */
    static Navigation parse(String text) {
        List<Topic> topics = new ArrayList<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!Character.isWhitespace(line.charAt(0))) {
                topics.add(new Topic(line.strip(), new ArrayList<>()));
                continue;
            }
            String[] words = line.strip().split("\\s+", 2);
            if (words.length < 2 || topics.isEmpty()) {
                throw new IllegalArgumentException(FILE + ": a document needs a topic, a path and a label: " + line);
            }
            topics.get(topics.size() - 1).entries().add(new Entry(words[0], words[1]));
        }
        return new Navigation(topics);
    }

    /** What is in the menu but not in the repository, and documents of its top and of docs that the menu does not show. */
    List<Problem> check(Repository repository) {
        List<Problem> problems = new ArrayList<>();
        Set<String> shown = topics.stream()
                .flatMap(topic -> topic.entries().stream())
                .map(Entry::path)
                .collect(Collectors.toSet());
        for (String path : shown) {
            if (repository.document(path).isEmpty()) {
                problems.add(new Problem(FILE, 1, "there is no " + path));
            }
        }
        for (Document document : repository.documents()) {
            String path = document.path();
            boolean ofTheMenu = path.indexOf('/') < 0 || path.startsWith("docs/");
            if (ofTheMenu && !shown.contains(path)) {
                problems.add(new Problem(path, 1, "in no topic of the site's " + FILE));
            }
        }
        return problems;
    }
}
