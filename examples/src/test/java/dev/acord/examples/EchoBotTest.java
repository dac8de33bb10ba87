package dev.acord.examples;

import static dev.acord.examples.OfflineBot.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
    private static final int WINDOW = 4_800; // a tenth of a second

    @RegisterExtension
    final OfflineDiscordExtension offline = OfflineBot.discord();

    @Test
    void eachUtteranceComesBackAfterItsEnd(OfflineDiscord discord) throws Exception {
        try (OfflineBot bot = new OfflineBot(discord, "echo", EchoBot::new)) {
            OfflineUser alice = discord.user().join(discord.voiceChannel());
            assertEquals("Say something, and pause.", bot.ask(alice, "/echo"));
            for (double hz : new double[] {523, 784}) {
                alice.plays(new ToneSource(hz, 0.3, Duration.ofSeconds(2)))
                        .finished()
                        .join();
                discord.await(
                        "an echo of " + hz + " Hz", PATIENCE, () -> seconds(alice.hears(discord.botId()), hz) > 1.5);
            }
            alice.plays(new ToneSource(262, 0.3, Duration.ofMinutes(1)));
            discord.await(
                    "Alice at the bot",
                    PATIENCE,
                    () -> alice.connection().stats().packetsSent() > 50);
            assertEquals("Bye.", bot.ask(alice, "/stop"));
        }
    }

    /** How long a tone is heard. */
    private static double seconds(Heard heard, double hz) {
        short[] pcm = heard.pcm();
        int windows = 0;
        for (int at = 0; at + WINDOW <= pcm.length / 2; at += WINDOW) {
            windows += Sounds.amplitude(pcm, at, WINDOW, hz) > 0.2 ? 1 : 0;
        }
        return windows / 10.0;
    }
}
