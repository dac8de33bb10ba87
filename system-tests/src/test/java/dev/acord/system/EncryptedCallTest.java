package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** End-to-end encryption in whole calls. */
class EncryptedCallTest {
    @RegisterExtension
    final VoiceServer server = VoiceServer.create();

    /** Completes when the call's encryption is as wanted. */
    static CompletableFuture<EncryptionState> when(VoiceConnection connection, Predicate<EncryptionState> wanted) {
        CompletableFuture<EncryptionState> future = new CompletableFuture<>();
        connection.addListener(new VoiceListener() {
            @Override
            public void onEncryption(VoiceConnection which, EncryptionState state) {
                if (wanted.test(state)) {
                    future.complete(state);
                }
            }
        });
        if (wanted.test(connection.encryption())) {
            future.complete(connection.encryption());
        }
        return future;
    }

    static EncryptionState await(VoiceConnection connection, Predicate<EncryptionState> wanted) {
        return when(connection, wanted).orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static Predicate<EncryptionState> encryptedWith(Long... users) {
        return state -> state.ready() && state.users().equals(List.of(users));
    }

    @Test
    void everybody_in_the_call_sees_the_same_code_and_each_pair_its_own() {
        try (Call call = new Call(server)) {
            VoiceConnection first = call.join(1);
            VoiceConnection second = call.join(2);
            VoiceConnection third = call.join(3);
            EncryptionState state = await(first, encryptedWith(1L, 2L, 3L));
            await(second, encryptedWith(1L, 2L, 3L));
            await(third, encryptedWith(1L, 2L, 3L));
            assertTrue(state.privacyCode().matches("\\d{30}"), state.privacyCode());
            assertEquals(first.privacyCode(), second.privacyCode());
            assertEquals(first.privacyCode(), third.privacyCode());
            String pair = first.verificationCode(2).join();
            assertTrue(pair.matches("\\d{45}"), pair);
            assertEquals(pair, second.verificationCode(1).join());
            assertNotEquals(pair, first.verificationCode(3).join());
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void what_crosses_the_server_is_not_what_was_played() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection player = call.join(1);
            await(player, encryptedWith(1L, 2L));
            Ear ear = new Ear(listener);
            new BasePlayer(player, new NumberedFrames(20, true)).play();
            List<List<Byte>> played = NumberedFrames.expected(20);
            assertEquals(played, Ear.withoutSilence(ear.hear(25)));
            long protectedFrames = server.received(1).stream()
                    .map(packet -> packet.payload())
                    .filter(bytes -> bytes.length > 3)
                    .peek(bytes -> assertEquals(
                            "fafa", String.format("%02x%02x", bytes[bytes.length - 2], bytes[bytes.length - 1])))
                    .peek(bytes -> assertTrue(!played.contains(NumberedFrames.bytes(bytes, bytes.length))))
                    .count();
            assertEquals(20, protectedFrames);
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void a_channel_that_empties_and_fills_again_is_heard_again() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection stays = call.join(1);
            for (int round = 0; round < 3; round++) {
                VoiceConnection comes = call.join(2);
                await(stays, encryptedWith(1L, 2L));
                await(comes, encryptedWith(1L, 2L));
                Ear ear = new Ear(comes);
                new BasePlayer(stays, new NumberedFrames(20, false)).play();
                assertEquals(NumberedFrames.expected(20), Ear.withoutSilence(ear.hear(25)), "round " + round);
                comes.disconnect("bye").orTimeout(60, TimeUnit.SECONDS).join();
                await(stays, state -> !state.users().contains(2L));
            }
            call.leave();
        }
        server.assertNoViolations();
    }

    /** Users 2 and 3 are in a group, whose gateway proposes nobody else until it is told to; returns user 2. */
    private VoiceConnection groupThatTakesNobodyIn(Call call) {
        VoiceConnection two = call.join(2);
        await(call.join(3), encryptedWith(2L, 3L));
        await(two, encryptedWith(2L, 3L));
        server.dave(Call.CHANNEL).holdProposals(true);
        return two;
    }

    @Test
    void a_player_that_no_group_takes_in_ends_with_a_reason_in_time() {
        try (Call call = new Call(server)) {
            groupThatTakesNobodyIn(call);
            VoiceConnection player = call.join(
                    1, call.options().encryptionTimeout(Duration.ofMillis(400)).build());
            player.addListener(new VoiceListener() {
                @Override
                public void onServerNeeded(VoiceConnection which, CloseReason reason) {
                    which.update(Call.info(server.join(Call.GUILD, Call.CHANNEL, 1)));
                }
            });
            var finished = new BasePlayer(player, new NumberedFrames(500, true)).play();
            CloseReason reason = player.closed().orTimeout(60, TimeUnit.SECONDS).join();
            assertEquals(CloseReason.Kind.TIMEOUT, reason.kind());
            assertTrue(reason.message().contains("encrypted group"), reason.message());
            assertTrue(
                    finished.handle((state, error) -> error != null)
                            .orTimeout(60, TimeUnit.SECONDS)
                            .join(),
                    "the player ends with the connection");
            call.leave();
        }
    }

    @Test
    void a_wait_for_the_group_is_told_and_ends_when_the_group_takes_the_member_in() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = groupThatTakesNobodyIn(call);
            VoiceConnection player = call.join(1);
            CompletableFuture<Duration> waited = new CompletableFuture<>();
            player.addListener(new VoiceListener() {
                @Override
                public void onEncryptionWaiting(VoiceConnection which, Duration time) {
                    waited.complete(time);
                }
            });
            new BasePlayer(player, new NumberedFrames(20, true)).play();
            assertTrue(waited.orTimeout(60, TimeUnit.SECONDS).join().toMillis() >= 2_500);
            assertFalse(player.encryption().ready());
            Ear ear = new Ear(listener);
            server.dave(Call.CHANNEL).holdProposals(false);
            assertEquals(NumberedFrames.expected(20), Ear.withoutSilence(ear.hear(25)), "held, not lost");
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void a_bot_alone_in_a_channel_plays_and_goes_on_when_somebody_comes() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection player = call.join(1);
            BasePlayer tune = new BasePlayer(player, new NumberedFrames(500, true));
            tune.play();
            server.awaitReceived(1, 20, Call.PATIENCE);
            VoiceConnection comes = call.join(2);
            BaseReceiver receiver = new BaseReceiver(comes);
            VoiceFrame heard = receiver.receive(Call.PATIENCE);
            assertTrue(heard != null
                    && NumberedFrames.expected(500).contains(NumberedFrames.bytes(heard.opus(), heard.opusLength())));
            tune.stop();
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void a_member_without_end_to_end_encryption_takes_the_call_down_and_up_again() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection player = call.join(1);
            await(player, encryptedWith(1L, 2L));
            VoiceConnection old =
                    call.join(3, call.options().endToEndEncryption(false).build());
            EncryptionState plain = await(player, state -> state.version() == 0);
            assertEquals(false, plain.ready());
            await(listener, state -> state.version() == 0);
            Ear oldEar = new Ear(old);
            Ear ear = new Ear(listener);
            new BasePlayer(player, new NumberedFrames(20, true)).play();
            assertEquals(NumberedFrames.expected(20), Ear.withoutSilence(oldEar.hear(25)));
            assertEquals(NumberedFrames.expected(20), Ear.withoutSilence(ear.hear(25)));
            old.disconnect("bye").orTimeout(60, TimeUnit.SECONDS).join();
            await(player, encryptedWith(1L, 2L));
            await(listener, encryptedWith(1L, 2L));
            new BasePlayer(player, new NumberedFrames(20, true)).play();
            assertEquals(NumberedFrames.expected(20), Ear.withoutSilence(ear.hear(25)));
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void a_player_holds_until_its_frames_can_be_encrypted_and_loses_nothing() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            Ear ear = new Ear(listener);
            VoiceConnection player = call.member(1, call.options().build());
            BasePlayer frames = new BasePlayer(player, new NumberedFrames(30, true));
            frames.play();
            player.connect();
            List<VoiceFrame> heard = ear.hear(35);
            assertEquals(NumberedFrames.expected(30), Ear.withoutSilence(heard));
            assertEquals(Duration.ofMillis(600), frames.position());
            call.leave();
        }
        server.assertNoViolations();
    }
}
