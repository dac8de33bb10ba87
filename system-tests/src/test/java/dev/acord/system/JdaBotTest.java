package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.jda.AcordVoice;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.CloseReason;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceException;
import dev.acord.voice.VoiceOptions;
import dev.acord.voice.VoiceRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import net.dv8tion.jda.api.Permission;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.api.exceptions.InsufficientPermissionException;
import net.dv8tion.jda.api.exceptions.MissingAccessException;
import net.dv8tion.jda.api.hooks.VoiceDispatchInterceptor;
import net.dv8tion.jda.api.requests.GatewayIntent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a bot on JDA may and may not do, and what is left of its voice when it goes. */
class JdaBotTest {
    private static final long A = Call.CHANNEL;

    @RegisterExtension
    final VoiceServer server = VoiceServer.builder()
            .plainWebSocket(true, 0)
            .secureWebSocket(false, 0)
            .build();

    private static VoiceOptions options(Duration timeout) {
        return VoiceOptions.builder()
                .plainWebsocket(true)
                .connectTimeout(timeout)
                .build();
    }

    private static AcordVoice voice() {
        return AcordVoice.create(options(Call.PATIENCE));
    }

    private FakeJda bot(AcordVoice voice) {
        return new FakeJda(server, voice.interceptor(), Call.GUILD);
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void missing_permissions_are_told_at_once_in_jdas_words() {
        try (AcordVoice voice = voice();
                FakeJda jda = bot(voice)) {
            AudioChannel channel = jda.channel(A);
            jda.permissions.remove(Permission.VOICE_CONNECT);
            InsufficientPermissionException connect =
                    assertThrows(InsufficientPermissionException.class, () -> voice.join(channel));
            assertEquals(Permission.VOICE_CONNECT, connect.getPermission());
            assertEquals(A, connect.getChannelId());
            jda.permissions.remove(Permission.VIEW_CHANNEL);
            MissingAccessException view =
                    assertThrows(MissingAccessException.class, () -> voice.join(channel, true, false));
            assertEquals(Permission.VIEW_CHANNEL, view.getPermission());
            assertEquals(0, voice.guilds());
            assertEquals(List.of(), jda.listeners);
        }
    }

    @Test
    void a_full_channel_is_refused_unless_the_bot_may_move_members() {
        try (AcordVoice voice = voice();
                FakeJda jda = bot(voice)) {
            AudioChannel full = jda.channel(A, 2, 2);
            jda.permissions.remove(Permission.VOICE_MOVE_OTHERS);
            InsufficientPermissionException refused =
                    assertThrows(InsufficientPermissionException.class, () -> voice.join(full));
            assertEquals(Permission.VOICE_MOVE_OTHERS, refused.getPermission());
            assertTrue(refused.getMessage().contains("full (2 of 2)"), refused.getMessage());
            jda.permissions.add(Permission.VOICE_MOVE_OTHERS);
            await(voice.join(full));
            jda.permissions.remove(Permission.VOICE_MOVE_OTHERS);
            await(voice.join(full)); // it is one of those in it
        }
    }

    @Test
    void a_bot_without_the_intent_is_told_which() {
        try (AcordVoice voice = voice();
                FakeJda jda = bot(voice)) {
            jda.intents.remove(GatewayIntent.GUILD_VOICE_STATES);
            IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> voice.join(jda.channel(A)));
            assertTrue(thrown.getMessage().contains("GUILD_VOICE_STATES"), thrown.getMessage());
        }
    }

    @Test
    void a_bot_without_the_interceptor_is_told_so() {
        VoiceDispatchInterceptor other = AcordVoice.create().interceptor();
        try (AcordVoice voice = AcordVoice.create(options(Duration.ofMillis(200)));
                FakeJda jda = new FakeJda(server, other, Call.GUILD)) {
            CompletionException thrown =
                    assertThrows(CompletionException.class, () -> await(voice.join(jda.channel(A))));
            CloseReason reason =
                    assertInstanceOf(VoiceException.class, thrown.getCause()).reason();
            assertTrue(reason.message().contains("setVoiceDispatchInterceptor"), reason.message());
            assertEquals(CloseReason.Kind.TIMEOUT, reason.kind());
        }
    }

    @Test
    void several_shards_share_one_voice_and_the_end_of_one_leaves_the_others_alone() {
        try (AcordVoice voice = voice();
                FakeJda first = new FakeJda(server, voice.interceptor(), Call.GUILD);
                FakeJda second = new FakeJda(server, voice.interceptor(), Call.GUILD + 1)) {
            VoiceConnection one = await(voice.join(first.channel(A)));
            VoiceConnection two = await(voice.join(second.channel(A + 10)));
            first.shutdown();
            await(one.closed());
            assertEquals(1, voice.guilds());
            assertFalse(two.isDisconnected());
            second.removedFromGuild();
            await(two.closed());
            assertEquals(0, voice.guilds());
            assertEquals(List.of(Long.toString(A)), first.sent, "a shard that is gone is not asked to leave");
        }
    }

    @Test
    void a_shard_that_was_started_again_is_another_one() {
        try (AcordVoice voice = voice();
                FakeJda before = bot(voice);
                FakeJda after = bot(voice)) {
            VoiceConnection first = await(voice.join(before.channel(A)));
            before.shutdown();
            await(first.closed());
            VoiceConnection second = await(voice.join(after.channel(A)));
            assertEquals(List.of(Long.toString(A)), after.sent);
            assertFalse(second.isDisconnected());
        }
    }

    @Test
    void shutdown_with_a_call_in_it_leaves_no_thread_and_no_listener() throws InterruptedException {
        AcordVoice voice;
        try (VoiceRuntime runtime = VoiceRuntime.create("jda-voice", 1)) {
            voice = AcordVoice.create(options(Call.PATIENCE), runtime);
            try (FakeJda jda = bot(voice)) {
                VoiceConnection connection = await(voice.join(jda.channel(A)));
                assertEquals(List.of(voice), jda.listeners, "once, with the first join");
                await(voice.join(jda.channel(A + 1)));
                assertEquals(List.of(voice), jda.listeners);
                var playing = new BasePlayer(connection, new NumberedFrames(10_000, true)).play();
                jda.shutdown();
                await(connection.closed());
                assertTrue(playing.handle((state, failure) -> state != PlayerState.FINISHED)
                        .join());
                assertEquals(0, voice.guilds());
                voice.close();
            }
        }
        long endNs = System.nanoTime() + Call.PATIENCE.toNanos();
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("jda-voice"))) {
            assertTrue(System.nanoTime() - endNs < 0, "threads of the runtime are still there");
            Thread.sleep(20);
        }
    }

    @Test
    void after_closing_nothing_is_joined_and_jda_is_let_alone() {
        AcordVoice voice = voice();
        try (FakeJda jda = bot(voice)) {
            VoiceConnection connection = await(voice.join(jda.channel(A)));
            voice.close();
            voice.close();
            await(connection.closed());
            server.await("left", Call.PATIENCE, () -> jda.sent.equals(List.of(Long.toString(A), "0")));
            assertEquals(List.of(), jda.listeners);
            assertThrows(IllegalStateException.class, () -> voice.join(jda.channel(A)));
            assertThrows(IllegalStateException.class, () -> voice.guild(jda.guild));
            await(voice.leave(jda.guild));
        }
    }
}
