package dev.acord.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/** A table in a box of its own, which scrolls where a screen is narrower than the table, with the keyboard too. */
final class Scrollable extends CustomBlock {

    /** Puts every table under {@code root} into such a box, and takes away heads, and cells of heads, without a word. */
    static void wrapTables(Node root) {
        List<TableBlock> tables = new ArrayList<>();
        root.accept(new AbstractVisitor() {
            @Override
            public void visit(CustomBlock block) {
                if (block instanceof TableBlock table) {
                    tables.add(table);
                } else {
                    visitChildren(block);
                }
            }
        });
        for (TableBlock table : tables) {
            if (table.getFirstChild() instanceof TableHead head
                    && Document.text(head).isBlank()) {
                head.unlink();
            }
            table.accept(new AbstractVisitor() {
                @Override
                public void visit(CustomNode node) {
                    if (node instanceof TableCell cell && Document.text(cell).isBlank()) {
                        cell.setHeader(false);
                    }
                    visitChildren(node);
                }
            });
            Scrollable box = new Scrollable();
            table.insertBefore(box);
            box.appendChild(table);
        }
    }

    static NodeRenderer renderer(HtmlNodeRendererContext context) {
        return new NodeRenderer() {
            @Override
            public Set<Class<? extends Node>> getNodeTypes() {
                return Set.of(Scrollable.class);
            }

            @Override
            public void render(Node node) {
                context.getWriter()
                        .tag("div", Map.of("class", "scroll", "role", "group", "aria-label", "Table", "tabindex", "0"));
                for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
                    context.render(child);
                }
                context.getWriter().tag("/div");
            }
        };
    }
}
