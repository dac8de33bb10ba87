package dev.acord.examples;

import static dev.acord.examples.OfflineBot.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.acord.audio.tone.ToneSource;
import dev.acord.sim.VoiceTicket;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineDiscordExtension;
import dev.acord.sim.discord.OfflineUser;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Python and Node drive a voice session, and somebody listens. */
class SideCarTest {
    private static final long SOMEBODY = 424_242_424_242_424_242L;
    private static final Path PYTHON = Path.of("src", "test", "python").toAbsolutePath();
    private static final Path NODE_MODULES =
            Path.of("..", "interop", "node", "node_modules").toAbsolutePath().normalize();

    @RegisterExtension
    final OfflineDiscordExtension offline = OfflineBot.discord();

    @TempDir
    Path folder;

    private Path tune;

    @BeforeEach
    void makeTune() throws Exception {
        tune = Sounds.wav(folder.resolve("tune.wav"), 0.3, Duration.ofSeconds(6), 440);
    }

    @Test
    void pythonPlaysAndReceives(OfflineDiscord discord) throws Exception {
        OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
        alice.plays(new ToneSource(660, 0.3, Duration.ofMinutes(10)));
        VoiceTicket ticket = ticket(discord);
        try (SideCar python = SideCar.start(
                Map.of("PYTHONDONTWRITEBYTECODE", "1"),
                "python3",
                SideCar.FOLDER.resolve("python/play.py").toString(),
                "--acord",
                "'" + SideCar.acord(folder) + "'",
                "--listen",
                "1",
                SideCar.ticket(folder, ticket).toString(),
                tune.toString(),
                "--ca",
                SideCar.certificate(folder, discord).toString())) {
            alice.awaitHears(SOMEBODY, Duration.ofSeconds(4), PATIENCE)
                    .trimmed()
                    .assertPitch(440, 5);
            assertNoSecret(python, ticket);
            assertEquals(0, python.exitCode(), () -> python.lines.toString());
            assertPlayed(python);
            JsonObject heard = python.events().get(python.lines.size() - 1).getAsJsonObject("heard");
            JsonObject ofAlice = heard.getAsJsonObject(Long.toUnsignedString(alice.id()));
            assertEquals(1, heard.size(), heard.toString());
            assertTrue(ofAlice.get("packets").getAsInt() > 100, heard.toString());
        }
    }

    @Test
    void nodePlays(OfflineDiscord discord) throws Exception {
        OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
        VoiceTicket ticket = ticket(discord);
        try (SideCar node = SideCar.start(
                Map.of("ACORD", SideCar.acord(folder).toString()),
                "node",
                SideCar.FOLDER.resolve("node/play.js").toString(),
                SideCar.ticket(folder, ticket).toString(),
                tune.toString(),
                "--ca",
                SideCar.certificate(folder, discord).toString())) {
            alice.awaitHears(SOMEBODY, Duration.ofSeconds(4), PATIENCE)
                    .trimmed()
                    .assertPitch(440, 5);
            assertNoSecret(node, ticket);
            assertEquals(0, node.exitCode(), () -> node.lines.toString());
            assertPlayed(node);
        }
    }

    @Test
    void aBotOnDiscordJsPlaysAndIsMoved(OfflineDiscord discord) throws Exception {
        assumeTrue(
                Files.isDirectory(NODE_MODULES.resolve("discord.js")), "needs discord.js: npm install in interop/node");
        String options = "[\"--ca\",\"" + SideCar.certificate(folder, discord) + "\"]";
        try (SideCar bot = SideCar.start(
                Map.of(
                        "NODE_PATH", NODE_MODULES.toString(),
                        "DISCORD_API", discord.apiUrl(),
                        "DISCORD_TOKEN", discord.token(),
                        "MUSIC", folder.toString(),
                        "ACORD", SideCar.acord(folder).toString(),
                        "ACORD_OPTIONS", options),
                "node",
                SideCar.FOLDER.resolve("node/discordjs-bot.js").toString())) {
            discord.awaitCommand("play", PATIENCE);
            OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
            OfflineUser bob = discord.user("bob").join(discord.voiceChannel("Music"));
            assertEquals("I have no none.wav.", answer(alice, "/play none.wav"));
            assertEquals("Playing tune.wav.", answer(alice, "/play tune.wav"), () -> bot.lines.toString());
            alice.awaitHears(discord.botId(), Duration.ofSeconds(2), PATIENCE)
                    .trimmed()
                    .assertPitch(440, 5);
            discord.move(discord.botId(), discord.voiceChannel("Music"));
            answer(bob, "/play tune.wav"); // from its beginning, so that there is enough of it on a slow machine
            bob.awaitHears(discord.botId(), Duration.ofSeconds(2), PATIENCE)
                    .trimmed()
                    .assertPitch(440, 5);
            assertEquals("Bye.", answer(alice, "/stop"));
            discord.await("bot to leave", PATIENCE, () -> discord.channelOf(discord.botId()) == 0);
        }
    }

