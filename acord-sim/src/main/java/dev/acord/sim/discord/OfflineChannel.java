package dev.acord.sim.discord;

/**
 * A channel of the guild.
 *
 * @param id a snowflake
 * @param name its name
 * @param voice true for a voice channel, false for a text channel
 */
public record OfflineChannel(long id, String name, boolean voice) {}
