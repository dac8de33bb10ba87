package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.BaseReceiver;
import dev.acord.voice.CloseReason;
import dev.acord.voice.EncryptionMode;
import dev.acord.voice.PlayerState;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceFrame;
import dev.acord.voice.VoiceStats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two members and what one hears of the other, over TLS and UDP, with a server that reports every breach of the protocol. */
class CallTest {
    @RegisterExtension
    final VoiceServer server = VoiceServer.builder().decoratePackets(true).build();

    @ParameterizedTest
    @CsvSource({"AES256_GCM, true", "AES256_GCM, false", "XCHACHA20_POLY1305, true", "XCHACHA20_POLY1305, false"})
    void what_one_member_plays_the_other_hears_bit_for_bit(EncryptionMode mode, boolean immediate)
            throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2, call.options().modes(mode).build());
            VoiceConnection player = call.join(1, call.options().modes(mode).build());
            assertEquals(mode, player.mode());
            Ear ear = new Ear(listener);
            PlayerState end = new BasePlayer(player, new NumberedFrames(100, immediate))
                    .play()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            assertEquals(PlayerState.FINISHED, end);
            List<VoiceFrame> heard = ear.hear(105);
            assertEquals(NumberedFrames.expected(100), Ear.withoutSilence(heard));
            for (int i = 0; i < heard.size(); i++) {
                assertEquals(1, heard.get(i).userId());
                assertEquals(
                        (heard.get(0).sequence() + i) & 0xFFFF, heard.get(i).sequence());
            }
            VoiceStats stats = listener.stats();
            assertEquals(0, stats.packetsLost());
            assertEquals(105, stats.packetsReceived());
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void a_player_that_is_started_first_waits_for_the_connection() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            Ear ear = new Ear(listener);
            VoiceConnection player = call.member(1, call.options().build());
            BasePlayer frames = new BasePlayer(player, new NumberedFrames(20, false));
            var finished = frames.play();
            player.connect().orTimeout(60, TimeUnit.SECONDS).join();
            finished.orTimeout(60, TimeUnit.SECONDS).join();
            assertEquals(NumberedFrames.expected(20), Ear.withoutSilence(ear.hear(25)));
            assertEquals(Duration.ofMillis(400), frames.position());
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void a_pause_is_five_silence_frames_and_the_timestamp_keeps_the_time() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection player = call.join(1);
            Ear ear = new Ear(listener);
            BasePlayer frames = new BasePlayer(player, new NumberedFrames(30, true));
            frames.play();
            ear.hear(10);
            frames.pause();
            long pausedNs = System.nanoTime();
            Thread.sleep(500);
            frames.resume();
            frames.finished().orTimeout(60, TimeUnit.SECONDS).join();
            List<VoiceFrame> heard = ear.hear(30);
            assertEquals(40, heard.size() + 10);
            long span = (heard.get(29).timestamp() - heard.get(0).timestamp()) & 0xFFFF_FFFFL;
            long elapsed = (System.nanoTime() - pausedNs) / 1_000_000 * 48;
            assertTrue(span > 29 * 960 + 300 * 48, "the pause is in the timestamps: " + span);
            assertTrue(span < elapsed + 30 * 960, "but no more than the time that passed");
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void pcm_is_encoded_and_decoded_again_on_request() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection player = call.join(1);
            try (BaseReceiver receiver = new BaseReceiver(listener)) {
                new BasePlayer(player, new ToneSource(440, 0.5, Duration.ofMillis(600)), OpusEncoderOptions.defaults())
                        .play();
                int loud = 0;
                for (int i = 0; i < 35; i++) {
                    VoiceFrame frame = receiver.receive(Call.PATIENCE, true);
                    assertNotNull(frame);
                    short[] pcm = frame.pcm();
                    assertNotNull(pcm);
                    assertEquals(1_920, pcm.length, "20 ms of two channels");
                    for (short sample : pcm) {
                        loud = Math.max(loud, Math.abs(sample));
                    }
                }
                assertEquals(0.5 * 32_767, loud, 3_000);
            }
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void three_members_hear_each_other_and_not_themselves() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection first = call.join(1);
            VoiceConnection second = call.join(2);
            VoiceConnection third = call.join(3);
            List<VoiceConnection> all = List.of(first, second, third);
            List<Ear> ears = all.stream().map(Ear::new).toList();
            for (VoiceConnection each : all) {
                new BasePlayer(each, new NumberedFrames(50, true)).play();
            }
            for (int i = 0; i < 3; i++) {
                List<VoiceFrame> heard = ears.get(i).hear(110);
                long self = i + 1L;
                assertFalse(heard.stream().anyMatch(frame -> frame.userId() == self));
                for (long other = 1; other <= 3; other++) {
                    if (other != self) {
                        long user = other;
                        List<VoiceFrame> ofOther = heard.stream()
                                .filter(frame -> frame.userId() == user)
                                .toList();
                        assertEquals(NumberedFrames.expected(50), Ear.withoutSilence(ofOther));
                    }
                }
            }
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void packets_of_ones_own_are_paced_and_framed_by_the_library() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection listener = call.join(2);
            VoiceConnection player = call.join(1);
            Ear ear = new Ear(listener);
            List<List<Byte>> frames = NumberedFrames.expected(10);
            for (List<Byte> frame : frames) {
                byte[] opus = new byte[frame.size()];
                for (int i = 0; i < opus.length; i++) {
                    opus[i] = frame.get(i);
                }
                assertTrue(player.sendAudioPacket(opus, 960));
            }
            assertEquals(frames, Ear.withoutSilence(ear.hear(15)));
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void leaving_is_clean_and_idempotent() {
        try (Call call = new Call(server)) {
            VoiceConnection member = call.join(1);
            CloseReason reason =
                    member.disconnect("bye").orTimeout(60, TimeUnit.SECONDS).join();
            assertEquals(CloseReason.Kind.LOCAL, reason.kind());
            assertEquals(reason, member.disconnect("again").join());
            assertTrue(member.isDisconnected());
        }
        server.assertNoViolations();
    }
}
