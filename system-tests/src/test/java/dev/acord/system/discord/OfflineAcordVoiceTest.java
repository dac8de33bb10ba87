package dev.acord.system.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.discord.Heard;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineDiscordExtension;
import dev.acord.sim.discord.OfflineUser;
import dev.acord.voice.SpeechStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An unmodified bot on JDA 6 with this library's voice, in the offline Discord; nothing of the protocol is tolerated. */
class OfflineAcordVoiceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final OfflineDiscordExtension offline = OfflineDiscordExtension.of(OfflineDiscord.builder()
            .guild("Test guild")
            .users("alice", "bob")
            .times(Duration.ofSeconds(41), Duration.ofMinutes(2), PATIENCE));

    @Test
    void aliceHearsTheTuneAndTheBotHearsAlice(OfflineDiscord discord) throws Exception {
        try (AcordBot bot = new AcordBot(discord)) {
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            assertEquals(
                    "Playing, encrypted",
                    alice.says("/play 440").awaitReply(PATIENCE).content());
            alice.awaitHears(discord.botId(), Duration.ofSeconds(3), PATIENCE)
                    .trimmed()
                    .assertPitch(440, 2)
                    .assertLouderThan(-20)
                    .assertNoGaps(Duration.ofMillis(100));

            SpeechStream stream = Objects.requireNonNull(bot.ears).user(alice.id());
            alice.plays(new ToneSource(660, 0.3, Duration.ofSeconds(20)));
            assertEquals(660, pitch(stream), 2);
            assertEquals(List.of(), discord.unknownRequests());
        }
    }

    private static double pitch(SpeechStream stream) throws InterruptedException {
        short[] second = new short[2 * 48_000];
        for (int have = 0; have < second.length; ) {
            var block = stream.read(PATIENCE);
            assertNotNull(block, "nothing was heard");
            if (have > 0 || isLoud(block.pcm())) {
                int some = Math.min(block.pcm().length, second.length - have);
                System.arraycopy(block.pcm(), 0, second, have, some);
                have += some;
            }
        }
        return Heard.of(second).pitchHz();
    }

    private static boolean isLoud(short[] pcm) {
        for (short sample : pcm) {
            if (Math.abs(sample) > 1_000) {
                return true;
            }
        }
        return false;
    }

    @Test
    void theTuneGoesOnThroughAMoveAKickAndALostMainGateway(OfflineDiscord discord) throws Exception {
        try (AcordBot bot = new AcordBot(discord)) {
            discord.userSays("/play 440").awaitReply(PATIENCE);
            discord.user().awaitHears(discord.botId(), Duration.ofSeconds(1), PATIENCE);

            OfflineUser bob = discord.user("bob").join(discord.voiceChannel("Music"));
            discord.move(discord.botId(), discord.voiceChannel("Music"));
            bob.awaitHears(discord.botId(), Duration.ofSeconds(1), PATIENCE)
                    .trimmed()
                    .assertPitch(440, 2);

            discord.killGateway();
            bob.forget();
            bob.awaitHears(discord.botId(), Duration.ofSeconds(1), PATIENCE);

            discord.kick(discord.botId());
            discord.await("the kick", PATIENCE, () -> bot.voice
                    .guild(Objects.requireNonNull(bot.jda.getGuildById(discord.guildId())))
                    .channelId()
                    .isEmpty());
            assertEquals(0, discord.channelOf(discord.botId()));
            bob.forget();
            assertEquals(
                    "Playing, encrypted",
                    bob.says("/play 550").awaitReply(PATIENCE).content());
            bob.awaitHears(discord.botId(), Duration.ofSeconds(1), PATIENCE);
            assertTrue(bob.says("/leave").awaitReply(PATIENCE).content().contains("bye"));
            assertEquals(0, bot.voice.guilds());
        }
    }
}
