package dev.acord.voice;

import java.util.OptionalLong;

/** The way to the main gateway (the websocket of the bot itself), which whoever uses the library has. */
@FunctionalInterface
public interface MainGateway {
    /**
     * Sends a voice state update (op 4). Called on a thread of the runtime, one call at a time; it may block for a moment. When it cannot
     * send, because the main gateway is not connected, it does nothing: it is asked again.
     *
     * @param guildId {@code guild_id}, an unsigned snowflake
     * @param channelId {@code channel_id}, an unsigned snowflake; empty stands for null and leaves
     * @param selfMute {@code self_mute}
     * @param selfDeaf {@code self_deaf}
     */
    void updateVoiceState(long guildId, OptionalLong channelId, boolean selfMute, boolean selfDeaf);
}
