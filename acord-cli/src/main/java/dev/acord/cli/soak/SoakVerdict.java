package dev.acord.cli.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a soak must not do: grow, drift, break the protocol, or fall silent. */
final class SoakVerdict {
    /** What the heap may grow by from the first fifth of the run to its end. */
    static final long MAX_HEAP_GROWTH_BYTES = 8L << 20;

    static final double MAX_DRIFT_MS = 100;
    private static final double SETTLED = 0.2;

    private SoakVerdict() {}

    /** The reasons to call the run failed, none if it went well. */
    static List<String> of(List<SoakSample> samples) {
        List<String> reasons = new ArrayList<>();
        if (samples.isEmpty()) {
            return List.of("the run was too short to be judged");
        }
        SoakSample end = samples.get(samples.size() - 1);
        SoakSample settled = samples.stream()
                .filter(sample -> sample.elapsedMs() >= SETTLED * end.elapsedMs())
                .findFirst()
                .orElse(end);
        long growth = end.heapBytes() - settled.heapBytes();
        if (growth > MAX_HEAP_GROWTH_BYTES) {
            reasons.add("the heap grew by " + growth / 1024 + " KiB from " + settled.elapsedMs() / 1000 + " s to "
                    + end.elapsedMs() / 1000 + " s; at most " + MAX_HEAP_GROWTH_BYTES / 1024 + " KiB are allowed");
        }
        double worst = 0;
        for (SoakSample sample : samples) {
            worst = Math.max(worst, Math.abs(sample.worstDriftMs()));
        }
        if (worst > MAX_DRIFT_MS) {
            reasons.add(String.format(
                    Locale.ROOT,
                    "a stream drifted %.1f ms from the clock; at most %.0f are allowed",
                    worst,
                    MAX_DRIFT_MS));
        }
        if (end.violations() > 0) {
            reasons.add(end.violations() + (end.violations() == 1 ? " violation" : " violations") + " of the protocol"
                    + (end.breaches().isEmpty() ? "" : " (" + String.join(", ", end.breaches()) + ")"));
        }
        if (end.sent() == 0 || end.received() == 0) {
            reasons.add(end.sent() + " packets were sent and " + end.received() + " received");
        }
        return reasons;
    }
}
