package dev.acord.cli.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.neovisionaries.ws.client.WebSocketFactory;
import dev.acord.cli.Running;
import dev.acord.cli.TestAudio;
import dev.acord.cli.TrustedTls;
import dev.acord.cli.record.RecordedCall;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.commands.build.Commands;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code acord sim --bot-api} as in one terminal, and bots as in another, started with nothing but what it prints. */
class BotApiTest {
    @TempDir
    Path folder;

    private static String[] printed(Running sim, String command) throws InterruptedException {
        return sim.line(each -> each.startsWith("acord " + command + " "))
                .substring("acord ".length())
                .split(" ");
    }

    private static String[] with(String[] line, Path last) {
        String[] all = line.clone();
        all[all.length - 1] = last.toString();
        return all;
    }

    @Test
    void thePrintedLinesPlayAndRecordInProcessesOfTheirOwn() throws Exception {
        Path bots = TestAudio.wav(folder.resolve("bot.wav"), 48_000, 2, 3);
        Path hers = TestAudio.wav(folder.resolve("alice.wav"), 48_000, 2, 2);
        Path meeting = folder.resolve("meeting");
        try (Running sim = Running.process("sim", "--bot-api")) {
            String[] play = printed(sim, "play");
            String[] record = printed(sim, "record");
            sim.send("alice join General");
            sim.line(each -> each.endsWith("alice is in General"));
            try (Running bot = Running.process(with(play, bots))) {
                sim.line(each -> each.endsWith("bot is online"));
                sim.line(each -> each.endsWith("bot is in General"));
                sim.line(each -> each.endsWith("bot sends sound"));
                assertEquals(0, bot.exitCode(), bot.toString());
                assertFalse(bot.errors().contains("chmod"), "the token's file is its owner's: " + bot.errors());
            }
            sim.line(each -> each.endsWith("bot is in no voice channel"));
            sim.send("alice hears");
            String heard = sim.line(each -> each.contains("alice has heard"));
            assertTrue(heard.contains(" ms from ") && !heard.contains("nothing"), heard);

            try (Running bot = Running.process(with(record, meeting))) {
                sim.line(each -> each.endsWith("bot is in General"));
                awaitBegun(meeting);
                sim.send("alice play " + hers);
                sim.line(each -> each.endsWith("alice has played " + hers));
                sim.send("move");
                sim.line(each -> each.endsWith("bot is in Music"));
                sim.send("alice join Music");
                sim.line(each -> each.endsWith("alice is in Music"));
                sim.send("kick");
                assertEquals(3, bot.exitCode(), bot.toString());
                assertTrue(bot.errors().contains("the bot was thrown out of Music of Offline"), bot.errors());
                assertEquals(1, RecordedCall.read(meeting).tracks().size());
                assertTrue(RecordedCall.read(meeting).finished());
            }
            sim.send("quit");
            assertEquals(0, sim.exitCode(), sim.toString());
        }
    }

    private static void awaitBegun(Path directory) throws InterruptedException {
        long deadlineNs = System.nanoTime() + 60_000_000_000L;
        while (!Files.exists(directory.resolve("recording.json"))) {
            assertTrue(System.nanoTime() < deadlineNs, "the recording does not begin");
            Thread.sleep(20);
        }
    }

