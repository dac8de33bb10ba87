package dev.acord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.raw.RawClient;
import dev.acord.voice.EncryptionMode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client does wrong on the websocket without being closed for it; and the limits. */
class GatewayRulesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    private RawClient ready() throws Exception {
        return RawClient.ready(server, server.join(1, 2, 77), EncryptionMode.AES256_GCM);
    }

    /** After this heartbeat's own answer, everything before it has been handled; earlier heartbeats' answers do not count. */
    private static void settle(RawClient client) throws Exception {
        long nonce = 987_654_321;
        client.heartbeat(nonce, client.lastSeq);
        while (client.await(6).getAsJsonObject("d").get("t").getAsLong() != nonce) {
            // an answer to an earlier heartbeat
        }
    }

    private List<String> rules() {
        return server.violations().stream().map(ProtocolViolation::rule).toList();
    }

    @Test
    void idsAsNumbersAreUnderstoodAndCounted() throws Exception {
        VoiceTicket t = server.join(1, 2, 77);
        try (RawClient client = RawClient.open(server, t)) {
            client.send("{'op':0,'d':{'server_id':1,'user_id':77,'session_id':'" + t.sessionId() + "','token':'"
                    + t.token() + "'}}");
            client.await(2);
            assertEquals(List.of("snowflake-not-string", "snowflake-not-string"), rules());
        }
    }

    @Test
    void anotherSsrcThanOnesOwnIsFound() throws Exception {
        try (RawClient client = ready()) {
            client.send("{'op':5,'d':{'speaking':1,'delay':0,'ssrc':" + 12_345 + "}}");
            client.send("{'op':5,'d':{'speaking':1,'delay':0}}");
            settle(client);
            assertEquals(List.of("announced-ssrc", "announced-ssrc"), rules());
        }
    }

    @Test
    void anAddressThatTheServerDoesNotSeeIsFound() throws Exception {
        try (RawClient client = RawClient.open(server, server.join(1, 2, 77))) {
            client.identify();
            client.await(2);
            client.discover();
            client.selectProtocol("10.1.2.3", 5, "aead_aes256_gcm_rtpsize");
            client.await(4);
            assertEquals(List.of("select-protocol-address"), rules());
        }
    }

    @Test
    void acknowledgementsThatWereNeverSentOrGoBackOrStayBehindAreFound() throws Exception {
        try (RawClient client = ready();
                RawClient other = RawClient.ready(server, server.join(1, 2, 78), EncryptionMode.AES256_GCM)) {
            client.await(11);
            client.heartbeat(1, 9);
            client.heartbeat(2, 2);
            client.heartbeat(3, 1);
            settle(client);
            assertEquals(List.of("heartbeat-seq-ack", "heartbeat-seq-ack"), rules());
            server.clearViolations();
            int before = client.lastSeq;
            other.speaking(1);
            client.await(5);
            for (int i = 0; i < 3; i++) {
                client.heartbeat(4, before);
                client.await(6);
            }
            assertEquals(List.of("heartbeat-seq-ack"), rules(), "the third one is too far behind");
        }
    }

    @Test
    void aBrokenConnectionIsFoundAndACloseFrameIsNot() throws Exception {
        try (RawClient client = ready()) {
            client.close(4000);
            server.awaitMember(77, MemberState.DETACHED, PATIENCE);
            server.assertNoViolations();
        }
        try (RawClient client = RawClient.open(server, server.join(1, 2, 78))) {
            client.identify();
            client.await(2);
            client.abort();
            server.awaitMember(78, MemberState.DETACHED, PATIENCE);
            assertEquals(List.of("no-close-frame"), rules());
        }
    }

    @Test
    void givingUpBeforeTheFirstMessageNeedsNoCloseFrame() throws Exception {
        try (RawClient client = RawClient.open(server, server.join(1, 2, 78))) {
            client.await(8);
            client.abort();
        }
        try (RawClient client = ready()) { // and the server has gone on
            client.close(1000);
        }
        server.assertNoViolations();
    }

    @Test
    void breakingAClientsSocketOffIsNotItsFault() throws Exception {
        try (RawClient client = ready()) {
            server.killSocket(77);
            assertEquals(1006, client.awaitClose());
        }
        server.assertNoViolations();
    }

    @Test
    void messagesOverTheLimitsAreRefused() throws Exception {
        try (RawClient client = ready()) {
            client.send("{'op':5,'d':'" + "x".repeat(70_000) + "'}");
            assertEquals(1009, client.awaitClose());
        }
        server.awaitViolation(Rule.MESSAGE_TOO_LARGE, PATIENCE);
        try (RawClient client = RawClient.ready(server, server.join(1, 2, 78), EncryptionMode.AES256_GCM)) {
            byte[] large = new byte[1 << 20];
            large[0] = 26;
            client.send(large);
            settle(client);
            client.send(new byte[(1 << 20) + 1]);
            assertEquals(1009, client.awaitClose());
        }
    }

    @Test
    void tooManyMessagesAre4021() throws Exception {
        try (RawClient client = ready()) {
            for (int i = 0; i < 2_000 && !server.member(77).stats().state().equals(MemberState.LEFT); i++) {
                client.heartbeat(i, 1);
            }
            assertEquals(4021, client.awaitClose());
        }
        server.awaitViolation(Rule.RATE_LIMITED, PATIENCE);
    }

    @Test
    void tooManySocketsAndMembersAreRefused() throws Exception {
        VoiceServer small =
                VoiceServer.builder().limits(100, 100, 100, 1, 2).build().start();
        try (small) {
            VoiceTicket ticket = small.join(1, 2, 77);
            small.join(1, 2, 78);
            assertThrows(IllegalStateException.class, () -> small.join(1, 2, 79));
            small.kick(78);
            small.join(1, 2, 79);
            try (RawClient first = RawClient.open(small, ticket)) {
                first.await(8);
                Exception e = assertThrows(
                        Exception.class, () -> RawClient.open(small, ticket).close());
                assertTrue(String.valueOf(e).contains("WebSocketHandshakeException"), e.toString());
            }
        }
    }

    @Test
    void theListOfViolationsIsBoundedAndTheirNumberIsNot() throws Exception {
        VoiceServer forgetful = VoiceServer.builder().keep(3, 2).build().start();
        try (forgetful;
                RawClient client = RawClient.ready(forgetful, forgetful.join(1, 2, 77), EncryptionMode.AES256_GCM)) {
            for (int i = 0; i < 5; i++) {
                client.send("{'op':5,'d':{'speaking':1,'delay':0}}");
            }
            settle(client);
            client.play(0, 5);
            assertEquals(3, forgetful.awaitReceived(77, 5, PATIENCE).size());
            assertEquals(2, forgetful.violations().size());
            assertEquals(5, forgetful.violationCount());
            AssertionError e = assertThrows(AssertionError.class, forgetful::assertNoViolations);
            assertTrue(String.valueOf(e.getMessage()).contains("announced-ssrc by 77"));
        }
    }

    @Test
    void backendVersionsAreAnswered() throws Exception {
        try (RawClient client = ready()) {
            client.send("{'op':16,'d':{}}");
            assertTrue(client.await(16).getAsJsonObject("d").has("voice"));
            client.send("{'op':15,'d':{'any':100}}");
            settle(client);
            server.assertNoViolations();
        }
    }

    @Test
    void theDeliveryServiceHearsOfMembersAndTheirMessages() throws Exception {
        FakeDave dave = new FakeDave();
        try (VoiceServer with =
                        VoiceServer.builder().dave(channel -> dave).build().start();
                RawClient client = RawClient.open(with, with.join(1, 2, 77))) {
            client.identify(1);
            client.await(2);
            client.selectProtocol("127.0.0.1", client.udp.getLocalPort(), "aead_aes256_gcm_rtpsize");
            assertEquals(
                    1,
                    client.await(4)
                            .getAsJsonObject("d")
                            .get("dave_protocol_version")
                            .getAsInt());
            assertEquals(25, client.awaitBinary()[2]);
            client.send(new byte[] {26, 5, 6});
            client.send("{'op':23,'d':{'transition_id':9}}");
            settle(client);
            client.close(1000);
            with.awaitMember(77, MemberState.LEFT, PATIENCE);
            assertEquals(
                    List.of("joined 77", "described 77", "binary 26 of 2", "json 23 {\"transition_id\":9}", "left 77"),
                    dave.heard);
            with.assertNoViolations();
        }
    }
}
