package dev.acord.sim;

/**
 * What a client's main gateway would tell it about a call: the session id of the voice state update, and the token and endpoint of the
 * voice server update. Good for one session; a later {@code join} or {@code move} of the same user in the same guild replaces it.
 *
 * @param guildId the guild, a snowflake
 * @param channelId the channel, a snowflake
 * @param userId the user, a snowflake
 * @param sessionId the voice session's id
 * @param token the token
 * @param endpoint {@code host:port} of the websocket, with TLS where the server has a TLS port
 */
public record VoiceTicket(long guildId, long channelId, long userId, String sessionId, String token, String endpoint) {

    /**
     * The ticket without its secrets.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        return "VoiceTicket[guild=" + Long.toUnsignedString(guildId) + ", channel=" + Long.toUnsignedString(channelId)
                + ", user=" + Long.toUnsignedString(userId) + ", endpoint=" + endpoint + "]";
    }
}
