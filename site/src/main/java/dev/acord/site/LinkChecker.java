package dev.acord.site;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * Looks whether what documents refer to is there: files, folders, images, headings, and documents that are only named. Addresses elsewhere
 * are checked for their form; nothing is fetched.
 */
final class LinkChecker {
    private static final Pattern ELSEWHERE = Pattern.compile("(?i)[a-z][a-z0-9+.-]*:.*");
    private static final Pattern NAMED_DOCUMENT = Pattern.compile("docs/[\\w./-]+\\.md");

    private final Repository repository;
    private final List<Problem> problems = new ArrayList<>();

    private LinkChecker(Repository repository) {
        this.repository = repository;
    }

    static List<Problem> check(Repository repository) {
        LinkChecker checker = new LinkChecker(repository);
        repository.documents().forEach(checker::check);
        return checker.problems;
    }

    private void check(Document document) {
        document.root().accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                check(document, link, link.getDestination());
                visitChildren(link);
            }

            @Override
            public void visit(Image image) {
                check(document, image, image.getDestination());
                if (Document.text(image).isBlank()) {
                    report(document, image, "an image without a text for those who cannot see it");
                }
            }

            @Override
            public void visit(Code code) {
                String named = code.getLiteral();
                if (NAMED_DOCUMENT.matcher(named).matches() && !repository.isThere(named)) {
                    report(document, code, "there is no " + named);
                }
            }

            @Override
            public void visit(HtmlBlock html) {
                refuse(html, html.getLiteral());
            }

            @Override
            public void visit(HtmlInline html) {
                refuse(html, html.getLiteral());
            }

            private void refuse(Node node, String literal) {
                if (!literal.strip().startsWith("<!--")) {
                    report(document, node, "HTML, which is not checked: " + literal.strip());
                }
            }
        });
    }

    private void check(Document document, Node node, String destination) {
        if (destination.isBlank()) {
            report(document, node, "a link to nothing");
        } else if (ELSEWHERE.matcher(destination).matches()) {
            checkElsewhere(document, node, destination);
        } else {
            checkHere(document, node, destination);
        }
    }

    private void checkElsewhere(Document document, Node node, String destination) {
        try {
            URI address = new URI(destination);
            boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (web ? address.getHost() == null : !"mailto".equals(address.getScheme())) {
                report(document, node, "neither a web nor a mail address: " + destination);
            }
        } catch (URISyntaxException wrong) {
            report(document, node, "no address: " + wrong.getMessage());
        }
    }

    private void checkHere(Document document, Node node, String destination) {
        Optional<Repository.Target> target = repository.target(document, destination);
        if (target.isEmpty()) {
            report(document, node, "a link out of the repository: " + destination);
            return;
        }
        String path = target.get().path();
        String anchor = target.get().anchor();
        if (!repository.isThere(path)) {
            report(document, node, "there is no " + path + " (" + destination + ")");
        } else if (!anchor.isEmpty()) {
            Optional<Document> other = repository.document(path);
            if (other.isEmpty()) {
                report(document, node, "only Markdown has headings to link to: " + destination);
            } else if (!other.get().anchors().contains(anchor)) {
                report(document, node, path + " has no heading #" + anchor);
            }
        }
    }

    private void report(Document document, Node node, String message) {
        problems.add(new Problem(document.path(), Document.line(node), message));
    }
}
