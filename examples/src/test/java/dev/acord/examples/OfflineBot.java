package dev.acord.examples;

import com.neovisionaries.ws.client.WebSocketFactory;
import dev.acord.jda.AcordVoice;
import dev.acord.sim.discord.Heard;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineUser;
import dev.acord.voice.VoiceOptions;
import java.time.Duration;
import java.util.function.Function;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;

/** One of the examples, logged in to the offline Discord. */
final class OfflineBot implements AutoCloseable {
    /** Long enough for the slowest machine; nothing waits this long unless it is broken. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OfflineDiscord discord;
    private final AcordVoice voice;
    private final JDA jda;

    /** Starts it, and waits for one of its commands. */
    OfflineBot(OfflineDiscord discord, String command, Function<AcordVoice, ExampleBot> bot) {
        this.discord = discord;
        voice = AcordVoice.create(
                VoiceOptions.builder().sslContext(discord.trustingContext()).build());
        jda = bot.apply(voice).start(builder(discord));
        discord.awaitCommand(command, PATIENCE);
    }

    /** What leads JDA to the offline Discord. */
    private static JDABuilder builder(OfflineDiscord discord) {
        return JDABuilder.createLight(discord.token())
                .setRestConfig(new RestConfig().setBaseUrl(discord.restUrl()))
                .setSessionController(new ConcurrentSessionController() {
                    @Override
                    public String getGateway() {
                        return discord.gatewayUrl();
                    }
                })
                .setWebsocketFactory(new WebSocketFactory().setSSLContext(discord.trustingContext()));
    }

    /** Gives a command, and waits for the answer. */
    String ask(OfflineUser user, String command) {
        return user.says(command).awaitReply(PATIENCE).content();
    }

    /** Waits until a user hears a pitch. */
    void awaitPitch(OfflineUser user, double hz) {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        Heard heard;
        do {
            user.forget();
            heard = user.awaitHears(discord.botId(), Duration.ofMillis(500), PATIENCE)
                    .trimmed();
        } while (Math.abs(heard.pitchHz() - hz) > 5 && System.nanoTime() < endNs);
        heard.assertPitch(hz, 5);
    }

    @Override
    public void close() {
        voice.close();
        jda.shutdown();
        try {
            if (!jda.awaitShutdown(PATIENCE)) {
                jda.shutdownNow();
            }
        } catch (InterruptedException e) {
            jda.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
