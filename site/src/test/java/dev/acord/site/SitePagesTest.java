package dev.acord.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site of the real documents, looked at by another parser: it works offline, leads nowhere in vain, and is for everybody. */
class SitePagesTest {
    private static final Path ROOT = Path.of(System.getProperty("acord.repository", ".."));

    @TempDir
    static Path site = Path.of(".");

    private static final Map<String, org.jsoup.nodes.Document> PAGES = new TreeMap<>();

    @BeforeAll
    static void build() throws IOException {
        assertEquals(
                "",
                String.join(
                        "\n",
                        SiteBuilder.build(ROOT, site).stream()
                                .map(Problem::toString)
                                .toList()));
        try (Stream<Path> files = Files.walk(site)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".html")).toList()) {
                PAGES.put(site.relativize(file).toString().replace('\\', '/'), Jsoup.parse(file.toFile(), "UTF-8"));
            }
        }
    }

    @Test
    void everyDocumentHasAPageAndTheReadmeIsTheFirst() {
        assertTrue(
                PAGES.keySet().containsAll(Set.of("index.html", "audio.html", "architecture.html", "changelog.html")));
        assertTrue(page("index.html").select("h1").text().contains("Acord Voice"));
    }

    @Test
    void everyLinkAndPictureLeadsSomewhereOnTheSite() {
        List<String> broken = new ArrayList<>();
        PAGES.forEach((name, page) -> {
            for (Element element : page.select("a[href], link[href], img[src]")) {
                String target = element.hasAttr("href") ? element.attr("href") : element.attr("src");
                if (target.matches("(https?|mailto|data):.*")) {
                    continue;
                }
                String path = target.replaceFirst("#.*", "");
                String anchor = target.contains("#") ? target.substring(target.indexOf('#') + 1) : "";
                String there = path.isEmpty()
                        ? name
                        : Path.of("/" + name)
                                .resolveSibling(path)
                                .normalize()
                                .toString()
                                .substring(1);
                org.jsoup.nodes.Document other = PAGES.get(there);
                if (other == null ? !Files.isRegularFile(site.resolve(there)) : !has(other, anchor)) {
                    broken.add(name + ": " + target);
                }
            }
        });
        assertEquals(List.of(), broken);
    }

    @Test
    void nothingIsLoadedFromElsewhereAndNothingRuns() {
        PAGES.forEach((name, page) -> {
            assertTrue(
                    page.select("script, iframe, object, embed, [onclick], style")
                            .isEmpty(),
                    name);
            for (Element element : page.select("link[href], img[src], source[src]")) {
                String address = element.hasAttr("href") ? element.attr("href") : element.attr("src");
                assertFalse(address.matches("(https?:)?//.*"), name + ": " + address);
            }
        });
        String style = read("style.css");
        assertFalse(style.contains("url(") || style.contains("@import"), "the style sheet loads something");
    }

    @Test
    void everyPageHasLandmarksOneTitleAndASkipLink() {
        PAGES.forEach((name, page) -> {
            assertEquals("en", page.select("html").attr("lang"), name);
            assertFalse(page.title().isBlank(), name);
            assertEquals(1, page.select("main").size(), name);
            assertEquals(1, page.select("header").size(), name);
            assertEquals(1, page.select("main h1").size(), name + " needs one h1");
            Element first = page.body().select("a[href]").first();
            assertNotNull(first);
            assertEquals("#content", first.attr("href"), name);
            for (Element nav : page.select("nav")) {
                assertFalse(nav.attr("aria-label").isBlank(), name);
            }
            for (Element image : page.select("img")) {
                assertFalse(image.attr("alt").isBlank(), name);
            }
            assertTrue(page.select("meta[name=viewport]").attr("content").contains("width=device-width"), name);
        });
    }

    @Test
    void headingsOfTheTextLeaveNoLevelOut() {
        PAGES.forEach((name, page) -> {
            int level = 0;
            for (Element heading : page.select("main h1, main h2, main h3, main h4, main h5, main h6")) {
                int next = heading.tagName().charAt(1) - '0';
                assertTrue(next <= level + 1, name + ": " + heading.text());
                level = next;
            }
        });
    }

    @Test
    void idsAreUnique() {
        PAGES.forEach((name, page) -> {
            Set<String> seen = new HashSet<>();
            for (Element element : page.select("[id]")) {
                assertTrue(seen.add(element.id()), name + ": " + element.id());
            }
        });
    }

    @Test
    void theMenuShowsWhereOneIs() {
        PAGES.forEach((name, page) -> {
            if (!name.contains("/")) {
                assertEquals(1, page.select("nav.menu [aria-current=page]").size(), name);
            }
        });
    }

    @Test
    void wideThingsScrollByKeyboard() {
        PAGES.forEach((name, page) -> {
            assertTrue(page.select("pre:not([tabindex])").isEmpty(), name);
            for (Element table : page.select("table")) {
                Element box = table.parent();
                assertNotNull(box);
                assertEquals("0", box.attr("tabindex"), name);
                for (Element head : table.select("th")) {
                    assertFalse(head.text().isBlank(), name + " has a head of a column that says nothing");
                }
            }
        });
    }

    /** WCAG 2.2, 1.4.3 and 1.4.11: 4.5 to 1 for text, 3 to 1 for what shows the focus. */
    @Test
    void coloursHaveContrastInLightAndDark() {
        String style = read("style.css");
        int dark = style.indexOf("@media (prefers-color-scheme: dark)");
        assertTrue(dark > 0);
        for (Map<String, Double> colours : List.of(colours(style.substring(0, dark)), colours(style.substring(dark)))) {
            assertEquals(7, colours.size());
            for (String ground : List.of("ground", "raised")) {
                for (String text : List.of("text", "quiet", "link", "code")) {
                    double contrast = contrast(luminance(colours, text), luminance(colours, ground));
                    assertTrue(contrast >= 4.5, text + " on " + ground + ": " + contrast);
                }
            }
        }
    }

    private static Map<String, Double> colours(String style) {
        Map<String, Double> colours = new TreeMap<>();
        Matcher colour = Pattern.compile("--(\\w+): #([0-9a-f]{6});").matcher(style);
        while (colour.find()) {
            int rgb = Integer.parseInt(colour.group(2).toUpperCase(Locale.ROOT), 16);
            colours.put(
                    colour.group(1),
                    0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 255) + 0.0722 * linear(rgb & 255));
        }
        return colours;
    }

    private static double linear(int value) {
        double part = value / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static double luminance(Map<String, Double> colours, String name) {
        Double luminance = colours.get(name);
        assertNotNull(luminance, name);
        return luminance;
    }

    private static double contrast(double one, double other) {
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    private static boolean has(org.jsoup.nodes.Document page, String anchor) {
        return anchor.isEmpty() || page.getElementById(anchor) != null;
    }

    private static org.jsoup.nodes.Document page(String name) {
        org.jsoup.nodes.Document page = PAGES.get(name);
        assertNotNull(page, name);
        return page;
    }

    private static String read(String file) {
        try {
            return Files.readString(site.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
