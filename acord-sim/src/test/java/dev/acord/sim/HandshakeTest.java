package dev.acord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.acord.sim.raw.RawClient;
import dev.acord.voice.EncryptionMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    @ParameterizedTest
    @EnumSource
    void aClientGetsReadyInEveryMode(EncryptionMode mode) throws Exception {
        try (RawClient client = RawClient.open(server, server.join(1, 2, 77))) {
            assertEquals(
                    13_750,
                    client.await(8)
                            .getAsJsonObject("d")
                            .get("heartbeat_interval")
                            .getAsInt());
            client.identify();
            JsonObject ready = client.await(2);
            assertFalse(ready.has("seq"));
            assertEquals(
                    server.udpPort(), ready.getAsJsonObject("d").get("port").getAsInt());
            assertEquals(client.udp.getLocalPort(), client.discover().getPort());
            client.selectProtocol("127.0.0.1", client.udp.getLocalPort(), mode.wireName());
            JsonObject description = client.await(4);
            assertEquals(1, description.get("seq").getAsInt());
            assertEquals(32, client.key.length);
            assertEquals(
                    0,
                    description
                            .getAsJsonObject("d")
                            .get("dave_protocol_version")
                            .getAsInt());
            assertEquals(
                    MemberState.READY,
                    server.awaitMember(77, MemberState.READY, PATIENCE).stats().state());
            assertEquals(mode, server.member(77).stats().mode());
            client.close(1000);
            server.awaitMember(77, MemberState.LEFT, PATIENCE);
        }
        server.assertNoViolations();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8})
    void theGatewaySpeaksEveryServedVersionOverTls(int version) throws Exception {
        VoiceTicket ticket = server.join(1, 2, 77);
        assertEquals(server.endpoint(), ticket.endpoint());
        try (RawClient client = RawClient.open(server, ticket, server.wssUri(version))) {
            client.handshake(EncryptionMode.AES256_GCM);
            assertEquals(version >= 8 ? 1 : -1, client.lastSeq);
            if (version >= 8) {
                client.heartbeat(1_501_184_119_561L, 1);
                JsonObject d = client.await(6).getAsJsonObject("d");
                assertEquals(1_501_184_119_561L, d.get("t").getAsLong());
            } else {
                client.send("{'op':3,'d':1501184119561}");
                assertEquals(1_501_184_119_561L, client.await(6).get("d").getAsLong());
            }
        }
    }

    @Test
    void version9NamesTheChannel() throws Exception {
        VoiceTicket ticket = server.join(1, 2, 77);
        String identify = "{'op':0,'d':{'server_id':'1','user_id':'77','channel_id':'%s','session_id':'"
                + ticket.sessionId() + "','token':'" + ticket.token() + "'}}";
        try (RawClient wrong = RawClient.open(server, ticket, server.wsUri(9))) {
            wrong.send(String.format(identify, "3"));
            assertEquals(4006, wrong.awaitClose());
        }
        try (RawClient right = RawClient.open(server, ticket, server.wsUri(9))) {
            right.send(String.format(identify, "2"));
            right.await(2);
        }
    }

    @Test
    void membersLearnOfOneAnother() throws Exception {
        try (RawClient anna = RawClient.ready(server, server.join(1, 2, 100), EncryptionMode.AES256_GCM)) {
            anna.speaking(1);
            server.await("op 5", PATIENCE, () -> server.member(100).stats().speaking() == 1);
            try (RawClient elsewhere = RawClient.ready(server, server.join(1, 3, 300), EncryptionMode.AES256_GCM);
                    RawClient bert = RawClient.open(server, server.join(1, 2, 200))) {
                bert.identify();
                assertEquals("[\"100\"]", d(bert.await(11)).get("user_ids").toString());
                JsonObject speaking = d(bert.await(5));
                assertEquals("100", speaking.get("user_id").getAsString());
                assertEquals(
                        Integer.toUnsignedLong(anna.ssrc), speaking.get("ssrc").getAsLong());
                assertEquals("[\"200\"]", d(anna.await(11)).get("user_ids").toString());
                bert.speaking(5);
                assertEquals(5, d(anna.await(5)).get("speaking").getAsInt());
                bert.send("{'op':12,'d':{'audio_ssrc':" + Integer.toUnsignedString(bert.ssrc)
                        + ",'video_ssrc':0,'rtx_ssrc':0,'streams':[]}}");
                assertEquals("200", d(anna.await(12)).get("user_id").getAsString());
                bert.close(1000);
                assertEquals("200", d(anna.await(13)).get("user_id").getAsString());
                assertEquals(0, elsewhere.unread(), "other channels hear nothing of it");
            }
        }
    }

    @Test
    void theMainGatewaysDoingsReachTheClient() throws Exception {
        try (RawClient anna = RawClient.ready(server, server.join(1, 2, 100), EncryptionMode.AES256_GCM);
                RawClient bert = RawClient.ready(server, server.join(1, 2, 200), EncryptionMode.AES256_GCM)) {
            server.requestHeartbeat(100);
            anna.await(3);
            VoiceTicket moved = server.move(100, 9);
            assertEquals(4014, anna.awaitClose());
            bert.await(13);
            try (RawClient old = RawClient.open(server, anna.ticket);
                    RawClient there = RawClient.ready(server, moved, EncryptionMode.AES256_GCM)) {
                old.identify();
                assertEquals(4006, old.awaitClose(), "old credentials are void");
                assertEquals(9, server.member(100).stats().channelId());
                server.kick(100);
                assertEquals(4014, there.awaitClose());
            }
            server.disconnectAll(4022);
            assertEquals(4022, bert.awaitClose());
        }
    }

    @Test
    void mutedAcksStayOutAndComeBack() throws Exception {
        try (RawClient client = RawClient.ready(server, server.join(1, 2, 77), EncryptionMode.AES256_GCM)) {
            server.muteAcks(77);
            client.heartbeat(1, 1);
            server.await("heartbeat", PATIENCE, () -> server.member(77).stats().heartbeats() == 1);
            server.member(77).muteAcks(false);
            client.heartbeat(2, 1);
            assertEquals(2, d(client.await(6)).get("t").getAsInt(), "the first heartbeat had no answer");
        }
    }

    @Test
    void userIdsOverTheSignedRangeAreFine() throws Exception {
        long huge = Long.parseUnsignedLong("18446744073709551615");
        VoiceTicket ticket = server.join(1, 2, huge);
        try (RawClient client = RawClient.open(server, ticket)) {
            client.send("{'op':0,'d':{'server_id':'1','user_id':'18446744073709551615','session_id':'"
                    + ticket.sessionId() + "','token':'" + ticket.token() + "'}}");
            client.await(2);
        }
    }

    @Test
    void theSameSeedMakesTheSameCredentials() {
        VoiceTicket first = server.join(1, 2, 3);
        try (VoiceServer twin = VoiceServer.create().start()) {
            assertEquals(first.token(), twin.join(1, 2, 3).token());
        }
        try (VoiceServer other = VoiceServer.builder().seed(5).build().start()) {
            assertFalse(first.token().equals(other.join(1, 2, 3).token()));
        }
    }

    @Test
    void aUserInSeveralGuildsIsAskedForByGuild() {
        server.join(1, 2, 77);
        server.join(5, 6, 77);
        assertEquals(6, server.member(5, 77).stats().channelId());
        IllegalStateException e =
                org.junit.jupiter.api.Assertions.assertThrows(IllegalStateException.class, () -> server.kick(77));
        assertTrue(String.valueOf(e.getMessage()).contains("member(guildId, userId)"));
    }

    private static JsonObject d(JsonObject message) {
        return message.getAsJsonObject("d");
    }
}
