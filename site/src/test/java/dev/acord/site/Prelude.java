package dev.acord.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a document's snippets may take for granted: imports, and fields and methods that stand for what is the bot's own. A prelude is a
 * file with one class, whose body is taken.
 *
 * @param imports the lines before the class
 * @param members the lines in it
 */
record Prelude(String imports, String members) {
    private static final Pattern FORM = Pattern.compile(
            "(?<imports>.*?)^class Prelude \\{\n(?<members>.*)^}\n*\\z", Pattern.DOTALL | Pattern.MULTILINE);

    static final Prelude NONE = new Prelude("", "");

    static Prelude parse(String name, String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException(name + ": not of the form: imports, class Prelude {, members, }");
        }
        return new Prelude(form.group("imports"), form.group("members"));
    }

    /** The prelude of all documents with what a document adds to it: {@code docs/jda.md} has {@code jda.java}. */
    static Prelude read(Path folder, String document) throws IOException {
        Prelude common = parse("common.java", Files.readString(folder.resolve("common.java")));
        String name = document.substring(document.lastIndexOf('/') + 1).replaceFirst("\\.md$", ".java");
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return common;
        }
        Prelude own = parse(name, Files.readString(file));
        return new Prelude(common.imports + own.imports, common.members + own.members);
    }
}
