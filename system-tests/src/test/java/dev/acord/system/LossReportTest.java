package dev.acord.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.AudioSources;
import dev.acord.audio.EncodedSource;
import dev.acord.audio.opus.OpusEncoderOptions;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.Member;
import dev.acord.sim.VoiceServer;
import dev.acord.voice.BasePlayer;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceStats;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that says how it receives: what the encoder makes of it. */
class LossReportTest {
    @RegisterExtension
    final VoiceServer server =
            VoiceServer.builder().receiverReports(Duration.ofMillis(500)).build();

    private static EncodedSource tone(OpusEncoderOptions options) {
        return AudioSources.encode(new ToneSource(440, 0.25, Duration.ofMinutes(10)), options);
    }

    private static int expectedLoss(EncodedSource source) {
        AtomicInteger percent = new AtomicInteger();
        source.adjustEncoder(encoder -> percent.set(encoder.packetLossPercent()));
        return percent.get();
    }

    private static void await(EncodedSource source, IntPredicate wanted, String what) throws InterruptedException {
        long endNs = System.nanoTime() + Call.PATIENCE.toNanos();
        while (!wanted.test(expectedLoss(source))) {
            assertTrue(System.nanoTime() < endNs, what + ", not " + expectedLoss(source));
            Thread.sleep(50);
        }
    }

    @Test
    void the_encoder_expects_what_receivers_lose_and_forgets_it_when_they_lose_nothing() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection bot = call.join(1);
            EncodedSource source =
                    tone(OpusEncoderOptions.builder().inbandFec(true).build());
            BasePlayer player = new BasePlayer(bot, source);
            player.play();
            Member member = server.member(Call.GUILD, 1);
            while (bot.stats().remoteReports() == 0) {
                Thread.sleep(20);
            }
            assertEquals(0, expectedLoss(source));
            member.pretendLoss(0.2);
            await(source, percent -> percent >= 15, "20 % were reported lost");
            VoiceStats stats = bot.stats();
            assertEquals(0.2, stats.remoteFractionLost(), 0.01);
            member.pretendLoss(0);
            await(source, percent -> percent <= 8, "nothing was reported lost");
            player.stop();
            call.leave();
        }
        server.assertNoViolations();
    }

    @Test
    void an_expected_loss_that_the_user_has_set_stays() throws InterruptedException {
        try (Call call = new Call(server)) {
            VoiceConnection bot = call.join(1);
            EncodedSource source = tone(OpusEncoderOptions.builder()
                    .inbandFec(true)
                    .packetLossPercent(3)
                    .build());
            BasePlayer player = new BasePlayer(bot, source);
            player.play();
            while (bot.stats().remoteReports() == 0) {
                Thread.sleep(20);
            }
            server.member(Call.GUILD, 1).pretendLoss(0.5);
            long reports = bot.stats().remoteReports();
            while (bot.stats().remoteReports() < reports + 6) {
                Thread.sleep(20);
            }
            assertEquals(3, expectedLoss(source));
            player.stop();
            call.leave();
        }
        server.assertNoViolations();
    }
}
