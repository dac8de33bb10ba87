package dev.acord.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.acord.sim.raw.RawClient;
import dev.acord.voice.EncryptionMode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private VoiceServer server = VoiceServer.create().start();

    @AfterEach
    void close() {
        server.close();
    }

    private void use(VoiceServerBuilder builder) {
        server.close();
        server = builder.build().start();
    }

    private RawClient ready(long userId) throws Exception {
        return RawClient.ready(server, server.join(1, 2, userId), EncryptionMode.AES256_GCM);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_533, 0})
    void everythingMissedComesAgainInOrderAlsoAcrossTheWrap(int firstSequence) throws Exception {
        use(VoiceServer.builder().firstSequence(firstSequence));
        try (RawClient anna = ready(100);
                RawClient bert = ready(200)) {
            assertEquals(
                    "[\"200\"]",
                    anna.await(11).getAsJsonObject("d").get("user_ids").toString());
            int seen = anna.lastSeq;
            server.killSocket(100);
            assertEquals(1006, anna.awaitClose());
            for (int flags = 1; flags <= 7; flags++) {
                bert.speaking(flags);
            }
            server.await("op 5", PATIENCE, () -> server.member(200).stats().speaking() == 7);
            assertEquals(MemberState.DETACHED, server.member(100).stats().state());
            try (RawClient again = RawClient.open(server, anna.ticket)) {
                again.resume(seen);
                again.await(9);
                for (int flags = 1; flags <= 7; flags++) {
                    JsonObject message = again.await(5);
                    assertEquals(
                            flags, message.getAsJsonObject("d").get("speaking").getAsInt());
                    assertEquals((seen + flags) & 0xFFFF, message.get("seq").getAsInt());
                }
                again.heartbeat(1, again.lastSeq);
                again.await(6);
                assertEquals(1, server.member(100).stats().resumes());
                assertEquals(MemberState.READY, server.member(100).stats().state());
                again.close(1000);
                bert.await(13);
                server.assertNoViolations();
            }
        }
    }

    @Test
    void aKeyThatCameWhileTheSocketWasDownIsSentAgainAndBinaryMessagesKeepTheirNumbers() throws Exception {
        FakeDave dave = new FakeDave();
        use(VoiceServer.builder().dave(channel -> dave));
        try (RawClient anna = ready(100)) {
            assertEquals(25, anna.awaitBinary()[2]);
            int seen = anna.lastSeq;
            server.killSocket(100);
            dave.send(server, 27);
            server.rotateKey(100);
            dave.send(server, 30);
            try (RawClient again = RawClient.open(server, anna.ticket)) {
                again.resume(seen);
                again.await(9);
                assertEquals(27, again.awaitBinary()[2]);
                assertEquals(seen + 2, again.await(4).get("seq").getAsInt());
                byte[] last = again.awaitBinary();
                assertEquals(30, last[2]);
                assertEquals(seen + 3, last[0] << 8 | last[1]);
            }
        }
    }

    @Test
    void aCrashCanBeResumedAndAKickCannot() throws Exception {
        try (RawClient anna = ready(100)) {
            server.crash();
            assertEquals(4015, anna.awaitClose());
            try (RawClient again = RawClient.open(server, anna.ticket)) {
                again.resume(anna.lastSeq);
                again.await(9);
                server.kick(100);
                assertEquals(4014, again.awaitClose());
            }
            assertResumeFails(anna, anna.lastSeq);
        }
    }

    @Test
    void anUnacknowledgedHandshakeCanBeResumedWithMinusOne() throws Exception {
        try (RawClient anna = ready(100)) {
            server.closeSocket(100, 1001);
            assertEquals(1001, anna.awaitClose());
            try (RawClient again = RawClient.open(server, anna.ticket)) {
                again.resume(-1);
                again.await(9);
                assertEquals(1, again.await(4).get("seq").getAsInt());
            }
        }
    }

    @Test
    void beforeVersion8AResumeReDeliversNothing() throws Exception {
        VoiceTicket ticket = server.join(1, 2, 100);
        try (RawClient old = RawClient.open(server, ticket, server.wsUri(7))) {
            old.handshake(EncryptionMode.AES256_GCM);
            server.killSocket(100);
            old.awaitClose();
        }
        try (RawClient again = RawClient.open(server, ticket, server.wsUri(7))) {
            again.send("{'op':7,'d':{'server_id':'1','session_id':'" + ticket.sessionId() + "','token':'"
                    + ticket.token() + "'}}");
            again.await(9);
            again.send("{'op':3,'d':5}");
            again.await(6);
            assertEquals(0, again.unread());
        }
    }

    @Test
    void whatTheBufferLostCannotBeResumed() throws Exception {
        use(VoiceServer.builder().replayBuffer(3));
        try (RawClient anna = ready(100);
                RawClient bert = ready(200)) {
            server.killSocket(100);
            anna.awaitClose();
            for (int i = 0; i < 4; i++) {
                bert.speaking(1 + i);
            }
            server.await("op 5", PATIENCE, () -> server.member(200).stats().speaking() == 4);
            assertResumeFails(anna, 2);
        }
        assertEquals(
                0,
                server.violations().stream()
                        .filter(v -> v.rule().equals("resume-fields"))
                        .count());
    }

    @Test
    void aSessionWhoseWindowIsOverCannotBeResumed() throws Exception {
        use(VoiceServer.builder().resumeWindow(Duration.ZERO));
        try (RawClient anna = ready(100)) {
            server.killSocket(100);
            server.awaitMember(100, MemberState.LEFT, PATIENCE);
            assertResumeFails(anna, 1);
        }
    }

    @Test
    void wrongResumesAre4006AndCounted() throws Exception {
        try (RawClient anna = ready(100)) {
            server.killSocket(100);
            assertResumeFails(anna, 2);
            VoiceTicket t = anna.ticket;
            String resume =
                    "{'op':7,'d':{'server_id':'%s','session_id':'" + t.sessionId() + "','token':'%s','seq_ack':1}}";
            for (String message :
                    new String[] {String.format(resume, "5", t.token()), String.format(resume, "1", "wrong")}) {
                try (RawClient again = RawClient.open(server, t)) {
                    again.send(message);
                    assertEquals(4006, again.awaitClose());
                }
            }
            assertEquals(
                    3,
                    server.violations().stream()
                            .filter(v -> v.rule().equals("resume-fields"))
                            .count());
            try (RawClient right = RawClient.open(server, t)) {
                right.resume(1);
                right.await(9);
            }
        }
    }

    @Test
    void aResumeTakesTheSessionFromASocketThatStillLooksAlive() throws Exception {
        try (RawClient anna = ready(100);
                RawClient again = RawClient.open(server, anna.ticket)) {
            again.resume(anna.lastSeq);
            again.await(9);
            assertEquals(4006, anna.awaitClose());
            assertEquals(MemberState.READY, server.member(100).stats().state());
        }
    }

    private void assertResumeFails(RawClient client, int seqAck) throws Exception {
        try (RawClient again = RawClient.open(server, client.ticket)) {
            again.resume(seqAck);
            assertEquals(4006, again.awaitClose());
        }
    }
}
