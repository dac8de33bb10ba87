package dev.acord.examples;

import static dev.acord.examples.OfflineBot.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineDiscordExtension;
import dev.acord.sim.discord.OfflineUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is in the recordings, and who is told about them. */
class RecorderBotTest {
    @RegisterExtension
    final OfflineDiscordExtension offline = OfflineBot.discord();

    @TempDir
    Path folder;

    private Path recording() throws IOException {
        try (Stream<Path> found = Files.list(folder)) {
            return found.findFirst().orElseThrow();
        }
    }

    @Test
    void everybodyIsRecordedAndKnowsIt(OfflineDiscord discord) throws Exception {
        try (OfflineBot bot = new OfflineBot(discord, "record", voice -> new RecorderBot(voice, folder))) {
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            String begun = bot.ask(alice, "/record start");
            assertTrue(begun.startsWith("I record <#" + discord.voiceChannel().id() + "> from now on"), begun);
            assertEquals("I am recording already.", bot.ask(alice, "/record start"));
            OfflineUser bob = discord.user("bob").join(discord.voiceChannel());
            discord.await("bob to be told", PATIENCE, () -> discord.replies().stream()
                    .anyMatch(each -> each.channelId() == discord.voiceChannel().id()
                            && each.content().equals("<@" + bob.id() + ">, this channel is being recorded.")));
            alice.plays(new ToneSource(440, 0.3, Duration.ofSeconds(3)))
                    .finished()
                    .join();
            bob.plays(new ToneSource(660, 0.3, Duration.ofSeconds(3)))
                    .finished()
                    .join();

            String ended = bot.ask(alice, "/record stop");
            String name = recording().getFileName().toString();
            assertTrue(
                    ended.matches("Recorded \\d:\\d\\d into " + name + "\\. Who spoke: <@" + alice.id()
                            + "> \\d:\\d\\d, <@" + bob.id() + "> \\d:\\d\\d\\."),
                    ended);
            Sounds.of(recording().resolve("user-" + alice.id() + ".ogg"))
                    .trimmed()
                    .assertPitch(440, 5);
            Sounds.of(recording().resolve("user-" + bob.id() + ".ogg"))
                    .trimmed()
                    .assertPitch(660, 5);
            Sounds.of(recording().resolve("mix.wav")).trimmed().assertLongerThan(Duration.ofMillis(5_500));
            bot.awaitLeft();
            assertEquals("I am not recording.", bot.ask(alice, "/record stop"));
        }
    }

    @Test
    void whenTheBotIsThrownOutTheRecordingIsWhole(OfflineDiscord discord) throws Exception {
        try (OfflineBot bot = new OfflineBot(discord, "record", voice -> new RecorderBot(voice, folder))) {
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            bot.ask(alice, "/record start");
            alice.plays(new ToneSource(440, 0.3, Duration.ofSeconds(2)))
                    .finished()
                    .join();
            discord.kick(discord.botId());
            discord.await("the end to be told", PATIENCE, () -> discord.replies().stream()
                    .anyMatch(each -> each.content().startsWith("I was thrown out. Recorded ")));
            Sounds.of(recording().resolve("user-" + alice.id() + ".ogg"))
                    .trimmed()
                    .assertPitch(440, 5);
        }
    }

    @Test
    void whenTheConnectionIsClosedTheRecordingIsWholeToo(OfflineDiscord discord) throws Exception {
        try (OfflineBot bot = new OfflineBot(discord, "record", voice -> new RecorderBot(voice, folder))) {
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            bot.ask(alice, "/record start");
            alice.plays(new ToneSource(440, 0.3, Duration.ofSeconds(2)))
                    .finished()
                    .join();
            bot.voice.close(); // as where the bot is removed from the guild
            discord.await("the end to be told", PATIENCE, () -> discord.replies().stream()
                    .anyMatch(each -> each.content().matches("The call is over: .* Recorded .*")));
            Sounds.of(recording().resolve("user-" + alice.id() + ".ogg"))
                    .trimmed()
                    .assertPitch(440, 5);
            assertEquals("I am not recording.", bot.ask(alice, "/record stop"));
        }
    }
}
