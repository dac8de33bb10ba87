package dev.acord.voice.gateway;

/**
 * How a {@link ChannelSession} behaves.
 *
 * @param guildId the guild
 * @param userId one's own user
 * @param joinTimeoutNs from a join until it must have worked
 * @param answerNs how long the main gateway may take to answer; doubled for each question without an answer, up to 16 times, and spread
 * @param endpointNs how long the service may look for a voice server
 * @param attempts how often the main gateway is asked in a row before giving up, at least 1
 */
public record ChannelConfig(
        long guildId, long userId, long joinTimeoutNs, long answerNs, long endpointNs, int attempts) {}