    @Test
    void theVoiceProtocolForDiscordPyFollowsTheMainGateway(OfflineDiscord discord) throws Exception {
        OfflineUser alice = discord.user("alice").join(discord.voiceChannel());
        OfflineUser bob = discord.user("bob").join(discord.voiceChannel("Music"));
        VoiceTicket ticket = ticket(discord);
        try (SideCar python = SideCar.start(
                Map.of(
                        "PYTHONDONTWRITEBYTECODE",
                        "1",
                        "PYTHONPATH",
                        SideCar.FOLDER.resolve("python") + File.pathSeparator + PYTHON),
                "python3",
                PYTHON.resolve("bot.py").toString(),
                SideCar.acord(folder).toString(),
                SideCar.certificate(folder, discord).toString(),
                Long.toUnsignedString(discord.guildId()),
                Long.toUnsignedString(ticket.channelId()),
                Long.toUnsignedString(SOMEBODY),
                tune.toString())) {
            awaitAsked(discord, python, Long.toUnsignedString(ticket.channelId()));
            python.send(SideCar.stateUpdate(ticket), SideCar.serverUpdate(ticket));
            alice.awaitHears(SOMEBODY, Duration.ofSeconds(2), PATIENCE)
                    .trimmed()
                    .assertPitch(440, 5);

            VoiceTicket moved = discord.voiceServer()
                    .move(SOMEBODY, discord.voiceChannel("Music").id());
            python.send(SideCar.stateUpdate(moved), SideCar.serverUpdate(moved), "{\"play\":true}");
            bob.awaitHears(SOMEBODY, Duration.ofSeconds(2), PATIENCE).trimmed().assertPitch(440, 5);

            discord.voiceServer().kick(SOMEBODY);
            python.send("{\"state\":{\"channel_id\":null,\"session_id\":\"" + moved.sessionId() + "\"}}");
            discord.await("the end of the session", PATIENCE, () -> python.lines.contains("{\"ev\": \"cleanup\"}"));
            python.endInput();
            assertEquals(0, python.exitCode(), () -> python.lines.toString());
        }
    }

    private static void awaitAsked(OfflineDiscord discord, SideCar bot, String channel) {
        discord.await("request for the channel", PATIENCE, () -> bot.saw("asked", "channel", channel));
    }

    private static String answer(OfflineUser user, String command) {
        return user.says(command).awaitReply(PATIENCE).content();
    }

    private static VoiceTicket ticket(OfflineDiscord discord) {
        return discord.voiceServer()
                .join(discord.guildId(), discord.voiceChannel().id(), SOMEBODY);
    }

    private static void assertPlayed(SideCar sideCar) {
        assertTrue(sideCar.saw("state", "state", "ready"), () -> sideCar.lines.toString());
        assertTrue(sideCar.saw("dave", "ready", "true"), () -> sideCar.lines.toString());
        assertTrue(sideCar.saw("player", "state", "playing"), () -> sideCar.lines.toString());
        assertTrue(sideCar.saw("player", "reason", "finished"), () -> sideCar.lines.toString());
        assertTrue(sideCar.saw("state", "closeCode", "1000"), () -> sideCar.lines.toString());
    }

    /** Whoever looks at the machine's processes must not read a token. */
    private static void assertNoSecret(SideCar sideCar, VoiceTicket ticket) {
        List<String> commands = sideCar.commandLines();
        assertFalse(commands.isEmpty());
        assertFalse(commands.toString().contains(ticket.token()), commands.toString());
    }
}
