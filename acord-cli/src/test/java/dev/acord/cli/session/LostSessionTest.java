package dev.acord.cli.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.acord.cli.Running;
import dev.acord.sim.MemberState;
import dev.acord.sim.VoiceTicket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LostSessionTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long OTHER_CHANNEL = 77;

    @TempDir
    Path folder;

    CallFixture call;

    @BeforeEach
    void startServer() throws Exception {
        call = new CallFixture(folder);
    }

    @AfterEach
    void stopServer() throws Exception {
        call.close();
    }

    @Test
    void aWrongTokenIsFinal() throws Exception {
        VoiceTicket right = call.ticket(CallFixture.ALICE);
        VoiceTicket wrong = new VoiceTicket(
                right.guildId(), right.channelId(), right.userId(), right.sessionId(), "wrong", right.endpoint());
        Running alice = call.added(Running.process(CallFixture.arguments(wrong, call.trusting())));
        JsonObject end = alice.event("state", "state", "disconnected");
        assertEquals(4004, end.get("closeCode").getAsInt());
        assertTrue(end.get("reason").getAsString().contains("token"));
        assertEquals(1, alice.exitCode());
        assertTrue(alice.errors().startsWith("acord: "), alice.errors());
        assertTrue(alice.errors().contains("4004"), alice.errors());
    }

    @Test
    void aServerThatIsNotTrustedIsNotTalkedTo() throws Exception {
        Running alice = call.added(Running.here(CallFixture.arguments(call.ticket(CallFixture.ALICE))));
        JsonObject end = alice.event("state", "state", "disconnected");
        assertTrue(end.get("closeCode").isJsonNull(), end.toString());
        assertEquals(1, alice.exitCode());
        assertEquals(MemberState.INVITED, call.server.members().get(0).state());
    }

    @Test
    void insecureTrustsAnybodyAndWarns() throws Exception {
        Running alice = call.added(Running.here(CallFixture.arguments(call.ticket(CallFixture.ALICE), "--insecure")));
        alice.event("state", "state", "ready");
        alice.endInput();
        assertEquals(0, alice.exitCode());
        assertTrue(alice.errors().contains("WARNING"), alice.errors());
    }

    @Test
    void theGatewayIsReachedWithoutTlsWhenAsked() throws Exception {
        VoiceTicket ticket = call.ticket(CallFixture.ALICE);
        String endpoint = "127.0.0.1:" + call.server.wsUri(8).getPort();
        VoiceTicket plain = new VoiceTicket(
                ticket.guildId(), ticket.channelId(), ticket.userId(), ticket.sessionId(), ticket.token(), endpoint);
        Running alice = call.added(Running.here(CallFixture.arguments(plain, "--plain-ws")));
        alice.event("state", "state", "ready");
        alice.send("{\"cmd\":\"leave\"}");
        assertEquals(0, alice.exitCode());
    }

    @Test
    void aBrokenConnectionIsResumedAndReadyComesAgain() throws Exception {
        Running alice = call.here(CallFixture.ALICE);
        alice.event("state", "state", "ready");
        call.server.killSocket(CallFixture.ALICE);
        alice.event("state", "state", "ready");
        assertEquals(1, call.server.members().get(0).resumes());
        alice.send("{\"cmd\":\"leave\"}");
        assertEquals(0, alice.exitCode());
        call.server.assertNoViolations();
    }

    @Test
    void anInvalidSessionGoesOnWithAnUpdate() throws Exception {
        Running alice = call.here(CallFixture.ALICE);
        alice.event("state", "state", "ready");
        call.server.closeSocket(CallFixture.ALICE, 4006);
        assertEquals(
                4006,
                alice.event(event -> Running.is(event, "ev", "gateway"))
                        .get("closeCode")
                        .getAsInt());
        alice.send(CallFixture.update(call.ticket(CallFixture.ALICE)));
        alice.event("state", "state", "ready");
        call.server.awaitMember(CallFixture.ALICE, MemberState.READY, LIMIT);
        alice.send("{\"cmd\":\"leave\"}");
        assertEquals(0, alice.exitCode());
        call.server.assertNoViolations();
    }

    @Test
    void aMoveGoesOnInTheOtherChannel() throws Exception {
        Running alice = call.here(CallFixture.ALICE);
        alice.event("state", "state", "ready");
        VoiceTicket moved = call.server.move(CallFixture.ALICE, OTHER_CHANNEL);
        assertEquals(
                4014,
                alice.event(event -> Running.is(event, "ev", "gateway"))
                        .get("closeCode")
                        .getAsInt());
        alice.send(CallFixture.update(moved));
        alice.event("state", "state", "ready");
        assertEquals(
                OTHER_CHANNEL, call.server.member(CallFixture.ALICE).stats().channelId());
        alice.send(CallFixture.update(moved));
        alice.event("error", "message", "update: nothing in it is new; the session goes on as it is");
        alice.send("{\"cmd\":\"leave\"}");
        assertEquals(0, alice.exitCode());
        call.server.assertNoViolations();
    }

    @Test
    void aKickThatNothingFollowsEndsWithExitCode3() throws Exception {
        Running alice = call.process(CallFixture.ALICE, "--update-grace", "700");
        alice.event("state", "state", "ready");
        call.server.kick(CallFixture.ALICE);
        alice.event(event -> Running.is(event, "ev", "gateway"));
        JsonObject end = alice.event("state", "state", "disconnected");
        assertEquals(4014, end.get("closeCode").getAsInt());
        assertEquals(3, alice.exitCode(), alice.toString());
        assertTrue(alice.errors().startsWith("acord: "), alice.errors());
    }

    @Test
    void leavingWhileTheSessionIsLostIsLeaving() throws Exception {
        Running alice = call.here(CallFixture.ALICE);
        alice.event("state", "state", "ready");
        call.server.kick(CallFixture.ALICE);
        alice.event(event -> Running.is(event, "ev", "gateway"));
        alice.endInput();
        assertEquals(0, alice.exitCode());
    }
}