    /** A bot with a command, as somebody might try it by hand. */
    private static JDA bot(JsonObject api) throws Exception {
        return JDABuilder.createLight(Files.readString(Path.of(text(api, "tokenFile"))))
                .setRestConfig(new RestConfig().setBaseUrl(text(api, "rest")))
                .setSessionController(new ConcurrentSessionController() {
                    @Override
                    public String getGateway() {
                        return text(api, "gateway");
                    }
                })
                .setWebsocketFactory(
                        new WebSocketFactory().setSSLContext(TrustedTls.trusting(Path.of(text(api, "certificate")))))
                .addEventListeners(new ListenerAdapter() {
                    @Override
                    public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
                        event.reply("Hello " + event.getUser().getName() + "\nand \u001b[31mwelcome")
                                .queue();
                    }
                })
                .build()
                .awaitReady();
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }

    @Test
    void aBotOfOnesOwnIsGivenCommandsAndItsAnswersAreShown() throws Exception {
        try (Running sim = Running.here("sim", "--bot-api", "--json", "--web")) {
            JsonObject api = sim.event(event -> Running.is(event, "ev", "botApi"));
            assertEquals(
                    "General",
                    api.getAsJsonArray("channels")
                            .get(1)
                            .getAsJsonObject()
                            .get("name")
                            .getAsString());
            Path token = Path.of(text(api, "tokenFile"));
            if (Files.getFileStore(token).supportsFileAttributeView("posix")) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(token)));
            }
            JsonObject page = sim.event(event -> Running.is(event, "ev", "page"));
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(text(page, "url"))).build();
            HttpResponse<String> html = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertTrue(html.body().contains("<title>Acord: voice channel</title>"), html.body());

            sim.send("alice: /greet");
            sim.event(event -> Running.is(event, "ev", "error")
                    && text(event, "message").contains("the bot has no command /greet"));
            JDA jda = bot(api);
            try {
                sim.event("bot", "online", "true");
                jda.updateCommands()
                        .addCommands(Commands.slash("greet", "Says hello"))
                        .complete();
                JsonObject commands = sim.event(event -> Running.is(event, "ev", "commands"));
                assertEquals("[\"/greet\"]", commands.get("names").toString());
                sim.send("bob: /greet");
                assertEquals("bob", text(sim.event(event -> Running.is(event, "ev", "user")), "name"));
                JsonObject reply = sim.event("reply", "kind", "reply");
                assertEquals("Hello bob\nand \u001b[31mwelcome", text(reply, "content"));
                assertEquals("general", text(reply, "channel"));
                sim.send("alice dances").send("alice join Nowhere").send("move").send("alice play x.ogg");
                sim.event(event -> Running.is(event, "ev", "error")
                        && text(event, "message").startsWith("not understood"));
                sim.event(event -> Running.is(event, "ev", "error")
                        && text(event, "message").contains("no voice channel Nowhere; there are General, Music"));
                sim.event(event -> Running.is(event, "ev", "error")
                        && text(event, "message").contains("is in no voice channel"));
                sim.event(event -> Running.is(event, "ev", "error")
                        && text(event, "message").contains("alice is in no voice channel: call join first"));
            } finally {
                jda.shutdownNow();
            }
            sim.event("bot", "online", "false");
            sim.endInput();
            assertTrue(sim.isRunning(), "the end of the input is no end");
            sim.interrupt();
            assertEquals(0, sim.exitCode(), sim.toString());
            assertEquals(
                    0,
                    sim.event(event -> Running.is(event, "ev", "report"))
                            .get("violations")
                            .getAsInt());
        }
    }

    @Test
    void whatABotDoesWrongIsShownAtOnceAndIsExitCode1() throws Exception {
        try (Running sim = Running.here("sim", "--bot-api")) {
            String rest = sim.line(each -> each.startsWith("requests ")).split(" +")[1];
            HttpRequest request = HttpRequest.newBuilder(URI.create(rest + "users/@me"))
                    .header("Authorization", "Bot wrong.to.ken")
                    .build();
            assertEquals(
                    401,
                    HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode());
            sim.line(each -> each.contains("VIOLATION: bot-wrong-token"));
            sim.send("help");
            sim.line(each -> each.contains("alice join General"));
            sim.send("quit");
            assertEquals(1, sim.exitCode(), sim.toString());
            assertEquals("acord: 1 violation of the protocol", sim.errors().strip());
        }
    }

    @Test
    void whatItHasOfItsOwnCannotBeGiven() throws Exception {
        assertFails(2, "--bot-api and --guild exclude each other", "--guild", "5");
        assertFails(2, "--bot-api and --members exclude each other", "--members", "3");
        assertFails(2, "none of its faults: kick=2s", "--faults", "loss=0.1,kick=2s");
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                Running sim = Running.here("sim", "--bot-api", String.valueOf(taken.getLocalPort()))) {
            assertEquals(1, sim.exitCode(), sim.toString());
            assertEquals(1, sim.errors().lines().count(), sim.errors());
            assertTrue(sim.errors().startsWith("acord: offline Discord could not open its port: "), sim.errors());
        }
    }

    private static void assertFails(int code, String why, String... more) throws Exception {
        String[] all = new String[more.length + 2];
        all[0] = "sim";
        all[1] = "--bot-api";
        System.arraycopy(more, 0, all, 2, more.length);
        try (Running sim = Running.here(all)) {
            assertEquals(code, sim.exitCode(), sim.toString());
            assertTrue(sim.errors().contains(why), sim.errors());
        }
    }
}
