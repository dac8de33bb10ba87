package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.MemberState;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.CloseReason;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceListener;
import dev.acord.voice.VoiceState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions that are lost while audio plays. */
class RecoveryTest {
    @RegisterExtension
    final VoiceServer server = VoiceServer.builder().firstSequence(65_530).build();

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Completes with the reason when the service has ended the session; joins again at once. */
    private static CompletableFuture<CloseReason> onDisconnected(VoiceConnection connection, Runnable then) {
        CompletableFuture<CloseReason> needed = new CompletableFuture<>();
        connection.addListener(new VoiceListener() {
            @Override
            public void onDisconnected(VoiceConnection which, CloseReason reason) {
                then.run();
                needed.complete(reason);
            }
        });
        return needed;
    }

    @Test
    void a_killed_websocket_is_resumed_without_losing_a_frame() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection player = call.join(1);
            CompletableFuture<Void> resumed = new CompletableFuture<>();
            player.addListener(new VoiceListener() {
                @Override
                public void onResumed(VoiceConnection which) {
                    resumed.complete(null);
                }
            });
            Ear ear = new Ear(listener);
            BasePlayer frames = new BasePlayer(player, new NumberedFrames(150, true));
            frames.play();
            List<VoiceFrame> before = ear.hear(20);
            server.killSocket(1);
            List<VoiceFrame> after = ear.hear(135);
            await(resumed);
            assertEquals(155, before.size() + after.size());
            assertEquals(VoiceState.READY, player.state());
            assertEquals(0, listener.stats().packetsLost());
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void a_listener_that_resumes_knows_who_joined_meanwhile() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            CompletableFuture<Long> joined = new CompletableFuture<>();
            listener.addListener(new VoiceListener() {
                @Override
                public void onUserConnected(VoiceConnection which, long userId) {
                    if (userId == 9) {
                        joined.complete(userId);
                    }
                }
            });
            Ear ear = new Ear(listener);
            server.killSocket(2);
            VoiceConnection player = call.join(9);
            EncryptedCallTest.await(
                    player, state -> state.ready() && state.users().size() == 2);
            EncryptedCallTest.await(listener, state -> state.users().size() == 2);
            new BasePlayer(player, new NumberedFrames(30, true)).play();
            assertEquals(9, await(joined));
            assertEquals(NumberedFrames.expected(30), Ear.withoutSilence(ear.hear(35)));
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void a_kick_waits_for_the_main_gateway_and_the_player_goes_on_in_the_new_session() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection player = call.join(1);
            Ear ear = new Ear(listener);
            CompletableFuture<CloseReason> needed =
                    onDisconnected(player, () -> player.update(Call.info(server.join(Call.GUILD, Call.CHANNEL, 1))));
            BasePlayer frames = new BasePlayer(player, new NumberedFrames(100, true));
            frames.play();
            ear.hear(20);
            server.kick(1);
            assertEquals(4014, await(needed).code());
            await(frames.finished());
            List<VoiceFrame> after = ear.hear(60);
            assertEquals(60, after.size(), "what is left is played in the new session");
            assertEquals(Duration.ofSeconds(2), frames.position());
            call.leave();
        }
    }

    @Test
    void a_session_that_is_not_renewed_ends_with_the_reason() {
        try (Call call = new Call(server)) {
            VoiceConnection player = call.join(
                    1, call.options().updateGrace(Duration.ofMillis(200)).build());
            BasePlayer frames = new BasePlayer(player, new NumberedFrames(10_000, true));
            var finished = frames.play();
            server.closeSocket(1, 4006);
            CloseReason reason = await(player.closed());
            assertEquals(4006, reason.code());
            assertTrue(reason.message().contains("no new voice session came"), reason.message());
            assertTrue(finished.handle((state, error) -> error != null).join(), "the player ends with the connection");
        }
    }

    @Test
    void a_new_key_in_a_running_session_loses_nothing() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection player = call.join(1);
            Ear ear = new Ear(listener);
            new BasePlayer(player, new NumberedFrames(120, true)).play();
            ear.hear(20);
            server.rotateKey(2);
            List<VoiceFrame> heard = ear.hear(105);
            assertEquals(105, heard.size());
            assertEquals(0, listener.stats().packetsLost());
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void a_server_that_stops_acknowledging_heartbeats_is_noticed() {
        try (VoiceServer slow = VoiceServer.builder()
                .heartbeatInterval(Duration.ofMillis(300))
                .build()
                .start()) {
            Call call = new Call(slow);
            VoiceConnection member = call.join(1);
            CompletableFuture<Void> resuming = new CompletableFuture<>();
            member.addListener(new VoiceListener() {
                @Override
                public void onState(VoiceConnection which, VoiceState state) {
                    if (state == VoiceState.RESUMING) {
                        resuming.complete(null);
                    }
                }
            });
            slow.muteAcks(1);
            await(resuming);
            assertNotNull(member);
            call.leave();
        }
    }

    @Test
    void members_that_leave_are_seen_to_leave() {
        try (Call call = new Call(server)) {
            VoiceConnection stays = call.join(1);
            CompletableFuture<Long> left = new CompletableFuture<>();
            stays.addListener(new VoiceListener() {
                @Override
                public void onUserDisconnected(VoiceConnection which, long userId) {
                    left.complete(userId);
                }
            });
            VoiceConnection leaves = call.join(2);
            await(leaves.disconnect("bye"));
            assertEquals(2, await(left));
            assertEquals(VoiceState.READY, stays.state());
            server.awaitMember(2, MemberState.LEFT, Call.PATIENCE);
        }
        server.assertNoViolations();
    }
}
