package dev.acord.sim.virtual;

import dev.acord.voice.VoiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What came of many scenarios together. */
public final class ScenarioSummary {
    private static final int MAX_FAILED = 100;

    private final List<ScenarioResult> failed = new ArrayList<>();
    private final Map<VoiceState, Map<ScenarioFault, Integer>> coverage = new EnumMap<>(VoiceState.class);
    private int scenarios;
    private int failures;
    private long users;
    private long virtualNs;
    private long events;
    private long packets;
    private long heard;
    private long resumed;
    private long serverNeeded;
    private long givenUp;
    private Duration longestHealing = Duration.ZERO;

    private ScenarioSummary() {}

    /**
     * Runs scenarios on all processors.
     *
     * @param seeds one for each scenario
     * @param encrypted whether the calls are end-to-end encrypted
     * @param each hears of each result, on any thread, one at a time
     * @return what came of them
     */
    public static ScenarioSummary run(LongStream seeds, boolean encrypted, Consumer<ScenarioResult> each) {
        ScenarioSummary summary = new ScenarioSummary();
        seeds.parallel().mapToObj(seed -> Scenario.run(seed, encrypted)).forEach(result -> {
            synchronized (summary) {
                summary.add(result);
                each.accept(result);
            }
        });
        return summary;
    }

    private void add(ScenarioResult result) {
        scenarios++;
        users += result.users();
        virtualNs += result.virtualTime().toNanos();
        events += result.events();
        packets += result.packets();
        heard += result.heard();
        resumed += result.resumed();
        serverNeeded += result.serverNeeded();
        givenUp += result.givenUp();
        if (result.healing().compareTo(longestHealing) > 0) {
            longestHealing = result.healing();
        }
        result.coverage().forEach((state, counts) -> {
            Map<ScenarioFault, Integer> sums =
                    coverage.computeIfAbsent(state, which -> new EnumMap<>(ScenarioFault.class));
            counts.forEach((fault, count) -> sums.merge(fault, count, Integer::sum));
        });
        if (!result.failures().isEmpty()) {
            failures++;
            if (failed.size() < MAX_FAILED) {
                failed.add(result);
            }
        }
    }

    /**
     * How many scenarios broke a rule.
     *
     * @return the count
     */
    public int failures() {
        return failures;
    }

    /**
     * How many frames were heard in all.
     *
     * @return the count
     */
    public long heard() {
        return heard;
    }

    /**
     * The scenarios that broke a rule, with their seeds.
     *
     * @return a line for each of the first hundred; empty as it should be
     */
    public String failureText() {
        return failed.stream()
                .map(result -> "seed " + result.seed() + ": " + String.join("; ", result.failures()))
                .collect(Collectors.joining("\n"));
    }

    /**
     * The figures.
     *
     * @return two lines
     */
    public String text() {
        return String.format(
                "%,d scenarios with %,d users, %,.1f hours of virtual time, %,d events: %,d packets sent, %,d frames heard,%n"
                        + "%,d sessions resumed, %,d times asked the main gateway, %,d times given up and begun again; longest"
                        + " healing %.1f s; %,d broke a rule",
                scenarios,
                users,
                virtualNs / 3.6e12,
                events,
                packets,
                heard,
                resumed,
                serverNeeded,
                givenUp,
                longestHealing.toMillis() / 1e3,
                failures);
    }

    /**
     * How often each fault met a connection in each state.
     *
     * @return a table: a line for each fault, a column for each state that was met
     */
    public String coverageText() {
        StringBuilder text = new StringBuilder(String.format("%-18s", "fault \\ state"));
        coverage.keySet().forEach(state -> text.append(String.format(" %16s", state)));
        for (ScenarioFault fault : ScenarioFault.values()) {
            text.append(String.format("%n%-18s", fault));
            coverage.values().forEach(counts -> text.append(String.format(" %,16d", counts.getOrDefault(fault, 0))));
        }
        return text.toString();
    }
}
