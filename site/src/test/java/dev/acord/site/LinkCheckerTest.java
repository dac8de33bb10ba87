package dev.acord.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reference that leads nowhere is found, with its line; good ones are left alone. */
class LinkCheckerTest {
    @TempDir
    Path root = Path.of(".");

    @BeforeEach
    void aGoodDocument() throws IOException {
        write(
                "docs/good.md",
                "# Good\n\n## What it is, and isn't\n\n## Twice\n\n## Twice\n\n### `code()` in a heading\n");
        write("docs/images/picture.png", "");
    }

    @Test
    void linksThatAreGoodAreLeftAlone() throws IOException {
        write(
                "README.md",
                """
                # Top
                [a](docs/good.md) [b](docs/good.md#what-it-is-and-isnt) [c](docs/good.md#twice-1) [d](#top)
                [e](docs/) [f](docs/good.md#code-in-a-heading) ![a picture](docs/images/picture.png)
                [g](https://example.org/a?b#c) [h](mailto:somebody@example.org) `docs/good.md` `docs/other`
                """);
        assertEquals(List.of(), check());
    }

    @Test
    void aFileThatIsMissingIsNamedWithItsLine() throws IOException {
        write("README.md", "# Top\n\nsome text\n[here](docs/absent.md) and\n[there](docs/good.md)\n");
        assertEquals(List.of("README.md:4: there is no docs/absent.md (docs/absent.md)"), check());
    }

    @Test
    void aLinkOfADocumentIsRelativeToIt() throws IOException {
        write("docs/other.md", "# Other\n[to docs](docs/good.md)\n[to a neighbour](good.md)\n[up](../docs/good.md)\n");
        assertEquals(List.of("docs/other.md:2: there is no docs/docs/good.md (docs/good.md)"), check());
    }

    @Test
    void aHeadingThatIsMissingIsNamedWithItsLine() throws IOException {
        write("README.md", "# Top\n\n| a |\n|---|\n| [x](docs/good.md#twice-2) |\n\n- [y](#bottom)\n");
        assertEquals(
                List.of(
                        "README.md:5: docs/good.md has no heading #twice-2",
                        "README.md:7: README.md has no heading #bottom"),
                check());
    }

    @Test
    void capitalsMatterAsTheyDoOnAForge() throws IOException {
        write("README.md", "[x](docs/Good.md)\n[y](docs/good.md#Twice)\n");
        assertEquals(2, check().size());
    }

    @Test
    void aPictureThatIsMissingOrSaysNothingIsFound() throws IOException {
        write("README.md", "![text](docs/images/absent.png)\n\n![](docs/images/picture.png)\n");
        assertEquals(
                List.of(
                        "README.md:1: there is no docs/images/absent.png (docs/images/absent.png)",
                        "README.md:3: an image without a text for those who cannot see it"),
                check());
    }

    @Test
    void whatLeadsOutOfTheRepositoryIsRefused() throws IOException {
        write(
                "README.md",
                "[a](../elsewhere.md)\n[b](/docs/good.md)\n[c]()\n[d](file:///etc/hosts)\n[e](https:///x)\n");
        assertEquals(List.of("1", "2", "3", "4", "5"), lines());
    }

    @Test
    void aDocumentThatIsOnlyNamedMustBeThereToo() throws IOException {
        write("README.md", "see\n`docs/absent.md`\n");
        assertEquals(List.of("README.md:2: there is no docs/absent.md"), check());
    }

    @Test
    void htmlIsRefusedAndCommentsAreNot() throws IOException {
        write("README.md", "<!-- a note -->\n\ntext <!-- another -->\n\n<a href=\"absent\">x</a>\n");
        assertFalse(check().isEmpty());
        assertEquals("5", lines().get(0));
    }

    @Test
    void documentsThatOthersLeadToAreCheckedToo() throws IOException {
        write("README.md", "[examples](examples/README.md)\n");
        write("examples/README.md", "# Examples\n[x](absent.java)\n");
        assertEquals(List.of("examples/README.md:2: there is no examples/absent.java (absent.java)"), check());
    }

    private List<String> check() throws IOException {
        return LinkChecker.check(Repository.read(root)).stream()
                .map(Problem::toString)
                .toList();
    }

    private List<String> lines() throws IOException {
        return LinkChecker.check(Repository.read(root)).stream()
                .map(problem -> Integer.toString(problem.line()))
                .toList();
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
