package dev.acord.examples;

import com.neovisionaries.ws.client.WebSocketFactory;
import dev.acord.jda.AcordVoice;
import dev.acord.sim.discord.Heard;
import dev.acord.sim.discord.OfflineDiscord;
import dev.acord.sim.discord.OfflineDiscordExtension;
import dev.acord.sim.discord.OfflineUser;
import dev.acord.voice.VoiceOptions;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;

/** One of the examples, logged in to the offline Discord. */
final class OfflineBot implements AutoCloseable {
    /** Long enough for the slowest machine; nothing waits this long unless it is broken. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OfflineDiscord discord;
    final AcordVoice voice;
    private final JDA jda;

    /**
     * A Discord with Alice and Bob, patient with bots. A machine that stops for longer than can be caught up makes a hole in the audio that
     * nobody could announce.
     */
    static OfflineDiscordExtension discord() {
        return OfflineDiscordExtension.of(OfflineDiscord.builder()
                        .users("alice", "bob")
                        .times(Duration.ofSeconds(41), Duration.ofMinutes(2), PATIENCE))
                .tolerating("pause-without-silence");
    }

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
        awaitSound(user, heard -> Math.abs(heard.pitchHz() - hz) < 5, "a pitch of " + hz + " Hz");
    }

    /** Waits until half a second of what a user hears is as wanted. */
    void awaitSound(OfflineUser user, Predicate<Heard> wanted, String what) {
        long endNs = System.nanoTime() + PATIENCE.toNanos();
        Heard heard;
        do {
            if (System.nanoTime() > endNs) {
                throw new AssertionError("no " + what + " within " + PATIENCE.toSeconds() + " s");
            }
            user.forget();
            heard = user.awaitHears(discord.botId(), Duration.ofMillis(500), PATIENCE)
                    .trimmed();
        } while (!wanted.test(heard));
    }

    /** Waits until the bot is in no channel. */
    void awaitLeft() {
        discord.await("bot to leave", PATIENCE, () -> discord.channelOf(discord.botId()) == 0);
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
