package example;

import dev.acord.voice.GuildVoice;
import dev.acord.voice.VoiceOptions;
import java.util.OptionalLong;
import org.javacord.api.DiscordApi;
import org.javacord.api.entity.channel.ServerVoiceChannel;
import org.javacord.api.entity.server.Server;
import org.javacord.core.DiscordApiImpl;

/**
 * Acord's voice for a bot on Javacord 3.8, whose own voice is not end-to-end encrypted. Javacord sends voice state updates by an internal class
 * only.
 */
public final class JavacordVoice {
    private JavacordVoice() {}

    /** Where the bot should be in a server: {@code inServer(server).join(channelId)}. Make one for each server, and keep it. */
    public static GuildVoice inServer(Server server) {
        DiscordApi api = server.getApi();
        long bot = api.getYourself().getId();
        GuildVoice voice = GuildVoice.create(
                server.getId(),
                bot,
                (guild, channel, selfMute, selfDeaf) -> ((DiscordApiImpl) api)
                        .getWebSocketAdapter()
                        .sendVoiceStateUpdate(server, channelOf(server, channel), selfMute, selfDeaf),
                VoiceOptions.defaults());

        // Javacord tells the bot's own session only where there is a channel; the leaving is another event
        String[] session = {""};
        api.addListener((org.javacord.api.listener.server.VoiceStateUpdateListener) event -> {
            if (event.getServer().getId() == server.getId()) {
                session[0] = event.getSessionId();
                voice.handleVoiceStateUpdate(
                        bot, OptionalLong.of(event.getChannel().getId()), event.getSessionId());
            }
        });
        server.addServerVoiceChannelMemberLeaveListener(event -> {
            if (event.getUser().getId() == bot && !event.isMove()) {
                voice.handleVoiceStateUpdate(bot, OptionalLong.empty(), session[0]);
            }
        });
        server.addVoiceServerUpdateListener(
                event -> voice.handleVoiceServerUpdate(event.getToken(), event.getEndpoint()));
        api.addReconnectListener(event -> voice.handleMainGatewayReconnected());
        return voice;
    }

    private static ServerVoiceChannel channelOf(Server server, OptionalLong channel) {
        return channel.isPresent()
                ? server.getVoiceChannelById(channel.getAsLong()).orElse(null)
                : null;
    }
}
