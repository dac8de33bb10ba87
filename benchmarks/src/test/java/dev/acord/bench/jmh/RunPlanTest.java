package dev.acord.bench.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunPlanTest {
    @Test
    void withoutArgumentsEverythingRuns() {
        assertEquals(
                Set.of(
                        SealBenchmark.class,
                        OpenBenchmark.class,
                        FrameBenchmark.class,
                        MlsBenchmark.class,
                        KeyPackageBenchmark.class),
                Set.copyOf(RunPlan.of().benchmarks()));
        assertEquals(600, RunPlan.of().iterationMs());
    }

    @Test
    void groupsAndTheTimeAreTakenInAnyOrder() {
        RunPlan plan = RunPlan.of("frame", "250", "seal", "frame");
        assertEquals(250, plan.iterationMs());
        assertEquals(List.of(FrameBenchmark.class, SealBenchmark.class), plan.benchmarks());
    }

    @Test
    void aTimeAloneLeavesNothingOut() {
        assertEquals(RunPlan.of().benchmarks(), RunPlan.of("100").benchmarks());
    }

    @ParameterizedTest
    @ValueSource(strings = {"frames", "0", "-5", "60001", "1e3", ""})
    void whatIsNeitherIsRefusedWithAllThatIsPossible(String arg) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> RunPlan.of("frame", arg));
        assertTrue(e.toString().contains("'" + arg + "' is neither one of frame, mls, open, seal"), e.toString());
    }
}
