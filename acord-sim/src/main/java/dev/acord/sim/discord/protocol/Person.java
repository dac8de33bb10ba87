package dev.acord.sim.discord.protocol;

/**
 * A member of the guild.
 *
 * @param id a snowflake
 * @param name its name
 * @param bot whether it is the bot
 */
public record Person(long id, String name, boolean bot) {}
