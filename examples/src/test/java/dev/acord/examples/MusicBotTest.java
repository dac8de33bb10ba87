package dev.acord.examples;

import static dev.acord.examples.OfflineBot.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.acord.audio.ffmpeg.FfmpegExecutable;
import dev.acord.sim.discord.Heard;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineDiscordExtension;
import dev.acord.sim.discord.OfflineUser;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What people hear of the music bot, and read. */
class MusicBotTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @RegisterExtension
    final OfflineDiscordExtension offline = OfflineBot.discord();

    @TempDir
    Path folder;

    private OfflineBot bot(OfflineDiscord discord, Duration patience) {
        return new OfflineBot(discord, "play", voice -> new MusicBot(voice, folder, patience));
    }

    @Test
    void filesArePlayedOneAfterTheOtherAndSkipped(OfflineDiscord discord) throws Exception {
        Sounds.wav(folder.resolve("first.wav"), 0.3, LONG, 440);
        Sounds.wav(folder.resolve("second.wav"), 0.3, LONG, 660);
        try (OfflineBot bot = bot(discord, LONG)) {
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            assertEquals("Playing first.wav.", bot.ask(alice, "/play first.wav"));
            alice.awaitHears(discord.botId(), Duration.ofSeconds(2), PATIENCE)
                    .trimmed()
                    .assertPitch(440, 5)
                    .assertLouderThan(-25);
            assertEquals("Queued second.wav.", bot.ask(alice, "/play second.wav"));
            String queue = bot.ask(alice, "/queue");
            assertTrue(queue.matches("first.wav, 0:\\d\\d of 1:00\nsecond.wav"), queue);
            assertEquals("Skipped.", bot.ask(alice, "/skip"));
            bot.awaitPitch(alice, 660);
            assertEquals("Bye.", bot.ask(alice, "/stop"));
            bot.awaitLeft();
            assertEquals("I am not playing.", bot.ask(alice, "/skip"));
        }
    }

    @Test
    void seekVolumeAndPauseAreHeard(OfflineDiscord discord) throws Exception {
        Sounds.wav(folder.resolve("two.wav"), 0.3, LONG, 440, 880);
        try (OfflineBot bot = bot(discord, LONG)) {
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            bot.ask(alice, "/play two.wav");
            bot.awaitPitch(alice, 440);
            assertEquals("At 1:10.", bot.ask(alice, "/seek 70"));
            bot.awaitPitch(alice, 880);

            alice.forget();
            double loud = alice.awaitHears(discord.botId(), Duration.ofSeconds(1), PATIENCE)
                    .loudness();
            assertEquals("The volume is 10 %.", bot.ask(alice, "/volume 10"));
            bot.awaitSound(alice, heard -> Math.abs(loud - 20 - heard.loudness()) < 2, "music that is 20 dB quieter");

            assertEquals("Paused.", bot.ask(alice, "/pause"));
            Duration before = alice.hears(discord.botId()).duration();
            Thread.sleep(1_000); // the pause's length, at least
            assertEquals("Going on.", bot.ask(alice, "/resume"));
            Heard paused = alice.awaitHears(discord.botId(), before.plusSeconds(1), PATIENCE);
            assertFalse(paused.silence(Duration.ofMillis(900)).isEmpty(), paused.toString());
        }
    }

    @Test
    void whoeverAskedIsToldWhatCannotBePlayed(OfflineDiscord discord) throws Exception {
        Files.writeString(folder.resolve("text.wav"), "no sound at all\n".repeat(100));
        Sounds.wav(folder.resolve("good.wav"), 0.3, LONG, 440);
        Files.writeString(folder.resolveSibling("secret.wav"), "of somebody else");
        try (OfflineBot bot = bot(discord, LONG)) {
            assertEquals("Go to a voice channel first.", bot.ask(discord.user("bob"), "/play good.wav"));
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            assertEquals("I have no none.wav.", bot.ask(alice, "/play none.wav"));
            assertEquals("I have no ../secret.wav.", bot.ask(alice, "/play ../secret.wav"));
            bot.ask(alice, "/play text.wav");
            bot.ask(alice, "/play good.wav");
            discord.await("what is wrong with text.wav", PATIENCE, () -> discord.replies().stream()
                    .anyMatch(each -> each.content().startsWith("<@" + alice.id() + ">, I cannot play text.wav: ")));
            bot.awaitPitch(alice, 440);
        } finally {
            Files.deleteIfExists(folder.resolveSibling("secret.wav"));
        }
    }

    @Test
    void webAddressesArePlayedByFfmpeg(OfflineDiscord discord) throws Exception {
        assumeTrue(FfmpegExecutable.find().isPresent(), "needs the program ffmpeg");
        byte[] wav = Files.readAllBytes(Sounds.wav(folder.resolve("web.wav"), 0.3, Duration.ofSeconds(10), 550));
        HttpServer web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        web.createContext("/tune", exchange -> {
            exchange.sendResponseHeaders(200, wav.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(wav);
            }
        });
        web.start();
        try (OfflineBot bot = bot(discord, LONG)) {
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            String address = "http://127.0.0.1:" + web.getAddress().getPort() + "/tune";
            assertEquals("Playing " + address + ".", bot.ask(alice, "/play " + address));
            alice.awaitHears(discord.botId(), Duration.ofSeconds(2), PATIENCE)
                    .trimmed()
                    .assertPitch(550, 5);
        } finally {
            web.stop(0);
        }
    }

    @Test
    void anEmptyChannelIsLeft(OfflineDiscord discord) throws Exception {
        Sounds.wav(folder.resolve("tune.wav"), 0.3, LONG, 440);
        try (OfflineBot bot = bot(discord, Duration.ofMillis(500))) {
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            bot.ask(alice, "/play tune.wav");
            bot.awaitPitch(alice, 440);
            alice.leave();
            bot.awaitLeft();
            alice.join(discord.voiceChannel("Music"));
            assertEquals("Playing tune.wav.", bot.ask(alice, "/play tune.wav"));
            bot.awaitPitch(alice, 440);
        }
    }
}
