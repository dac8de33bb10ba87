package dev.acord.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BenchCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine command = BenchCommand.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(args);
    }

    @Test
    @Timeout(180)
    void aShortRunOfBothSystemsInBothModesDeliversPacketsAndReportsThem() {
        int status = run(
                "--connections=3",
                "--seconds=1",
                "--warm-up=1",
                "--jda",
                "--json",
                "--mode=aes256_gcm,xchacha20_poly1305");
        assertEquals(0, status, err.toString());
        JsonObject report = JsonParser.parseString(out.toString()).getAsJsonObject();
        JsonArray results = report.getAsJsonArray("results");
        List<String> rows = StreamSupport.stream(results.spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(each -> each.get("system").getAsString() + " "
                        + each.get("mode").getAsString()
                        + (each.get("dave").getAsBoolean() ? " DAVE" : ""))
                .toList();
        assertEquals(
                Stream.of("AES256_GCM", "XCHACHA20_POLY1305")
                        .flatMap(mode -> Stream.of("acord " + mode, "acord " + mode + " DAVE", "JDA " + mode))
                        .toList(),
                rows);
        for (JsonElement each : results) {
            JsonObject result = each.getAsJsonObject();
            assertTrue(result.get("delivered").getAsLong() > 0, result.toString());
            assertEquals(150, result.get("expected").getAsLong());
            assertTrue(result.get("cpuUsPerPacket").getAsDouble() > 0, result.toString());
        }
        assertEquals(2, report.getAsJsonObject("ratios").size());
        assertEquals(2, report.getAsJsonObject("daveUs").size());
    }

    @Test
    @Timeout(60)
    void theTextReportHasARowPerCase() {
        assertEquals(0, run("--connections=2", "--seconds=1", "--warm-up=1", "--no-dave"), err.toString());
        List<String> lines = Arrays.asList(out.toString().split("\\R"));
        assertTrue(lines.get(0).startsWith("system"), out.toString());
        assertTrue(lines.get(1).startsWith("acord"), out.toString());
        assertEquals(2, lines.size(), out.toString());
        assertTrue(err.toString().contains("1 of 1: acord, 2 connections, AES256_GCM (about 4 s)"), err.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--connections=0", "--seconds=0", "--warm-up=301", "--threads=65", "--payload=5000", "--mode=des"
            })
    void optionsOutsideTheirRangeAreRefusedBeforeAnythingStarts(String option) {
        assertEquals(2, run(option));
        assertTrue(err.toString().contains(option.substring(0, option.indexOf('='))), err.toString());
    }
}
