package dev.acord.cli.soak;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.acord.cli.Running;
import dev.acord.sim.ReceivedPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoakTest {
    private static SoakSample sample(long elapsedMs, long heapBytes, double driftMs, long violations) {
        return new SoakSample(
                elapsedMs, heapBytes, 10, 20, 5, 100, 100, 0, Map.of(1L, driftMs, 2L, 0.0), violations, List.of());
    }

    @Test
    void a_short_run_says_what_it_saw() throws Exception {
        try (Running soak = Running.here("soak", "--minutes", "0.15", "--json")) {
            JsonObject sample = soak.event(event -> Running.is(event, "ev", "sample"));
            assertTrue(sample.get("heapBytes").getAsLong() > 0, sample.toString());
            JsonObject result = soak.event(event -> Running.is(event, "ev", "result"));
            assertTrue(result.get("ok").getAsBoolean(), soak.toString());
            assertEquals(0, soak.exitCode(), soak.toString());
        }
    }

    @Test
    void faults_are_survived() throws Exception {
        try (Running soak = Running.here("soak", "--minutes", "0.2", "--faults")) {
            assertEquals(0, soak.exitCode(), soak.toString());
            List<String> lines = soak.lines();
            assertTrue(lines.size() >= 5, soak.toString());
            for (String line : lines) {
                assertTrue(
                        line.matches(
                                "\\d+:\\d\\d:\\d\\d  heap \\d+ KiB  threads \\d+  files -?\\d+  visits \\d+  sent \\d+"
                                        + "  received \\d+  lost \\d+  drift -?\\d+\\.\\d ms  violations 0"),
                        line);
            }
        }
    }

    @Test
    void an_interrupt_ends_it_in_order() throws Exception {
        try (Running soak = Running.here("soak", "--minutes", "0.5")) {
            soak.line(line -> line.contains("received"));
            soak.interrupt();
            assertEquals(0, soak.exitCode(), soak.toString());
        }
    }

    @Test
    void growth_counts_from_the_first_fifth_on() {
        long base = 50L << 20;
        List<SoakSample> settling =
                List.of(sample(1_000, 1, 0, 0), sample(2_000, base, 0, 0), sample(10_000, base, 0, 0));
        assertEquals(List.of(), SoakVerdict.of(settling));
        List<SoakSample> growing = List.of(
                sample(1_000, base, 0, 0),
                sample(2_000, base, 0, 0),
                sample(10_000, base + SoakVerdict.MAX_HEAP_GROWTH_BYTES + 1, 0, 0));
        List<String> reasons = SoakVerdict.of(growing);
        assertEquals(1, reasons.size());
        assertTrue(reasons.get(0).startsWith("the heap grew by 8192 KiB from 2 s to 10 s"), reasons.get(0));
    }

    @Test
    void drift_violations_and_silence_are_named() {
        List<String> drift = SoakVerdict.of(List.of(sample(1_000, 1, -100.1, 0), sample(2_000, 1, 0, 0)));
        assertEquals(List.of("a stream drifted 100.1 ms from the clock; at most 100 are allowed"), drift);
        assertEquals(List.of("1 violation of the protocol"), SoakVerdict.of(List.of(sample(1_000, 1, 100, 1))));
        SoakSample silent = new SoakSample(1_000, 1, 1, 1, 1, 7, 0, 0, Map.of(), 0, List.of());
        assertEquals(List.of("7 packets were sent and 0 received"), SoakVerdict.of(List.of(silent)));
        assertEquals(1, SoakVerdict.of(List.of()).size());
    }

    private static List<ReceivedPacket> stream(double rate, long firstTimestamp, int seed) {
        java.util.Random jitter = new java.util.Random(seed);
        List<ReceivedPacket> packets = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            int pause = i / 1_000 * 48_000; // a pause of a second in each twenty
            long samples = 960L * i + pause;
            long arrivalNs = 5_000_000_000L + (long) (samples / 48_000.0 * 1e9 / rate) + jitter.nextInt(15_000_000);
            packets.add(new ReceivedPacket(
                    120, i & 0xFFFF, (firstTimestamp + samples) & 0xFFFF_FFFFL, 9, arrivalNs, new byte[3]));
        }
        return packets;
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xFFFF_0000L})
    void jitter_pauses_and_the_wrap_of_the_timestamp_are_no_drift(long firstTimestamp) {
        DriftMeter meter = new DriftMeter();
        List<ReceivedPacket> all = stream(1, firstTimestamp, 3);
        for (int i = 0; i < all.size(); i += 5) { // what a server keeps, looked at again and again
            meter.add(all.subList(Math.max(0, i - 200), Math.min(all.size(), i + 5)));
        }
        assertEquals(0, meter.driftMs(), 2);
    }

    @ParameterizedTest
    @CsvSource({"1.001, -209", "0.999, 209"})
    void a_clock_that_is_wrong_by_a_thousandth_is_seen(double rate, double expectedMs) {
        DriftMeter meter = new DriftMeter();
        meter.add(stream(rate, 7, 4));
        assertEquals(expectedMs, meter.driftMs(), 5); // a thousandth of 200 s of packets and 9 s of pauses
    }
}
