package dev.acord.cli.bot;

import com.neovisionaries.ws.client.WebSocketFactory;
import dev.acord.cli.CommandFailure;
import dev.acord.cli.Console;
import dev.acord.cli.ExitCode;
import dev.acord.jda.AcordVoice;
import dev.acord.voice.GuildVoice;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceException;
import dev.acord.voice.VoiceOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.JDABuilder;
import net.dv8tion.jda.api.entities.Guild;
import net.dv8tion.jda.api.entities.channel.middleman.AudioChannel;
import net.dv8tion.jda.api.exceptions.InvalidTokenException;
import net.dv8tion.jda.api.exceptions.PermissionException;
import net.dv8tion.jda.api.requests.GatewayIntent;
import net.dv8tion.jda.api.requests.RestConfig;
import net.dv8tion.jda.api.utils.ConcurrentSessionController;
import net.dv8tion.jda.api.utils.MemberCachePolicy;
import net.dv8tion.jda.api.utils.cache.CacheFlag;
import org.jspecify.annotations.Nullable;

/** A bot that is logged in by JDA, with this library's voice. Whoever waits for it is interrupted by Ctrl-C. */
public final class Bot implements AutoCloseable {
    private static final int SHUTDOWN_S = 5;

    private final Console console;
    private final JDA jda;
    private final AcordVoice voice;

    private Bot(Console console, JDA jda, AcordVoice voice) {
        this.console = console;
        this.jda = jda;
        this.voice = voice;
    }

    /**
     * Logs in, and waits until the guilds are known. Warns when others can read the token.
     *
     * @param console whose user may end the wait
     * @param login which bot
     * @param options how its connections behave; whom they trust, the main gateway's connection trusts
     * @return a bot in no channel, to be closed
     * @throws IOException when the token cannot be read
     * @throws CommandFailure when it cannot log in
     */
    public static Bot login(Console console, BotLogin login, VoiceOptions options) throws IOException, CommandFailure {
        String token = login.token();
        if (login.isTokenOpen()) {
            console.err().println("acord: the token file can be read by everybody on this machine: chmod 600");
        }
        AcordVoice voice = AcordVoice.create(options);
        JDABuilder builder = JDABuilder.createLight(token, GatewayIntent.GUILD_VOICE_STATES)
                .enableCache(CacheFlag.VOICE_STATE)
                .setMemberCachePolicy(MemberCachePolicy.VOICE)
                .setEnableShutdownHook(false)
                .setVoiceDispatchInterceptor(voice.interceptor());
        SSLContext tls = options.sslContext();
        if (tls != null) {
            builder.setWebsocketFactory(new WebSocketFactory().setSSLContext(tls));
        }
        redirect(builder, login.api(), login.gateway());
        try {
            return waiting(console, "logging in", () -> new Bot(console, ready(builder), voice));
        } catch (InvalidTokenException e) {
            throw new CommandFailure("the token was refused; the developer portal has it, under Bot", e);
        } catch (IllegalStateException e) {
            throw new CommandFailure("the bot could not log in: " + e.getMessage(), e);
        }
    }

    private static JDA ready(JDABuilder builder) throws InterruptedException {
        JDA jda = builder.build();
        try {
            return jda.awaitReady();
        } catch (InterruptedException e) {
            jda.shutdownNow();
            throw e;
        }
    }

    private static void redirect(JDABuilder builder, @Nullable String api, @Nullable String gateway) {
        if (api != null) {
            builder.setRestConfig(new RestConfig().setBaseUrl(api.endsWith("/") ? api : api + "/"));
        }
        if (gateway != null) {
            builder.setSessionController(new ConcurrentSessionController() {
                @Override
                public String getGateway() {
                    return gateway;
                }
            });
        }
    }

    private interface Wait<T> {
        T end() throws InterruptedException, CommandFailure;
    }

    /** Waits on this thread until there is a result, or the user wants no more. */
    private static <T> T waiting(Console console, String what, Wait<T> wait) throws CommandFailure {
        Thread self = Thread.currentThread();
        console.onInterrupt(self::interrupt);
        try {
            return wait.end();
        } catch (InterruptedException e) {
            throw new CommandFailure("interrupted while " + what, ExitCode.INTERRUPTED);
        } finally {
            console.onInterrupt(() -> {});
            Thread.interrupted(); // the wait is over; what is closed now may take its time
        }
    }

    /**
     * Its place in a guild, for listeners.
     *
     * @param guildId which
     * @return what says where the bot should be there
     * @throws CommandFailure when it is not in the guild; the message names those that it is in
     */
    public GuildVoice voice(long guildId) throws CommandFailure {
        return voice.guild(guild(guildId));
    }

    /**
     * Goes to a channel; waits until sound can be sent.
     *
     * @param guildId in which guild
     * @param channelId a voice or a stage channel
     * @return the guild's connection
     * @throws CommandFailure when there is no such place, or it cannot go there
     */
    public VoiceConnection join(long guildId, long channelId) throws CommandFailure {
        Guild guild = guild(guildId);
        AudioChannel channel = guild.getChannelById(AudioChannel.class, channelId);
        if (channel == null) {
            throw new CommandFailure("no voice channel of " + guild.getName() + " that the bot sees is "
                    + Long.toUnsignedString(channelId) + "; there are "
                    + names(guild.getChannels().stream()
                            .filter(AudioChannel.class::isInstance)
                            .map(each -> each.getName() + " (" + each.getId() + ")")
                            .collect(Collectors.toList())));
        }
        try {
            CompletableFuture<VoiceConnection> joined = voice.join(channel);
            return waiting(console, "joining " + channel.getName(), () -> joined(channel, joined));
        } catch (PermissionException e) {
            throw new CommandFailure("the bot may not join " + channel.getName() + ": " + e.getMessage(), e);
        }
    }

    private static VoiceConnection joined(AudioChannel channel, CompletableFuture<VoiceConnection> joined)
            throws InterruptedException, CommandFailure {
        try {
            return joined.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof VoiceException refused) {
                throw new CommandFailure("joining " + channel.getName() + " failed: " + refused.getMessage(), refused);
            }
            throw new IllegalStateException("joining " + channel.getName() + " failed", e.getCause());
        }
    }

    private Guild guild(long guildId) throws CommandFailure {
        Guild guild = jda.getGuildById(guildId);
        if (guild == null) {
            throw new CommandFailure("the bot is not in the guild " + Long.toUnsignedString(guildId) + "; it is in "
                    + names(jda.getGuilds().stream()
                            .map(each -> each.getName() + " (" + each.getId() + ")")
                            .collect(Collectors.toList())));
        }
        return guild;
    }

    /**
     * A place for people.
     *
     * @param guildId a guild
     * @param channelId a channel of it
     * @return their names
     */
    public String place(long guildId, long channelId) {
        Guild guild = jda.getGuildById(guildId);
        AudioChannel channel = guild == null ? null : guild.getChannelById(AudioChannel.class, channelId);
        return guild == null || channel == null ? "the channel" : channel.getName() + " of " + guild.getName();
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names.subList(0, Math.min(names.size(), 20)));
    }

    /** Leaves, and logs out. */
    @Override
    public void close() {
        voice.close();
        jda.shutdown();
        try {
            if (!jda.awaitShutdown(SHUTDOWN_S, TimeUnit.SECONDS)) {
                jda.shutdownNow();
            }
        } catch (InterruptedException e) {
            jda.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
