package dev.acord.site;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;

/**
 * A fenced piece of code of a document.
 *
 * @param file the document
 * @param line the line of the first line of code, from 1
 * @param language the word after the fence, or empty
 * @param code what is between the fences
 */
record Fence(String file, int line, String language, String code) {

    static List<Fence> of(Document document) {
        List<Fence> fences = new ArrayList<>();
        document.root().accept(new AbstractVisitor() {
            @Override
            public void visit(FencedCodeBlock block) {
                String info = block.getInfo() == null ? "" : block.getInfo().strip();
                fences.add(new Fence(
                        document.path(), Document.line(block) + 1, info.split("\\s", -1)[0], block.getLiteral()));
            }
        });
        return fences;
    }

    /** Where it is, as compilers say it. */
    String place() {
        return file + ":" + line;
    }
}
