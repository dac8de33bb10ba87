package dev.acord.system.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.discord.BotReply;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineDiscordExtension;
import dev.acord.sim.discord.OfflineUser;
import dev.acord.sim.discord.Said;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An unmodified bot on JDA 6 lives in the offline Discord as in the real one: what a user says and hears is all that is looked at. */
class OfflineJdaTest {
    /** Long enough for the slowest machine; nothing waits this long unless it is broken. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * JDA's timestamps count packets and stand still when the machine does; on a slow one that is seen as a pause that the timestamps do not
     * keep, without silence before it.
     */
    @RegisterExtension
    final OfflineDiscordExtension offline = OfflineDiscordExtension.of(OfflineDiscord.builder()
                    .guild("Test guild")
                    .users("alice", "bob")
                    .times(Duration.ofSeconds(41), Duration.ofMinutes(2), PATIENCE))
            .tolerating("rtp-timestamp-clock", "pause-without-silence", "speaking-not-cleared");

    @Test
    void aliceAsksForATuneAndHearsItEncryptedAndWithoutGaps(OfflineDiscord discord) throws Exception {
        try (JdaBot bot = new JdaBot(discord)) {
            BotReply reply = discord.userSays("/play 440 my tune").awaitReply(PATIENCE);
            assertEquals("Playing my tune in General", reply.content());
            discord.awaitVoice(discord.botId(), discord.voiceChannel(), PATIENCE);
            discord.await("the bot to see where it is", PATIENCE, () -> bot.places.equals(List.of("General")));

            discord.user()
                    .awaitHears(discord.botId(), Duration.ofSeconds(3), PATIENCE)
                    .trimmed()
                    .assertPitch(440, 2)
                    .assertLouderThan(-20)
                    .assertLongerThan(Duration.ofMillis(2_900))
                    .assertNoGaps(Duration.ofMillis(100));
            assertTrue(
                    discord.voiceServer()
                                    .dave(discord.voiceChannel().id())
                                    .state()
                                    .version()
                            > 0,
                    "the call is end-to-end encrypted");
            assertEquals(List.of(), discord.unknownRequests());
        }
    }

    @Test
    void theBotHearsAlice(OfflineDiscord discord) throws Exception {
        try (JdaBot bot = new JdaBot(discord)) {
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            alice.says("/play 440").awaitReply(PATIENCE);
            alice.awaitHears(discord.botId(), Duration.ofSeconds(1), PATIENCE); // the bot is in the call now
            alice.plays(new ToneSource(660, 0.3, Duration.ofSeconds(20)));
            discord.await(
                    "sound at the bot",
                    PATIENCE,
                    () -> bot.ear.heard().duration().compareTo(Duration.ofSeconds(3)) > 0);
            bot.ear.heard().trimmed().assertPitch(660, 2).assertLouderThan(-20);
            assertEquals(Set.of(alice.id()), bot.ear.speakers());
        }
    }

    @Test
    void messagesAreAnswered(OfflineDiscord discord) throws Exception {
        try (JdaBot bot = new JdaBot(discord)) {
            assertEquals(JDA.Status.CONNECTED, bot.jda.getStatus());
            Said ping = discord.user("bob").says("!ping");
            assertEquals("pong bob", ping.awaitReply(PATIENCE).content());
            Said leave = discord.user("bob").says("/leave");
            BotReply bye = leave.awaitReply(PATIENCE);
            assertEquals("bye", bye.content());
            assertTrue(bye.ephemeral());
            IllegalArgumentException wrong =
                    assertThrows(IllegalArgumentException.class, () -> discord.userSays("/play loud"));
            assertTrue(wrong.getMessage().contains("hz is an integer"), wrong.getMessage());
        }
    }

    @Test
    void aModeratorMovesTheBotAndThrowsItOut(OfflineDiscord discord) throws Exception {
        try (JdaBot bot = new JdaBot(discord)) {
            discord.userSays("/play 440").awaitReply(PATIENCE);
            OfflineUser alice = discord.user();
            alice.awaitHears(discord.botId(), Duration.ofSeconds(1), PATIENCE);

            OfflineUser bob = discord.user("bob").join(discord.voiceChannel("Music"));
            discord.move(discord.botId(), discord.voiceChannel("Music"));
            bob.awaitHears(discord.botId(), Duration.ofSeconds(2), PATIENCE)
                    .trimmed()
                    .assertPitch(440, 2);
            discord.await("the move at the bot", PATIENCE, () -> bot.places.contains("Music"));

            discord.kick(discord.botId());
            discord.await(
                    "the kick at the bot", PATIENCE, () -> bot.places.equals(List.of("General", "Music", "none")));
            assertEquals(0, discord.channelOf(discord.botId()));
        }
    }

    @Test
    void aLostConnectionIsResumedAndNothingIsMissed(OfflineDiscord discord) throws Exception {
        try (JdaBot bot = new JdaBot(discord)) {
            discord.userSays("/play 440").awaitReply(PATIENCE);
            discord.user().awaitHears(discord.botId(), Duration.ofSeconds(1), PATIENCE);
            discord.killGateway();
            Said ping = discord.user("bob").says("!ping"); // while the bot is away, or just back
            assertEquals("pong bob", ping.awaitReply(PATIENCE).content());
            assertEquals(1, discord.resumes());
            assertEquals(1, discord.identifies());
            assertEquals(JDA.Status.CONNECTED, bot.jda.getStatus());
            discord.user().forget();
            discord.user().awaitHears(discord.botId(), Duration.ofSeconds(1), PATIENCE);
        }
    }

    @Test
    void aWrongTokenIsRefusedAsTheServiceDoes(OfflineDiscord discord) {
        assertThrows(InvalidTokenException.class, () -> JdaBot.builder(discord, "not.the.token")
                .build());
        assertEquals("bot-wrong-token", discord.violations().get(0).rule());
        discord.clearViolations();
    }
}
