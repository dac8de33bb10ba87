package dev.acord.cli.play;

import com.neovisionaries.ws.client.WebSocketFactory;
import dev.acord.cli.CommandFailure;
import dev.acord.jda.AcordVoice;
import dev.acord.voice.VoiceConnection;
import dev.acord.voice.VoiceException;
import dev.acord.voice.VoiceOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;
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

/** A bot that is logged in by JDA, with this library's voice. */
final class Bot implements AutoCloseable {
    private static final int SHUTDOWN_S = 5;

    private final JDA jda;
    private final AcordVoice voice;

    private Bot(JDA jda, AcordVoice voice) {
        this.jda = jda;
        this.voice = voice;
    }

    /** Logs in, and waits until the guilds are known. */
    static Bot login(BotOptions options) throws IOException, CommandFailure {
        SSLContext tls = options.tls();
        VoiceOptions.Builder voiceOptions = VoiceOptions.builder();
        if (tls != null) {
            voiceOptions.sslContext(tls);
        }
        AcordVoice voice = AcordVoice.create(voiceOptions.build());
        JDABuilder builder = JDABuilder.createLight(options.token(), GatewayIntent.GUILD_VOICE_STATES)
                .enableCache(CacheFlag.VOICE_STATE)
                .setMemberCachePolicy(MemberCachePolicy.VOICE)
                .setEnableShutdownHook(false)
                .setVoiceDispatchInterceptor(voice.interceptor());
        if (tls != null) {
            builder.setWebsocketFactory(new WebSocketFactory().setSSLContext(tls));
        }
        redirect(builder, options.api(), options.gateway());
        JDA jda = null;
        try {
            jda = builder.build();
            return new Bot(jda.awaitReady(), voice);
        } catch (InvalidTokenException e) {
            throw new CommandFailure("the token was refused; the developer portal has it, under Bot", e);
        } catch (InterruptedException e) {
            jda.shutdownNow();
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while logging in", e);
        } catch (IllegalStateException e) {
            throw new CommandFailure("the bot could not log in: " + e.getMessage(), e);
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

    /** Goes to a channel. */
    VoiceConnection join(long guildId, long channelId) throws CommandFailure {
        Guild guild = jda.getGuildById(guildId);
        if (guild == null) {
            throw new CommandFailure("the bot is not in the guild " + Long.toUnsignedString(guildId) + "; it is in "
                    + names(jda.getGuilds().stream()
                            .map(each -> each.getName() + " (" + each.getId() + ")")
                            .collect(Collectors.toList())));
        }
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
            return voice.join(channel).join();
        } catch (PermissionException e) {
            throw new CommandFailure("the bot may not join " + channel.getName() + ": " + e.getMessage(), e);
        } catch (CompletionException e) {
            if (e.getCause() instanceof VoiceException refused) {
                throw new CommandFailure("joining " + channel.getName() + " failed: " + refused.getMessage(), refused);
            }
            throw e;
        }
    }

    /** Where it is, for people. */
    String place(long guildId, long channelId) {
        Guild guild = jda.getGuildById(guildId);
        AudioChannel channel = guild == null ? null : guild.getChannelById(AudioChannel.class, channelId);
        return guild == null || channel == null ? "the channel" : channel.getName() + " of " + guild.getName();
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names.subList(0, Math.min(names.size(), 20)));
    }

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
