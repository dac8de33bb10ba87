package dev.acord.bench;

import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The results of a run as a table, with the ratios between the systems and the goals. */
final class ScaleReport {
    /** The number of connections at which the goals are stated. */
    static final int GOAL_CONNECTIONS = 1_000;

    static final double GOAL_RATIO = 3;
    static final double GOAL_STREAMS_PER_CORE = 2_000;
    /** Bytes per packet that count as none: two counters read apart, and one-time growth, divided by many packets. */
    static final double GOAL_OWN_BYTES = 1;

    private static final String ROW = "%-6s %11s %-18s %10s %9s %19s %8s %8s %8s %9s %7s %6s %11s";

    /**
     * What was to be reached, and whether it was.
     *
     * @param goal in words
     * @param measured the figure
     * @param reached whether it is good enough
     */
    record Verdict(String goal, String measured, boolean reached) {}

    private final List<CaseResult> results;

    ScaleReport(List<CaseResult> results) {
        this.results = List.copyOf(results);
    }

    /** The table, one row per case, and below it ratios and goals. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                ROW,
                "system",
                "connections",
                "mode",
                "CPU us/pkt",
                "str./core",
                "delivered",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "B/packet",
                "cipher",
                "own",
                "recv us/pkt"));
        for (CaseResult result : results) {
            lines.add(row(result));
            if (!result.remarks().isEmpty()) {
                lines.add("       " + result.remarks());
            }
        }
        lines.add("");
        ratios().forEach((name, ratio) -> lines.add(format("CPU per packet, JDA / acord, %s: %.1f", name, ratio)));
        for (Verdict verdict : verdicts()) {
            lines.add((verdict.reached() ? "reached      " : "NOT reached  ") + verdict.goal() + ": "
                    + verdict.measured());
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String row(CaseResult result) {
        boolean acord = result.system().equals(ScaleCase.ACORD);
        return format(
                ROW,
                result.system(),
                result.connections(),
                result.mode(),
                format("%.2f", result.cpuUsPerPacket()),
                format("%.0f", result.streamsPerCore()),
                result.delivered() + format(" %.1f%%", 100.0 * result.delivered() / result.expected()),
                format("%.2f", result.errorP50Ms()),
                format("%.2f", result.errorP99Ms()),
                format("%.2f", result.errorP999Ms()),
                format("%.0f", result.allocatedPerPacket()),
                acord ? format("%.0f", result.cipherAllocatedPerPacket()) : "",
                acord ? format("%.1f", result.ownAllocatedPerPacket()) : "",
                format("%.2f", result.receiverCpuUsPerPacket()));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** JDA's processor time per packet divided by this library's, for each case that both ran. */
    Map<String, Double> ratios() {
        Map<String, Double> ratios = new TreeMap<>();
        for (CaseResult ours : of(ScaleCase.ACORD)) {
            partner(ours)
                    .ifPresent(theirs -> ratios.put(
                            format("%5d connections, %s", ours.connections(), ours.mode()),
                            theirs.cpuUsPerPacket() / ours.cpuUsPerPacket()));
        }
        return ratios;
    }

    private Optional<CaseResult> partner(CaseResult ours) {
        return of(ScaleCase.JDA).stream()
                .filter(each ->
                        each.connections() == ours.connections() && each.mode().equals(ours.mode()))
                .findFirst();
    }

    private List<CaseResult> of(String system) {
        return results.stream().filter(each -> each.system().equals(system)).toList();
    }

    /** The goals, as far as this run says anything about them: those for {@value #GOAL_CONNECTIONS} connections. */
    List<Verdict> verdicts() {
        List<Verdict> verdicts = new ArrayList<>();
        for (CaseResult ours : of(ScaleCase.ACORD)) {
            if (ours.connections() != GOAL_CONNECTIONS) {
                continue;
            }
            String where = " (" + ours.connections() + " connections, " + ours.mode() + ")";
            partner(ours).ifPresent(theirs -> {
                double ratio = theirs.cpuUsPerPacket() / ours.cpuUsPerPacket();
                verdicts.add(new Verdict(
                        "3x less CPU per packet than JDA" + where, format("%.1fx", ratio), ratio >= GOAL_RATIO));
            });
            verdicts.add(new Verdict(
                    "2,000 streams a core" + where,
                    format("%.0f", ours.streamsPerCore()),
                    ours.streamsPerCore() >= GOAL_STREAMS_PER_CORE));
            verdicts.add(new Verdict(
                    "no allocation of our own per packet" + where,
                    format("%.2f bytes", ours.ownAllocatedPerPacket()),
                    ours.ownAllocatedPerPacket() < GOAL_OWN_BYTES));
        }
        return verdicts;
    }

    /** All figures, one JSON object. */
    String json() {
        Map<String, Object> root = new TreeMap<>();
        root.put("java", System.getProperty("java.vm.version"));
        root.put("processors", Runtime.getRuntime().availableProcessors());
        root.put("results", results);
        root.put("ratios", ratios());
        root.put("goals", verdicts());
        return new GsonBuilder()
                .serializeSpecialFloatingPointValues()
                .setPrettyPrinting()
                .create()
                .toJson(root);
    }
}
