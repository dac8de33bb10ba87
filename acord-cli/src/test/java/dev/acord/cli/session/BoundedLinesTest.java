package dev.acord.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
    @Test
    void linesComeOneByOneAndAnUnfinishedLastOneCounts() throws Exception {
        BoundedLines lines = lines("one\n\nzwölf\nlast");
        assertEquals("one", lines.next());
        assertEquals("", lines.next());
        assertEquals("zwölf", lines.next());
        assertEquals("last", lines.next());
        assertNull(lines.next());
        assertNull(lines.next());
    }

    @Test
    void aLineOfTheLimitIsReadAndALongerOneIsSkippedWhole() throws Exception {
        String longest = "x".repeat(BoundedLines.MAX_BYTES);
        BoundedLines lines = lines(longest + "\n" + longest + "y\n" + longest.repeat(3) + "\nnext\n" + longest + "y");
        assertEquals(longest, lines.next());
        assertThrows(BoundedLines.UnreadableLineException.class, lines::next);
        assertThrows(BoundedLines.UnreadableLineException.class, lines::next);
        assertEquals("next", lines.next());
        assertThrows(BoundedLines.UnreadableLineException.class, lines::next);
        assertNull(lines.next());
    }

    @Test
    void bytesThatAreNoTextAreSkippedWithTheirLine() throws Exception {
        BoundedLines lines = new BoundedLines(new ByteArrayInputStream(new byte[] {'a', (byte) 0xFF, '\n', 'b', '\n'}));
        assertThrows(BoundedLines.UnreadableLineException.class, lines::next);
        assertEquals("b", lines.next());
    }

    private static BoundedLines lines(String text) {
        return new BoundedLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
