package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Of several receivers' reports, the worst that is still true. */
class RemoteReceptionTest {
    private static final long S = 1_000_000_000L;

    private final RemoteReception reception = new RemoteReception();

    private void report(int reporter, int fractionLost, long jitter, long atNs) {
        reception.handleReport(new ReceptionReport(reporter, 1, fractionLost, 0, 0, jitter, 0, 0), atNs);
    }

    @Test
    void nothing_is_known_before_the_first_report() {
        assertEquals(0, reception.latest().reports());
        assertFalse(reception.latest().isFresh(0));
    }

    @Test
    void the_worst_receiver_counts_until_it_gets_better_or_falls_silent() {
        report(10, 0, 48, 0);
        report(11, 64, 24, S);
        report(10, 0, 48, 2 * S);
        assertEquals(new RemoteReception.Summary(3, 0.25, 48, 2 * S), reception.latest());
        report(11, 32, 24, 3 * S);
        assertEquals(0.125, reception.latest().fractionLost());
        report(10, 0, 12, 18 * S);
        assertEquals(new RemoteReception.Summary(5, 0, 12, 18 * S), reception.latest());
        assertTrue(reception.latest().isFresh(32 * S));
        assertFalse(reception.latest().isFresh(33 * S));
    }

    @Test
    void of_too_many_receivers_the_one_that_was_silent_for_longest_is_forgotten() {
        report(0, 255, 9, 0);
        for (int i = 1; i < RemoteReception.MAX_REPORTERS; i++) {
            report(i, 1, 1, i);
        }
        assertEquals(255 / 256.0, reception.latest().fractionLost());
        report(1_000, 2, 1, 1_000);
        assertEquals(2 / 256.0, reception.latest().fractionLost());
    }

    @Test
    void a_new_session_knows_nothing_of_the_last_one() {
        report(1, 128, 5, 0);
        reception.forget();
        report(2, 0, 1, S);
        assertEquals(new RemoteReception.Summary(2, 0, 1, S), reception.latest());
    }
}
