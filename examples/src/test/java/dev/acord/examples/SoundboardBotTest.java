package dev.acord.examples;

import static dev.acord.examples.OfflineBot.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineDiscordExtension;
import dev.acord.sim.discord.OfflineUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A sound comes over the music, which is lowered and comes back. */
class SoundboardBotTest {
    private static final int WINDOW = 4_800;

    @RegisterExtension
    final OfflineDiscordExtension offline = OfflineBot.discord();

    @TempDir
    Path folder;

    @Test
    void theMusicIsLoweredWhileTheSoundPlays(OfflineDiscord discord) throws Exception {
        Path sounds = Files.createDirectory(folder.resolve("sounds"));
        Sounds.wav(sounds.resolve("beep.wav"), 0.4, Duration.ofSeconds(2), 1_000);
        Path music = Sounds.wav(folder.resolve("music.wav"), 0.3, Duration.ofSeconds(60), 300);
        Map<String, Clip> loaded = SoundboardBot.load(sounds);
        Files.delete(sounds.resolve("beep.wav")); // it is in memory now
        try (OfflineBot bot = new OfflineBot(discord, "sound", voice -> new SoundboardBot(voice, loaded, music))) {
            OfflineUser alice = discord.user().join(discord.voiceChannel());
            assertEquals("I have no horn, but beep.", bot.ask(alice, "/sound horn"));
            assertEquals("beep!", bot.ask(alice, "/sound beep"));
            bot.awaitPitch(alice, 300); // also after the first beep
            awaitFullMusic(alice, discord);
            alice.forget();
            bot.ask(alice, "/sound beep");
            discord.await(
                    "the beep over lowered music", PATIENCE, () -> hasWindow(alice, discord, 0.35, 0.5, 0.03, 0.12));
            alice.forget();
            awaitFullMusic(alice, discord);
            assertEquals("Bye.", bot.ask(alice, "/stop"));
        }
    }

    private static void awaitFullMusic(OfflineUser alice, OfflineDiscord discord) {
        discord.await("the music alone", PATIENCE, () -> hasWindow(alice, discord, 0, 0.01, 0.25, 0.35));
    }

    /** Whether there was a tenth of a second with so much of the beep, and so much of the music. */
    private static boolean hasWindow(
            OfflineUser alice,
            OfflineDiscord discord,
            double beepMin,
            double beepMax,
            double musicMin,
            double musicMax) {
        short[] pcm = alice.hears(discord.botId()).pcm();
        for (int at = 0; at + WINDOW <= pcm.length / 2; at += WINDOW) {
            double beep = Sounds.amplitude(pcm, at, WINDOW, 1_000);
            double music = Sounds.amplitude(pcm, at, WINDOW, 300);
            if (beep >= beepMin && beep <= beepMax && music >= musicMin && music <= musicMax) {
                return true;
            }
        }
        return false;
    }
}
