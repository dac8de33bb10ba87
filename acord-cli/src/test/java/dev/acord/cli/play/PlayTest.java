package dev.acord.cli.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.acord.cli.Running;
import dev.acord.cli.TestAudio;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bot from the command line in the offline Discord: JDA logs it in, this library speaks, and a user listens. */
class PlayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private OfflineDiscord discord;

    @BeforeEach
    void start() {
        discord = OfflineDiscord.start();
    }

    @AfterEach
    void stop() {
        discord.close();
    }

    private String[] arguments(String token, long guild, long channel, String... more) throws IOException {
        Path tokenFile = Files.writeString(folder.resolve("token"), token + "\n");
        Path ca = Files.writeString(folder.resolve("ca.pem"), discord.certificatePem());
        List<String> all = new ArrayList<>(List.of(
                "play",
                "--token-file",
                tokenFile.toString(),
                "--guild",
                Long.toUnsignedString(guild),
                "--channel",
                Long.toUnsignedString(channel),
                "--api",
                discord.restUrl(),
                "--gateway",
                discord.gatewayUrl(),
                "--ca",
                ca.toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private long general() {
        return discord.voiceChannel().id();
    }

    @Test
    void twoFilesAreHeardOneAfterTheOtherAndThenTheBotLeaves() throws Exception {
        Path first = TestAudio.wav(folder.resolve("first.wav"), 44_100, 2, 2);
        Path second = TestAudio.wav(folder.resolve("second.wav"), 48_000, 1, 2);
        OfflineUser alice = discord.user().join(discord.voiceChannel());
        try (Running play = Running.here(
                arguments(discord.token(), discord.guildId(), general(), first.toString(), second.toString()))) {
            alice.awaitHears(discord.botId(), Duration.ofMillis(3_800), PATIENCE)
                    .trimmed()
                    .assertLouderThan(-40);
            assertEquals(0, play.exitCode(), play::errors);
            assertTrue(play.errors().contains("end-to-end encrypted"), play::errors);
        }
        discord.await("the bot to leave", PATIENCE, () -> discord.channelOf(discord.botId()) == 0);
        discord.assertNoViolations();
    }

    @Test
    void whatIsWrongIsSaidWithWhatThereIs() throws Exception {
        String file = TestAudio.wav(folder.resolve("a.wav"), 48_000, 2, 1).toString();
        assertFails(arguments("wrong.to.ken", discord.guildId(), general(), file), "the token was refused");
        discord.clearViolations();
        assertFails(arguments(discord.token(), 42, general(), file), "not in the guild 42; it is in");
        assertFails(
                arguments(discord.token(), discord.guildId(), 43, file),
                "there are " + discord.voiceChannel().name());
        assertFails(
                arguments(
                        discord.token(),
                        discord.guildId(),
                        general(),
                        folder.resolve("none.ogg").toString()),
                "cannot be read");
        Path noSound = Files.writeString(folder.resolve("text.wav"), "no sound at all");
        assertFails(
                arguments(discord.token(), discord.guildId(), general(), noSound.toString()),
                "text.wav cannot be played");
    }

    private static void assertFails(String[] arguments, String why) throws Exception {
        try (Running play = Running.here(arguments)) {
            assertEquals(1, play.exitCode(), play::errors);
            assertTrue(play.errors().contains(why), play::errors);
            assertFalse(play.errors().contains("\tat "), play::errors);
        }
    }
}
