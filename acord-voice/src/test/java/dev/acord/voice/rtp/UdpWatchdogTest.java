package dev.acord.voice.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.voice.rtp.UdpWatchdog.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UdpWatchdogTest {
    private static final long S = 1_000_000_000L;
    private static final long KEEPALIVE_NS = 5 * S;

    private final UdpWatchdog watchdog = new UdpWatchdog(KEEPALIVE_NS);
    private long nowNs = Long.MAX_VALUE - 20 * S; // the clock wraps on the way

    private void echo() {
        watchdog.handleDatagram(nowNs);
        watchdog.handleEcho();
    }

    private List<Verdict> pollTimes(int times) {
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            nowNs += KEEPALIVE_NS;
            verdicts.add(watchdog.poll(nowNs));
        }
        return verdicts;
    }

    @Test
    void silence_is_first_answered_with_packets_and_then_with_another_socket() {
        watchdog.poll(nowNs);
        echo();
        assertEquals(
                List.of(
                        Verdict.ALIVE,
                        Verdict.ALIVE,
                        Verdict.NUDGE,
                        Verdict.NUDGE,
                        Verdict.NUDGE,
                        Verdict.NUDGE,
                        Verdict.DEAD),
                pollTimes(7));
    }

    @Test
    void a_server_that_never_sends_keepalives_back_is_sent_packets_a_few_times_and_never_given_up() {
        watchdog.begin(nowNs);
        watchdog.handleDatagram(nowNs);
        List<Verdict> verdicts = pollTimes(20);
        assertEquals(List.of(Verdict.ALIVE, Verdict.ALIVE, Verdict.NUDGE), verdicts.subList(0, 3));
        assertEquals(3, verdicts.stream().filter(Verdict.NUDGE::equals).count());
        assertEquals(17, verdicts.stream().filter(Verdict.ALIVE::equals).count());
    }

    @Test
    void what_one_session_showed_of_the_service_holds_for_the_next() {
        echo();
        nowNs += 100 * S;
        watchdog.begin(nowNs);
        assertEquals(List.of(Verdict.ALIVE, Verdict.ALIVE, Verdict.NUDGE), pollTimes(3));
    }

    @Test
    void whatever_arrives_shows_that_the_path_works() {
        echo();
        for (int i = 0; i < 20; i++) {
            pollTimes(1);
            watchdog.handleDatagram(nowNs);
        }
        assertEquals(Verdict.ALIVE, watchdog.poll(nowNs));
    }

    @Test
    void a_machine_that_was_suspended_is_no_silent_network() {
        watchdog.poll(nowNs);
        echo();
        nowNs += 3600 * S;
        assertEquals(Verdict.ALIVE, watchdog.poll(nowNs));
        assertEquals(List.of(Verdict.ALIVE, Verdict.ALIVE, Verdict.NUDGE), pollTimes(3));
    }
}
