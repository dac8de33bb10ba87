package example;

import dev.acord.voice.GuildVoice;
import dev.acord.voice.VoiceOptions;
import discord4j.common.util.Snowflake;
import discord4j.core.GatewayDiscordClient;
import discord4j.core.event.domain.VoiceServerUpdateEvent;
import discord4j.core.event.domain.VoiceStateUpdateEvent;
import discord4j.core.event.domain.lifecycle.ReadyEvent;
import discord4j.core.object.VoiceState;
import discord4j.discordjson.Id;
import discord4j.discordjson.json.gateway.VoiceStateUpdate;
import discord4j.gateway.GatewayClientGroup;
import discord4j.gateway.json.ShardGatewayPayload;
import java.util.Optional;
import java.util.OptionalLong;

/** Acord's voice for a bot on Discord4J 3.3. */
public final class Discord4jVoice {
    private Discord4jVoice() {}

    /** Where the bot should be in a guild: {@code inGuild(client, guildId).join(channelId)}. Make one for each guild, and keep it. */
    public static GuildVoice inGuild(GatewayDiscordClient client, long guildId) {
        GatewayClientGroup shards = client.getGatewayClientGroup();
        int shard = shards.computeShardIndex(Snowflake.of(guildId));
        GuildVoice voice = GuildVoice.create(
                guildId,
                client.getSelfId().asLong(),
                (guild, channel, selfMute, selfDeaf) -> shards.unicast(
                                ShardGatewayPayload.voiceStateUpdate(request(guild, channel, selfMute, selfDeaf), shard))
                        .subscribe(),
                VoiceOptions.defaults());

        client.on(VoiceStateUpdateEvent.class)
                .map(VoiceStateUpdateEvent::getCurrent)
                .filter(state -> state.getGuildId().asLong() == guildId)
                .subscribe(state ->
                        voice.handleVoiceStateUpdate(state.getUserId().asLong(), channel(state), state.getSessionId()));
        client.on(VoiceServerUpdateEvent.class)
                .filter(update -> update.getGuildId().asLong() == guildId)
                .subscribe(update -> voice.handleVoiceServerUpdate(update.getToken(), update.getEndpoint()));
        client.on(ReadyEvent.class)
                .filter(ready -> ready.getShardInfo().getIndex() == shard)
                .subscribe(ready -> voice.handleMainGatewayReconnected());
        return voice;
    }

    private static VoiceStateUpdate request(long guild, OptionalLong channel, boolean selfMute, boolean selfDeaf) {
        return VoiceStateUpdate.builder()
                .guildId(Id.of(guild))
                .channelId(channel.isPresent() ? Optional.of(Id.of(channel.getAsLong())) : Optional.empty())
                .selfMute(selfMute)
                .selfDeaf(selfDeaf)
                .build();
    }

    private static OptionalLong channel(VoiceState state) {
        return state.getChannelId()
                .map(channel -> OptionalLong.of(channel.asLong()))
                .orElse(OptionalLong.empty());
    }
}
