package dev.acord.cli.doctor;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** The diagnosis as a screen of text, and as JSON. */
final class DiagnosisText {
    private static final int WIDTH = 80;
    private static final int INDENT = 21;
    private static final Map<Verdict, String> STYLES =
            Map.of(Verdict.GOOD, "green", Verdict.DOUBTFUL, "yellow", Verdict.BAD, "bold,red");

    private DiagnosisText() {}

    static String table(List<Finding> findings, Ansi ansi) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : findings) {
            String verdict = String.format("%-9s", finding.verdict().word());
            text.append(ansi.string("@|" + STYLES.get(finding.verdict()) + " " + verdict + "|@"))
                    .append(String.format("%-12s", finding.id()));
            wrapped(text, finding.seen(), "");
            if (!finding.remedy().isEmpty()) {
                text.append(" ".repeat(INDENT));
                wrapped(text, finding.remedy(), "-> ");
            }
        }
        return text.append(System.lineSeparator())
                .append(summary(findings))
                .append(System.lineSeparator())
                .toString();
    }

    private static void wrapped(StringBuilder text, String words, String mark) {
        int room = WIDTH - INDENT - mark.length();
        String before = mark;
        for (String line : lines(words, room)) {
            text.append(before).append(line).append(System.lineSeparator());
            before = " ".repeat(INDENT + mark.length());
        }
    }

    private static List<String> lines(String words, int room) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words.replaceAll("\\p{Cntrl}", " ").split(" +")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    static String summary(List<Finding> findings) {
        long bad = count(findings, Verdict.BAD);
        long doubtful = count(findings, Verdict.DOUBTFUL);
        if (bad + doubtful == 0) {
            return "All " + findings.size() + " are good: this machine can carry calls.";
        }
        return count(findings, Verdict.GOOD) + " good, " + doubtful + " doubtful, " + bad + " bad.";
    }

    static String json(List<Finding> findings) {
        JsonArray checks = new JsonArray();
        for (Finding finding : findings) {
            JsonObject check = new JsonObject();
            check.addProperty("id", finding.id());
            check.addProperty("verdict", finding.verdict().word());
            check.addProperty("seen", finding.seen());
            if (!finding.remedy().isEmpty()) {
                check.addProperty("remedy", finding.remedy());
            }
            checks.add(check);
        }
        JsonObject all = new JsonObject();
        all.addProperty("good", count(findings, Verdict.GOOD));
        all.addProperty("doubtful", count(findings, Verdict.DOUBTFUL));
        all.addProperty("bad", count(findings, Verdict.BAD));
        all.add("checks", checks);
        return all.toString();
    }

    static long count(List<Finding> findings, Verdict verdict) {
        return findings.stream().filter(each -> each.verdict() == verdict).count();
    }
}
