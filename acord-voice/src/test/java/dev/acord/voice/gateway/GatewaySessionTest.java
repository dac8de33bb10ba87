package dev.acord.voice.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.VoiceServerInfo;
import dev.acord.voice.VoiceState;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's side of the gateway, message by message; the expected messages are those of the service's documentation. */
class GatewaySessionTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final VoiceServerInfo INFO = new VoiceServerInfo(
            41_771_983_423_143_937L,
            127_121_515_262_115_840L,
            -1L,
            "my_session_id",
            "my_token",
            "sweetwater-12345.discord.media:2048");
    private static final GatewayConfig CONFIG =
            new GatewayConfig(8, 0, List.of(EncryptionMode.values()), false, 15 * SECOND, 4, 2, 500 * MS, 30 * SECOND);

    private final RecordingActions actions = new RecordingActions();
    private final GatewaySession session = new GatewaySession(INFO, CONFIG, actions, new Random(1));
    private long nowNs = 1_000 * SECOND;

    private void receive(String json) {
        session.handleText(actions.socket, json, nowNs);
    }

    private void hello() {
        session.handleOpen(actions.socket);
        receive("{\"op\":8,\"d\":{\"v\":8,\"heartbeat_interval\":13750.5}}");
    }

    private void serverReady() {
        receive(
                "{\"op\":2,\"d\":{\"ssrc\":4294967295,\"ip\":\"127.0.0.1\",\"port\":1234,\"heartbeat_interval\":1,"
                        + "\"modes\":[\"xsalsa20_poly1305\",\"aead_xchacha20_poly1305_rtpsize\",\"aead_aes256_gcm_rtpsize\"]}}");
    }

    private static String description(String mode) {
        String key = IntStream.range(224, 256).mapToObj(String::valueOf).collect(Collectors.joining(","));
        return "{\"op\":4,\"seq\":1,\"d\":{\"mode\":\"" + mode + "\",\"secret_key\":[" + key
                + "],\"dave_protocol_version\":0}}";
    }

    private void becomeReady() {
        hello();
        serverReady();
        session.handleDiscovered("203.0.113.9", 50_000, nowNs);
        receive(description("aead_aes256_gcm_rtpsize"));
        assertEquals(VoiceState.READY, session.state());
    }

    private void closeSocket(int code) {
        session.handleSocketClosed(actions.socket, code, "", nowNs);
    }

    private void passUntilTimer() {
        nowNs = session.nextTimerNs();
        session.handleTimer(nowNs);
    }

    @Test
    void the_endpoint_keeps_its_port_and_names_the_version() {
        session.start(nowNs);
        assertEquals(
                "wss://sweetwater-12345.discord.media:2048/?v=8",
                actions.opened.get(0).uri().toString());
    }

    @Test
    void it_identifies_after_hello_with_snowflakes_as_strings() {
        session.start(nowNs);
        session.handleOpen(actions.socket);
        assertTrue(actions.sent.isEmpty(), "nothing is sent before Hello");
        receive("{\"op\":8,\"d\":{\"v\":8,\"heartbeat_interval\":13750}}");
        JsonObject data = actions.lastData();
        assertEquals(0, actions.lastOpcode());
        assertEquals("41771983423143937", data.get("server_id").getAsString());
        assertTrue(data.getAsJsonPrimitive("user_id").isString());
        assertEquals("18446744073709551615", data.get("user_id").getAsString());
        assertEquals("my_session_id", data.get("session_id").getAsString());
        assertEquals("my_token", data.get("token").getAsString());
        assertEquals(0, data.get("max_dave_protocol_version").getAsInt());
        assertFalse(data.has("channel_id"), "only from version 9 on");
    }

    @Test
    void the_handshake_ends_with_mode_and_key() {
        session.start(nowNs);
        hello();
        serverReady();
        assertTrue(actions.events.contains("ready 4294967295 127.0.0.1:1234"));
        session.handleDiscovered("203.0.113.9", 50_000, nowNs);
        JsonObject data = actions.lastData();
        assertEquals(1, actions.lastOpcode());
        assertEquals("udp", data.get("protocol").getAsString());
        assertEquals("203.0.113.9", data.getAsJsonObject("data").get("address").getAsString());
        assertEquals(50_000, data.getAsJsonObject("data").get("port").getAsInt());
        assertEquals(
                "aead_aes256_gcm_rtpsize",
                data.getAsJsonObject("data").get("mode").getAsString());
        receive(description("aead_aes256_gcm_rtpsize"));
        assertEquals(VoiceState.READY, session.state());
        byte[] expected = new byte[32];
        for (int i = 0; i < 32; i++) {
            expected[i] = (byte) (224 + i);
        }
        assertArrayEquals(expected, actions.secretKey);
    }

    @Test
    void a_server_without_a_common_mode_ends_the_connection_with_a_reason() {
        session.start(nowNs);
        hello();
        receive("{\"op\":2,\"d\":{\"ssrc\":1,\"ip\":\"127.0.0.1\",\"port\":1,\"modes\":[\"xsalsa20_poly1305\"]}}");
        assertNotNull(actions.closed);
        assertTrue(actions.closed.message().contains("aead_xchacha20_poly1305_rtpsize"));
    }

    @Test
    void heartbeats_follow_the_interval_of_hello_and_carry_the_last_sequence() {
        session.start(nowNs);
        long helloNs = nowNs;
        hello();
        assertEquals(helloNs + 13_750_500_000L, session.nextTimerNs());
        passUntilTimer();
        assertEquals(3, actions.lastOpcode());
        assertEquals(-1, actions.lastData().get("seq_ack").getAsInt(), "nothing numbered has come");
        long nonce = actions.lastData().get("t").getAsLong();
        nowNs += 25 * MS;
        receive("{\"op\":6,\"d\":{\"t\":" + nonce + "}}");
        assertTrue(actions.events.contains("latency " + 25 * MS));
        serverReady();
        session.handleDiscovered("203.0.113.9", 50_000, nowNs);
        receive(description("aead_aes256_gcm_rtpsize"));
        receive("{\"op\":5,\"seq\":7,\"d\":{\"user_id\":\"5\",\"ssrc\":9,\"speaking\":1}}");
        passUntilTimer();
        assertEquals(7, actions.lastData().get("seq_ack").getAsInt());
    }

    @Test
    void the_sequence_wraps_and_zero_counts_like_any_other() {
        session.start(nowNs);
        becomeReady();
        receive("{\"op\":11,\"seq\":65535,\"d\":{\"user_ids\":[\"5\"]}}");
        receive("{\"op\":3,\"d\":null}");
        assertEquals(65_535, actions.lastData().get("seq_ack").getAsInt());
        receive("{\"op\":11,\"seq\":0,\"d\":{\"user_ids\":[\"6\"]}}");
        receive("{\"op\":3,\"d\":null}");
        assertEquals(0, actions.lastData().get("seq_ack").getAsInt());
        session.handleBinary(actions.socket, new byte[] {(byte) 0xFF, (byte) 0xFE, 25, 1, 2, 3}, nowNs);
        assertTrue(actions.events.contains("dave binary 25 3"));
        receive("{\"op\":3,\"d\":null}");
        assertEquals(0xFFFE, actions.lastData().get("seq_ack").getAsInt(), "a binary message's number is unsigned");
    }

    @Test
    void a_heartbeat_asked_for_is_sent_at_once() {
        session.start(nowNs);
        becomeReady();
        int before = actions.sent.size();
        receive("{\"op\":3,\"d\":null}");
        assertEquals(before + 1, actions.sent.size());
        assertEquals(3, actions.lastOpcode());
    }

    @Test
    void an_unanswered_heartbeat_leads_to_a_resume() {
        session.start(nowNs);
        becomeReady();
        passUntilTimer();
        assertEquals(3, actions.lastOpcode());
        passUntilTimer();
        assertEquals(VoiceState.RESUMING, session.state());
        assertEquals(2, actions.opened.size());
        assertTrue(actions.closeCodes.get(0) >= 4000, "a normal closure would end the session");
    }

    @Test
    void a_lost_websocket_is_resumed_and_missed_messages_are_handled_as_live_ones() {
        session.start(nowNs);
        becomeReady();
        session.speaking(1, 0);
        receive("{\"op\":11,\"seq\":41,\"d\":{\"user_ids\":[\"5\"]}}");
        closeSocket(1006);
        assertEquals(VoiceState.RESUMING, session.state());
        hello();
        assertEquals(7, actions.lastOpcode());
        JsonObject data = actions.lastData();
        assertEquals("41771983423143937", data.get("server_id").getAsString());
        assertEquals("my_session_id", data.get("session_id").getAsString());
        assertEquals("my_token", data.get("token").getAsString());
        assertEquals(41, data.get("seq_ack").getAsInt());
        receive("{\"op\":13,\"seq\":42,\"d\":{\"user_id\":\"5\"}}");
        receive("{\"op\":9,\"d\":null}");
        assertEquals(VoiceState.READY, session.state());
        assertTrue(actions.events.contains("disconnected 5"));
        assertTrue(actions.events.contains("resumed"));
        assertEquals(5, actions.lastOpcode(), "the speaking state is said again");
    }

    @Test
    void a_refused_resume_with_4006_asks_for_a_new_session() {
        session.start(nowNs);
        becomeReady();
        closeSocket(1006);
        hello();
        closeSocket(4006);
        assertEquals(VoiceState.AWAITING_SERVER, session.state());
        assertNotNull(actions.serverNeeded);
        assertEquals(4006, actions.serverNeeded.code());
        assertNull(actions.closed);
    }

    @Test
    void resuming_gives_way_to_a_new_session_after_the_allowed_attempts() {
        session.start(nowNs);
        becomeReady();
        closeSocket(1006);
        closeSocket(1006);
        passUntilTimer();
        closeSocket(1006);
        passUntilTimer();
        hello();
        assertEquals(0, actions.lastOpcode(), "identifies anew");
    }

    @Test
    void a_new_session_speaks_again_when_the_old_one_did() {
        session.start(nowNs);
        becomeReady();
        session.speaking(5, 0);
        closeSocket(4009);
        passUntilTimer();
        becomeReady();
        assertEquals(5, actions.lastOpcode());
        assertEquals(5, actions.lastData().get("speaking").getAsInt());
        assertEquals(4_294_967_295L, actions.lastData().get("ssrc").getAsLong());
    }

    @ParameterizedTest
    @ValueSource(ints = {4004, 4017, 4021})
    void some_close_codes_are_final(int code) {
        session.start(nowNs);
        hello();
        closeSocket(code);
        assertEquals(VoiceState.CLOSED, session.state());
        assertNotNull(actions.closed);
        assertEquals(code, actions.closed.code());
        assertEquals(VoiceState.IDENTIFYING, actions.closed.stage());
        assertEquals(Long.MAX_VALUE, session.nextTimerNs(), "nothing is left to do");
    }

    @ParameterizedTest
    @ValueSource(ints = {4006, 4011, 4014, 4022})
    void some_close_codes_wait_for_the_main_gateway_and_end_without_it(int code) {
        session.start(nowNs);
        becomeReady();
        closeSocket(code);
        assertEquals(VoiceState.AWAITING_SERVER, session.state());
        assertEquals(nowNs + CONFIG.updateGraceNs(), session.nextTimerNs());
        passUntilTimer();
        assertNotNull(actions.closed);
        assertEquals(code, actions.closed.code());
    }

    @ParameterizedTest
    @ValueSource(ints = {4001, 4002, 4003, 4005, 4012, 4016, 4020})
    void what_we_did_wrong_is_tried_once_more_and_not_looped(int code) {
        session.start(nowNs);
        hello();
        closeSocket(code);
        assertEquals(VoiceState.CONNECTING, session.state());
        passUntilTimer();
        hello();
        closeSocket(code);
        assertEquals(VoiceState.CLOSED, session.state());
    }

    @Test
    void a_crashed_voice_server_is_resumed() {
        session.start(nowNs);
        becomeReady();
        closeSocket(4015);
        assertEquals(VoiceState.RESUMING, session.state());
    }

    @Test
    void an_update_replaces_the_session_and_nothing_stale_gets_through() {
        session.start(nowNs);
        becomeReady();
        int oldSocket = actions.socket;
        session.handleUpdate(
                new VoiceServerInfo(1, 2, 3, "next_session", "next_token", "other.discord.media:443"), nowNs);
        assertEquals(1000, actions.closeCodes.get(0));
        assertEquals("other.discord.media", actions.opened.get(1).uri().getHost());
        session.handleText(oldSocket, "{\"op\":11,\"seq\":3,\"d\":{\"user_ids\":[\"777\"]}}", nowNs);
        session.handleSocketClosed(oldSocket, 4014, "", nowNs);
        assertFalse(actions.events.contains("connected 777"));
        assertEquals(VoiceState.CONNECTING, session.state());
        hello();
        assertEquals("next_token", actions.lastData().get("token").getAsString());
    }

    @Test
    void the_join_deadline_names_the_stage() {
        session.start(nowNs);
        hello();
        nowNs += 13 * SECOND;
        session.handleTimer(nowNs);
        nowNs += 2 * SECOND;
        session.handleTimer(nowNs);
        assertNotNull(actions.closed);
        assertEquals(CloseReason.Kind.TIMEOUT, actions.closed.kind());
        assertEquals("timed out while waiting for the voice server to accept the session", actions.closed.message());
    }

    @Test
    void an_unreachable_server_is_tried_three_times_with_growing_waits() {
        session.start(nowNs);
        session.handleSocketClosed(actions.socket, 1006, "cannot reach it", nowNs);
        long firstWaitNs = session.nextTimerNs() - nowNs;
        assertTrue(firstWaitNs >= 250 * MS && firstWaitNs <= 750 * MS, firstWaitNs + " ns");
        passUntilTimer();
        session.handleSocketClosed(actions.socket, 1006, "cannot reach it", nowNs);
        passUntilTimer();
        session.handleSocketClosed(actions.socket, 1006, "cannot reach it", nowNs);
        assertEquals(3, actions.opened.size());
        assertNotNull(actions.closed);
        assertEquals("cannot reach it", actions.closed.message());
    }

    @Test
    void a_refused_certificate_is_final_at_once() {
        session.start(nowNs);
        session.handleSocketRefused(actions.socket, "the certificate");
        assertEquals(VoiceState.CLOSED, session.state());
        assertEquals(1, actions.opened.size());
    }

    @Test
    void a_second_session_description_changes_the_key_of_a_running_session() {
        session.start(nowNs);
        becomeReady();
        receive(description("aead_xchacha20_poly1305_rtpsize"));
        assertTrue(actions.events.contains("description XCHACHA20_POLY1305 dave 0"));
        assertEquals(VoiceState.READY, session.state());
    }

    @Test
    void another_users_leaving_does_not_end_the_session() {
        session.start(nowNs);
        becomeReady();
        receive("{\"op\":13,\"seq\":2,\"d\":{\"user_id\":\"99\"}}");
        assertTrue(actions.events.contains("disconnected 99"));
        assertEquals(VoiceState.READY, session.state());
    }

    @Test
    void speaking_and_video_name_the_sources_of_a_user() {
        session.start(nowNs);
        becomeReady();
        receive("{\"op\":5,\"seq\":2,\"d\":{\"user_id\":\"99\",\"ssrc\":4000000000,\"speaking\":5}}");
        receive("{\"op\":12,\"seq\":3,\"d\":{\"user_id\":\"99\",\"audio_ssrc\":7,\"video_ssrc\":8,\"rtx_ssrc\":9}}");
        assertTrue(actions.events.contains("speaking 99 4000000000 5"));
        assertTrue(actions.events.contains("sources 99 7 8 9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"op\":\"x\"}",
                "{\"op\":1e99}",
                "{\"op\":5,\"d\":null}",
                "{\"op\":5,\"d\":{\"user_id\":\"x\",\"ssrc\":1,\"speaking\":1}}",
                "{\"op\":11,\"d\":{\"user_ids\":5}}",
                "{\"op\":11,\"seq\":70000,\"d\":{\"user_ids\":[]}}",
                "{\"op\":13,\"d\":{}} trailing",
                "{\"op\":6,\"d\":{\"t\":\"x\"}}",
                "{\"op\":4,\"d\":{\"mode\":\"aead_aes256_gcm_rtpsize\",\"secret_key\":[1,2,3]}}"
            })
    void malformed_messages_in_a_call_are_counted_and_change_nothing(String text) {
        session.start(nowNs);
        becomeReady();
        int before = actions.events.size();
        receive(text);
        assertEquals(VoiceState.READY, session.state());
        assertTrue(actions.events.get(before).startsWith("ignored"), actions.events.toString());
    }

    @Test
    void deeply_nested_json_is_refused() {
        session.start(nowNs);
        becomeReady();
        receive("{\"op\":5,\"d\":" + "[".repeat(100_000));
        assertEquals(VoiceState.READY, session.state());
    }

    @Test
    void a_malformed_handshake_message_fails_the_attempt_and_says_why() {
        session.start(nowNs);
        for (int attempt = 0; attempt < 3; attempt++) {
            hello();
            receive("{\"op\":2,\"d\":{\"ssrc\":1,\"ip\":\"127.0.0.1\",\"modes\":[]}}");
            if (attempt < 2) {
                passUntilTimer();
            }
        }
        assertNotNull(actions.closed);
        assertEquals("the voice server sent a malformed message (op 2): port is missing", actions.closed.message());
    }

    @Test
    void a_secret_in_a_malformed_message_is_not_quoted() {
        session.start(nowNs);
        becomeReady();
        receive("{\"op\":4,\"d\":{\"secret_key\":[hunter2hunter2");
        assertFalse(actions.events.toString().contains("hunter2"));
    }

    @Test
    void unknown_opcodes_are_ignored() {
        session.start(nowNs);
        becomeReady();
        receive("{\"op\":200,\"seq\":9,\"d\":{\"anything\":true}}");
        assertEquals(VoiceState.READY, session.state());
        receive("{\"op\":3,\"d\":null}");
        assertEquals(9, actions.lastData().get("seq_ack").getAsInt(), "but acknowledged");
    }

    @Test
    void leaving_closes_normally_once() {
        session.start(nowNs);
        becomeReady();
        session.leave("bye");
        session.leave("bye");
        assertEquals(List.of(1000), actions.closeCodes);
        assertNotNull(actions.closed);
        assertEquals(CloseReason.Kind.LOCAL, actions.closed.kind());
    }

    @Test
    void ten_thousand_mutated_messages_never_throw() {
        Random random = new Random(20_260_322);
        String[] seeds = {
            "{\"op\":8,\"d\":{\"v\":8,\"heartbeat_interval\":13750}}",
            "{\"op\":2,\"d\":{\"ssrc\":1,\"ip\":\"127.0.0.1\",\"port\":1234,\"modes\":[\"aead_aes256_gcm_rtpsize\"]}}",
            description("aead_aes256_gcm_rtpsize"),
            "{\"op\":11,\"seq\":5,\"d\":{\"user_ids\":[\"1\",\"2\"]}}",
            "{\"op\":5,\"seq\":6,\"d\":{\"user_id\":\"5\",\"ssrc\":9,\"speaking\":1}}",
            "{\"op\":12,\"seq\":6,\"d\":{\"user_id\":\"5\",\"audio_ssrc\":9,\"video_ssrc\":1,\"rtx_ssrc\":null}}",
        };
        for (int i = 0; i < 10_000; i++) {
            RecordingActions each = new RecordingActions();
            GatewaySession mutated = new GatewaySession(INFO, CONFIG, each, new Random(i));
            mutated.start(0);
            mutated.handleOpen(each.socket);
            for (String seed : seeds) {
                StringBuilder text = new StringBuilder(seed);
                for (int n = random.nextInt(3); n > 0; n--) {
                    int at = random.nextInt(text.length());
                    switch (random.nextInt(3)) {
                        case 0 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                        case 1 -> text.deleteCharAt(at);
                        default -> text.insert(at, (char) (32 + random.nextInt(95)));
                    }
                }
                mutated.handleText(each.socket, text.toString(), i);
                if (mutated.state() == VoiceState.DISCOVERING) {
                    mutated.handleDiscovered("192.0.2.1", 9, i);
                }
            }
            byte[] binary = new byte[random.nextInt(8)];
            random.nextBytes(binary);
            mutated.handleBinary(each.socket, binary, i);
        }
    }
}
