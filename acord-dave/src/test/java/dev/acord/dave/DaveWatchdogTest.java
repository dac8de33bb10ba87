package dev.acord.dave;

import static dev.acord.dave.DaveWatchdog.Verdict.GIVE_UP;
import static dev.acord.dave.DaveWatchdog.Verdict.NOTHING;
import static dev.acord.dave.DaveWatchdog.Verdict.REPEAT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a session speaks up again; all in virtual time, which begins just below the wrap of {@link System#nanoTime}. */
class DaveWatchdogTest {
    private static final long MS = 1_000_000;
    private static final long START_NS = Math.subtractExact(Long.MAX_VALUE, 5_000 * MS);

    private final DaveWatchdog watchdog = new DaveWatchdog(30_000 * MS);

    /** Lets the watchdog be woken as it asks, for as long; returns what came when, in milliseconds. */
    private List<String> run(long fromMs, long toMs, boolean waiting) {
        List<String> seen = new ArrayList<>();
        long atMs = fromMs;
        while (atMs <= toMs) {
            DaveWatchdog.Verdict verdict = watchdog.poll(waiting, START_NS + atMs * MS);
            if (verdict != NOTHING) {
                seen.add(verdict + " " + atMs);
            }
            long nextNs = watchdog.nextNs();
            if (nextNs == DaveWatchdog.NEVER) {
                break;
            }
            atMs = (nextNs - START_NS) / MS;
        }
        return seen;
    }

    @Test
    void aSessionThatWaitsRepeatsAtGrowingIntervalsAndGivesUpOnce() {
        assertEquals(List.of("REPEAT 3000", "REPEAT 9000", "REPEAT 21000", "GIVE_UP 30000"), run(0, 30_500, true));
    }

    @Test
    void aSessionThatDoesNotWaitAsksForNothing() {
        assertEquals(List.of(), run(0, 100_000, false));
        assertEquals(DaveWatchdog.NEVER, watchdog.nextNs());
        assertEquals(0, watchdog.waitedNs(START_NS));
    }

    @Test
    void waitingBeginsAnewAfterAGroup() {
        assertEquals(List.of("REPEAT 3000"), run(0, 8_000, true));
        assertEquals(List.of(), run(8_000, 50_000, false));
        assertEquals(List.of("REPEAT 53000", "REPEAT 59000"), run(50_000, 60_000, true));
        assertEquals(10_000 * MS, watchdog.waitedNs(START_NS + 60_000 * MS));
    }

    @Test
    void whateverWasSentIsSaidAgainHalfASecondAfterAResume() {
        watchdog.handleResumed(START_NS);
        assertEquals(NOTHING, watchdog.poll(false, START_NS));
        assertEquals(START_NS + 500 * MS, watchdog.nextNs());
        assertEquals(REPEAT, watchdog.poll(false, START_NS + 500 * MS));
        assertEquals(NOTHING, watchdog.poll(false, START_NS + 1_000 * MS));
    }

    @Test
    void givingUpComesBeforeRepeating() {
        DaveWatchdog impatient = new DaveWatchdog(MS);
        assertEquals(NOTHING, impatient.poll(true, START_NS));
        assertEquals(GIVE_UP, impatient.poll(true, START_NS + 60_000 * MS));
    }
}
