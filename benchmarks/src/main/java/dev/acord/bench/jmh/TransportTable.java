package dev.acord.bench.jmh;

import dev.acord.voice.EncryptionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The transport encryption of a packet: relative to the bare cipher and to JDA. */
final class TransportTable {
    private final Measurements measured;
    private final List<String> lines = new ArrayList<>();

    private TransportTable(Measurements measured) {
        this.measured = measured;
    }

    /** The table; empty if the run had none of its benchmarks. */
    static List<String> lines(Measurements measured) {
        TransportTable table = new TransportTable(measured);
        for (EncryptionMode mode : EncryptionMode.values()) {
            table.add(mode, SealBenchmark.class, List.of("bare", "acordSeal", "acordPacket", "jdaPacket"));
            table.add(mode, OpenBenchmark.class, List.of("bare", "acordOpen", "jdaOpen"));
        }
        return table.lines;
    }

    /** The first method is the bare cipher, the last one JDA's. */
    private void add(EncryptionMode mode, Class<?> benchmark, List<String> methods) {
        if (!measured.has(benchmark)) {
            return;
        }
        if (lines.isEmpty()) {
            row("one packet of 160 bytes", "mode", "median", "best ns", "B/op", "/ bare", "JDA /");
        }
        double bareNs = measured.of(benchmark, methods.get(0), mode.name()).bestNs();
        double jdaNs = measured.of(benchmark, methods.get(methods.size() - 1), mode.name())
                .bestNs();
        for (String method : methods) {
            Measurement each = measured.of(benchmark, method, mode.name());
            row(
                    benchmark.getSimpleName().replace("Benchmark", "") + " " + method,
                    mode.name(),
                    number(each.medianNs()),
                    number(each.bestNs()),
                    number(each.bytes()),
                    ratio(each.bestNs() / bareNs),
                    ratio(jdaNs / each.bestNs()));
        }
    }

    private void row(Object... cells) {
        lines.add(String.format(Locale.ROOT, "%-24s %-20s %8s %8s %8s %8s %8s", cells));
    }

    /** Without decimals; a question mark for what is not known. */
    static String number(double value) {
        return Double.isNaN(value) ? "?" : String.format(Locale.ROOT, "%.0f", value);
    }

    /** With two decimals. */
    static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
