package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.jda.AcordVoice;
import dev.acord.sim.MemberState;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A bot on JDA in calls on the embedded server, with a listener that says what is heard of it. */
class JdaVoiceTest {
    private static final long A = Call.CHANNEL;
    private static final long B = Call.CHANNEL + 1;
    private static final long C = Call.CHANNEL + 2;

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

    private final AcordVoice voice = AcordVoice.create(options());
    private final EventLog events = new EventLog();
    private FakeJda jda;

    private static VoiceOptions options() {
        return VoiceOptions.builder()
                .plainWebsocket(true)
                .backoff(Duration.ofMillis(10))
                .build();
    }

    @BeforeEach
    void login() {
        jda = new FakeJda(server, voice.interceptor(), Call.GUILD);
        for (long channel : new long[] {A, B, C}) {
            jda.channel(channel);
        }
    }

    @AfterEach
    void logout() {
        voice.close();
        jda.close();
        assertEquals(0, voice.guilds());
        server.assertNoViolations();
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private VoiceConnection joined(long channel) {
        VoiceConnection connection = await(voice.join(jda.channel(channel)));
        voice.guild(jda.guild).addListener(events);
        return connection;
    }

    private static VoiceConnection member(VoiceServer on, long channel, long user) {
        VoiceConnection connection = VoiceConnection.create(Call.info(on.join(Call.GUILD, channel, user)), options());
        return await(connection.connect());
    }

    @Test
    void a_bot_is_heard_and_hears() throws InterruptedException {
        try (VoiceConnection listener = member(server, A, 2)) {
            Ear ear = new Ear(listener);
            VoiceConnection connection = joined(A);
            Ear own = new Ear(connection);
            assertEquals(PlayerState.FINISHED, await(new BasePlayer(connection, new NumberedFrames(50, true)).play()));
            assertEquals(NumberedFrames.expected(50), Ear.withoutSilence(ear.hear(55)));
            new BasePlayer(listener, new NumberedFrames(20, true)).play();
            assertEquals(NumberedFrames.expected(20), Ear.withoutSilence(own.hear(25)));
            assertEquals(List.of(Long.toString(A)), jda.sent);
            assertFalse(jda.hasRequest(), "JDA does not ask again for what it has");
            assertSame(connection, voice.connection(jda.guild).orElseThrow());
        }
    }

    @Test
    void a_player_goes_on_where_the_bot_is_moved_by_itself_and_by_others() throws InterruptedException {
        try (VoiceConnection inB = member(server, B, 4);
                VoiceConnection inC = member(server, C, 5)) {
            Ear earB = new Ear(inB);
            Ear earC = new Ear(inC);
            VoiceConnection connection = joined(A);
            BasePlayer player = new BasePlayer(connection, new NumberedFrames(250, true));
            var finished = player.play();
            assertSame(connection, await(voice.join(jda.channel(B))));
            assertEquals(30, earB.hear(30).size());
            jda.place(C);
            List<VoiceFrame> there = earC.hear(60);
            assertEquals(60, there.size(), "what is left is played in the other channel");
            assertEquals(FakeJda.BOT, there.get(0).userId());
            await(finished);
            assertEquals(Duration.ofSeconds(5), player.position());
            assertEquals(List.of("moved " + A + " to " + B, "moved " + B + " to " + C), events.await(2));
            assertEquals(List.of(Long.toString(A), Long.toString(B)), jda.sent, "a move by others is not asked for");
        }
    }

    @Test
    void a_kick_is_not_undone_and_the_player_goes_on_after_the_next_join() throws InterruptedException {
        try (VoiceConnection listener = member(server, A, 2)) {
            Ear ear = new Ear(listener);
            VoiceConnection connection = joined(A);
            BasePlayer player = new BasePlayer(connection, new NumberedFrames(100, true));
            var finished = player.play();
            ear.hear(20);
            jda.kick();
            assertEquals(List.of("kicked from " + A), events.await(1));
            jda.sendAgain();
            assertEquals(List.of(Long.toString(A)), jda.sent);
            assertEquals(OptionalLong.empty(), voice.guild(jda.guild).channelId());
            assertSame(connection, joined(A));
            await(finished);
            assertEquals(60, ear.hear(60).size());
        }
    }

    @Test
    void another_region_is_followed() throws InterruptedException {
        try (VoiceConnection listener = member(otherRegion, A, 2)) {
            Ear ear = new Ear(listener);
            VoiceConnection connection = joined(A);
            BasePlayer player = new BasePlayer(connection, new NumberedFrames(100, true));
            var finished = player.play();
            server.awaitReceived(FakeJda.BOT, 20, Call.PATIENCE);
            jda.server(otherRegion);
            jda.place(A);
            await(finished);
            assertTrue(ear.hear(60).size() == 60);
            assertEquals(List.of("server changed"), events.await(1));
        }
    }

    @Test
    void leaving_forgets_the_guild_and_a_later_join_begins_anew() {
        VoiceConnection connection = joined(A);
        await(voice.leave(jda.guild));
        await(connection.closed());
        server.awaitMember(FakeJda.BOT, MemberState.LEFT, Call.PATIENCE);
        assertEquals(0, voice.guilds());
        assertEquals(Optional.empty(), voice.connection(jda.guild));
        assertEquals(List.of(Long.toString(A), "0"), jda.sent);
        VoiceConnection next = joined(A);
        assertNotSame(connection, next);
        assertEquals(VoiceState.READY, next.state());
    }

    @Test
    void leaving_and_joining_again_at_once_keeps_the_player() throws InterruptedException {
        try (VoiceConnection listener = member(server, A, 2)) {
            Ear ear = new Ear(listener);
            VoiceConnection connection = joined(A);
            BasePlayer player = new BasePlayer(connection, new NumberedFrames(100, true));
            var finished = player.play();
            ear.hear(20);
            CompletableFuture<VoiceConnection> joinedAgain = jda.beforeAnswers(() -> {
                CompletableFuture<Void> left = voice.leave(jda.guild);
                CompletableFuture<VoiceConnection> joining = voice.join(jda.channel(A));
                await(left);
                return joining;
            });
            assertSame(connection, await(joinedAgain));
            assertEquals(PlayerState.FINISHED, await(finished));
            assertEquals(1, voice.guilds());
            assertFalse(jda.hasRequest());
        }
    }

    @Test
    void used_up_credentials_are_renewed_by_leaving_and_joining_where_asking_is_not_answered()
            throws InterruptedException {
        try (VoiceConnection listener = member(server, A, 2)) {
            Ear ear = new Ear(listener);
            VoiceConnection connection = joined(A);
            BasePlayer player = new BasePlayer(connection, new NumberedFrames(100, true));
            var finished = player.play();
            ear.hear(20);
            server.member(Call.GUILD, FakeJda.BOT).closeSocket(4006);
            assertEquals(PlayerState.FINISHED, await(finished));
            assertEquals(60, ear.hear(60).size());
            String a = Long.toString(A);
            assertEquals(List.of(a, a, "0", a), jda.sent);
            assertEquals(List.of(), events.events(), "nobody was kicked");
        }
    }

    @Test
    void a_new_session_of_jda_is_asked_and_the_player_goes_on() throws InterruptedException {
        try (VoiceConnection listener = member(server, A, 2)) {
            Ear ear = new Ear(listener);
            VoiceConnection connection = joined(A);
            BasePlayer player = new BasePlayer(connection, new NumberedFrames(150, true));
            var finished = player.play();
            ear.hear(20);
            jda.newSession();
            assertEquals(PlayerState.FINISHED, await(finished));
            assertEquals(100, ear.hear(100).size());
            assertEquals(List.of(Long.toString(A), Long.toString(A)), jda.sent);
            assertSame(connection, voice.connection(jda.guild).orElseThrow());
        }
    }

    @Test
    void a_guild_that_is_back_is_asked_only_where_the_bot_is_no_longer_in_its_channel() {
        VoiceConnection connection = joined(A);
        jda.guildBack(true);
        jda.guildBack(false);
        server.await("the bot asks", Call.PATIENCE, () -> jda.sent.size() == 2);
        await(connection.awaitReady());
        assertEquals(List.of(Long.toString(A), Long.toString(A)), jda.sent);
    }

    /** Often, because the voice server tells of the move by closing, at the same time as the main gateway: each order happens. */
    @RepeatedTest(40)
    void a_move_by_others_takes_back_what_jda_would_ask_again() throws InterruptedException {
        joined(A);
        jda.refuse(B);
        CompletableFuture<VoiceConnection> refused = voice.join(jda.channel(B));
        server.await("the request was sent", Call.PATIENCE, () -> jda.sent.size() == 2);
        jda.place(C);
        await(refused);
        assertEquals(List.of("moved " + A + " to " + C), events.await(1));
        server.await("JDA asks for nothing else", Call.PATIENCE, () -> {
            jda.sendAgain();
            return !jda.hasRequest();
        });
        assertEquals(OptionalLong.of(C), voice.guild(jda.guild).channelId());
    }

    @Test
    void a_bot_is_shown_muted_and_deafened() {
        await(voice.join(jda.channel(A), true, true));
        voice.guild(jda.guild).deafen(false);
        server.await("undeafened", Call.PATIENCE, () -> jda.sent.size() == 2);
        assertEquals(List.of(A + "md", A + "m"), jda.sent);
        server.await("answered", Call.PATIENCE, () -> !jda.hasRequest());
    }

    @Test
    void a_listener_that_blocks_holds_up_neither_jda_nor_the_voice() {
        VoiceConnection connection = joined(A);
        CountDownLatch over = new CountDownLatch(1);
        voice.guild(jda.guild).addListener(new VoiceListener() {
            @Override
            public void onMoved(VoiceConnection moved, long fromChannelId, long toChannelId) {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        jda.place(B);
        jda.place(C); // returns when JDA's thread has told the interceptor
        server.await("it is there", Call.PATIENCE, () -> connection.channelId() == C);
        await(connection.awaitReady());
        over.countDown();
        assertEquals(List.of(Long.toString(A)), jda.sent);
    }

    @Test
    void an_endpoint_that_is_none_is_ignored() {
        VoiceConnection connection = joined(A);
        jda.badServer("://nowhere");
        assertEquals(VoiceState.READY, connection.state());
    }
}
