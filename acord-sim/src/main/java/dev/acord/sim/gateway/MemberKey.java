package dev.acord.sim.gateway;

/**
 * A user in a guild: the service knows at most one voice session for each.
 *
 * @param guildId the guild
 * @param userId the user
 */
public record MemberKey(long guildId, long userId) {}
