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

    private static final String ROW = "%-6s %11s %7s %-24s %10s %9s %19s %8s %8s %8s %9s %7s %6s %11s";

    /**
     * What was to be reached, and whether it was.
     *
     * @param goal in words
     * @param measured the figure
     * @param reached whether it is good enough
     */
    record Verdict(String goal, String measured, boolean reached) {}

    private final List<CaseResult> results;
    private final List<String> failures;

    /**
     * A report.
     *
     * @param results of the cases that could be measured
     * @param failures why others could not
     */
    ScaleReport(List<CaseResult> results, List<String> failures) {
        this.results = List.copyOf(results);
        this.failures = List.copyOf(failures);
    }

    /** The table, one row per case, and below it ratios and goals. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                ROW,
                "system",
                "connections",
                "threads",
                "encryption",
                "CPU us/pkt",
                "str./core",
                "delivered",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "B/packet",
                "ciphers",
                "own",
                "recv us/pkt"));
        for (CaseResult result : results) {
            lines.add(row(result));
            if (!result.remarks().isEmpty()) {
                lines.add("       " + result.remarks());
            }
        }
        failures.forEach(failure -> lines.add("failed: " + failure));
        lines.add("");
        ratios().forEach((name, ratio) -> lines.add(format("CPU per packet, JDA / acord, %s: %.1f", name, ratio)));
        daveUs().forEach((name, us) -> lines.add(format("CPU per packet for DAVE, %s: %.2f us", name, us)));
        if (!of(ScaleCase.JDA).isEmpty() && results.stream().anyMatch(CaseResult::dave)) {
            lines.add(
                    "JDA is not measured with DAVE: its DAVE is a native library, which this benchmark does not load");
        }
        for (Verdict verdict : verdicts()) {
            lines.add((verdict.reached() ? "reached      " : "NOT reached  ") + verdict.goal() + ": "
                    + verdict.measured());
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String row(CaseResult result) {
        Double cipher = result.cipherAllocatedPerPacket();
        return format(
                ROW,
                result.system(),
                result.connections(),
                result.threads(),
                result.encryption(),
                format("%.2f", result.cpuUsPerPacket()),
                format("%.0f", result.streamsPerCore()),
                result.delivered() + format(" %.1f%%", 100.0 * result.delivered() / result.expected()),
                format("%.2f", result.errorP50Ms()),
                format("%.2f", result.errorP99Ms()),
                format("%.2f", result.errorP999Ms()),
                format("%.0f", result.allocatedPerPacket()),
                cipher == null ? "" : format("%.0f", cipher),
                cipher == null ? "" : format("%.1f", result.ownAllocatedPerPacket()),
                format("%.2f", result.receiverCpuUsPerPacket()));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** JDA's processor time per packet divided by this library's, for each case that both ran; JDA runs without DAVE. */
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

    /** This library's processor time per packet with DAVE less that without, in microseconds, for each case that ran both ways. */
    Map<String, Double> daveUs() {
        Map<String, Double> prices = new TreeMap<>();
        for (CaseResult with : of(ScaleCase.ACORD)) {
            of(ScaleCase.ACORD).stream()
                    .filter(each -> with.dave() && !each.dave() && sameLoad(each, with))
                    .findFirst()
                    .ifPresent(without -> prices.put(
                            format("%5d connections, %s", with.connections(), with.mode()),
                            with.cpuUsPerPacket() - without.cpuUsPerPacket()));
        }
        return prices;
    }

    /** JDA's case of the same kind. */
    private Optional<CaseResult> partner(CaseResult ours) {
        return of(ScaleCase.JDA).stream()
                .filter(each -> each.dave() == ours.dave() && sameLoad(each, ours))
                .findFirst();
    }

    private static boolean sameLoad(CaseResult one, CaseResult other) {
        return one.connections() == other.connections() && one.mode().equals(other.mode());
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
            String where = " (" + ours.connections() + " connections, " + ours.encryption() + ")";
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
        root.put("failures", failures);
        root.put("ratios", ratios());
        root.put("daveUs", daveUs());
        root.put("goals", verdicts());
        return new GsonBuilder().setPrettyPrinting().create().toJson(root);
    }
}
