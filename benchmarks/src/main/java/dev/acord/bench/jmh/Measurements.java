package dev.acord.bench.jmh;

import java.util.Collection;
import java.util.List;

/** All that a run measured. */
final class Measurements {
    private final List<Measurement> all;

    Measurements(Collection<Measurement> all) {
        this.all = List.copyOf(all);
    }

    /** Whether a benchmark class was part of the run. */
    boolean has(Class<?> benchmark) {
        return all.stream().anyMatch(each -> each.benchmark().equals(benchmark.getSimpleName()));
    }

    /**
     * One measurement.
     *
     * @param parameter the parameter's value; empty without one
     * @throws IllegalStateException if the run lacks it
     */
    Measurement of(Class<?> benchmark, String method, String parameter) {
        return all.stream()
                .filter(each -> each.benchmark().equals(benchmark.getSimpleName()))
                .filter(each -> each.method().equals(method) && each.parameter().equals(parameter))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        benchmark.getSimpleName() + "." + method + " " + parameter + " has no result in " + all));
    }
}
