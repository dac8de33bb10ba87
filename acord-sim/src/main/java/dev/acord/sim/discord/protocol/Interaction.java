package dev.acord.sim.discord.protocol;

/** A slash command that somebody gave, and how far the bot is with it. */
final class Interaction {
    final long id;
    final String token;
    final long channelId;
    final long userId;
    final String line;
    final long createdNs;
    boolean acknowledged;
    boolean reported;
    /** The message that answers it; 0 before there is one. */
    long answerId;

    Interaction(long id, String token, long channelId, long userId, String line, long createdNs) {
        this.id = id;
        this.token = token;
        this.channelId = channelId;
        this.userId = userId;
        this.line = line;
        this.createdNs = createdNs;
    }
}
