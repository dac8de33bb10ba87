package dev.acord.sim.virtual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls of minutes with random users, networks and faults. {@code acord scenarios --count 10000} runs more of them; the system property
 * {@code acord.scenarios} says how many run here.
 */
class ScenarioTest {
    private static final int COUNT = Integer.getInteger("acord.scenarios", 300);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatever_happens_the_rules_hold_and_the_call_heals(boolean encrypted) {
        int count = encrypted ? Math.max(1, COUNT / 10) : COUNT;
        ScenarioSummary summary = ScenarioSummary.run(LongStream.rangeClosed(1, count), encrypted, result -> {});
        System.out.println(summary.text());
        assertEquals("", summary.failureText());
        assertTrue(summary.heard() > 0, "somebody heard something");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_seed_repeats_everything(boolean encrypted) {
        ScenarioResult first = Scenario.run(4711, encrypted);
        ScenarioResult second = Scenario.run(4711, encrypted);
        assertEquals(first, second);
        assertTrue(first.events() > 1_000, first.toString());
    }

    @Test
    void another_seed_is_another_call() {
        assertNotEquals(Scenario.run(1, false).digest(), Scenario.run(2, false).digest());
    }
}
