package dev.acord.sim.discord.protocol;

/**
 * A channel of the guild.
 *
 * @param id a snowflake
 * @param name its name
 * @param voice whether it is a voice channel; a text channel otherwise
 */
public record Channel(long id, String name, boolean voice) {}
