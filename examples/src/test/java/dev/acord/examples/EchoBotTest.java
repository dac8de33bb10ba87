package dev.acord.examples;

import static dev.acord.examples.OfflineBot.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.discord.Heard;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineDiscordExtension;
import dev.acord.sim.discord.OfflineUser;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Everybody hears what they said. */
class EchoBotTest {
    @RegisterExtension
    final OfflineDiscordExtension offline = OfflineDiscordExtension.of(
            OfflineDiscord.builder().times(Duration.ofSeconds(41), Duration.ofMinutes(2), PATIENCE));

    @Test
    void eachUtteranceComesBackAfterItsEnd(OfflineDiscord discord) throws Exception {
        try (OfflineBot bot = new OfflineBot(discord, "echo", EchoBot::new)) {
            OfflineUser alice = discord.user().join(discord.voiceChannel());
            assertEquals("Say something, and pause.", bot.ask(alice, "/echo"));
            for (double hz : new double[] {523, 784}) {
                alice.forget();
                alice.plays(new ToneSource(hz, 0.3, Duration.ofSeconds(2)))
                        .finished()
                        .join();
                Heard echo = alice.awaitHears(discord.botId(), Duration.ofMillis(1_900), PATIENCE)
                        .trimmed()
                        .assertPitch(hz, 5)
                        .assertLouderThan(-25);
                assertTrue(echo.duration().toMillis() > 1_700, echo.toString());
                discord.await(
                        "the end of the echo",
                        PATIENCE,
                        () -> alice.hears(discord.botId()).trimmed().silence().isEmpty());
            }
            assertEquals("Bye.", bot.ask(alice, "/stop"));
        }
    }
}
