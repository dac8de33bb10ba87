package dev.acord.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlRenderer;

/** Makes HTML pages: documents, and files that documents lead to, each with the menu around it. */
final class Pages {
    private static final Pattern SLOT = Pattern.compile("\\{\\{(\\w+)}}");

    private final Navigation navigation;
    private final Places places;
    private final boolean withApi;
    private final String template;

    Pages(Navigation navigation, Places places, boolean withApi) throws IOException {
        this.navigation = navigation;
        this.places = places;
        this.withApi = withApi;
        this.template = resource("page.html");
    }

    /** The page of a document. Changes the document's tree, so that it can be made once. */
    String document(Document document) {
        Scrollable.wrapTables(document.root());
        HtmlRenderer renderer = HtmlRenderer.builder()
                .extensions(List.of(TablesExtension.create()))
                .nodeRendererFactory(Scrollable::renderer)
                .attributeProviderFactory(context -> attributes(document))
                .build();
        String body = renderer.render(document.root())
                .replaceFirst("</h1>\n", Matcher.quoteReplacement("</h1>\n" + contents(document)));
        return page(Places.page(document.path()), document.title(), body);
    }

    /** The page of a text file of the repository. */
    String file(String path, String text) {
        return page(
                places.file(path),
                path,
                "<h1>" + escape(path) + "</h1>\n<pre tabindex=\"0\"><code>" + escape(text) + "</code></pre>\n");
    }

    /** The page of a folder, whose files have pages too. */
    String folder(String path, List<String> files) {
        String here = places.file(path);
        StringBuilder list = new StringBuilder("<h1>" + escape(path) + "</h1>\n<ul>\n");
        for (String file : files) {
            list.append("<li>")
                    .append(anchor(Places.relative(here, places.file(file)), file, ""))
                    .append("</li>\n");
        }
        return page(here, path, list.append("</ul>\n").toString());
    }

    static String resource(String name) throws IOException {
        try (InputStream in = Pages.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private AttributeProvider attributes(Document document) {
        return (node, tag, attributes) -> {
            if (node instanceof Heading heading) {
                attributes.put("id", document.anchor(heading));
            } else if (node instanceof Link link) {
                attributes.put("href", places.link(document, link.getDestination()));
            } else if (node instanceof Image image) {
                attributes.put("src", places.link(document, image.getDestination()));
            } else if (tag.equals("pre")) {
                attributes.put("tabindex", "0");
            }
        };
    }

    private String page(String here, String title, String body) {
        String home = "Acord Voice";
        return fill(
                template,
                Map.of(
                        "title", escape(title.equals(home) ? home : title + " - " + home),
                        "root", Places.relative(here, "x").replaceFirst("x$", ""),
                        "menu", menu(here),
                        "body", body));
    }

    private String menu(String here) {
        StringBuilder menu = new StringBuilder();
        int number = 0;
        for (Navigation.Topic topic : navigation.topics()) {
            String id = "topic-" + number++;
            menu.append("<h2 id=\"" + id + "\">").append(escape(topic.name())).append("</h2>\n");
            menu.append("<ul aria-labelledby=\"" + id + "\">\n");
            for (Navigation.Entry entry : topic.entries()) {
                String page = Places.page(entry.path());
                menu.append("<li>")
                        .append(anchor(
                                Places.relative(here, page),
                                entry.label(),
                                page.equals(here) ? " aria-current=\"page\"" : ""))
                        .append("</li>\n");
            }
            menu.append("</ul>\n");
        }
        if (withApi) {
            menu.append("<h2 id=\"topic-api\">API</h2>\n<ul aria-labelledby=\"topic-api\">\n<li>")
                    .append(anchor(Places.relative(here, "apidocs/index.html"), "Javadoc", ""))
                    .append("</li>\n</ul>\n");
        }
        return menu.toString();
    }

    /** A list of the second-level headings, for documents that have several. */
    private static String contents(Document document) {
        List<Heading> sections = document.headings().stream()
                .filter(heading -> heading.getLevel() == 2)
                .toList();
        if (sections.size() < 3) {
            return "";
        }
        StringBuilder list = new StringBuilder("<nav class=\"contents\" aria-label=\"On this page\">\n<ul>\n");
        for (Heading section : sections) {
            list.append("<li>")
                    .append(anchor("#" + document.anchor(section), Document.text(section), ""))
                    .append("</li>\n");
        }
        return list.append("</ul>\n</nav>\n").toString();
    }

    private static String anchor(String href, String label, String attributes) {
        return "<a href=\"" + escape(href) + "\"" + attributes + ">" + escape(label) + "</a>";
    }

    private static String fill(String template, Map<String, String> values) {
        Matcher slots = SLOT.matcher(template);
        return slots.replaceAll(slot -> {
            String value = values.get(slot.group(1));
            if (value == null) {
                throw new IllegalStateException("the template has a slot that nothing fills: " + slot.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
