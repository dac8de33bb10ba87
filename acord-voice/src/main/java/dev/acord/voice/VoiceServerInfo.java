package dev.acord.voice;

import dev.acord.voice.gateway.VoiceEndpoint;
import java.util.Objects;

/**
 * What the main gateway says about a voice session: the voice state update gives the session id, the voice server update token and
 * endpoint. All of it is needed before a {@link VoiceConnection} can be made, and none of it is kept for a later session.
 *
 * @param guildId the guild (unsigned snowflake); for a private call, the channel's id
 * @param channelId the voice channel (unsigned snowflake)
 * @param userId the bot's own user (unsigned snowflake)
 * @param sessionId the {@code session_id} of one's own voice state update
 * @param token the {@code token} of the voice server update; a secret
 * @param endpoint the {@code endpoint} of the voice server update, exactly as received: a host with or without a port. For servers
 *     of one's own it may begin with {@code ws://} or {@code wss://}
 */
public record VoiceServerInfo(
        long guildId, long channelId, long userId, String sessionId, String token, String endpoint) {

    /**
     * Refuses empty texts, and an endpoint that is none.
     *
     * @param guildId the guild (unsigned snowflake); for a private call, the channel's id
     * @param channelId the voice channel (unsigned snowflake)
     * @param userId the bot's own user (unsigned snowflake)
     * @param sessionId the {@code session_id} of one's own voice state update
     * @param token the {@code token} of the voice server update; a secret
     * @param endpoint the {@code endpoint} of the voice server update, exactly as received: a host with or without a port. For servers
     *     of one's own it may begin with {@code ws://} or {@code wss://}
     */
    public VoiceServerInfo {
        requireText(sessionId, "sessionId");
        requireText(token, "token");
        requireText(endpoint, "endpoint");
        VoiceEndpoint.of(endpoint, 0, false); // what is none is refused here, before it can be shown or used
    }

    private static void requireText(String value, String name) {
        Objects.requireNonNull(value, name);
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " is empty; it comes from the main gateway's "
                    + (name.equals("sessionId") ? "voice state update" : "voice server update"));
        }
    }

    /**
     * The session without its secrets.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        return "VoiceServerInfo[guild=" + Long.toUnsignedString(guildId) + ", channel="
                + Long.toUnsignedString(channelId) + ", user=" + Long.toUnsignedString(userId) + ", endpoint="
                + endpoint + "]";
    }
}
