package dev.acord.cli.sim;

import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.cli.WebOptions;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.web.WebPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code acord sim --bot-api}: the offline Discord for a bot in another process, with people who do what is typed. */
final class BotApi {
    private static final long LOOK_EVERY_MS = 50;

    private final Console console;
    private final OfflineDiscord discord;
    private final BotApiOutput output;
    private final CountDownLatch end;

    BotApi(Console console, OfflineDiscord discord, boolean json, CountDownLatch end) {
        this.console = console;
        this.discord = discord;
        this.output = new BotApiOutput(console, json);
        this.end = end;
    }

    /**
     * Runs until somebody ends it.
     *
     * @param certificate a file with the voice server's
     * @param web whether there is a page of the first voice channel
     * @param duration how long at most, or null
     * @throws CommandFailure when the bot broke the protocol
     */
    int run(Path certificate, WebOptions web, @Nullable Duration duration) throws IOException, CommandFailure {
        long guild = discord.guildId();
        long channel = discord.voiceChannel().id();
        Map<Long, String> names = Map.of(
                discord.botId(), "bot", discord.user().id(), discord.user().name());
        try (WebPage page = web.serve(discord.voiceServer(), guild, channel, names, console)) {
            // such files are its owner's alone
            Path token = Files.createTempFile("acord-sim-", ".token");
            token.toFile().deleteOnExit();
            Files.writeString(token, discord.token());
            output.listening(discord, token, certificate);
            if (page != null) {
                output.page(page.uri());
            }
            People people = new People(discord, output, end::countDown);
            BotApiWatch watch = new BotApiWatch(discord, people, output);
            people.read(console.in());
            watch(watch, duration);
        }
        output.report(discord);
        int violations = discord.violations().size();
        if (violations > 0) {
            throw new CommandFailure(
                    violations + (violations == 1 ? " violation" : " violations") + " of the protocol");
        }
        return ExitCode.OK;
    }

    private void watch(BotApiWatch watch, @Nullable Duration duration) {
        long startNs = System.nanoTime();
        try {
            while (!output.isBroken() && (duration == null || System.nanoTime() - startNs < duration.toNanos())) {
                boolean ended = end.await(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
                watch.look(System.nanoTime());
                if (ended) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
