package dev.acord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.sim.raw.RawClient;
import dev.acord.voice.EncryptionMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each mistake gets the close code that the service documents for it, and its rule. */
class CloseCodeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    private static String identify(VoiceTicket t) {
        return "{'op':0,'d':{'server_id':'" + t.guildId() + "','user_id':'" + t.userId() + "','session_id':'"
                + t.sessionId() + "','token':'" + t.token() + "'}}";
    }

    private void assertCloses(int code, Rule rule, String... messages) throws Exception {
        try (RawClient client = RawClient.open(server, server.join(1, 2, 77))) {
            for (String message : messages) {
                client.send(message.equals("identify") ? identify(client.ticket) : message);
            }
            assertEquals(code, client.awaitClose());
        }
        server.awaitViolation(rule, PATIENCE);
        assertEquals(
                rule.ruleName(),
                server.violations().get(server.violations().size() - 1).rule());
    }

    @Test
    void wrongCredentialsAre4004() throws Exception {
        VoiceTicket t = server.join(1, 2, 77);
        assertIdentify(4004, new VoiceTicket(1, 2, 77, t.sessionId(), "wrong", t.endpoint()));
        assertIdentify(4004, new VoiceTicket(1, 2, 78, t.sessionId(), t.token(), t.endpoint()));
    }

    @Test
    void unknownOrUsedSessionsAre4006() throws Exception {
        VoiceTicket t = server.join(1, 2, 77);
        assertIdentify(4006, new VoiceTicket(1, 2, 77, "unknown", t.token(), t.endpoint()));
        try (RawClient first = RawClient.open(server, t)) {
            first.identify();
            first.await(2);
            assertIdentify(4006, t);
        }
    }

    @Test
    void anUnknownGuildIs4011() throws Exception {
        VoiceTicket t = server.join(1, 2, 77);
        assertIdentify(4011, new VoiceTicket(99, 2, 77, t.sessionId(), t.token(), t.endpoint()));
    }

    private void assertIdentify(int code, VoiceTicket ticket) throws Exception {
        try (RawClient client = RawClient.open(server, ticket)) {
            client.identify();
            assertEquals(code, client.awaitClose());
        }
        server.awaitViolation(Rule.CREDENTIALS, PATIENCE);
    }

    @Test
    void aSecondIdentifyIs4005() throws Exception {
        assertCloses(4005, Rule.IDENTIFY_TWICE, "identify", "identify");
    }

    @Test
    void aMessageBeforeIdentifyIs4003() throws Exception {
        assertCloses(4003, Rule.MESSAGE_BEFORE_IDENTIFY, "{'op':5,'d':{'speaking':1,'delay':0,'ssrc':1}}");
        try (RawClient client = RawClient.open(server, server.join(1, 2, 77))) {
            client.send(new byte[] {26, 1});
            assertEquals(4003, client.awaitClose());
        }
    }

    @Test
    void aHeartbeatBeforeIdentifyIsAnswered() throws Exception {
        try (RawClient client = RawClient.open(server, server.join(1, 2, 77))) {
            client.heartbeat(5, -1);
            client.await(6);
            client.send("{'op':3,'d':{'t':6}}");
            client.await(6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 8, 9, 10, 11, 13, 19, 21, 26, 28, 99, -1})
    void opcodesThatClientsDoNotSendAre4001(int opcode) throws Exception {
        assertCloses(4001, Rule.UNKNOWN_OPCODE, "identify", "{'op':" + opcode + ",'d':{}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "{'op':'five','d':{}}",
                "{'op':5.5,'d':{}}",
                "{'d':{}}",
                "{'op':5,'d':null}",
                "{'op':5,'d':{'speaking':'yes','delay':0,'ssrc':1}}",
                "{'op':5,'d':{'speaking':true,'delay':0,'ssrc':1}}",
                "{'op':5,'d':{'speaking':8,'delay':0,'ssrc':1}}",
                "{'op':5,'d':{'speaking':1,'delay':-1,'ssrc':1}}",
                "{'op':5,'d':{'speaking':1,'delay':0,'ssrc':-1}}",
                "{'op':5,'d':{'speaking':1,'delay':0,'ssrc':1e999999999}}",
                "{'op':1,'d':{'protocol':'udp'}}",
                "{'op':1,'d':{'protocol':'udp','data':{'address':'1.2.3.4','port':65536,'mode':'x'}}}",
                "{'op':1,'d':{'protocol':'udp','data':{'address':1,'port':6,'mode':'x'}}}",
                "{'op':5,'d':{}} {}",
                "{op:5}"
            })
    void whatCannotBeDecodedIs4002(String message) throws Exception {
        assertCloses(4002, Rule.MALFORMED_MESSAGE, "identify", message);
    }

    @Test
    void deeplyNestedJsonIs4002() throws Exception {
        assertCloses(4002, Rule.MALFORMED_MESSAGE, "identify", "{'op':5,'d':" + "[".repeat(30_000));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"\"{'op':3,'d':{'seq_ack':1}}\"", "\"{'op':3,'d':{'t':'1','seq_ack':1}}\"", "\"{'op':3,'d':17}\""})
    void aHeartbeatWithoutItsNonceIs4002(String message) throws Exception {
        assertCloses(4002, Rule.HEARTBEAT_MALFORMED, "identify", message);
    }

    @Test
    void anotherTransportIs4012() throws Exception {
        assertCloses(
                4012,
                Rule.UNKNOWN_TRANSPORT,
                "identify",
                "{'op':1,'d':{'protocol':'webrtc','data':{'address':'127.0.0.1','port':9,"
                        + "'mode':'aead_aes256_gcm_rtpsize'}}}");
    }

    @Test
    void aModeThatWasNotOfferedIs4016() throws Exception {
        assertCloses(
                4016,
                Rule.UNKNOWN_MODE,
                "identify",
                "{'op':1,'d':{'protocol':'udp','data':{'address':'127.0.0.1','port':9,'mode':'xsalsa20_poly1305'}}}");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 10})
    void otherGatewayVersionsAre4012(int version) throws Exception {
        try (RawClient client = RawClient.open(server, server.join(1, 2, 77), server.wsUri(version))) {
            assertEquals(4012, client.awaitClose());
        }
        server.awaitViolation(Rule.UNSUPPORTED_VERSION, PATIENCE);
    }

    @Test
    void aClientWithoutDaveIs4017WhereDaveIsRequired() throws Exception {
        try (VoiceServer strict =
                        VoiceServer.builder().requireDave(true).build().start();
                RawClient without = RawClient.open(strict, strict.join(1, 2, 77));
                RawClient with = RawClient.open(strict, strict.join(1, 2, 78))) {
            without.identify();
            assertEquals(4017, without.awaitClose());
            strict.awaitViolation(Rule.DAVE_REQUIRED, PATIENCE);
            with.identify(1);
            with.await(2);
            assertEquals(1, strict.member(78).stats().maxDaveVersion());
        }
    }

    @Test
    void noHeartbeatIs4009AndTheCredentialsStayGood() throws Exception {
        VoiceServer fast = VoiceServer.builder()
                .heartbeatInterval(Duration.ofMillis(50))
                .build()
                .start();
        try (fast;
                RawClient client = RawClient.ready(fast, fast.join(1, 2, 77), EncryptionMode.AES256_GCM)) {
            assertEquals(4009, client.awaitClose());
            fast.awaitViolation(Rule.HEARTBEAT_LATE, PATIENCE);
            try (RawClient again = RawClient.open(fast, client.ticket)) {
                again.identify();
                again.await(2);
            }
        }
    }

    @Test
    void jsonInABinaryFrameIsDroppedSilently() throws Exception {
        try (RawClient client = RawClient.ready(server, server.join(1, 2, 77), EncryptionMode.AES256_GCM)) {
            client.send("{\"op\":3,\"d\":{\"t\":1}}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            client.heartbeat(2, 1);
            client.await(6);
            assertEquals(1, server.violations().size());
            assertEquals("json-in-binary-frame", server.violations().get(0).rule());
        }
    }

    @Test
    void daveWithoutDaveIsCounted() throws Exception {
        try (RawClient client = RawClient.ready(server, server.join(1, 2, 77), EncryptionMode.AES256_GCM)) {
            client.send(new byte[] {26, 1, 2, 3});
            client.send("{'op':23,'d':{'transition_id':1}}");
            client.send("{'op':31,'d':{'transition_id':1}}");
            client.heartbeat(2, 1);
            client.await(6);
            assertEquals(3, server.violationCount());
            assertEquals("dave-not-negotiated", server.violations().get(0).rule());
            client.send(new byte[] {77});
            assertEquals(4001, client.awaitClose());
        }
    }
}
