package dev.acord.sim.gateway;

/** What the main gateway tells a client about a call, and whether it was used. */
public final class Ticket {
    final long guildId;
    final long channelId;
    final long userId;
    final String sessionId;
    final String token;
    boolean used;

    Ticket(long guildId, long channelId, long userId, String sessionId, String token) {
        this.guildId = guildId;
        this.channelId = channelId;
        this.userId = userId;
        this.sessionId = sessionId;
        this.token = token;
    }

    MemberKey key() {
        return new MemberKey(guildId, userId);
    }

    /**
     * The guild.
     *
     * @return a snowflake
     */
    public long guildId() {
        return guildId;
    }

    /**
     * The channel.
     *
     * @return a snowflake
     */
    public long channelId() {
        return channelId;
    }

    /**
     * The user.
     *
     * @return a snowflake
     */
    public long userId() {
        return userId;
    }

    /**
     * The voice session's id.
     *
     * @return 32 hexadecimal digits
     */
    public String sessionId() {
        return sessionId;
    }

    /**
     * The token.
     *
     * @return 16 hexadecimal digits
     */
    public String token() {
        return token;
    }
}
