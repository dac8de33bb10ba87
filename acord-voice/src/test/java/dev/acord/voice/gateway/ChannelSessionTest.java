package dev.acord.voice.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one should be, and how the main gateway's messages and silences lead there. Channels are numbers: 10, 20. */
class ChannelSessionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final ChannelConfig CONFIG = new ChannelConfig(1, 3, 15 * SECOND, 2 * SECOND, 30 * SECOND, 4);

    private final RecordingChannel actions = new RecordingChannel();
    private final ChannelSession session = new ChannelSession(CONFIG, actions, new Random(5));
    private long nowNs;

    @BeforeEach
    void begin() {
        nowNs = 1_000 * SECOND;
    }

    private void state(long channel, String sessionId) {
        session.handleVoiceState(OptionalLong.of(channel), sessionId, nowNs);
    }

    private void stateNone() {
        session.handleVoiceState(OptionalLong.empty(), "s", nowNs);
    }

    private void server(String token, String endpoint) {
        session.handleVoiceServer(token, endpoint, nowNs);
    }

    private void voiceReady() {
        session.handleVoiceProgress(actions.generation, VoiceState.READY, nowNs);
    }

    private void voiceEnded(boolean ask) {
        session.handleServerNeeded(actions.generation, ask, nowNs);
    }

    private void pass() {
        nowNs = session.nextTimerNs();
        session.handleTimer(nowNs);
    }

    private void connected() {
        session.join(10, nowNs);
        state(10, "s1");
        server("t1", "a:1");
        voiceReady();
        assertEquals(List.of("ask 10", "connect 10 s1 t1 a:1", "joined"), actions.take());
        assertEquals(Long.MAX_VALUE, session.nextTimerNs(), "nothing is due while it works");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void both_halves_are_needed_and_come_in_any_order(boolean stateFirst) {
        session.join(10, nowNs);
        if (stateFirst) {
            state(10, "s1");
            assertEquals(List.of("ask 10"), actions.take());
            server("t1", "a:1");
        } else {
            server("t1", "a:1");
            assertEquals(List.of("ask 10"), actions.take());
            state(10, "s1");
        }
        assertEquals(List.of("connect 10 s1 t1 a:1"), actions.take());
        voiceReady();
        assertEquals(List.of("joined"), actions.take());
    }

    @Test
    void an_unanswered_question_is_repeated_with_growing_spread_waits_until_the_attempts_are_over() {
        ChannelSession patient = new ChannelSession(
                new ChannelConfig(1, 3, 10_000 * SECOND, 2 * SECOND, 30 * SECOND, 8), actions, new Random(9));
        patient.join(10, nowNs);
        List<Long> waits = new ArrayList<>();
        while (actions.failure == null) {
            long askedNs = nowNs;
            nowNs = patient.nextTimerNs();
            waits.add(nowNs - askedNs);
            patient.handleTimer(nowNs);
        }
        assertEquals(8, waits.size());
        for (int i = 0; i < waits.size(); i++) {
            double middleNs = 2 * Math.pow(1.5, i) * SECOND;
            assertTrue(waits.get(i) >= middleNs * 3 / 4 && waits.get(i) <= middleNs * 5 / 4, i + ": " + waits);
        }
        assertEquals(8, actions.log.stream().filter("ask 10"::equals).count());
        assertEquals(List.of("join failed", "rest", "ask none"), actions.log.subList(8, 11), "and is not left behind");
    }

    @Test
    void the_join_deadline_names_the_stage_and_what_is_missing() {
        session.join(10, nowNs);
        assertFailsInTime("no voice state update came", VoiceState.AWAITING_SERVER);
    }

    @Test
    void the_join_deadline_knows_that_only_the_server_is_missing() {
        session.join(10, nowNs);
        while (session.nextTimerNs() < 1_014 * SECOND) {
            state(10, "s");
            pass();
        }
        state(10, "s");
        assertFailsInTime("", VoiceState.AWAITING_SERVER);
    }

    @Test
    void the_join_deadline_names_a_missing_endpoint() {
        session.join(10, nowNs);
        session.handleNoServer(nowNs);
        assertFailsInTime("no voice server", VoiceState.AWAITING_SERVER);
    }

    @Test
    void the_join_deadline_names_the_voice_connections_stage() {
        session.join(10, nowNs);
        state(10, "s1");
        server("t1", "a:1");
        session.handleVoiceProgress(actions.generation, VoiceState.DISCOVERING, nowNs);
        assertFailsInTime("while discovering the external UDP address", VoiceState.DISCOVERING);
    }

    private void assertFailsInTime(String text, VoiceState stage) {
        while (actions.failure == null) {
            pass();
        }
        assertTrue(nowNs <= 1_015 * SECOND, "in time");
        CloseReason reason = actions.failure;
        assertNotNull(reason);
        assertEquals(CloseReason.Kind.TIMEOUT, reason.kind());
        assertEquals(stage, reason.stage());
        assertTrue(reason.message().contains(text), reason.message());
        assertTrue(actions.take().contains("ask none"), "it is not shown in a channel that it could not join");
    }

    @Test
    void a_move_by_oneself_keeps_the_old_session_until_the_new_one_is_there() {
        connected();
        session.join(20, nowNs);
        assertEquals(List.of("ask 20"), actions.take());
        state(10, "s1");
        assertEquals(List.of(), actions.take(), "a voice state from before the move is old");
        state(20, "s1");
        voiceEnded(false);
        assertEquals(List.of("wait"), actions.take());
        server("t2", "a:1");
        voiceReady();
        assertEquals(List.of("connect 20 s1 t2 a:1", "joined"), actions.take());
    }

    @Test
    void a_move_by_somebody_else_is_followed() {
        connected();
        state(20, "s1");
        assertEquals(OptionalLong.of(20), session.desired());
        assertEquals(List.of(), actions.take(), "the old server is not used for the new channel");
        server("t2", "b:1");
        voiceReady();
        assertEquals(List.of("connect 20 s1 t2 b:1", "joined"), actions.take());
    }

    @Test
    void a_move_by_somebody_else_whose_server_does_not_come_is_asked_for() {
        connected();
        state(20, "s1");
        pass();
        assertEquals(List.of("wait", "ask none"), actions.take(), "where one is already, one leaves first");
        stateNone();
        assertEquals(List.of("ask 20"), actions.take());
    }

    @Test
    void a_move_by_somebody_else_is_undone_when_that_is_wished() {
        session.followMoves(false);
        connected();
        state(20, "s1");
        assertEquals(List.of("ask 10"), actions.take());
        state(20, "s1");
        assertEquals(List.of(), actions.take(), "asked once");
        state(10, "s1");
        server("t2", "a:1");
        assertEquals(List.of("connect 10 s1 t2 a:1"), actions.take());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_kick_ends_the_wish_whichever_of_the_two_gateways_tells_first(boolean voiceFirst) {
        connected();
        if (voiceFirst) {
            voiceEnded(false);
            assertEquals(List.of("wait"), actions.take(), "not asked: that would undo a kick");
            stateNone();
        } else {
            int generation = actions.generation;
            stateNone();
            session.handleServerNeeded(generation, false, nowNs);
        }
        assertEquals(List.of("rest", "kicked from 10"), actions.take(), "one event for one kick");
        assertEquals(OptionalLong.empty(), session.desired());
        assertEquals(Long.MAX_VALUE, session.nextTimerNs());
    }

    @Test
    void a_kick_is_answered_by_joining_again_after_growing_waits_when_that_is_wished() {
        session.rejoinAfterKick(true);
        connected();
        long shortestNs = 0;
        for (int kick = 1; kick <= 3; kick++) {
            stateNone();
            assertEquals(List.of("wait", "kicked from 10, rejoining"), actions.take());
            long kickedNs = nowNs;
            pass();
            assertEquals(List.of("ask 10"), actions.take());
            assertTrue(nowNs - kickedNs >= shortestNs, "the waits grow");
            shortestNs = SECOND << (kick - 1);
            assertTrue(nowNs - kickedNs >= shortestNs);
            state(10, "s" + kick);
            server("k" + kick, "a:1");
            voiceReady();
            assertEquals(List.of("connect 10 s" + kick + " k" + kick + " a:1", "joined"), actions.take());
        }
    }

    @Test
    void a_session_end_that_nobody_explains_is_asked_about() {
        connected();
        voiceEnded(false);
        assertEquals(List.of("wait"), actions.take());
        pass();
        assertEquals(List.of("ask none"), actions.take().subList(1, 2), "the service takes it to be there still");
        stateNone();
        assertEquals(List.of("ask 10"), actions.take());
    }

    @Test
    void used_up_credentials_are_asked_for_at_once_and_old_halves_are_not_used_again() {
        connected();
        voiceEnded(true);
        assertEquals(List.of("wait", "ask 10"), actions.take());
        state(10, "s2");
        assertEquals(List.of(), actions.take(), "the server of the old session is not combined with the new state");
        server("t2", "a:1");
        assertEquals(List.of("connect 10 s2 t2 a:1"), actions.take());
    }

    @Test
    void without_an_endpoint_the_session_ends_and_the_next_server_is_awaited() {
        connected();
        session.handleNoServer(nowNs);
        session.handleNoServer(nowNs);
        assertEquals(List.of("wait", "server lost"), actions.take(), "told once");
        assertEquals(nowNs + CONFIG.endpointNs(), session.nextTimerNs());
        server("t2", "b:1");
        voiceReady();
        assertEquals(List.of("connect 10 s1 t2 b:1", "joined"), actions.take());
    }

    @Test
    void another_region_needs_no_new_voice_state() {
        connected();
        server("t2", "b:1");
        assertEquals(List.of("connect 10 s1 t2 b:1"), actions.take());
        server("t2", "b:1");
        assertEquals(List.of(), actions.take(), "the same again changes nothing");
    }

    @Test
    void a_voice_state_that_changes_nothing_leaves_the_session_alone() {
        connected();
        state(10, "s1");
        state(10, "s9");
        assertEquals(List.of(), actions.take());
        session.muted(true, false);
        session.muted(true, false);
        session.muted(true, true);
        assertEquals(List.of("ask 10 mute", "ask 10 mute deaf"), actions.take());
    }

    @Test
    void leaving_and_joining_again_at_once_waits_for_the_leave_so_that_nothing_old_is_used() {
        session.join(10, nowNs);
        session.leave(nowNs);
        session.join(10, nowNs);
        assertEquals(List.of("ask 10", "rest", "ask none"), actions.take());
        state(10, "old");
        server("old", "old:1");
        assertEquals(List.of(), actions.take(), "the answer to the first join");
        stateNone();
        assertEquals(List.of("ask 10"), actions.take());
        server("new", "a:1");
        state(10, "s2");
        voiceReady();
        assertEquals(List.of("connect 10 s2 new a:1", "joined"), actions.take());
    }

    @Test
    void a_leave_that_the_service_does_not_confirm_ends_by_itself() {
        connected();
        session.leave(nowNs);
        assertEquals(List.of("rest", "ask none"), actions.take());
        pass();
        assertEquals(List.of("left"), actions.take());
        state(10, "s1");
        server("t1", "a:1");
        assertEquals(List.of(), actions.take(), "nothing is wished, so nothing is done");
        assertEquals(Long.MAX_VALUE, session.nextTimerNs());
    }

    @Test
    void reports_of_an_older_generation_touch_nothing() {
        connected();
        int old = actions.generation;
        server("t2", "b:1");
        actions.take();
        session.handleServerNeeded(old, true, nowNs);
        session.handleVoiceProgress(old, VoiceState.READY, nowNs);
        assertEquals(List.of(), actions.take());
        voiceReady();
        assertEquals(List.of("joined"), actions.take());
    }

    @Test
    void a_new_session_of_the_main_gateway_is_asked_while_the_voice_session_goes_on() {
        connected();
        session.handleMainGatewayReconnected(nowNs);
        assertEquals(List.of("ask 10"), actions.take());
        stateNone();
        assertEquals(List.of(), actions.take(), "the old session's end is no kick");
        server("t2", "a:1");
        state(10, "s2");
        assertEquals(List.of("connect 10 s2 t2 a:1"), actions.take());
    }

    @Test
    void a_session_lost_after_days_is_asked_for_as_often_as_on_the_first_day() {
        connected();
        for (int day = 1; day <= 10; day++) {
            nowNs += 86_400 * SECOND;
            voiceEnded(true);
            state(10, "s" + day);
            server("t" + day, "a:1");
            voiceReady();
            assertEquals(
                    List.of("wait", "ask 10", "connect 10 s" + day + " t" + day + " a:1", "joined"), actions.take());
        }
    }

    @Test
    void a_channel_that_cannot_be_had_again_is_given_up_with_the_stage() {
        connected();
        voiceEnded(true);
        while (actions.failure == null) {
            pass();
        }
        CloseReason reason = actions.failure;
        assertNotNull(reason);
        assertEquals(VoiceState.AWAITING_SERVER, reason.stage());
        assertEquals(4, actions.log.stream().filter("ask 10"::equals).count());
        assertTrue(actions.log.contains("lost"));
    }

    @Test
    void an_end_that_is_final_fails_the_join_with_its_reason_and_leaves_the_channel() {
        session.join(10, nowNs);
        state(10, "s1");
        server("t1", "a:1");
        CloseReason reason = new CloseReason(CloseReason.Kind.SERVER, 4017, VoiceState.IDENTIFYING, "encryption");
        session.handleVoiceClosed(actions.generation, reason, nowNs);
        assertEquals(List.of("ask 10", "connect 10 s1 t1 a:1", "join failed", "rest", "ask none"), actions.take());
        assertEquals(reason, actions.failure);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_comes_in_whatever_order_it_ends_where_it_should_be(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 2_000; step++) {
            nowNs += random.nextInt(3_000) * 1_000_000L;
            session.handleTimer(nowNs);
            switch (random.nextInt(10)) {
                case 0 -> session.join(10 * (1L + random.nextInt(2)), nowNs);
                case 1 -> session.leave(nowNs);
                case 2 -> stateNone();
                case 3, 4 -> state(10 * (1L + random.nextInt(2)), "s" + random.nextInt(3));
                case 5 -> server("t" + random.nextInt(3), "a:1");
                case 6 -> session.handleNoServer(nowNs);
                case 7 -> voiceEnded(random.nextBoolean());
                case 8 -> session.handleMainGatewayReconnected(nowNs);
                default -> voiceReady();
            }
            assertTrue(
                    session.nextTimerNs() > nowNs || session.nextTimerNs() == Long.MAX_VALUE || due(), "seed " + seed);
        }
        session.leave(nowNs);
        stateNone();
        actions.take();
        session.join(10, nowNs);
        state(10, "last");
        server("last", "a:1");
        voiceReady();
        assertEquals(List.of("ask 10", "connect 10 last last a:1", "joined"), actions.take(), "seed " + seed);
    }

    /** A step that is due now is taken by the next call. */
    private boolean due() {
        session.handleTimer(nowNs);
        return session.nextTimerNs() > nowNs;
    }
}
