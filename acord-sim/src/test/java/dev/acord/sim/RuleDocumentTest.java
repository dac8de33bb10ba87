package dev.acord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RuleDocumentTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|.*\\| `(\\w+Test)`.*\\|$");

    @Test
    void theDocumentHasOneRowForEachRule() throws Exception {
        String document = Files.readString(Path.of("..", "docs", "sim-violations.md"));
        List<String> rows = ROW.matcher(document)
                .results()
                .map(row -> row.group(1))
                .sorted()
                .toList();
        assertEquals(Arrays.stream(Rule.values()).map(Rule::ruleName).sorted().toList(), rows);
    }
}
