package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.HandshakeStep;
import dev.acord.sim.MemberState;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.CloseReason;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceException;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bot that should be in a channel, with an embedded voice server and a main gateway that answers from it. */
class GuildVoiceTest {
    private static final long A = Call.CHANNEL;
    private static final long B = Call.CHANNEL + 1;

    @RegisterExtension
    final VoiceServer server = VoiceServer.builder()
            .plainWebSocket(true, 0)
            .secureWebSocket(false, 0)
            .build();

    @RegisterExtension
    final VoiceServer otherRegion = VoiceServer.builder()
            .plainWebSocket(true, 0)
            .secureWebSocket(false, 0)
            .build();

    private final EventLog events = new EventLog();

    private static VoiceOptions.Builder options() {
        return VoiceOptions.builder().plainWebsocket(true).backoff(Duration.ofMillis(10));
    }

    private FakeMainGateway bot(VoiceOptions options) {
        FakeMainGateway bot = new FakeMainGateway(server, options);
        bot.voice.addListener(events);
        return bot;
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** The pacing thread tells a player, after the session's end. */
    private static void awaitWaiting(BasePlayer player) throws InterruptedException {
        long deadlineNs = System.nanoTime() + Call.PATIENCE.toNanos();
        while (player.state() != PlayerState.WAITING && System.nanoTime() < deadlineNs) {
            Thread.sleep(1);
        }
        assertEquals(PlayerState.WAITING, player.state());
    }

    private static VoiceConnection member(VoiceServer on, long channel, long user) {
        VoiceConnection connection = VoiceConnection.create(
                Call.info(on.join(Call.GUILD, channel, user)), options().build());
        return await(connection.connect());
    }

    private static CloseReason failure(CompletableFuture<VoiceConnection> join) {
        CompletionException thrown = assertThrows(CompletionException.class, () -> await(join));
        return assertInstanceOf(VoiceException.class, thrown.getCause()).reason();
    }

    @Test
    void a_player_goes_on_in_the_other_channel_and_receivers_and_statistics_with_it() throws InterruptedException {
        FakeMainGateway bot = bot(options().build());
        try (VoiceConnection inA = member(server, A, 2);
                VoiceConnection inB = member(server, B, 4);
                bot.voice) {
            VoiceConnection connection = await(bot.voice.join(A));
            Ear own = new Ear(connection);
            Ear earA = new Ear(inA);
            Ear earB = new Ear(inB);
            new BasePlayer(inA, new NumberedFrames(20, true)).play();
            assertEquals(NumberedFrames.expected(20), Ear.withoutSilence(own.hear(25)));
            BasePlayer player = new BasePlayer(connection, new NumberedFrames(150, true));
            var finished = player.play();
            earA.hear(20);
            assertSame(connection, await(bot.voice.join(B)), "one connection for all channels");
            assertEquals(B, connection.channelId());
            await(finished);
            List<VoiceFrame> there = earB.hear(60);
            assertEquals(60, there.size(), "what is left is played in the other channel");
            assertEquals(Duration.ofSeconds(3), player.position());
            assertEquals(FakeMainGateway.BOT, there.get(0).userId());
            new BasePlayer(inB, new NumberedFrames(20, true)).play();
            assertEquals(NumberedFrames.expected(20), Ear.withoutSilence(own.hear(25)), "the same receiver hears it");
            assertTrue(connection.stats().packetsReceived() >= 40, "counted in both channels");
            assertEquals(List.of("moved " + A + " to " + B), events.events(), "one event for one move");
        }
    }

    @Test
    void a_move_by_somebody_else_is_one_event() throws InterruptedException {
        FakeMainGateway bot = bot(options().build());
        try (bot.voice) {
            VoiceConnection connection = await(bot.voice.join(A));
            bot.place(B);
            assertEquals(List.of("moved " + A + " to " + B), events.await(1));
            server.awaitMember(FakeMainGateway.BOT, MemberState.READY, Call.PATIENCE);
            await(connection.awaitReady());
            assertEquals(OptionalLong.of(B), bot.voice.channelId());
            assertEquals(1, events.events().size(), events.events().toString());
            assertEquals(List.of(A), bot.asked);
        }
    }

    @Test
    void a_lost_server_and_another_one_are_waited_for_while_the_player_holds_its_place() throws InterruptedException {
        FakeMainGateway bot = bot(options().build());
        try (VoiceConnection listener = member(otherRegion, A, 2);
                bot.voice) {
            VoiceConnection connection = await(bot.voice.join(A));
            Ear ear = new Ear(listener);
            BasePlayer player = new BasePlayer(connection, new NumberedFrames(100, true));
            var finished = player.play();
            server.awaitReceived(FakeMainGateway.BOT, 20, Call.PATIENCE);
            bot.voice.handleVoiceServerUpdate("", null);
            assertEquals(List.of("server lost"), events.await(1));
            server.awaitMember(FakeMainGateway.BOT, MemberState.LEFT, Call.PATIENCE);
            awaitWaiting(player);
            bot.server(otherRegion);
            bot.place(A);
            await(finished);
            assertEquals(60, ear.hear(60).size());
            assertEquals(Duration.ofSeconds(2), player.position());
            assertEquals(List.of("server lost", "server changed"), events.events());
        }
    }

    @Test
    void a_kick_is_one_event_and_the_player_goes_on_after_the_next_join() throws InterruptedException {
        FakeMainGateway bot = bot(options().build());
        try (VoiceConnection listener = member(server, A, 2);
                bot.voice) {
            VoiceConnection connection = await(bot.voice.join(A));
            Ear ear = new Ear(listener);
            BasePlayer player = new BasePlayer(connection, new NumberedFrames(100, true));
            var finished = player.play();
            ear.hear(20);
            bot.kick();
            assertEquals(List.of("kicked from " + A), events.await(1));
            assertEquals(OptionalLong.empty(), bot.voice.channelId());
            assertEquals(List.of(A), bot.asked, "asking again would undo it");
            assertSame(connection, await(bot.voice.join(A)));
            await(finished);
            assertEquals(60, ear.hear(60).size());
            assertEquals(Duration.ofSeconds(2), player.position());
            assertEquals(1, events.events().size(), events.events().toString());
        }
    }

    @Test
    void leaving_and_joining_again_at_once_ends_in_the_channel() {
        FakeMainGateway bot = bot(options().build());
        try (bot.voice) {
            VoiceConnection connection = await(bot.voice.join(A));
            for (int i = 0; i < 5; i++) {
                CompletableFuture<VoiceConnection> overtaken = bot.voice.join(B);
                CompletableFuture<Void> left = bot.voice.leave();
                CompletableFuture<VoiceConnection> joined = bot.voice.join(A);
                assertSame(connection, await(joined));
                assertTrue(overtaken.isCompletedExceptionally() || overtaken.isDone());
                await(left);
            }
            assertEquals(VoiceState.READY, connection.state());
            assertEquals(A, connection.channelId());
            await(bot.voice.leave());
            server.awaitMember(FakeMainGateway.BOT, MemberState.LEFT, Call.PATIENCE);
            server.await("idle", Call.PATIENCE, () -> connection.state() == VoiceState.IDLE);
        }
    }

    @Test
    void used_up_credentials_are_renewed_without_the_listeners_help() throws InterruptedException {
        FakeMainGateway bot = bot(options().build());
        try (VoiceConnection listener = member(server, A, 2);
                bot.voice) {
            VoiceConnection connection = await(bot.voice.join(A));
            Ear ear = new Ear(listener);
            BasePlayer player = new BasePlayer(connection, new NumberedFrames(100, true));
            var finished = player.play();
            ear.hear(20);
            server.member(Call.GUILD, FakeMainGateway.BOT).closeSocket(4006);
            await(finished);
            assertEquals(60, ear.hear(60).size());
            assertEquals(List.of(A, A), bot.asked);
            assertEquals(List.of(), events.events(), "nothing happened that a listener could do anything about");
        }
    }

    @Test
    void a_silent_main_gateway_fails_the_join_in_time_and_names_what_is_missing() {
        FakeMainGateway bot =
                bot(options().connectTimeout(Duration.ofMillis(300)).build());
        try (bot.voice) {
            bot.fallSilent();
            CloseReason reason = failure(bot.voice.join(A));
            assertEquals(CloseReason.Kind.TIMEOUT, reason.kind());
            assertEquals(VoiceState.AWAITING_SERVER, reason.stage());
            assertTrue(reason.message().contains("no voice state update came"), reason.message());
            assertNull(bot.voice.connection());
            assertEquals(OptionalLong.empty(), bot.voice.channelId());
        }
    }

    @Test
    void a_join_that_the_voice_server_refuses_fails_with_its_reason_and_the_next_may_succeed() {
        FakeMainGateway bot = bot(options().build());
        try (bot.voice) {
            server.closeNext(HandshakeStep.IDENTIFY, 4017);
            CloseReason reason = failure(bot.voice.join(A));
            assertEquals(4017, reason.code());
            assertEquals(VoiceState.IDENTIFYING, reason.stage());
            VoiceConnection next = await(bot.voice.join(A));
            assertEquals(VoiceState.READY, next.state());
            assertSame(next, bot.voice.connection());
        }
    }

    @Test
    void closing_leaves_the_channel_and_closes_the_connection() {
        FakeMainGateway bot = bot(options().build());
        VoiceConnection connection = await(bot.voice.join(A));
        bot.voice.close();
        CloseReason reason = await(connection.closed());
        assertEquals(CloseReason.Kind.LOCAL, reason.kind());
        assertEquals(List.of(A, 0L), bot.asked);
        assertNotNull(failure(bot.voice.join(A)));
    }
}
