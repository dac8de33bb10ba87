package dev.acord.site;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** One Markdown file of the repository, parsed, with the anchors that forges give its headings. */
final class Document {
    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();

    private final String path;
    private final Node root;
    private final List<Heading> headings = new ArrayList<>();
    private final Map<Heading, String> anchors = new LinkedHashMap<>();

    private Document(String path, Node root) {
        this.path = path;
        this.root = root;
    }

    /** Parses {@code markdown}, which is the file {@code path} (relative to the repository, with slashes). */
    static Document parse(String path, String markdown) {
        Document document = new Document(path, PARSER.parse(markdown));
        Anchors names = new Anchors();
        document.root.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                document.headings.add(heading);
                document.anchors.put(heading, names.next(text(heading)));
            }
        });
        return document;
    }

    String path() {
        return path;
    }

    Node root() {
        return root;
    }

    List<Heading> headings() {
        return Collections.unmodifiableList(headings);
    }

    String anchor(Heading heading) {
        return anchors.getOrDefault(heading, "");
    }

    Set<String> anchors() {
        return new LinkedHashSet<>(anchors.values());
    }

    /** The first heading of the first level, or the file's name where there is none. */
    String title() {
        return headings.stream()
                .filter(heading -> heading.getLevel() == 1)
                .findFirst()
                .map(Document::text)
                .orElse(path);
    }

    /** The line of a node, from 1: its own, or that of the nearest node around it that knows one. */
    static int line(Node node) {
        for (Node at = node; at != null; at = at.getParent()) {
            List<SourceSpan> spans = at.getSourceSpans();
            if (!spans.isEmpty()) {
                return spans.get(0).getLineIndex() + 1;
            }
        }
        return 1;
    }

    /** What a reader sees of a node, without markup. */
    static String text(Node node) {
        StringBuilder text = new StringBuilder();
        node.accept(new AbstractVisitor() {
            @Override
            public void visit(Text part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(Code part) {
                text.append(part.getLiteral());
            }

            @Override
            public void visit(SoftLineBreak part) {
                text.append(' ');
            }

            @Override
            public void visit(HardLineBreak part) {
                text.append(' ');
            }
        });
        return text.toString();
    }
}
